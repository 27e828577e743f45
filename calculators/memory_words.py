"""What both calculators of memory ask, work out, say and draw: accelerator, verdict, picture, columns."""

from __future__ import annotations

from calculators import memory, memory_cases
from calculators.calculator import Bars, Column, Compared, Compute, Fragment, Own, Segment

OWN_MEMORY = Own("memory", "capacity", "GB", "Its memory, GB")

PARAMETERS = Own("params", "elements", "", "Its parameters, such as 13B")
ONLY_PARAMETERS = "Only their number is known"
PLAIN = "only an estimate, from bare measures: a plain transformer like that has {parameters} parameters"
"""What is said of a config.json that is refused."""

VERDICT = (
    Compute("capacity_bytes", memory.capacity_bytes),
    Compute("spare_bytes", memory.spare_bytes),
    Compute("shortfall_bytes", memory.shortfall_bytes),
    Compute("verdict", memory.verdict),
)
"""From what is needed to whether it is there."""

USED = (Compute("spare_bytes", memory.spare_bytes), Compute("used_share", memory.used_share))
"""The last steps of a ranking."""

SCALE = (Compute("scale_extent", memory.scale_extent),)

ENCODERS = Compute("encoders_case", memory_cases.encoders_case)

MARKS = (
    Fragment("mark", ("", "{letter}: "), "differs_else"),
    Fragment("model_mark", ("", "{letter}: "), "differs_model"),
    Fragment("bar_model", ("", "{model}, "), "differs_model"),
    Fragment("bar_accelerator", ("", " on {accelerator}"), "differs_accelerator"),
)
"""Whose words they are, where the words themselves do not tell the set-ups apart."""

LABELS = (
    Fragment("limit_label", ("{capacity_bytes}, one {accelerator}",)),
    Fragment("other_limit_label", ("", "B: {capacity_bytes}, one {accelerator}"), "differs_accelerator"),
    Fragment("bar_text", ("{letter}: {bar_model}{named}{bar_accelerator}",)),
    Fragment(
        "encoders_text",
        ("", "{model_mark}Only the language model is counted, without the encoders of images and sound."),
        "encoders_case",
    ),
    Fragment("fits_text", ("no", "depends on the software", "yes"), "verdict"),
)

FITS = Compared("Fits", ("fits_text",))
NEEDED = Compared("Together, on each accelerator", ("needed_low_bytes", "needed_high_bytes"))
THERE = Compared("Memory of each", ("capacity_bytes",), term="gpu-ram")

LAST_COLUMNS = (
    Column("capacity_bytes", "Memory of each", "Each", measured=True),
    Column("needed_high_bytes", "Used at most", "Used"),
    Column("spare_bytes", "Left", "Left"),
)

AT_MOST = "and at most"
"""What the hatched end of a bar means."""


def bars(*segments: Segment) -> Bars:
    """A bar for each set-up, against the memory of its accelerator."""
    return Bars(
        title="Memory needed against the memory that is there",
        segments=segments,
        limit="capacity_bytes",
        limit_label="limit_label",
        other_limit_label="other_limit_label",
        extent="scale_extent",
        sizes=tuple(factor * 10**power for power in range(8, 16) for factor in (1, 2, 5)),
    )
