"""The keys of links.yml, measured.yml and prices.yml: what a contributor may write there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from calculators.schema import Amount, Closed, Id, Line, SourceKeys, Whole

Coding = Annotated[str, StringConstraints(pattern=r"^\d{1,6} of \d{1,6}$")]
"""So many bits of payload of so many on the wire: `128 of 130`."""


class LinkKeys(Closed):
    """A way for data between two devices, one direction."""

    name: Line
    family: Line
    lanes: Whole
    lane_rate: Amount
    source: Id
    second: Id | None = None
    coding: Coding | None = None
    protocol: Amount | None = None
    protocol_source: Id | None = None
    note: Line | None = None


class LinksFile(Closed):
    """links.yml"""

    sources: dict[Id, SourceKeys]
    links: dict[Id, LinkKeys]


class EndKeys(Closed):
    """One end of a range that was observed."""

    value: Amount
    source: Id
    note: Line | None = None


class RangeKeys(Closed):
    """What was seen, from the least to the most."""

    name: Line
    least: EndKeys
    most: EndKeys


class RunKeys(Closed):
    """One measured run of a model, of one sequence."""

    kind: Literal["decode", "speculative", "prefill"]
    accelerator: Id
    model: Id
    layout: Id
    tokens: Whole
    value: Amount
    source: Id
    note: Line | None = None


class MatmulKeys(Closed):
    """The fastest product of matrices that somebody timed on a device."""

    accelerator: Id
    format: Literal["bf16", "fp8"]
    value: Amount
    source: Id
    note: Line | None = None


class LineKeys(Closed):
    """One line of a log: what was measured, and what it is held against."""

    what: Line
    value: Amount
    against: Annotated[str, StringConstraints(pattern=r"^(bandwidth|(peak|link) \S+|(decode|prefill) \S+ \S+ \d+)$")]
    """`bandwidth`, `peak fp8`, `link pcie-5-x16`, or a run: `decode llama-3.1-8b bf16 1024`."""
    note: Line | None = None


class LogKeys(Closed):
    """What was measured on one device in one run of ours."""

    name: Line
    accelerator: Id
    source: Id
    lines: list[LineKeys] = Field(min_length=1)


class MeasuredFile(Closed):
    """measured.yml"""

    sources: dict[Id, SourceKeys]
    shares: dict[Id, RangeKeys]
    runs: list[RunKeys]
    latencies: dict[Id, RangeKeys]
    matmul: list[MatmulKeys]
    logs: dict[Id, LogKeys] = Field({})
    """Our own measurements, apart from published ones."""


class OfferKeys(Closed):
    """What one accelerator was offered for."""

    accelerator: Id
    kind: Literal["rent", "buy"]
    seller: Line
    price: Amount
    source: Id
    second: Id | None = None
    memory: Amount | None = None
    note: Line | None = None


class PricesFile(Closed):
    """prices.yml"""

    sources: dict[Id, SourceKeys]
    offers: list[OfferKeys] = Field(min_length=1)
