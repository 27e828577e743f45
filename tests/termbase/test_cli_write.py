"""Importing, exporting and beginning a glossary, as their user runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from termbase.cli import main
from termbase.frontmatter import split

ROOT = Path(__file__).resolve().parents[2]
IMPORTS = yaml.safe_load((Path(__file__).parent / "importing.yml").read_text(encoding="utf-8"))
WriteCase = Callable[[dict, Path], None]
GREEN = """---
title: Green Tea
definition: A tea whose leaves are heated soon after picking, so that they do not brown.
topic: making
sources:
  - {title: A handbook of tea, url: "https://tea.example/handbook"}
added: 2026-11-01
---
A text.
"""


@pytest.mark.parametrize("name", IMPORTS)
def test_import(name: str, tmp_path: Path, write_case: WriteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    case = IMPORTS[name]
    write_case({"files": {"glossary/green-tea.md": GREEN}}, tmp_path)
    monkeypatch.chdir(tmp_path)
    for file, text in case["source"].items():
        (tmp_path / "from").mkdir(exist_ok=True)
        (tmp_path / "from" / file).write_text(text, encoding="utf-8")
    table = next((file for file in case["source"] if file.endswith(".csv")), "")
    result = CliRunner().invoke(main, ["import", f"from/{table}".rstrip("/"), *case.get("options", ())])
    assert [line.replace("from/", "") for line in result.stdout.splitlines()] == case["said"]
    made = {path.stem: path for path in (tmp_path / "glossary").glob("*.md") if path.stem != "green-tea"}
    assert set(made) == set(case["made"])
    for slug, wanted in case["made"].items():
        parts, _ = split(made[slug].read_text(encoding="utf-8"), slug)
        assert parts is not None
        keys = yaml.load(parts.yaml, yaml.BaseLoader) | {"body": parts.body}
        assert {key: keys.get(key) for key in wanted} == wanted
    assert result.exit_code == case.get("exit", 0 if made else 1)
    assert CliRunner().invoke(main, ["check"]).exit_code == 0, "what was imported passes the check"


def test_a_dry_run_writes_nothing(tmp_path: Path, write_case: WriteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    write_case({"files": {"glossary/green-tea.md": GREEN}}, tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.csv").write_text(IMPORTS["csv"]["source"]["words.csv"], encoding="utf-8")
    result = CliRunner().invoke(main, ["import", "words.csv", "--dry-run"])
    assert "2 of 2 entries would be imported" in result.stderr
    assert [path.name for path in (tmp_path / "glossary").glob("*.md")] == ["green-tea.md"]


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command of this environment, run in that folder."""
    program = Path(sys.executable).with_name(command[0])
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", **variables}
    return subprocess.run(
        [str(program), *command[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_export_builds_with_a_plain_generator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real glossary as plain Markdown: every link of it resolves in MkDocs without any hook of ours."""
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(main, ["export", str(tmp_path / "docs")])
    assert result.exit_code == 0, result.output
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Plain\nplugins: []\nmarkdown_extensions: [tables, fenced_code]\n"
        "validation: {omitted_files: ignore, links: {not_found: warn, anchors: warn, unrecognized_links: warn}}\n"
    )
    done = run(tmp_path, "mkdocs", "build", "--strict", "-q")
    assert done.returncode == 0, done.stderr
    warp = (tmp_path / "docs/warp.md").read_text(encoding="utf-8")
    assert warp.startswith("# Warp\n\n**A group of 32 threads")
    assert warp.count("](streaming-multiprocessor.md)") <= 2, "the first mention, and perhaps a relation"
    again = CliRunner().invoke(main, ["export", str(tmp_path / "docs")])
    assert again.exit_code == 1
    assert "is not empty" in again.stderr


def test_a_glossary_on_another_subject_in_three_commands(tmp_path: Path) -> None:
    """Clone, `make start`, `make serve`: the last two here, with a build in place of the server."""
    folder = tmp_path / "words-of-tea"
    started = run(ROOT, "glossary", "start", str(folder), "--name", 'Words: of "Tea"')
    assert started.returncode == 0, started.stderr
    assert run(folder, "glossary", "check").stdout == ""
    built = run(folder, "mkdocs", "build", "--strict", "-q")
    assert built.returncode == 0, built.stderr
    page = (folder / "site/headword/index.html").read_text(encoding="utf-8")
    assert "<title>Headword · Words: of &#34;Tea&#34;</title>" in page
    assert not re.search(r"GPU|CUDA|Compute Glossary", page)
    assert (folder / "Makefile").read_text().splitlines()[1].startswith("GENERATOR := ")
    refused = run(ROOT, "glossary", "start", str(folder), "--name", "Tea")
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr


def test_the_same_tree_under_properdocs(tmp_path: Path) -> None:
    """The fork of the host builds what the host builds, byte for byte."""
    tea = ROOT / "tests/site/tea"
    trees = []
    for host in ("mkdocs", "properdocs"):
        done = run(tea, host, "build", "--strict", "-q", "-d", str(tmp_path / host), SOURCE_DATE_EPOCH="0")
        assert done.returncode == 0, done.stderr
        out = tmp_path / host
        trees.append(
            {
                path.relative_to(out).as_posix(): path.read_bytes()
                for path in sorted(out.rglob("*"))
                if path.is_file() and not path.name.startswith("sitemap.xml")
            }
        )
    assert trees[0].keys() == trees[1].keys()
    assert [name for name in trees[0] if trees[0][name] != trees[1][name]] == []
