"""A thousand random renames, merges, splits and deletions; then every address and anchor ever published, asked of a
server."""

from __future__ import annotations

import functools
import http.server
import os
import random
import re
import subprocess
import sys
import threading
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from termbase.cli import main

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = 1000
RELEASES = 20
CONFIG = f"""site_name: Words
site_url: https://words.example/
theme: {{name: material, custom_dir: {ROOT}/docs/.overrides, font: false}}
plugins: []
hooks: [{ROOT}/hooks/glossary_hook.py]
extra: {{glossary: {{name: Words}}}}
"""


class Shelf:
    """A glossary that lives: entries with aliases and anchors, and what became of those that are gone."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.aliases: dict[str, list[str]] = {}
        self.anchors: dict[str, list[str]] = {}
        self.retired: dict[str, list[str]] = {}
        self.led: dict[str, set[str]] = {}
        self.number = 0
        for _ in range(30):
            self.add()

    def fresh(self) -> str:
        self.number += 1
        return f"word-{self.number}"

    def add(self) -> None:
        slug = self.fresh()
        self.aliases[slug] = [self.fresh()]
        self.anchors[slug] = [f"part-{self.number + one}" for one in range(self.random.choice([0, 1, 2]))]

    def change(self) -> None:
        kind = self.random.choice(["rename", "merge", "split", "delete", "add"])
        if kind == "add" or len(self.aliases) < 8:
            self.add()
            return
        slug = self.random.choice(sorted(self.aliases))
        aliases, anchors = self.aliases.pop(slug), self.anchors.pop(slug)
        if kind == "rename":
            # The file moves; the old slug becomes one of its names.
            new = self.fresh()
            self.aliases[new], self.anchors[new] = [*aliases, slug], anchors
        elif kind == "merge":
            other = self.random.choice(sorted(self.aliases))
            if self.random.random() < 0.5:
                # The text moves too, or is left out.
                self.anchors[other] += [one for one in anchors if one not in self.anchors[other]]
            if self.random.random() < 0.5:
                self.aliases[other] += [*aliases, slug]
            else:
                self.retired[slug] = [other]
        elif kind == "split":
            parts = [self.fresh(), self.fresh()]
            self.aliases.update({part: [] for part in parts})
            self.anchors.update({parts[0]: anchors[:1], parts[1]: anchors[1:]})
            self.retired[slug] = parts
        else:
            self.retired[slug] = []
        if slug in self.retired:
            # Old names that earlier renames left on it go with it, under their own slugs.
            for alias in aliases:
                if alias in self.led:
                    self.retired.setdefault(alias, [slug])
        self.led[slug] = set()

    def write(self, folder: Path) -> None:
        for path in folder.glob("*.md"):
            path.unlink()
        (folder / "topics.yml").write_text("- {id: words, title: Words, summary: All of them.}\n")
        for slug, aliases in self.aliases.items():
            title = slug.replace("-", " ")
            (folder / f"{slug}.md").write_text(
                f"---\ntitle: {title}\naliases: [{', '.join(aliases)}]\n"
                f"definition: The thing that was once called {slug} by those who knew about it.\ntopic: words\n"
                'sources: [{title: A book, url: "https://book.example/"}]\nadded: 2026-11-01\n---\nText.\n'
                + "".join(f"\n## On {one} {{#{one}}}\n\nText.\n" for one in self.anchors[slug])
            )
        lines = [
            f"{slug}: {{to: [{', '.join(to)}], why: It was changed.}}" for slug, to in sorted(self.retired.items())
        ]
        (folder / "_retired.yml").write_text("".join(f"{line}\n" for line in lines))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A project after all operations, with a release now and then, built; and its lock."""
    project = tmp_path_factory.mktemp("words")
    (project / "docs").mkdir()
    (project / "docs/index.md").write_text("---\ntitle: Words\ntemplate: book/home.html\n---\n")
    (project / "glossary").mkdir()
    (project / "mkdocs.yml").write_text(CONFIG)
    shelf = Shelf(seed=7)
    before = Path.cwd()
    os.chdir(project)
    try:
        for number in range(OPERATIONS):
            if number % (OPERATIONS // RELEASES) == 0:
                shelf.write(project / "glossary")
                done = CliRunner().invoke(main, ["urls"])
                assert done.exit_code == 0, CliRunner().invoke(main, ["check"]).output
            shelf.change()
        shelf.write(project / "glossary")
        done = CliRunner().invoke(main, ["urls"])
        assert done.exit_code == 0, CliRunner().invoke(main, ["check"]).output
    finally:
        os.chdir(before)
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--strict"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)
    lines = (project / "urls.lock").read_text().splitlines()
    return project, [line for line in lines if not line.startswith("#")]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def get(published: tuple[Path, list[str]]) -> Iterator[Callable[[str], str]]:
    """The page at an address, asked of a server; anything but 200 raises."""
    handler = functools.partial(Quiet, directory=str(published[0] / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}/"

        def page(address: str) -> str:
            with urllib.request.urlopen(f"{root}{address}/") as answer:
                return str(answer.read().decode())

        yield page
        server.shutdown()


def test_every_address_ever_published_still_answers(
    published: tuple[Path, list[str]], get: Callable[[str], str]
) -> None:
    addresses = [line.split()[0] for line in published[1] if "#" not in line]
    assert len(addresses) > 500
    for address in addresses:
        page = get(address)
        assert re.search(r'<meta property="og:description" content="(The thing|It was changed)', page), address


def test_every_anchor_ever_published_is_still_there_and_leads_on(
    published: tuple[Path, list[str]], get: Callable[[str], str]
) -> None:
    promised = [line.split()[0].split("#") for line in published[1] if "#" in line]
    assert len(promised) > 100
    ways = Counter()
    for address, anchor in promised:
        page = get(address)
        assert page.count(f' id="{anchor}"') == 1, f"{address}#{anchor}"
        left = re.search(rf'<li id="{anchor}">(?:<a href="\.\./([^"]*)/(#[^"]*)?">)?', page)
        if left is None:
            ways["in its entry"] += 1
        elif left[1] is None:
            ways["the entry was deleted"] += 1
        else:
            there = get(left[1])
            assert not left[2] or f' id="{anchor}"' in there, f"{address}#{anchor} leads to {left[1]}"
            ways["moved with its text" if left[2] else "to what took the entry's place"] += 1
    assert len(ways) == 4, ways


def test_dropping_an_address_fails_the_build_with_its_cure(published: tuple[Path, list[str]]) -> None:
    project, lines = published
    entries = sorted((project / "glossary").glob("*.md"))
    victim = next(path for path in entries if f"{path.stem} {path.stem}" in lines)
    text = victim.read_text()
    victim.unlink()
    try:
        command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--strict"]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    finally:
        victim.write_text(text)
    assert done.returncode == 1
    assert f"/{victim.stem}/ is gone; if it was renamed, add `aliases: [{victim.stem}]`" in done.stdout + done.stderr
