"""Advice on entries that break no rule. A case names all advice but that on islands, which most small cases are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from termbase.codes import CODES
from termbase.load import load_glossary
from termbase.review import review

CASES = sorted((Path(__file__).parent / "advice").glob("*.yml"))
TODAY = date(2026, 11, 27)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_advice(path: Path, tmp_path: Path, write_case: Callable[[dict, Path], None]) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    write_case(case, tmp_path)
    loaded = load_glossary(tmp_path / "glossary", tmp_path)
    assert loaded.diagnostics == ()
    said = [str(one) for one in sorted(review(loaded.glossary, TODAY))]
    assert [one for one in said if " G602 " not in one or path.stem == "island"] == case["advice"]


def test_every_kind_of_advice_has_a_case() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in CASES)
    assert [code for code in CODES if code.startswith("G6") and code not in said] == []
