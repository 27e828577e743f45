"""Links, what was measured of limits, and dated prices: from checked keys to records with their evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calculators import decode, logs, supply_schema
from calculators.records import Accelerator, Link, Model, Offer, Share, WeightLayout
from calculators.roofline import peak_rate
from calculators.units import (
    BITS_PER_SECOND,
    BYTES,
    FLOP_PER_SECOND,
    MONEY,
    MONEY_PER_HOUR,
    SECONDS,
    SHARE,
    TOKENS_PER_SECOND,
    Quantity,
)

if TYPE_CHECKING:
    from calculators.catalogue import Catalogue, DataFile, Fact


@dataclass(frozen=True, slots=True)
class Run:
    """One measured run of a model."""

    kind: str
    accelerator: Accelerator
    model: Model
    layout: WeightLayout
    tokens: int
    rate: float
    """Tokens a second, as measured."""
    bound: float
    """Tokens a second, at most, by our formulas."""

    @property
    def share(self) -> float:
        """What was reached of the bound."""
        return self.rate / self.bound


def read_links(file: DataFile, catalogue: Catalogue) -> None:
    """links.yml"""
    keys = file.keys(supply_schema.LinksFile)
    if keys is None:
        return
    for id, one in keys.links.items():
        place: tuple[str | int, ...] = ("links", id)
        rate = file.fact(_valued(one, one.lane_rate), "lane rate", BITS_PER_SECOND.id, *place, "lane_rate", at=place)
        if one.protocol_source:
            file.source(one.protocol_source, *place, "protocol_source")
        payload, line = [int(part) for part in one.coding.split(" of ")] if one.coding else (1, 1)
        if not 0 < payload <= line:
            file.complain((*place, "coding"), "C111", f"{one.coding} is no coding: the payload cannot be larger")
            continue
        if bool(one.protocol) != bool(one.protocol_source):
            file.complain(place, "C108", "protocol and protocol_source belong together")
        share = file.amount(one.protocol, SHARE.id, *place, "protocol") if one.protocol else 1.0
        if not 0 < share <= 1:
            file.complain((*place, "protocol"), "C111", f"{one.protocol} is more than everything")
            continue
        catalogue.links[id] = Link(id, one.name, one.family, int(one.lanes), rate.value, payload, line, share)
        catalogue.facts[f"links/{id}"] = (rate,)
    file.check_unused()


@dataclass(frozen=True, slots=True)
class _Valued:
    value: str
    source: str
    second: str | None = None
    note: str | None = None


def _valued(keys: Any, value: str) -> _Valued:
    return _Valued(value, keys.source, getattr(keys, "second", None), keys.note)


def read_measured(file: DataFile, catalogue: Catalogue) -> None:
    """measured.yml; what decoding and prefill reach follows from the runs."""
    keys = file.keys(supply_schema.MeasuredFile)
    if keys is None:
        return
    for id, one in keys.shares.items():
        read_range(file, catalogue, "shares", id, one, SHARE)
    for id, one in keys.latencies.items():
        read_range(file, catalogue, "latencies", id, one, SECONDS)
    runs: list[tuple[Run, Fact]] = []
    for number, run in enumerate(keys.runs):
        place: tuple[str | int, ...] = ("runs", number)
        if not _references(file, catalogue, run, place):
            continue
        fact = file.observed(_valued(run, run.value), run.kind, TOKENS_PER_SECOND.id, *place)
        accelerator = catalogue.accelerators[run.accelerator]
        bound = bound_of(run.kind, run.model, run.layout, int(run.tokens), accelerator, catalogue)
        if bound is None:
            file.complain(place, "C111", f"neither a peak nor a bandwidth of {run.accelerator} is known to hold it to")
            continue
        found = Run(
            run.kind, accelerator, catalogue.models[run.model], catalogue.layouts[run.layout], int(run.tokens),
            fact.value, bound,
        )  # fmt: skip
        if run.kind != "speculative" and found.share > 1:
            said = (
                f"{run.value} is more than the {bound:.2f} that are possible; is a format wrong, or is it speculative?"
            )
            file.complain(place, "C111", said)
        runs.append((found, fact))
    catalogue.runs[:] = [run for run, _ in runs]
    catalogue.facts["runs"] = tuple(fact for _, fact in runs)
    for kind in ("decode", "prefill"):
        _reached(catalogue, kind, [(run, fact) for run, fact in runs if run.kind == kind])
    for number, matmul in enumerate(keys.matmul):
        place = ("matmul", number)
        if file.reference(matmul.accelerator, catalogue.accelerators, "accelerator", *place, "accelerator"):
            fact = file.observed(_valued(matmul, matmul.value), f"matmul {matmul.format}", FLOP_PER_SECOND.id, *place)
            peak = catalogue.fact(f"accelerators/{matmul.accelerator}", f"peak {matmul.format}")
            if peak is None or fact.value > peak.value:
                file.complain(
                    place, "C111", f"there is no peak in {matmul.format} that {matmul.value} could be a part of"
                )
            catalogue.facts.setdefault(f"matmul/{matmul.accelerator}", ())
            catalogue.facts[f"matmul/{matmul.accelerator}"] += (fact,)
    for id, log in keys.logs.items():
        logs.read_log(file, catalogue, id, log, bound_of)
    file.check_unused()


def _references(file: DataFile, catalogue: Catalogue, run: supply_schema.RunKeys, place: tuple[str | int, ...]) -> bool:
    known = (
        ("accelerator", run.accelerator, catalogue.accelerators),
        ("model", run.model, catalogue.models),
        ("layout", run.layout, catalogue.layouts),
    )
    found = [file.reference(id, records, what, *place, what) for what, id, records in known]
    return all(found)


def bound_of(
    kind: str, model_id: str, layout_id: str, tokens: int, accelerator: Accelerator, catalogue: Catalogue
) -> float | None:
    """Tokens a second that cannot be passed without speculation."""
    model, layout = catalogue.models[model_id], catalogue.layouts[layout_id]
    peak = peak_rate(accelerator, 0)
    cache, as_keys = (next(iter(catalogue.collection(name).values())) for name in ("caches", "value_caches"))
    if kind == "prefill":
        return (peak and tokens / decode.prefill_compute_seconds(model, tokens, 1, 1, peak)) or None
    if not accelerator.bandwidth:
        return None
    matrices = decode.matrix_seconds(
        decode.compute_seconds(model, 1, 1, peak), decode.memory_seconds(model, layout, 1, 1, accelerator)
    )
    return 1 / (matrices + decode.attention_seconds(model, tokens, 1, cache, as_keys, 1, accelerator, peak))


def _reached(catalogue: Catalogue, kind: str, runs: Sequence[tuple[Run, Fact]]) -> None:
    """The range of what runs of a kind reached, with the two runs at its ends as evidence."""
    if not runs:
        return
    ordered = sorted(runs, key=lambda one: one[0].share)
    ends = (ordered[0], ordered[-1])
    names = {"decode": "of the bound of decoding", "prefill": "of the bound of prefill"}
    catalogue.shares[kind] = Share(kind, names[kind], ends[0][0].share, ends[1][0].share)
    catalogue.facts[f"shares/{kind}"] = tuple(
        catalogue.noted(fact, end, f"{run.model.name} in {run.layout.name} on {run.accelerator.name}")
        for end, (run, fact) in zip(("least", "most"), ends, strict=True)
    )


def read_range(
    file: DataFile, catalogue: Catalogue, group: str, id: str, one: supply_schema.RangeKeys, quantity: Quantity
) -> None:
    """What was seen, from the least to the most."""
    facts = [
        file.observed(_Valued(end.value, end.source, None, end.note), name, quantity.id, group, id, name)
        for name, end in (("least", one.least), ("most", one.most))
    ]
    if facts[0].value > facts[1].value:
        file.complain((group, id), "C111", f"at least {one.least.value} is more than at most {one.most.value}")
    catalogue.shares[id] = Share(id, one.name, facts[0].value, facts[1].value)
    catalogue.facts[f"shares/{id}"] = tuple(facts)


def read_prices(file: DataFile, catalogue: Catalogue) -> None:
    """prices.yml"""
    keys = file.keys(supply_schema.PricesFile)
    if keys is None:
        return
    for number, one in enumerate(keys.offers):
        place: tuple[str | int, ...] = ("offers", number)
        quantity = MONEY_PER_HOUR if one.kind == "rent" else MONEY
        fact = file.fact(_valued(one, one.price), one.kind, quantity.id, *place, "price", at=place)
        memory = file.amount(one.memory, BYTES.id, *place, "memory") if one.memory else None
        if not file.reference(one.accelerator, catalogue.accelerators, "accelerator", *place, "accelerator"):
            continue
        # Addresses name offers: an offer that is added must not move the others.
        id = "-".join(
            (one.accelerator, *re.findall("[a-z0-9]+", one.seller.lower()), *(("buy",) * (one.kind == "buy")))
        )
        if id in catalogue.offers:
            file.complain(place, "C111", f"{one.seller} has an offer of {one.accelerator} already; keep the newer one")
        date = fact.sources[0].date if fact.sources else ""
        offered = catalogue.accelerators[one.accelerator]
        given = f"{fact.value:.2f} USD/h" if one.kind == "rent" else f"{fact.value:,.0f} USD"
        name = f"{offered.name}, {one.seller}, {given}, {date}"
        catalogue.offers[id] = Offer(id, name, one.accelerator, one.kind, fact.value, date, offered.place, memory)
        catalogue.facts[f"offers/{id}"] = (catalogue.detailed(fact, one.seller),)
    file.check_unused()
