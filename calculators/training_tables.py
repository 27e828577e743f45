"""Tables of training: what is kept for each parameter, and what models need by method."""

from __future__ import annotations

from typing import Any

from calculators import engine, units
from calculators.catalogue import Catalogue, Fact
from calculators.inputs import read_setup
from calculators.markup import Html, element, joined
from calculators.records import Precision
from calculators.table import Table, TermLink
from calculators.training_memory import METHODS, TRAINING_MEMORY
from calculators.units import BYTES

SETTING = {"sequence": "4096", "batch": "1", "recompute": "full", "accelerator": "h100-sxm"}
"""What the table of models is worked out for, besides the method."""


def _source(catalogue: Catalogue, key: str) -> Html:
    facts: tuple[Fact, ...] = catalogue.facts[key]
    return joined(*(element("a", one.title.split(",")[0], href=one.url, title=one.title) for one in facts[0].sources))


def bytes_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Bytes for each parameter with Adam, by precision, and of the other optimizers in mixed precision."""
    adam, mixed = catalogue.optimizers["adam"], catalogue.precisions["mixed-16"]

    def row(name: str, precision: Precision, states: Html, together: str, source: str) -> tuple[Html, ...]:
        widths = (precision.weight_width, precision.gradient_width, precision.master_width)
        return (
            joined(name),
            *(joined(units.plain(one)) for one in widths),
            states,
            joined(together),
            _source(catalogue, source),
        )

    rows = []
    for precision in catalogue.precisions.values():
        states = adam.moments * precision.moment_width
        fixed = precision.weight_width + precision.gradient_width + precision.master_width
        source = f"precisions/{precision.id}"
        name = f"Adam, {precision.name}"
        rows.append(row(name, precision, joined(units.plain(states)), units.plain(fixed + states), source))
    fixed = mixed.weight_width + mixed.gradient_width + mixed.master_width
    for one in catalogue.optimizers.values():
        if one is adam:
            continue
        width = one.block_bytes / one.block_values if one.quantised else mixed.moment_width
        kept = one.moments * width
        words, together = units.plain(round(kept, 4)), units.plain(round(fixed + kept, 4))
        if one.factored:
            words, together = "by rows and columns", f"{units.plain(fixed)} and a little"
        elif one.other_moments != one.moments:
            other = one.other_moments * width
            words = f"{words}, {units.plain(other)} outside matrices"
            together = f"{together}, {units.plain(fixed + other)} outside matrices"
        rows.append(row(f"{one.name}, mixed", mixed, joined(words), together, f"optimizers/{one.id}"))
    return Table(
        caption="Bytes for each parameter that is trained",
        heads=(
            Html(f"{link('optimizer-state', 'Optimizer')}, precision"),
            joined("Weight"),
            Html(link("gradient", "Gradient")),
            joined("Copy in fp32"),
            joined("States"),
            joined("Together"),
            joined("Source"),
        ),
        rows=tuple(rows),
    )


def models_table(catalogue: Catalogue, link: TermLink) -> Table:
    """What each model needs on one accelerator by method, and how many of one kind hold its full fine-tuning."""
    rows = []
    for model in catalogue.models.values():
        found = [_needed(catalogue, model.id, method.id) for method in METHODS]
        if found[0] is None:
            continue
        cells = [
            joined(units.text(one["needed_high_bytes"], BYTES), " ", element("small", _binary(one)))
            for one in found
            if one
        ]
        count = found[0]["fewest_devices"]
        rows.append((joined(model.name), *cells, joined(units.plain(count) if count else "Too small")))
    accelerator = catalogue.accelerators[SETTING["accelerator"]]
    return Table(
        caption="Memory for training on one accelerator, at most",
        heads=(
            joined("Model"),
            joined("Full"),
            Html(link("lora", "LoRA")),
            Html(link("qlora", "QLoRA")),
            joined(f"Full, {accelerator.name} with ZeRO 3"),
        ),
        rows=tuple(rows),
        note="One sequence of 4,096 tokens, Adam in mixed precision with 16 bytes for each parameter, adapters of rank "
        "16 beside all matrices, every layer computed again. Models with recurrent layers are left out.",
    )


def _binary(values: engine.Values) -> str:
    return units.binary_text(values["needed_high_bytes"], BYTES)


LEFT_OUT = {"most_batch", "longest_sequence", "batch_case", "sequence_case"}
"""Steps that the table does not need and that take long."""
DIVIDED = {"fewest_copies", "fewest_devices", "copies_case"}


def _needed(catalogue: Catalogue, model: str, method: str) -> dict[str, Any] | None:
    """Results on one accelerator, and how many hold it with ZeRO 3; None where the calculator refuses."""
    given = {**SETTING, "model": model, "method": method, "dp": "1"}
    alone, _ = read_setup(TRAINING_MEMORY, catalogue, {**given, "zero": "0"})
    divided, _ = read_setup(TRAINING_MEMORY, catalogue, {**given, "zero": "3"})
    if alone is None or divided is None:
        return None
    steps = tuple(one for one in TRAINING_MEMORY.steps if one.name not in LEFT_OUT)
    values = engine.run(tuple(one for one in steps if one.name not in DIVIDED), alone.values)
    if method == METHODS[0].id:
        values["fewest_devices"] = engine.run(steps, divided.values)["fewest_devices"]
    return values


TRAINING_TABLES = {"training-bytes": bytes_table, "training": models_table}
"""The tables that a fence may ask for, by name."""
