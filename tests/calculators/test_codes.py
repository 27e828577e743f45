"""Every complaint of the calculators is documented, and is said somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from calculators.catalogue import open_catalogue
from calculators.code_table import codes_table
from calculators.codes import CODES
from calculators.fences import TABLES

SOURCES = Path(__file__).resolve().parents[2] / "calculators"


def test_every_code_has_cause_and_cure_in_the_table() -> None:
    table = codes_table(open_catalogue(), lambda slug, text: text)
    assert TABLES["codes"] is codes_table
    assert [str(row[0]) for row in table.rows] == [f"<code>{code}</code>" for code in sorted(CODES)]
    assert all(str(cell) for row in table.rows for cell in row)


def test_every_code_that_is_said_is_documented_and_the_other_way_round() -> None:
    said: set[str] = set()
    for path in SOURCES.glob("*.py"):
        if path.name != "codes.py":
            said |= set(re.findall(r"\bC[123]\d\d\b", path.read_text(encoding="utf-8")))
    assert said == set(CODES)
