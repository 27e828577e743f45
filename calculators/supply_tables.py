"""Tables of links, measurements and prices, made of the catalogue and the formulas of the calculators."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from calculators import cost, interconnect, roofline, units
from calculators.catalogue import Catalogue, Fact
from calculators.logs import logs_table
from calculators.markup import Html, element, joined
from calculators.records import ARITHMETIC, Accelerator
from calculators.table import Table, TermLink
from calculators.units import (
    BITS_PER_SECOND,
    BYTES,
    BYTES_PER_SECOND,
    FLOP_PER_SECOND,
    MONEY,
    SECONDS,
    SHARE,
    TOKENS_PER_SECOND,
)

SIZES = (1e6, 1e9, 70e9)
"""Sizes that the table of links shows the time of."""


def _cited(fact: Fact) -> list[Html]:
    """The sources of a fact by number, each a link that says what it is."""
    return [
        element("a", f"[{place}]", class_="cited", href=one.url, title=f"{one.title}, {one.date}")
        for place, one in enumerate(fact.sources, 1)
    ]


def _spaced(parts: Sequence[Html]) -> Html:
    return joined(*(piece for place, part in enumerate(parts) for piece in ((" ", part) if place else (part,))))


def operations_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Ridge points of every accelerator in every arithmetic that a peak is stated for."""
    rows = []
    for one in catalogue.accelerators.values():
        cells = [_ridge(one, number) for number in range(len(ARITHMETIC))]
        key = f"accelerators/{one.id}"
        name = Html(link(catalogue.terms[key], one.name)) if key in catalogue.terms else joined(one.name)
        bandwidth = units.text(one.bandwidth, BYTES_PER_SECOND)
        if any(cells):
            rows.append((name, joined(bandwidth), *cells))
    return Table(
        caption="Operations for each byte at the ridge point, by arithmetic",
        heads=(Html("Accelerator"), Html(link("memory-bandwidth", "Bandwidth")), *(Html(one) for one in ARITHMETIC)),
        rows=tuple(rows),
        note="Dense peaks by bandwidth, FLOP for each byte, products summed in 32 bits unless it says 16. Under bf16 "
        "stands fp16 where only that has a peak. What nobody states is left out; sources are in the table of "
        "accelerators.",
    )


def _ridge(one: Accelerator, number: int) -> Html:
    peak = roofline.peak_rate(one, number)
    if not peak or not one.bandwidth:
        return Html("")
    point = units.grouped(roofline.ridge_point(peak, one.bandwidth))
    bits = roofline.accumulator_bits(one, number)
    return joined(point, element("small", f"summed in {bits:.0f} bits")) if bits < 32 else joined(point)


def links_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Every link: what it signals, what is left, and the time of three sizes."""
    rows = []
    for one in catalogue.links.values():
        fact = catalogue.facts[f"links/{one.id}"][0]
        rate = interconnect.data_bytes_rate(one)
        coding = f"{one.payload_bits} of {one.line_bits}" if one.line_bits > 1 else "already off"
        times = [units.text(interconnect.transfer_seconds(size, rate, 0), SECONDS) for size in SIZES]
        rows.append(
            (
                joined(one.name, element("small", fact.note)) if fact.note else joined(one.name),
                joined(units.text(interconnect.signalled(one), BITS_PER_SECOND)),
                joined(coding),
                joined(units.text(interconnect.link_bytes(one), GIGABYTES)),
                joined(units.text(one.protocol_share, SHARE) if one.protocol_share < 1 else ""),
                *(joined(one_time) for one_time in times),
                _spaced(_cited(fact)),
            )
        )
    heads = ("Link", "Signalled", "Coding leaves", "One direction", "Headers leave")
    return Table(
        caption="Links, one direction, and the time of a size over each",
        heads=(
            *(Html(one) for one in heads),
            *(Html(units.text(size, BYTES)) for size in SIZES),
            Html("Source"),
        ),
        rows=tuple(rows),
        note="Times are at the rate after coding and headers, without any wait. “Already off” means that the rate "
        "is quoted without coding. Where headers have no number, nobody said what they take.",
    )


GIGABYTES = units.Quantity("link-rate", (units.Unit("GB/s", 1e9, 2),))
"""Rates of links, of which some are small."""


def runs_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Measured runs of single sequences beside the bound."""
    kinds = {"decode": "decoding", "speculative": "decoding, speculative", "prefill": "prefill"}
    ordered = sorted(catalogue.runs, key=lambda run: (list(kinds).index(run.kind), -run.share))
    rows = [
        (
            joined(run.accelerator.name),
            joined(f"{run.model.name} in {run.layout.name}, {units.plain(run.tokens)} tokens"),
            joined(kinds[run.kind]),
            joined(units.text(run.rate, TOKENS_PER_SECOND)),
            joined(units.text(run.bound, TOKENS_PER_SECOND)),
            joined(units.text(run.share, SHARE)),
            _spaced(_cited(catalogue.facts["runs"][catalogue.runs.index(run)])),
        )
        for run in ordered
    ]
    return Table(
        caption="Measured, and the bound",
        heads=(
            Html("Accelerator"),
            Html("Model"),
            Html("What"),
            Html("Measured"),
            Html("Bound"),
            Html(link("model-bandwidth-utilization", "Share")),
            Html("Source"),
        ),
        rows=tuple(rows),
    )


