"""What a formula may name: a number, or a record as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from calculators.units import Quantity


@dataclass(frozen=True, slots=True)
class Variable:
    """A number that formulas speak of."""

    name: str
    symbol: str
    """Base and index joined by an underscore: `h_kv`."""
    quantity: Quantity
    meaning: str
    low: float = 0
    high: float = 2**53
    whole: bool = True
    term: str = ""
    """Slug of the term that explains it, if there is one."""


@dataclass(frozen=True, slots=True)
class RecordVariable:
    """A record that formulas take as a whole."""

    name: str
    symbol: str
    """Index that tells its values apart: `E` in `b_E`."""
    record: type
    meaning: str
    term: str = ""
