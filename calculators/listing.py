"""The calculators there are, in the order of display. An explicit list: nothing registers itself."""

from __future__ import annotations

from calculators.calculator import Calculator
from calculators.cost_calculator import COST
from calculators.inference_memory import INFERENCE_MEMORY
from calculators.interconnect_calculator import INTERCONNECT
from calculators.speed import SPEED
from calculators.training_memory import TRAINING_MEMORY

CALCULATORS: tuple[Calculator, ...] = (INFERENCE_MEMORY, TRAINING_MEMORY, SPEED, INTERCONNECT, COST)
