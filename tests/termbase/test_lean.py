"""What readers' browsers do not need is left out of style sheets and scripts, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from termbase.host import PARTS
from termbase.lean import joined_script, lean_script, lean_style

THEME = Path(__file__).parents[2] / "docs" / ".overrides"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* why */\na { color: red; }\n", "a{color: red}\n"),
        ("a { width: calc(1px + 2 * var(--s)); }", "a{width: calc(1px + 2 * var(--s))}\n"),
        ("a > b + c,\nd  e { margin: 0 auto; } f { top: 0 }", "a > b + c,d e{margin: 0 auto}f{top: 0}\n"),
        ('a::before { content: "{ ;  } ,"; }', 'a::before{content: "{ ;  } ,"}\n'),
        ('a { content: "↓ "; content: "↓ " / ""; }', 'a{content: "↓ ";content: "↓ " / ""}\n'),
        ("@media (min-width: 44.01rem) {\n  a { b: c; }\n}\n", "@media (min-width: 44.01rem){a{b: c}}\n"),
        ("a :is(b, c) { d: e; }", "a :is(b,c){d: e}\n"),
    ],
)
def test_a_style_sheet(written: str, sent: str) -> None:
    assert lean_style(written) == sent


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("// why\nconst a = 1; // one\n\n  go(a);\n", "const a = 1; // one\ngo(a);\n"),
        ("/* Two\n   lines. */\ngo();\n", "go();\n"),
        ("class A {\n  /** What. */\n  b() {}\n}\n", "class A {\nb() {}\n}\n"),
        ('const at = "/*";\nconst b = "*/";\n', 'const at = "/*";\nconst b = "*/";\n'),
    ],
)
def test_a_script(written: str, sent: str) -> None:
    assert lean_script(written) == sent


def test_scripts_sent_as_one_keep_their_names_to_themselves() -> None:
    joined = joined_script(["// one\nconst a = 1;\nfunction b() {}\n", "const a = 2;\nfunction b() {}\n"])
    assert joined == "{\nconst a = 1;\nfunction b() {}\n}\n{\nconst a = 2;\nfunction b() {}\n}\n"


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_script_sent_as_part_of_another_imports_and_exports_nothing(name: str) -> None:
    code = (THEME / name).read_text(encoding="utf-8")
    assert not re.search(r"^(import|export)\b(?!\()", code, re.M)