def matmul_table(catalogue: Catalogue, link: TermLink) -> Table:
    """The fastest product of matrices that was timed, as a share of the peak."""
    rows = []
    for key, facts in catalogue.facts.items():
        collection, _, id = key.partition("/")
        for fact in facts if collection == "matmul" else ():
            format = fact.name.removeprefix("matmul ")
            peak = catalogue.fact(f"accelerators/{id}", f"peak {format}")
            assert peak is not None
            rows.append(
                (
                    joined(catalogue.accelerators[id].name),
                    joined(format),
                    joined(units.text(fact.value, FLOP_PER_SECOND)),
                    joined(units.text(peak.value, FLOP_PER_SECOND)),
                    joined(units.text(fact.value / peak.value, SHARE)),
                    _spaced(_cited(fact)),
                )
            )
    return Table(
        caption="Fastest product of matrices",
        heads=(
            Html("Accelerator"),
            Html("In"),
            Html("Measured"),
            Html(link("peak-rate", "Dense peak")),
            Html("Share"),
            Html("Source"),
        ),
        rows=tuple(rows),
    )


def rents_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Offers by the hour, cheapest first for each accelerator."""
    offers = [one for one in catalogue.offers.values() if one.kind == "rent"]
    order = list(catalogue.accelerators)
    rows = []
    for one in sorted(offers, key=lambda one: (order.index(one.accelerator), one.price)):
        fact = catalogue.facts[f"offers/{one.id}"][0]
        rows.append(
            (
                joined(catalogue.accelerators[one.accelerator].name),
                joined(fact.detail),
                joined(units.text(one.price, MONEY)),
                joined(fact.given),
                joined(one.date),
                _spaced(_cited(fact)),
            )
        )
    heads = ("Accelerator", "Seller", "An hour", "As given", "Date", "Source")
    return Table("Prices of one accelerator by the hour", tuple(Html(one) for one in heads), tuple(rows))


def buyers_table(catalogue: Catalogue, link: TermLink) -> Table:
    """What memory and bandwidth cost to own."""
    rows = []
    for one in sorted(
        (offer for offer in catalogue.offers.values() if offer.kind == "buy"),
        key=lambda offer: offer.price / (offer.memory or catalogue.accelerators[offer.accelerator].nameplate),
    ):
        device, fact = catalogue.accelerators[one.accelerator], catalogue.facts[f"offers/{one.id}"][0]
        memory = one.memory or device.nameplate
        usable = units.binary_text(device.capacity, BYTES) if device.measured and one.memory is None else ""
        seller = f"{fact.detail}. {fact.note}" if fact.note else fact.detail
        assert device.bandwidth is not None
        rows.append(
            (
                joined(device.name if one.memory is None else _without_memory(device.name), element("small", seller)),
                joined(units.text(memory, BYTES)),
                joined(usable),
                joined(units.text(device.bandwidth, BYTES_PER_SECOND)),
                joined(units.grouped(one.price), element("small", one.date)),
                joined(units.grouped(cost.price_of_memory(one.price, memory) * 1e9, 2)),
                joined(units.grouped(cost.price_of_bandwidth(one.price, device.bandwidth) * 1e9, 2)),
                _spaced(_cited(fact)),
            )
        )
    return Table(
        caption="Memory, bandwidth and price, in US dollars, cheapest memory first",
        heads=(
            Html("Accelerator"),
            Html(link("gpu-ram", "Memory")),
            Html("Usable, measured"),
            Html(link("memory-bandwidth", "Bandwidth")),
            Html("Price"),
            Html("for a GB"),
            Html("for a GB/s"),
            Html("Source"),
        ),
        rows=tuple(rows),
        note="A computer is counted whole, with its processor and case; a card needs a computer around it.",
    )


def _without_memory(name: str) -> str:
    """`Apple M3 Ultra 512 GB` as `Apple M3 Ultra`: it was offered with another memory."""
    return " ".join(name.split(" ")[:-2])


SUPPLY_TABLES: dict[str, Callable[[Catalogue, TermLink], Table]] = {
    "operations-per-byte": operations_table,
    "links": links_table,
    "runs": runs_table,
    "logs": logs_table,
    "matmul": matmul_table,
    "rents": rents_table,
    "buyers": buyers_table,
}
"""The tables that a fence may ask for, by name."""
