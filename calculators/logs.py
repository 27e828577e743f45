"""Our own measurements: lines of a log, each held against a limit of the catalogue, and their table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calculators import units
from calculators.interconnect import link_bytes
from calculators.markup import Html, element, joined
from calculators.records import Accelerator
from calculators.table import Table, TermLink
from calculators.units import BYTES_PER_SECOND, FLOP_PER_SECOND, SHARE, TOKENS_PER_SECOND, Quantity

if TYPE_CHECKING:
    from calculators.catalogue import Catalogue, DataFile, Source
    from calculators.supply_schema import LineKeys, LogKeys

    Bound = Callable[[str, str, str, int, Accelerator, Catalogue], float | None]


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured, and the limit it is a part of."""

    what: str
    value: float
    limit: float
    limit_name: str
    quantity: Quantity
    note: str

    @property
    def share(self) -> float:
        """What was reached of the limit."""
        return self.value / self.limit


@dataclass(frozen=True, slots=True)
class Log:
    """One run on one device."""

    name: str
    source: Source
    lines: tuple[Line, ...]


def read_log(file: DataFile, catalogue: Catalogue, id: str, keys: LogKeys, bound_of: Bound) -> None:
    """One log of measured.yml; a line that passes its limit, or whose limit is not known, is refused."""
    place: tuple[str | int, ...] = ("logs", id)
    source = file.source(keys.source, *place, "source")
    if not file.reference(keys.accelerator, catalogue.accelerators, "accelerator", *place, "accelerator"):
        return
    lines = []
    for number, one in enumerate(keys.lines):
        here = (*place, "lines", number)
        limit, name, quantity = _limit(catalogue, keys.accelerator, one, bound_of)
        value = file.amount(one.value, quantity.id, *here, "value")
        if limit is None:
            file.complain((*here, "against"), "C112", f'nothing is known of "{one.against}" on {keys.accelerator}')
        elif value > limit:
            file.complain(here, "C111", f"{one.value} is more than the {units.text(limit, quantity)} that are possible")
        else:
            lines.append(Line(one.what, value, limit, name, quantity, one.note or ""))
    if source:
        catalogue.logs[id] = Log(keys.name, source, tuple(lines))


def _limit(
    catalogue: Catalogue, accelerator: str, line: LineKeys, bound_of: Bound
) -> tuple[float | None, str, Quantity]:
    kind, *rest = line.against.split()
    device = catalogue.accelerators[accelerator]
    if kind == "bandwidth":
        return device.bandwidth, "bandwidth of the memory", BYTES_PER_SECOND
    if kind == "peak":
        fact = catalogue.fact(f"accelerators/{accelerator}", line.against)
        return fact.value if fact else None, f"dense peak in {rest[0]}", FLOP_PER_SECOND
    if kind == "link":
        link = catalogue.links.get(rest[0])
        return link_bytes(link) if link else None, link.name if link else "", BYTES_PER_SECOND
    model, layout, tokens = rest
    if model not in catalogue.models or layout not in catalogue.layouts:
        return None, "", TOKENS_PER_SECOND
    bound = bound_of(kind, model, layout, int(tokens), device, catalogue)
    return bound, "bound of this page", TOKENS_PER_SECOND


def logs_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Every line of every log."""
    rows: list[tuple[Any, ...]] = []
    for log in catalogue.logs.values():
        for line in log.lines:
            measured, limit = (units.text(one, line.quantity) for one in (line.value, line.limit))
            rows.append(
                (
                    joined(line.what, element("small", line.note)) if line.note else joined(line.what),
                    joined(measured),
                    joined(f"{line.limit_name}, {limit}"),
                    joined(units.text(line.share, SHARE)),
                    element("a", "record", href=log.source.url, title=f"{log.name}: {log.source.title}"),
                )
            )
    return Table(
        caption="; ".join(log.name for log in catalogue.logs.values()),
        heads=tuple(Html(one) for one in ("What", "Measured", "Limit", "Share", "Log")),
        rows=tuple(rows),
    )
