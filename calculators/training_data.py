"""What training keeps for each parameter: from checked keys to records with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calculators import supply
from calculators.records import Optimizer, Precision
from calculators.training_schema import OptimizerKeys, PrecisionKeys, TrainingFile
from calculators.units import BYTES_PER_VALUE, SHARE

if TYPE_CHECKING:
    from calculators.catalogue import Catalogue, DataFile

WIDTHS = ("weights", "gradients", "master", "moments", "activations")


def read_training(file: DataFile, catalogue: Catalogue) -> TrainingFile | None:
    """training.yml, apart from its reserves."""
    keys = file.keys(TrainingFile)
    if keys is None:
        return None
    for id, precision in keys.precisions.items():
        _precision(file, catalogue, id, precision)
    for id, optimizer in keys.optimizers.items():
        _optimizer(file, catalogue, id, optimizer)
    for id, share in keys.shares.items():
        supply.read_range(file, catalogue, "shares", id, share, SHARE)
    return keys


def _precision(file: DataFile, catalogue: Catalogue, id: str, keys: PrecisionKeys) -> None:
    place: tuple[str | int, ...] = ("precisions", id)
    widths = [file.amount(getattr(keys, name), BYTES_PER_VALUE.id, *place, name) for name in WIDTHS]
    file.source(keys.source, *place, "source")
    weights, gradients, master, moments, activations = widths
    if master and master <= weights:
        file.complain((*place, "master"), "C111", f"{keys.master} is no wider than the weights it is a copy of")
    catalogue.precisions[id] = Precision(id, keys.name, weights, gradients, master, moments, activations)
    catalogue.facts[f"precisions/{id}"] = (file.cited(keys.source, keys.name),)


def _optimizer(file: DataFile, catalogue: Catalogue, id: str, keys: OptimizerKeys) -> None:
    place: tuple[str | int, ...] = ("optimizers", id)
    file.source(keys.source, *place, "source")
    size, values = (int(word) for word in keys.block.split() if word.isdigit()) if keys.block else (1, 1)
    if not 0 < size <= 4 * values:
        file.complain((*place, "block"), "C111", f"{keys.block} is no state in fewer bits")
        return
    states = int(keys.states)
    elsewhere = int(keys.elsewhere) if keys.elsewhere else states
    factored, quantised = int(keys.factored == "yes"), int(keys.block is not None)
    catalogue.optimizers[id] = Optimizer(id, keys.name, states, elsewhere, factored, quantised, values, size)
    catalogue.facts[f"optimizers/{id}"] = (file.cited(keys.source, keys.name),)
