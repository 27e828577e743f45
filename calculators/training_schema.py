"""The keys of training.yml: what a contributor may write there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from calculators.schema import Amount, Closed, Id, Line, ReserveKeys, SourceKeys, Whole
from calculators.supply_schema import RangeKeys

Block = Annotated[str, StringConstraints(pattern=r"^\d{1,6} bytes for \d{1,6} values$")]
"""A state in fewer bits, its scales included: `2052 bytes for 2048 values`."""


class PrecisionKeys(Closed):
    """What is kept for each parameter in training, and how wide."""

    name: Line
    weights: Amount
    gradients: Amount
    master: Amount
    moments: Amount
    activations: Amount
    source: Id


class OptimizerKeys(Closed):
    """What an optimizer remembers between steps."""

    name: Line
    states: Whole
    elsewhere: Whole | None = None
    block: Block | None = None
    factored: Literal["yes"] | None = None
    source: Id


class TrainingFile(Closed):
    """training.yml"""

    sources: dict[Id, SourceKeys]
    precisions: dict[Id, PrecisionKeys]
    optimizers: dict[Id, OptimizerKeys]
    reserves: dict[Id, ReserveKeys]
    shares: dict[Id, RangeKeys]
