"""The page of all accelerators: one table, every value beside its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calculators import units
from calculators.catalogue import Catalogue, Fact
from calculators.markup import Html, element, joined
from calculators.records import Accelerator
from calculators.reference import ACCELERATORS, Links, ReferencePage
from calculators.roofline import ridge_point
from calculators.units import BYTES, BYTES_PER_SECOND, FLOP_PER_BYTE, FLOP_PER_SECOND, UNKNOWN, WATTS, Quantity

PEAK = "peak "
ORDER = ("fp32", "tf32", "bf16", "fp16", "fp8", "fp4", "int8")
"""Formats of peaks in the order of their columns."""
RIDGE = "bf16"
"""The format whose ridge point is shown."""
FIRST = ("memory", "bandwidth")
"""The columns that a phone shows of a row before it is opened."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in addresses, its head, the unit of its numbers, and the fact in it."""

    key: str
    head: str
    unit: str
    fact: str
    """Name of the fact; empty for the ridge point, which is worked out."""
    quantity: Quantity

    def number(self, value: float) -> str:
        """The value in the unit of the column, without that unit, with at most two decimals."""
        factor = units.GIVEN_IN[self.quantity.id][self.unit] if self.quantity.id in units.GIVEN_IN else 1.0
        text = units.grouped(value / factor, 2 if self.fact else 0)
        return text.rstrip("0").rstrip(".") if "." in text else text

    @property
    def label(self) -> str:
        """Head and unit in one line."""
        return f"{self.head}, {self.unit}"


def accelerators_page(catalogue: Catalogue) -> ReferencePage:
    """`/accelerators/`."""
    vendors = list(dict.fromkeys(one.vendor for one in catalogue.accelerators.values()))
    number = len(catalogue.accelerators)
    return ReferencePage(
        url=ACCELERATORS,
        title=f"{number} accelerators: memory, bandwidth, peaks and ridge points",
        description=f"Memory, bandwidth, dense peaks by number format, ridge point, link and power of {number} "
        f"accelerators from {', '.join(vendors[:-1])} and {vendors[-1]}, every value with its source.",
        heading="Accelerators",
        above=("Calculators", "calculators/"),
        body=lambda links: _body(catalogue, links),
        broad=True,
    )


def peak_formats(catalogue: Catalogue) -> list[str]:
    """The formats for which any accelerator has a peak."""
    known = {
        fact.name.removeprefix(PEAK)
        for id in catalogue.accelerators
        for fact in catalogue.facts[f"accelerators/{id}"]
        if fact.name.startswith(PEAK)
    }
    return [one for one in ORDER if one in known] + sorted(known.difference(ORDER))


def ridge(catalogue: Catalogue, id: str, format: str = RIDGE) -> float | None:
    """Ridge point in FLOP per byte; None where peak or bandwidth is not known."""
    key = f"accelerators/{id}"
    peak, bandwidth = catalogue.fact(key, f"{PEAK}{format}"), catalogue.fact(key, "bandwidth")
    return ridge_point(peak.value, bandwidth.value) if peak and bandwidth else None


def _body(catalogue: Catalogue, links: Links) -> Html:
    return joined(_lead(links), _table(catalogue, links), _notes(catalogue), _reading(links))


def _lead(links: Links) -> Html:
    return element(
        "div",
        element(
            "p",
            "Every value leads to its source. Peaks are dense, without sparsity; links count one direction; what no "
            f"source says is “{UNKNOWN}”. The same table ",
            element("a", "as data", href=links.to("api/v1/accelerators.json")),
            ".",
        ),
        class_="lead prose",
    )


def columns(catalogue: Catalogue) -> list[Column]:
    """Every column after the name."""
    peaks = [Column(one, one, "TFLOP/s", f"{PEAK}{one}", FLOP_PER_SECOND) for one in peak_formats(catalogue)]
    return [
        Column("memory", "Memory", "GB", "memory", BYTES),
        Column("usable", "Usable", "GiB", "usable", BYTES),
        Column("bandwidth", "Bandwidth", "GB/s", "bandwidth", BYTES_PER_SECOND),
        *peaks,
        Column("ridge", "Ridge", "FLOP/B", "", FLOP_PER_BYTE),
        Column("link", "Link", "GB/s", "link", BYTES_PER_SECOND),
        Column("power", "Power", "W", "power", WATTS),
    ]


def _table(catalogue: Catalogue, links: Links) -> Html:
    shown = columns(catalogue)
    heads = [element("th", "Accelerator", scope="col", data_sort="name")]
    heads += [
        element(
            "th",
            f"{one.head} ",
            element("small", one.unit),
            scope="col",
            class_=aligned(one.key in FIRST),
            data_sort=one.key,
            aria_sort="descending" if one.key == "memory" else None,
        )
        for one in shown
    ]
    ordered = sorted(catalogue.accelerators.values(), key=lambda one: (-one.nameplate, one.name))
    rows = [_row(catalogue, links, one, shown) for one in ordered]
    table = element(
        "table",
        element("caption", "Accelerators, largest memory first", class_="visually-hidden"),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_="tbl specs",
    )
    return element(
        "div",
        filters("Vendor", [one.vendor for one in ordered], [("name", "Name"), *((one.key, one.head) for one in shown)]),
        element("div", table, class_="scroll", tabindex=0, role="region", aria_label="Accelerators"),
        data_sortable="memory",
        data_of="accelerators",
    )


