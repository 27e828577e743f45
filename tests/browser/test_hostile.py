"""What somebody could send in a pull request, in a real browser: a preview says what is wrong and runs none of it.

A build refuses all of it (tests/termbase/problems); a preview must not, for it is where a reviewer looks first.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
PROBLEMS = ROOT / "tests/termbase/problems"
KINDS = ("html-", "link-", "image-", "autolink-", "script-", "theme-key-", "hot-linked-", "fine-title-", "fine-html-")
HEAD = """definition: A tea whose leaves are bruised and oxidized in part, between green and black tea.
topic: making
sources:
  - {title: A handbook of tea, url: "https://tea.example/handbook"}
added: 2026-11-01
"""
BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", site_dir=sys.argv[1])
config.plugins.on_startup(command="serve", dirty=False)
build(config)
"""
ALARM = "window.ran = 1; window.alert = window.confirm = window.prompt = () => { window.ran += 1; };"


def entries() -> dict[str, str]:
    """Slug to entry, one for each hostile case about a single entry."""
    found = {}
    for path in sorted(PROBLEMS.glob("*.yml")):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        text = case["files"].get("glossary/oolong.md")
        if path.stem.startswith(KINDS) and text and "encoded" not in case:
            own = f"title: Case {path.stem}\n"
            text = text.replace("{head}", own + HEAD).replace("{valid}", f"---\n{own}{HEAD}---\nA text.\n")
            found[path.stem] = text
    return found


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that `mkdocs serve` would show for a glossary full of hostile entries."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "glossary").mkdir()
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text("---\ntitle: Tea\ntemplate: book/home.html\n---\n")
    (folder / "glossary/topics.yml").write_text("- {id: making, title: Making, summary: How it is made.}\n")
    for slug, text in entries().items():
        (folder / f"glossary/{slug}.md").write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        f"site_name: Tea\ntheme: {{name: material, custom_dir: {ROOT}/docs/.overrides, font: false}}\nplugins: []\n"
        f"hooks: [{ROOT}/hooks/glossary_hook.py]\nmarkdown_extensions: [tables, toc, pymdownx.superfences]\n"
        "extra: {glossary: {name: Tea}}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder / "site")],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(": G40") > 40, "the terminal says what is wrong"
    return folder / "site"


@pytest.fixture(scope="module")
def bare_url(preview: Path) -> Iterator[str]:
    """The preview as `mkdocs serve` gives it out: without any header of ours."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(preview))) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("headers", [False, True], ids=["bare", "with headers"])
def test_nothing_of_it_runs(
    headers: bool,
    preview: Path,
    bare_url: str,
    serve_site: Callable[..., str],
    open_page: Callable[..., Page],
) -> None:
    url = serve_site(preview) if headers else bare_url
    page = open_page()
    page.add_init_script(ALARM)
    slugs = list(entries())
    assert len(slugs) > 80
    for address in ["", "a-z/", "topics/making/", *(f"{slug}/" for slug in slugs)]:
        page.goto(url + address, wait_until="load")
        for link in page.locator("main a[href]").evaluate_all("all => all.map(one => one.href)"):
            assert re.match(r"(https?|mailto):", link), f"{address}: {link}"
        assert page.evaluate("window.ran") == 1, f"a script of {address} ran"
        assert page.locator("main :is(script, iframe, object, embed, form[action], base, style)").count() == 0, address


def test_a_preview_says_what_is_wrong_at_its_address(preview: Path) -> None:
    legal = {slug for slug in entries() if slug.startswith("fine-")}
    for slug in entries():
        page = (preview / slug / "index.html").read_text(encoding="utf-8")
        assert (f"glossary/{slug}.md:" in page) == (slug not in legal), slug
        if slug not in legal:
            shown = page.split("<main", 1)[1]
            assert "This entry cannot be read" in shown or f"glossary/{slug}.md:" in shown, f"{slug} is shown in full"
