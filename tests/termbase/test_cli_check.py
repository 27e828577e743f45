"""`glossary check`: what it mends, and the forms it reports in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from termbase.cli import main

FIXES = yaml.safe_load((Path(__file__).parent / "fixes.yml").read_text(encoding="utf-8"))
WriteCase = Callable[[dict, Path], None]
OTHER = """---
title: Withering
definition: A step of making tea in which leaves lose water and grow soft enough to be rolled.
topic: making
sources:
  - {title: A handbook of tea, url: "https://tea.example/handbook"}
added: 2026-11-01
---
A text.
"""
UNKNOWN = "---\n{head}related: [witherin]\n---\nA text.\n"


@pytest.mark.parametrize("name", FIXES)
def test_fix(name: str, tmp_path: Path, write_case: WriteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "glossary/oolong.md"
    write_case({"files": {"glossary/oolong.md": FIXES[name]["after"]}}, tmp_path)
    wanted = path.read_bytes()
    (tmp_path / "again").mkdir()
    write_case(
        {"files": {"glossary/oolong.md": FIXES[name]["before"], "glossary/withering.md": OTHER}}, tmp_path / "again"
    )
    monkeypatch.chdir(tmp_path / "again")
    result = CliRunner().invoke(main, ["check", "--fix"])
    assert (tmp_path / "again/glossary/oolong.md").read_bytes() == wanted
    assert (result.exit_code == 0) == (name != "in-doubt-left-alone")
    assert ("mended glossary/oolong.md:" in result.stderr) == (name != "in-doubt-left-alone")
    assert [path.name for path in (tmp_path / "again/glossary").glob(".*")] == []


def test_without_fix_nothing_is_written(tmp_path: Path, write_case: WriteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    write_case({"files": {"glossary/oolong.md": FIXES["headline"]["before"]}}, tmp_path)
    before = (tmp_path / "glossary/oolong.md").read_bytes()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "--fix mends 2 of them" in result.stderr
    assert (tmp_path / "glossary/oolong.md").read_bytes() == before


def test_annotations_stand_at_the_line(tmp_path: Path, write_case: WriteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    write_case({"files": {"glossary/oolong.md": UNKNOWN, "glossary/withering.md": OTHER}}, tmp_path)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check", "--github"])
    assert result.exit_code == 1
    first = next(line for line in result.stdout.splitlines() if line.startswith("::error"))
    assert first == (
        "::error file=glossary/oolong.md,line=8,col=11,title=G203::"
        'related: unknown term "witherin"; did you mean "withering"?'
    )
    assert any(line.startswith("::notice") for line in result.stdout.splitlines()), "advice comes as notices"


def test_json_says_what_can_be_mended(tmp_path: Path, write_case: WriteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    write_case({"files": {"glossary/oolong.md": FIXES["headline"]["before"]}}, tmp_path)
    monkeypatch.chdir(tmp_path)
    found = json.loads(CliRunner().invoke(main, ["check", "--json"]).stdout)
    errors = [one for one in found if one["severity"] == "error"]
    assert [(one["line"], one["code"], one["fixable"]) for one in errors] == [(9, "G406", True), (13, "G406", True)]


def test_stale_lists_every_date(tmp_path: Path, write_case: WriteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "---\n{head}---\nAs of March 2024 it costs 40.\n\nMore, as of 2020.\n"
    write_case({"files": {"glossary/oolong.md": text}}, tmp_path)
    monkeypatch.chdir(tmp_path)
    lines = CliRunner().invoke(main, ["check", "--stale"]).stdout.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["glossary/oolong.md:11:7:", "glossary/oolong.md:9:1:"]


def test_checks_that_others_bring(tmp_path: Path, write_case: WriteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "---\n{head}---\nThe H100 SXM: 3.9 TB/s, not the H100 SXM: 3.35 TB/s.\n"
    write_case({"files": {"glossary/oolong.md": text}}, tmp_path)
    settings = "site_name: Tea\nextra: {glossary: {name: Tea, checks: 'calculators.term_checks:check_numbers'}}\n"
    (tmp_path / "mkdocs.yml").write_text(settings)
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(main, ["check", "--advice"]).stdout
    assert "glossary/oolong.md:9:15: C213 H100 SXM: 3.9 TB/s is not in the catalogue" in said
    assert said.count("C213") == 1
    (tmp_path / "mkdocs.yml").write_text(settings.replace("term_checks", "nowhere"))
    refused = CliRunner().invoke(main, ["check", "--advice"])
    assert refused.exit_code == 1
    assert "extra.glossary.checks: calculators.nowhere:check_numbers cannot be used" in refused.stderr
