"""Units and the one place where numbers become text.

Inside, everything is in base units (bytes, seconds, FLOP). GB is 10^9 bytes and GiB is 2^30; both are shown.
"""

from __future__ import annotations

import re
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
SECONDS = Quantity(
    "seconds",
    (
        *(Unit("ns", 1e-9), Unit("µs", 1e-6), Unit("ms", 1e-3), Unit("s", 1.0)),
        *(Unit("min", 60.0), Unit("h", 3600.0), Unit("days", 86400.0)),
    ),
    base="seconds",
)
FLOP_PER_SECOND = Quantity("flop-per-second", (Unit("TFLOP/s", 1e12),), base="FLOP per second")
FLOP = Quantity("flop", _ladder("FLOP kFLOP MFLOP GFLOP TFLOP PFLOP EFLOP ZFLOP YFLOP", 1000.0), base="FLOP")
FLOP_PER_BYTE = Quantity("flop-per-byte", (Unit("FLOP/B", 1.0, 0),), base="FLOP per byte")
WATTS = Quantity("watts", (Unit("W", 1.0, 0),), base="watts")
COUNT = Quantity("count", (Unit("", 1.0, 0),), plain=True, base="count")
SHARE = Quantity("share", (Unit("%", 0.01),), base="share of 1")
RATIO = Quantity("ratio", (Unit("", 1.0, 2),), plain=True, base="ratio")
MONEY = Quantity("money", (Unit("USD", 1.0, 2), Unit("million USD", 1e6, 2)), base="US dollars")
MONEY_PER_HOUR = Quantity("money-per-hour", (Unit("USD/h", 1.0, 2),), base="US dollars per hour")
ENERGY = Quantity(
    "energy",
    (Unit("J", 1.0, 2), Unit("kJ", 1e3), Unit("kWh", 3.6e6), Unit("MWh", 3.6e9), Unit("GWh", 3.6e12)),
    base="joules",
)
TOKENS_PER_SECOND = Quantity("tokens-per-second", (Unit("tokens/s", 1.0),), base="tokens per second")
DEVICE_HOURS = Quantity("device-hours", (Unit("hours", 3600.0, 0),), base="seconds of one accelerator")
BITS_PER_SECOND = Quantity("bits-per-second", (Unit("Gb/s", 1e9, 2),), base="bits per second")
MONEY_PER_TOKEN = Quantity(
    "money-per-token",
    (Unit("USD per billion tokens", 1e-9, 2), Unit("USD per million tokens", 1e-6, 2)),
    base="US dollars per token",
    threshold=0.01,
)
MONEY_PER_BYTE = Quantity("money-per-byte", (Unit("USD per GB", 1e-9, 2),), base="US dollars per byte")

QUANTITIES: tuple[Quantity, ...] = (
    BYTES,
    EXACT_BYTES,
    BYTES_PER_VALUE,
    BYTES_PER_SECOND,
    SECONDS,
    FLOP,
    FLOP_PER_SECOND,
    FLOP_PER_BYTE,
    WATTS,
    COUNT,
    SHARE,
    RATIO,
    MONEY,
    MONEY_PER_HOUR,
    ENERGY,
    TOKENS_PER_SECOND,
    DEVICE_HOURS,
    BITS_PER_SECOND,
    MONEY_PER_TOKEN,
    MONEY_PER_BYTE,
)

GIVEN_IN: dict[str, dict[str, float]] = {
    BYTES.id: {"MB": 1e6, "GB": 1e9, "TB": 1e12, "MiB": 2.0**20, "GiB": 2.0**30},
    BYTES_PER_SECOND.id: {"GB/s": 1e9, "TB/s": 1e12},
    FLOP_PER_SECOND.id: {"TFLOP/s": 1e12, "PFLOP/s": 1e15},
    WATTS.id: {"W": 1.0},
    BYTES_PER_VALUE.id: {"B": 1.0},
    COUNT.id: {"thousand": 1e3, "million": 1e6, "billion": 1e9},
    SECONDS.id: {"µs": 1e-6, "ms": 1e-3, "s": 1.0, "h": 3600.0, "days": 86400.0, "years": 31557600.0},
    SHARE.id: {"%": 0.01},
    MONEY.id: {"USD": 1.0},
    MONEY_PER_HOUR.id: {"USD/h": 1.0, "USD/s": 3600.0},
    FLOP.id: {"GFLOP": 1e9, "TFLOP": 1e12, "PFLOP": 1e15, "ZFLOP": 1e21},
    FLOP_PER_BYTE.id: {"FLOP/B": 1.0},
    ENERGY.id: {"J": 1.0, "kWh": 3.6e6, "MWh": 3.6e9},
    TOKENS_PER_SECOND.id: {"tokens/s": 1.0},
    DEVICE_HOURS.id: {"h": 3600.0},
    BITS_PER_SECOND.id: {"Gb/s": 1e9, "GB/s": 8e9},
}
"""The units in which data files and readers may give a quantity, with their size in base units."""

UNKNOWN = "not known"

NO_BREAK = "\u00a0"
_SYMBOLS = {unit.symbol.split()[0] for one in QUANTITIES for unit in (*one.units, *one.binary) if unit.symbol} | {"×"}
BETWEEN = rf"(\d) (?=(?:{'|'.join(sorted(map(re.escape, _SYMBOLS)))})(?!\w))"
"""A number's last digit and the space before its unit, as Python and JavaScript read a pattern."""


def grouped(number: float, decimals: int = 0) -> str:
    """The number with commas between thousands, rounded half away from zero: `17,179,869,184`."""
    # As a double: JavaScript has no other, and a whole number beyond 2^53 would be written to more digits here.
    exact = Decimal(float(number)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{exact:,f}"


def plain(number: float) -> str:
    """The number as it stands in an equation: whole numbers grouped, others with up to six decimals."""
    if number == int(number):
        return grouped(number)
    return grouped(number, 6).rstrip("0")


def _rung(number: float, quantity: Quantity) -> int:
    least = abs(number) / quantity.threshold
    return max((place for place, unit in enumerate(quantity.units) if least >= unit.factor), default=0)


def unit_of(number: float, quantity: Quantity) -> Unit:
    """The unit in which a number is shown."""
    return quantity.units[_rung(number, quantity)]


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


def range_text(low: float | None, high: float | None, quantity: Quantity, *, binary: bool = False) -> str:
    """`1.0 to 4.0 GB`, in the unit of the upper end; empty in binary units where there are none."""
    if binary and not quantity.binary:
        return ""
    if low is None or high is None:
        return "" if binary else UNKNOWN
    rung = _rung(high, quantity)
    unit = (quantity.binary if binary else quantity.units)[rung]
    ends = [grouped(number / unit.factor, unit.decimals) for number in (low, high)]
    return f"{ends[0]} to {ends[1]} {unit.symbol}".strip()


def in_equation(number: float, quantity: Quantity) -> str:
    """A value substituted for a symbol: bare, or with its unit where the unit is not obvious."""
    return plain(number) if quantity.plain else text(number, quantity)


def tied(sentence: str) -> str:
    """A sentence as a page shows it: no line ends between a number and its unit."""
    return re.sub(BETWEEN, rf"\1{NO_BREAK}", sentence)
