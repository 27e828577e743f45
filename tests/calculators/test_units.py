"""GB is 10^9 and GiB is 2^30, and both stand on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import units
from calculators.schema import base_units


@pytest.mark.parametrize(
    ("number", "decimal", "binary"),
    [
        (0, "0 B", "0 B"),
        (99, "99 B", "99 B"),
        (100, "0.1 kB", "0.1 KiB"),
        (327_680, "0.3 MB", "0.3 MiB"),
        (17_179_869_184, "17.2 GB", "16.0 GiB"),
        (99_999_999, "100.0 MB", "95.4 MiB"),
        (1_234_567_890_123, "1,234.6 GB", "1,149.8 GiB"),
        (-2_500_000_000, "-2.5 GB", "-2.3 GiB"),
    ],
)
def test_bytes(number: float, decimal: str, binary: str) -> None:
    assert units.text(number, units.BYTES) == decimal
    assert units.binary_text(number, units.BYTES) == binary


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [(0.25, 1, "0.3"), (0.35, 1, "0.3"), (2.5, 0, "3"), (1e15, 0, "1,000,000,000,000,000"), (-0.25, 1, "-0.3")],
)
def test_halves_are_rounded_away_from_zero_by_the_exact_value(number: float, decimals: int, text: str) -> None:
    assert units.grouped(number, decimals) == text


@pytest.mark.parametrize(
    ("number", "text"), [(131072, "131,072"), (1.0625, "1.0625"), (2.0, "2"), (0.51953125, "0.519531"), (0.5, "0.5")]
)
def test_plain(number: float, text: str) -> None:
    assert units.plain(number) == text


def test_a_range_is_in_the_unit_of_its_upper_end() -> None:
    assert units.range_text(569_083_167, 5_196_910_428, units.BYTES) == "0.6 to 5.2 GB"
    assert units.range_text(569_083_167, 5_196_910_428, units.BYTES, binary=True) == "0.5 to 4.8 GiB"


def test_what_is_not_known_is_said_to_be_so() -> None:
    assert units.text(None, units.SECONDS) == "not known"
    assert units.binary_text(None, units.BYTES) == ""


@pytest.mark.parametrize(
    ("amount", "quantity", "value"),
    [
        ("2.039 TB/s", "bytes-per-second", 2_039_000_000_000),
        ("80 GB", "bytes", 80_000_000_000),
        ("79.11 GiB", "bytes", 84_943_715_697),
        ("80 GB", "bytes-per-second", None),
        ("5 furlongs", "bytes", None),
    ],
)
def test_amounts_of_data_files(amount: str, quantity: str, value: float | None) -> None:
    assert base_units(amount, quantity) == value


@given(st.floats(min_value=0, max_value=1e18))
def test_a_shown_number_is_never_further_off_than_its_last_digit(number: float) -> None:
    shown = units.text(number, units.BYTES)
    figure, unit = shown.replace(",", "").split(" ")
    factor = next(one.factor for one in units.BYTES.units if one.symbol == unit)
    step = 0.5 if unit == "B" else 0.05
    assert abs(float(figure) - number / factor) <= step * (1 + 1e-9) + number / factor * 1e-15


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("at least 11.4 GB short", "at least 11.4~GB short"),
        ("1.0 to 4.0 GiB, 3 × H100", "1.0 to 4.0~GiB, 3~× H100"),
        ("3.20 USD per million tokens", "3.20~USD per million tokens"),
        ("50.4 % in 5.0 min", "50.4~% in 5.0~min"),
        ("86.4 tokens/s of 8,192 tokens", "86.4~tokens/s of 8,192 tokens"),
        ("2 shards on 4 Wafers, 8 hosts", "2 shards on 4 Wafers, 8 hosts"),
    ],
)
def test_a_sentence_keeps_a_number_with_its_unit(sentence: str, shown: str) -> None:
    assert units.tied(sentence) == shown.replace("~", units.NO_BREAK)
