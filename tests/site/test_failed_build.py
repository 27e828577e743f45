"""A glossary that cannot be published leaves what is published alone, and says why."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MKDOCS = str(Path(sys.executable).with_name("mkdocs"))
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    """A copy of the second glossary that may be broken."""
    project = tmp_path / "tea"
    shutil.copytree(ROOT / "tests/site/tea", project)
    config = (project / "mkdocs.yml").read_text()
    (project / "mkdocs.yml").write_text(config.replace("../../../", f"{ROOT}/"))
    return project


def build(project: Path) -> subprocess.CompletedProcess[str]:
    command = [MKDOCS, "build", "--strict", "--site-dir", str(project / "site")]
    return subprocess.run(command, cwd=project, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def listing(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_failed_build_changes_nothing_and_names_the_place(tea: Path) -> None:
    assert build(tea).returncode == 0
    before = listing(tea / "site")
    entry = tea / "glossary/oolong.md"
    entry.write_text(entry.read_text().replace("topic: making", "topic: makin\nlevel: expert"))
    done = build(tea)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert 'glossary/oolong.md:7:8: G113 level: expected basic, intermediate or advanced, found "expert"' in said
    assert "Traceback" not in said
    assert listing(tea / "site") == before


def test_two_builds_are_the_same_bytes(tea: Path) -> None:
    assert build(tea).returncode == 0
    before = listing(tea / "site")
    assert build(tea).returncode == 0
    after = listing(tea / "site")
    assert [name for name in after if before.get(name) != after[name] and not name.startswith("sitemap")] == []
    assert before.keys() == after.keys()


def test_dirty_build_is_refused(tea: Path) -> None:
    command = [MKDOCS, "build", "--dirty", "--site-dir", str(tea / "site")]
    done = subprocess.run(command, cwd=tea, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "--dirty" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.fixture
def served(tea: Path) -> Iterator[tuple[Path, str]]:
    """The second glossary under `mkdocs serve`, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (tea / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=tea, env=ENVIRONMENT, stdout=log, stderr=log)
        try:
            yield tea, f"http://127.0.0.1:{port}/words/"
        finally:
            # Not SIGINT: it is ignored where a shell started the tests in the background.
            server.terminate()
            server.wait(timeout=20)


def until(url: str, wanted: str, log: Path) -> str:
    """The page at `url` once it holds `wanted`."""
    text = ""
    for _ in range(150):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                text = answer.read().decode()
        except OSError as error:
            text = str(error)
        if wanted in text:
            return text
        time.sleep(0.2)
    pytest.fail(f"{url} never held {wanted!r}:\n{text[-2000:]}\n{log.read_text()[-2000:]}")


def test_served_glossary_shows_what_is_wrong_and_recovers(served: tuple[Path, str]) -> None:
    tea, url = served
    until(f"{url}t/oolong/", "A tea whose leaves", tea / "log")
    entry = tea / "glossary/oolong.md"
    good = entry.read_text()
    entry.write_text(good.replace("title: Oolong", "titel: Oolong"))
    page = until(f"{url}t/oolong/", "glossary/oolong.md:2:1: G111", tea / "log")
    assert "cannot be read" in page
    other = until(f"{url}t/gaiwan/", "G111 unknown key &#34;titel&#34;; did you mean &#34;title&#34;?", tea / "log")
    assert "A lidded bowl" in other
    assert "G111" in (tea / "log").read_text()
    entry.write_text(good.replace("bruised and oxidized", "rolled and oxidized"))
    page = until(f"{url}t/oolong/", "A tea whose leaves are rolled", tea / "log")
    assert "G111" not in page


def test_serve_starts_with_a_broken_entry(served: tuple[Path, str]) -> None:
    tea, url = served
    until(url, "Words of Tea", tea / "log")
    (tea / "glossary/new.md").write_text("no front matter")
    page = until(f"{url}t/new/", "glossary/new.md:1:1: G101", tea / "log")
    assert "cannot be read" in page