def filters(label: str, values: Sequence[str], sorts: Sequence[tuple[str, str]]) -> Html:
    """The form above a table, shown where scripts run."""

    def choice(name: str, text: str, options: Sequence[Html]) -> Html:
        return element("label", element("span", text), element("select", *options, name=name))

    shown = [element("option", value, value=value) for value in sorted(set(values))]
    return element(
        "form",
        choice("only", label, [element("option", "All", value=""), *shown]),
        choice("sort", "Sorted by", [element("option", text, value=key) for key, text in sorts]),
        element("p", class_="dim", role="status"),
        class_="sift",
        autocomplete="off",
    )


def aligned(first: bool) -> str:
    """The class of a head or cell of numbers; what a phone shows of a row before it is opened has one more."""
    return "r now" if first else "r"


def _row(catalogue: Catalogue, links: Links, one: Accelerator, shown: Sequence[Column]) -> Html:
    key = f"accelerators/{one.id}"
    name = Html(links.term(catalogue.terms[key], one.name)) if key in catalogue.terms else joined(one.name)
    noted = _remarked(catalogue, one.id) or one.id in catalogue.unstated
    remarks = element("a", "notes", href=f"#{one.id}-notes") if noted else None
    below = joined(one.vendor, ", " if remarks else None, remarks)
    cells = [element("th", name, element("small", below), scope="row", data_value=one.name)]
    for column in shown:
        fact = catalogue.fact(key, column.fact) if column.fact else None
        value = fact.value if fact else None if column.fact else ridge(catalogue, one.id)
        content = [element("span", UNKNOWN, class_="dim")]
        if fact:
            content = _sourced(column, fact)
        elif value is not None:
            content = [joined(column.number(value))]
        others = [other for other in catalogue.facts[key] if other.conflict and other.name == column.fact]
        content += [element("small", "or ", _link(column, other, column.number(other.value))) for other in others]
        exact = None if value is None else f"{value:.15g}"
        cells.append(
            element("td", *content, class_=aligned(column.key in FIRST), data_l=column.label, data_value=exact)
        )
    return element("tr", *cells, id=one.id, data_of=one.vendor)


def _sourced(column: Column, fact: Fact) -> list[Html]:
    """The value, linked to its source, and below it what it holds for and further sources."""
    below = [joined(fact.detail)] if fact.detail else []
    below += [_link(column, fact, "also", place) for place in range(1, len(fact.sources))]
    return [_link(column, fact, column.number(fact.value)), *(element("small", one) for one in below)]


def _link(column: Column, fact: Fact, text: str, place: int = 0) -> Html:
    source = fact.sources[place]
    return element("a", text, href=source.url, title=f"{fact.given}: {source.title}, {source.date}")


def _remarked(catalogue: Catalogue, id: str) -> list[Fact]:
    return [fact for fact in catalogue.facts[f"accelerators/{id}"] if fact.note]


def _notes(catalogue: Catalogue) -> Html:
    entries = []
    for one in sorted(catalogue.accelerators.values(), key=lambda one: one.name):
        remarks = [_remark(fact) for fact in _remarked(catalogue, one.id)]
        if one.id in catalogue.unstated:
            remarks.append(joined(f"Peak in {RIDGE}, {UNKNOWN}: {catalogue.unstated[one.id]}"))
        if remarks:
            # The id lies inside: a browser that is led to it opens what holds it.
            told = element("div", *(element("p", remark) for remark in remarks), id=f"{one.id}-notes")
            entries.append(element("details", element("summary", one.name), told))
    return element(
        "section",
        element("h2", "Notes, and where sources disagree", id="notes"),
        element("div", *entries, class_="remarks folded"),
        class_="below",
        aria_labelledby="notes",
    )


def _remark(fact: Fact) -> Html:
    cited = [
        joined(", " if place else None, element("a", one.title, href=one.url)) for place, one in enumerate(fact.sources)
    ]
    what = f"{fact.name[0].upper()}{fact.name[1:]}"
    given = f"{what}, elsewhere {fact.given}" if fact.conflict else f"{what}, {fact.given}"
    date = fact.sources[0].date if fact.sources else ""
    return joined(f"{given}: {fact.note} ", element("span", *cited, f", {date}", class_="dim"))


def _reading(links: Links) -> Html:
    lines = (
        ("Memory", "gpu-ram", "the nameplate, as it is sold."),
        ("Usable", "", "what a program was seen to get, in the unit that programs report; 1 GiB is 1.074 GB."),
        ("Bandwidth", "memory-bandwidth", "between the device and that memory."),
        (
            "bf16, fp8, int8 …",
            "peak-rate",
            "peak rate of matrix arithmetic, dense; the small type is what is summed in.",
        ),
        (
            "Ridge",
            "roofline-model",
            f"the peak in {RIDGE} by bandwidth: below so many operations for each byte read, memory is the limit.",
        ),
        ("Link", "", "the fastest link to others of its kind, one direction."),
        ("Power", "", "of the whole device, as rated."),
        ("or", "", "what another source says; the notes say why the first is used."),
        ("also", "", "a second, independent source."),
    )
    entries = [
        joined(element("dt", Html(links.term(slug, text)) if slug else text), element("dd", meaning))
        for text, slug, meaning in lines
    ]
    return element(
        "section",
        element("h2", "How to read the table", id="reading"),
        element("dl", *entries, class_="remarks"),
        class_="below",
        aria_labelledby="reading",
    )
