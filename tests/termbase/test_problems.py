"""Bad glossaries as data files: what is written, and exactly what is said about it.

A case is a YAML file in `problems/`: `files` (path to text; `{valid}` is a whole valid entry, `{head}` its front
matter without fences), `latin1` (paths saved in that encoding) and the `diagnostics` expected, errors only.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from diagnostics import Severity
from termbase.cli import main
from termbase.codes import CODES
from termbase.load import load_glossary

CASES = sorted((Path(__file__).parent / "problems").glob("*.yml"))
TOPICS = "- {id: making, title: Making, summary: How it is made.}\n"
HEAD = """title: Oolong
definition: A tea whose leaves are bruised and oxidized in part, between green and black tea.
topic: making
sources:
  - {title: A handbook of tea, url: "https://tea.example/handbook"}
added: 2026-11-01
"""
VALID = f"---\n{HEAD}---\nA text.\n"


def write_case(case: dict, folder: Path) -> None:
    (folder / "glossary").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: Tea\nextra: {glossary: {name: Tea}}\n")
    files = {"glossary/topics.yml": TOPICS, **case["files"]}
    for name, text in files.items():
        text = text.replace("{valid}", VALID).replace("{head}", HEAD)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("latin-1" if name in case.get("latin1", ()) else "utf-8"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_problem_is_named_exactly(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    write_case(case, tmp_path)
    loaded = load_glossary(tmp_path / "glossary", tmp_path)
    errors = [str(one) for one in loaded.diagnostics if one.severity is Severity.ERROR]
    assert errors == case["diagnostics"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_command_prints_it_and_fails(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    write_case(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check"])
    assert result.stdout.splitlines() == case["diagnostics"]
    assert result.exit_code == (1 if case["diagnostics"] else 0)


def test_every_code_of_the_glossary_has_a_case() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in CASES)
    advice = {"G209", "G210"}
    missing = [code for code in CODES if code not in said and code not in advice]
    assert not missing, f"codes without a case: {', '.join(missing)}"
