from __future__ import annotations

import re
from pathlib import Path

import yaml
from diagnostics.codes import CODES as READING
from termbase.codes import CODES
from termbase.manual import diagnostics_page, front_matter_page
from termbase.schema import FrontMatter

PROBLEMS = Path(__file__).parent / "problems"


def test_every_key_is_documented_with_its_meaning() -> None:
    rows = [line for line in front_matter_page().splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == list(FrontMatter.model_fields)
    assert all(row.split("|")[-2].strip() for row in rows)


def test_every_code_is_documented() -> None:
    page = diagnostics_page()
    for code in {**READING, **CODES}:
        assert f"| `{code}` |" in page


def test_every_code_that_is_said_is_known() -> None:
    for path in PROBLEMS.glob("*.yml"):
        for line in yaml.safe_load(path.read_text(encoding="utf-8"))["diagnostics"]:
            assert re.search(r":\d+: ([A-Z]\d+) ", line).group(1) in {**READING, **CODES}, f"{path.name}: {line}"
