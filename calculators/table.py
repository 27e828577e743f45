"""A table before it is HTML, and as HTML."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from calculators.markup import Html, element, joined

TermLink = Callable[[str, str], str]
"""Slug and text to HTML."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table before it is HTML: heads, and rows whose first cell is their name."""

    caption: str
    heads: tuple[Html, ...]
    rows: tuple[tuple[Html, ...], ...]
    note: str = ""
    grouped: bool = False
    """Whether neighbouring rows share their first cell where it is the same; the second names the row then."""


def table_html(table: Table, *, numbers_from: int = 1) -> Html:
    """The table as HTML, scrolling inside itself; cells from `numbers_from` on are set as figures."""

    def cell(place: int, content: Html) -> Html:
        align = "r" if place >= numbers_from else None
        return element("td", content, class_=align) if place else element("th", content, scope="row")

    heads = [
        element("th", head, scope="col", class_="r" if place >= numbers_from else None)
        for place, head in enumerate(table.heads)
    ]
    if table.grouped:
        bodies = [_group(list(rows), numbers_from) for _, rows in itertools.groupby(table.rows, key=lambda row: row[0])]
    else:
        lines = (element("tr", *(cell(place, content) for place, content in enumerate(row))) for row in table.rows)
        bodies = [element("tbody", *lines)]
    whole = element(
        "table",
        element("caption", table.caption, class_="head"),
        element("thead", element("tr", *heads)),
        *bodies,
        class_="tbl grouped" if table.grouped else "tbl",
    )
    scroll = element("div", whole, class_="scroll", tabindex=0, role="region", aria_label=table.caption)
    return joined(scroll, element("p", table.note, class_="small dim") if table.note else None)


def _group(rows: list[tuple[Html, ...]], numbers_from: int) -> Html:
    """Rows with one name together, each told from the others by its second cell."""

    def line(place: int, row: tuple[Html, ...]) -> Html:
        shared = element("th", row[0], rowspan=len(rows), scope="rowgroup") if place == 0 else None
        own = element("th", row[1], scope="row", class_="r" if numbers_from <= 1 else None)
        cells = (element("td", one, class_="r" if at >= numbers_from else None) for at, one in enumerate(row[2:], 2))
        return element("tr", shared, own, *cells)

    return element("tbody", *(line(place, row) for place, row in enumerate(rows)))
