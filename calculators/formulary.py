"""Every formula by its name, whether a calculator runs it or a page only shows it."""

from __future__ import annotations

from calculators import cache, cost, decode, interconnect, memory, roofline, training_time, weights
from calculators.expression import Formula

FORMULAS: dict[str, Formula] = {
    one.name: one
    for module in (weights, cache, memory, roofline, decode, interconnect, training_time, cost)
    for one in vars(module).values()
    if isinstance(one, Formula)
}
