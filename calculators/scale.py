"""Where things stand on the scale of a bar, in shares of its length, whatever is measured."""

from __future__ import annotations

from calculators.formula import formula
from calculators.units import COUNT, SHARE


@formula(symbol="f", unit=COUNT, source="definition")
def spaced_enough(size: float, extent: float) -> float:
    """1 where marks at this distance do not crowd the scale, else 0."""
    return 1 if extent <= 6 * size else 0


@formula(symbol="x", unit=SHARE, source="definition")
def along(part: float, extent: float) -> float:
    """A length as a share of the scale."""
    return part / extent


@formula(symbol="c", unit=COUNT, source="definition")
def tick_shown(place: int, size: float, extent: float) -> float:
    """1 where a mark and its number have room on the scale, else 0."""
    return 1 if place * size <= 0.94 * extent else 0


@formula(symbol="x", unit=COUNT, source="definition")
def tick_at(place: int, size: float) -> float:
    """Where a mark stands."""
    return place * size


@formula(symbol="c", unit=COUNT, source="definition")
def anchor_case(part: float, extent: float) -> float:
    """0: words at this place of the scale begin there; 1: are centred; 2: end there."""
    return 0 if part < 0.2 * extent else (2 if part > 0.8 * extent else 1)
