from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from termbase.matching import Matcher, plurals

DATA = yaml.safe_load((Path(__file__).parent / "matching.yml").read_text(encoding="utf-8"))
MATCHER = Matcher(tuple(name) for name in DATA["names"])


@pytest.mark.parametrize(("text", "expected"), DATA["cases"], ids=[repr(case[0]) for case in DATA["cases"]])
def test_finds(text: str, expected: list[list[str]]) -> None:
    assert [[text[span.start : span.end], span.slug] for span in MATCHER.find(text)] == expected


@given(st.text(alphabet=st.sampled_from("warp SMtensorcore-+.:_24PTX\n")))
def test_spans_are_ordered_and_apart(text: str) -> None:
    end = 0
    for span in MATCHER.find(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end


@given(st.lists(st.sampled_from([name[0] for name in DATA["names"]]), min_size=1, max_size=6))
def test_every_name_is_found_among_commas(names: list[str]) -> None:
    text = " , ".join(names)
    slugs = {name: slug for name, _, slug in DATA["names"]}
    assert [span.slug for span in MATCHER.find(text)] == [slugs[name] for name in names]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("warp", ("warps",)),
        ("bus", ("buses",)),
        ("hierarchy", ("hierarchies", "hierarchys")),
        ("class", ()),
        ("++", ()),
    ],
)
def test_plurals(word: str, expected: tuple[str, ...]) -> None:
    assert plurals(word) == expected


def test_written_name_outranks_a_plural() -> None:
    matcher = Matcher([("Thing", False, "thing"), ("Things", False, "things")])
    assert [span.slug for span in matcher.find("things")] == ["things"]
    matcher = Matcher([("Things", False, "things"), ("Thing", False, "thing")])
    assert [span.slug for span in matcher.find("things")] == ["things"]
