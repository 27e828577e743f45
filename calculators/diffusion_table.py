"""The table of a step of diffusion beside a step of decoding: what each computes and reads, and what limits it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from calculators import decode, diffusion, limits, units
from calculators.catalogue import Catalogue
from calculators.markup import Html, joined
from calculators.records import Accelerator, Model
from calculators.roofline import peak_rate, ridge_point
from calculators.table import Table, TermLink
from calculators.units import BYTES, FLOP, FLOP_PER_BYTE, SECONDS

SIDE, PROMPT, LAYOUT = 1024, 512, "bf16"
"""Pixels of an image on a side, tokens of its prompt, and the format of all weights."""
WRITER, TOKENS, BATCHES = "llama-3.1-8b", 2048, (1, 64)
"""The model that stands for decoding, its context, and its sequences at once."""
DEVICES = ("h100-sxm", "rtx-4090")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of either kind."""

    what: str
    flop: float
    moved: float
    seconds: Callable[[Accelerator, float], float]
    """The least time on an accelerator with this peak."""

    def on(self, device: Accelerator) -> str:
        """That time, and what binds."""
        peak, bandwidth = peak_rate(device, 0), device.bandwidth or 1
        binds = "arithmetic" if self.flop / self.moved >= ridge_point(peak, bandwidth) else "memory"
        return f"{units.text(self.seconds(device, peak), SECONDS)}, {binds}"


def diffusion_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Every model of images, and one that writes."""
    devices = [catalogue.accelerators[id] for id in DEVICES]
    painters = catalogue.collection("painters").values()
    steps = [*(_image(catalogue, model) for model in painters), *(_token(catalogue, batch) for batch in BATCHES)]
    rows = [
        (
            joined(step.what),
            joined(units.text(step.flop, FLOP)),
            joined(units.text(step.moved, BYTES)),
            joined(units.text(step.flop / step.moved, FLOP_PER_BYTE)),
            *(joined(step.on(device)) for device in devices),
        )
        for step in steps
    ]
    return Table(
        caption="One step, in bf16 on one accelerator",
        heads=(
            Html("Step"),
            Html(link("flop", "Operations")),
            Html("Reads"),
            Html(link("arithmetic-intensity", "For each byte")),
            *(Html(f"{device.name}, at least") for device in devices),
        ),
        rows=tuple(rows),
        note=f"An image of {SIDE} by {SIDE} pixels with a prompt of {PROMPT} tokens, one pass; decoding with "
        f"{units.grouped(TOKENS)} tokens of context in each sequence. The form above takes other sizes.",
    )


def _image(catalogue: Catalogue, model: Model) -> Step:
    flop = diffusion.diffusion_step_flop(model, diffusion.image_tokens(SIDE, SIDE), PROMPT, 1)
    moved = diffusion.diffusion_step_bytes(model, catalogue.layouts[LAYOUT])

    def seconds(device: Accelerator, peak: float) -> float:
        reached = diffusion.diffusion_attainable(peak, device.bandwidth, flop / moved)
        return diffusion.diffusion_step_seconds(flop, reached)

    return Step(f"{model.name}, an image", flop, moved, seconds)


def _token(catalogue: Catalogue, batch: int) -> Step:
    model, layout = catalogue.models[WRITER], catalogue.layouts[LAYOUT]
    keys, values = (next(iter(catalogue.collection(name).values())) for name in ("caches", "value_caches"))

    def seconds(device: Accelerator, peak: float) -> float:
        matrices = decode.matrix_seconds(
            decode.compute_seconds(model, batch, 1, peak), decode.memory_seconds(model, layout, batch, 1, device)
        )
        attention = decode.attention_seconds(model, TOKENS, batch, keys, values, 1, device, peak)
        return decode.step_seconds(matrices, attention, 0)

    return Step(
        f"{model.name}, a token of {'one sequence' if batch == 1 else f'{batch} sequences'}",
        limits.step_flop(model, TOKENS, batch, 1),
        limits.step_bytes(model, layout, TOKENS, batch, keys, values, 1),
        seconds,
    )
