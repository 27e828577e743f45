"""A server builds anew after every edit and keeps what did not change: the pages are those of a first build."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEA = Path(__file__).parent / "tea"
EDITS = [
    ("oolong.md", "---\nOxidation", "---\nA gaiwan comes into it, and [more](oxidation.md).\n\nOxidation"),
    ("oxidation.md", "definition: ", "definition: In short, "),
    ("gaiwan.md", "title: ", "hidden: [lidded bowl]\nunlinked: [lidded cup]\ntitle: "),
]
"""File, what to look for, what to put in its place: a text, a definition that links show, names."""
BUILD = """
import json, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

def once(out):
    config = load_config("mkdocs.yml", site_dir=out)
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)

first, *edits = json.loads(sys.argv[1])
once(first)
for out, file, written, instead in edits:
    path = Path("glossary", file)
    path.write_text(path.read_text(encoding="utf-8").replace(written, instead, 1), encoding="utf-8")
    once(out)
"""


def built(project: Path, plan: list[object]) -> None:
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-c", BUILD, json.dumps(plan)]
    done = subprocess.run(command, cwd=project, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    # The time of the build stands in these two.
    return {path: content for path, content in found.items() if not path.startswith("sitemap.xml")}


def test_every_rebuild_is_what_a_first_build_would_be(tmp_path: Path) -> None:
    project = tmp_path / "tea"
    shutil.copytree(TEA, project)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("../../..", ROOT.as_posix()), encoding="utf-8")
    again = [str(tmp_path / f"again-{number}") for number in range(len(EDITS) + 1)]
    built(project, [again[0], *([out, *edit] for out, edit in zip(again[1:], EDITS, strict=True))])
    fresh = tmp_path / "fresh"
    built(project, [str(fresh)])
    assert contents(Path(again[-1])) == contents(fresh)
    for before, after in itertools.pairwise(again):
        assert contents(Path(before)) != contents(Path(after)), "an edit that shows nowhere tests nothing"
