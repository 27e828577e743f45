from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from termbase.names import fold, is_slug, name_path

VECTORS = yaml.safe_load((Path(__file__).parent / "names.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "address"), VECTORS)
def test_name_path(name: str, address: str) -> None:
    assert name_path(name) == address


@given(st.text())
def test_an_address_is_a_slug_or_empty_and_stable(name: str) -> None:
    address = name_path(name)
    assert address == "" or is_slug(address[:80].strip("-"))
    assert name_path(address) == address


@given(st.text())
def test_folding_is_stable_and_ignores_case_and_spacing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert fold(f"  {name} ") == fold(name)


@pytest.mark.parametrize("text", ["Warp", "a--b", "-a", "a-", "a_b", "", "é", "a" * 81])
def test_not_a_slug(text: str) -> None:
    assert not is_slug(text)
