"""Where things stand on the scale of a bar, in shares of its length, whatever is measured."""

from __future__ import annotations

from math import ceil, log2, pow

from calculators.formula import formula
from calculators.units import COUNT, FLOP_PER_SECOND, SHARE

INTENSITIES = (0.25, 262144)
"""The ends of the scale of operations for each byte."""


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


# -- a roofline, whose scales go by powers


@formula(symbol="R_0", unit=FLOP_PER_SECOND, source="definition")
def roof_bottom(bandwidth: float) -> float:
    """Lower end of the scale of rates: half of what memory can feed at the left end."""
    return 0.125 * bandwidth


@formula(symbol="R_∞", unit=FLOP_PER_SECOND, source="definition")
def roof_top(peak: float, bandwidth: float) -> float:
    """Upper end of the scale of rates: three times the peak, or of what memory can feed where no peak is known."""
    return 3 * (peak if peak > 0 else 1000 * bandwidth)


@formula(symbol="x", unit=SHARE, source="definition")
def intensity_along(intensity: float) -> float:
    """Where so many operations for each byte stand, from left to right."""
    return min(1, max(0, log2(max(intensity, 0.25) / 0.25) / 20))


@formula(symbol="c", unit=COUNT, source="definition")
def ridge_anchor(part: float) -> float:
    """0: the words above the ridge begin there; 1: are centred; 2: end there."""
    return 0 if part < 0.3 else (2 if part > 0.7 else 1)


@formula(symbol="y", unit=SHARE, source="definition")
def rate_along(rate: float, low: float, high: float) -> float:
    """Where a rate stands, from the bottom to the top."""
    return min(1, max(0, log2(max(rate, low, 1) / max(low, 1)) / log2(max(high, 2 * low, 2) / max(low, 1))))


@formula(symbol="R_i", unit=FLOP_PER_SECOND, source="definition")
def decade(low: float, place: int) -> float:
    """The powers of ten above the bottom, one after the other."""
    return pow(10, min(300, ceil(log2(max(low, 1)) / log2(10) - 0.000000001) + place))
