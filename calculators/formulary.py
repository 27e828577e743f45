"""Every formula by its name, whether a calculator runs it or a page only shows it."""

from __future__ import annotations

from calculators import (
    activations,
    adapters,
    cache,
    cost,
    decode,
    diffusion,
    interconnect,
    limits,
    memory,
    roofline,
    scale,
    training,
    training_states,
    training_time,
    weights,
)
from calculators.expression import Formula

MODULES = (
    *(weights, cache, memory, roofline, decode, diffusion, limits, interconnect, training_time, cost),
    *(adapters, training_states, activations, training, scale),
)

FORMULAS: dict[str, Formula] = {
    one.name: one for module in MODULES for one in vars(module).values() if isinstance(one, Formula)
}
