from __future__ import annotations

import time

import pytest
import yaml
from diagnostics import Diagnostic, Mapping, Position, did_you_mean, plain, position_of, read_yaml
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "value", ["2:4", "NO", "on", "1e9", "010", "1_000", "2026-11-23", "1.10", "null", "~", "12:30"]
)
def test_text_stays_text(value: str) -> None:
    node, found = read_yaml(f"key: {value}", "f")
    assert found == []
    assert node is not None
    assert plain(node) == {"key": value}


def test_positions_are_those_of_the_whole_file() -> None:
    node, _ = read_yaml("a: 1\nb:\n  - x\n  - {c: y}", "f", lines_before=10)
    assert node is not None
    assert position_of(node, ("b", 1, "c")) == Position(14, 9)
    assert position_of(node, ("b", 1, "c"), of_key=True) == Position(14, 6)
    assert position_of(node, ("b", 7)) == Position(13, 3)


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029"])
def test_lines_are_those_of_an_editor_where_yaml_counts_more(odd: str) -> None:
    node, found = read_yaml(f'a: "µ{odd}{odd}"\nb: c\nd: [', "x.md")
    assert node is None
    assert [(one.position.line, one.position.column, one.code) for one in found] == [(3, 4, "D105")]
    node, found = read_yaml(f'a: "µ{odd}{odd}"\nb: c\n', "x.md")
    assert found == []
    assert node is not None
    assert position_of(node, ("b",), of_key=True) == Position(2, 1)


def test_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    start = time.perf_counter()
    node, found = read_yaml("\n".join(lines), "f")
    assert node is None
    assert {one.code for one in found} == {"D106"}
    assert time.perf_counter() - start < 1


@given(st.text(max_size=200))
def test_any_text_is_read_or_complained_about(text: str) -> None:
    node, found = read_yaml(text, "f")
    assert (node is None) == bool(found)
    for one in found:
        assert one.position.line >= 1
        assert one.position.column >= 1
        assert "\n" not in one.message


SIMPLE = st.text(st.characters(categories=("Ll", "Lu", "Nd")), min_size=1, max_size=8)


@given(st.dictionaries(SIMPLE, SIMPLE | st.lists(SIMPLE, min_size=1, max_size=4), min_size=1, max_size=6))
def test_agrees_with_the_usual_reader_on_quoted_text(value: dict) -> None:
    text = yaml.safe_dump(value, default_style='"', allow_unicode=True)
    node, found = read_yaml(text.replace("!!", ""), "f")
    assert found == []
    assert isinstance(node, Mapping)
    assert plain(node) == value


def test_diagnostics_sort_by_place() -> None:
    one, two = Diagnostic("b", Position(1), "G1", "x"), Diagnostic("a", Position(9), "G2", "y")
    assert sorted([one, two]) == [two, one]
    assert str(two) == "a:9:1: G2 y"


@pytest.mark.parametrize(
    ("word", "hint"), [("wrap", '; did you mean "warp"?'), ("zzz", ""), ("WARP", '; did you mean "warp"?')]
)
def test_nearest(word: str, hint: str) -> None:
    assert did_you_mean(word, ["warp", "thread"]) == hint
