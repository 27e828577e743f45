"""Bad glossaries as data files: what is written, and exactly what is said about it.

A case is a YAML file in `problems/`: `files` (path to text; `{valid}` is a whole valid entry, `{head}` its front
matter without fences, `{200 * [}` two hundred brackets), `encoded` (path to encoding), `links` (symbolic link to its
target) and the `diagnostics` expected of `glossary check`, errors only. Cases called `fine-…` are odd but legal.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from termbase.body import check_body
from termbase.cli import main
from termbase.codes import CODES
from termbase.schema import parse_term

CASES = sorted((Path(__file__).parent / "problems").glob("*.yml"))
WriteCase = Callable[[dict, Path], None]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_problem_is_named_exactly(
    path: Path, tmp_path: Path, write_case: WriteCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    write_case(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stdout.splitlines() == case["diagnostics"]
    assert result.exit_code == (1 if case["diagnostics"] else 0)


def test_every_code_of_the_glossary_has_a_case() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in CASES)
    elsewhere = {"G209", "G210"} | {code for code in CODES if code[:2] in ("G6", "G7")}
    missing = [code for code in CODES if code not in said and code not in elsewhere]
    assert not missing, f"codes without a case: {', '.join(missing)}"


def test_the_corpus_is_large_and_odd_but_legal_entries_are_in_it() -> None:
    fine = [path for path in CASES if path.stem.startswith("fine")]
    assert len(CASES) - len(fine) >= 200
    assert len(fine) >= 40
    assert all(yaml.safe_load(path.read_text(encoding="utf-8"))["diagnostics"] == [] for path in fine)


BLOCKS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=300)


@given(front=BLOCKS, body=BLOCKS)
@example(front="[\x85", body="")  # a line more for YAML than for the file
def test_whatever_is_written_is_read_or_complained_of(front: str, body: str) -> None:
    term, found = parse_term(f"---\n{front}\n---\n{body}", "glossary/x.md", "x")
    assert (term is None) == bool(found)
    assert all(one.path == "glossary/x.md" and one.message for one in found)


@given(extra=st.dictionaries(st.text("abcdefghijklmnop", min_size=1), BLOCKS, max_size=4))
def test_the_schema_is_closed(extra: dict[str, str]) -> None:
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in extra.items())
    _, found = parse_term(f"---\n{lines}---\n", "glossary/x.md", "x")
    assert found, "five keys are missing"


@given(BLOCKS)
def test_whatever_the_text_it_is_checked_without_an_exception(body: str) -> None:
    for one in check_body(body, "glossary/x.md", 9, {"warp"}, {"a-b.svg"}, set()):
        assert one.position.line >= 9
        assert one.edit is None or one.edit.length >= 0
