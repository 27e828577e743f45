"""Every variable of every formula, once: its name, symbol, unit, meaning and range.

A formula may only use these names for arguments, assigned names and fields of records. They stand in a module for
each subject; here they come together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from calculators.cost_variables import COST
from calculators.inference_variables import INFERENCE
from calculators.link_variables import LINKS
from calculators.model_variables import MODEL
from calculators.record_variables import RECORD_VARIABLES
from calculators.speed_variables import SPEED
from calculators.training_variables import TRAINING
from calculators.variable import RecordVariable, Variable

__all__ = ["RECORDS", "VARIABLES", "RecordVariable", "Variable"]

Entry = TypeVar("Entry", Variable, RecordVariable)


def _by_name(entries: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.name in found:
            raise ValueError(f'the nomenclature names "{entry.name}" twice')
        found[entry.name] = entry
    return found


VARIABLES: dict[str, Variable] = _by_name((*INFERENCE, *MODEL, *SPEED, *LINKS, *TRAINING, *COST))

RECORDS: dict[str, RecordVariable] = _by_name(RECORD_VARIABLES)
