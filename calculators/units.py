"""Units and the one place where numbers become text.

Inside, everything is in base units (bytes, seconds, FLOP). GB is 10^9 bytes and GiB is 2^30; both are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in which a quantity may be given or shown."""

    symbol: str
    factor: float
    """How many base units it is."""
    decimals: int = 1
    """Digits shown after the point."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number measures, and the ladder of units to show it in, smallest first."""

    id: str
    units: tuple[Unit, ...]
    binary: tuple[Unit, ...] = ()
    """Rung for rung the binary units, for bytes only."""
    plain: bool = False
    """Whether it is shown as a bare number in an equation."""
    base: str = ""
    """The base unit that JSON is in, in words."""
    threshold: float = 1.0
    """A unit is used from this many of it on."""


def _ladder(symbols: str, base: float, lowest: int = 0) -> tuple[Unit, ...]:
    names = symbols.split()
    return tuple(Unit(name, base ** (rung + lowest), 0 if rung + lowest == 0 else 1) for rung, name in enumerate(names))


BYTES = Quantity("bytes", _ladder("B kB MB GB", 1000.0), _ladder("B KiB MiB GiB", 1024.0), base="bytes", threshold=0.1)
EXACT_BYTES = Quantity("exact-bytes", (Unit("bytes", 1.0, 0),), base="bytes")
BYTES_PER_VALUE = Quantity("bytes-per-value", (Unit("B", 1.0, 4),), plain=True, base="bytes")
BYTES_PER_SECOND = Quantity("bytes-per-second", (Unit("GB/s", 1e9, 0),), base="bytes per second")
SECONDS = Quantity("seconds", (Unit("µs", 1e-6), Unit("ms", 1e-3), Unit("s", 1.0)), base="seconds")
FLOP_PER_SECOND = Quantity("flop-per-second", (Unit("TFLOP/s", 1e12),), base="FLOP per second")
FLOP_PER_BYTE = Quantity("flop-per-byte", (Unit("FLOP/B", 1.0, 0),), base="FLOP per byte")
WATTS = Quantity("watts", (Unit("W", 1.0, 0),), base="watts")
COUNT = Quantity("count", (Unit("", 1.0, 0),), plain=True, base="count")
SHARE = Quantity("share", (Unit("%", 0.01),), base="share of 1")

QUANTITIES: tuple[Quantity, ...] = (
    BYTES,
    EXACT_BYTES,
    BYTES_PER_VALUE,
    BYTES_PER_SECOND,
    SECONDS,
    FLOP_PER_SECOND,
    FLOP_PER_BYTE,
    WATTS,
    COUNT,
    SHARE,
)

GIVEN_IN: dict[str, dict[str, float]] = {
    BYTES.id: {"MB": 1e6, "GB": 1e9, "TB": 1e12, "MiB": 2.0**20, "GiB": 2.0**30},
    BYTES_PER_SECOND.id: {"GB/s": 1e9, "TB/s": 1e12},
    FLOP_PER_SECOND.id: {"TFLOP/s": 1e12, "PFLOP/s": 1e15},
    WATTS.id: {"W": 1.0},
}
"""The units in which data files and readers may give a quantity, with their size in base units."""

UNKNOWN = "not known"


def grouped(number: float, decimals: int = 0) -> str:
    """The number with commas between thousands, rounded half away from zero: `17,179,869,184`."""
    exact = Decimal(number).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{exact:,f}"


def plain(number: float) -> str:
    """The number as it stands in an equation: whole numbers grouped, others with up to six decimals."""
    if number == int(number):
        return grouped(number)
    return grouped(number, 6).rstrip("0")


def _rung(number: float, quantity: Quantity) -> int:
    least = abs(number) / quantity.threshold
    return max((place for place, unit in enumerate(quantity.units) if least >= unit.factor), default=0)


def text(number: float | None, quantity: Quantity) -> str:
    """The number with its unit: `141.1 GB`."""
    if number is None:
        return UNKNOWN
    unit = quantity.units[_rung(number, quantity)]
    return f"{grouped(number / unit.factor, unit.decimals)} {unit.symbol}".strip()


def binary_text(number: float | None, quantity: Quantity) -> str:
    """The same in binary units: `131.4 GiB`; empty for a quantity without them."""
    if number is None or not quantity.binary:
        return ""
    unit = quantity.binary[_rung(number, quantity)]
    return f"{grouped(number / unit.factor, unit.decimals)} {unit.symbol}"


def range_text(low: float, high: float, quantity: Quantity, *, binary: bool = False) -> str:
    """`1.0 to 4.0 GB`, in the unit of the upper end."""
    rung = _rung(high, quantity)
    unit = (quantity.binary if binary else quantity.units)[rung]
    ends = [grouped(number / unit.factor, unit.decimals) for number in (low, high)]
    return f"{ends[0]} to {ends[1]} {unit.symbol}".strip()


def in_equation(number: float, quantity: Quantity) -> str:
    """A value substituted for a symbol: bare, or with its unit where the unit is not obvious."""
    return plain(number) if quantity.plain else text(number, quantity)
