"""A table before it is HTML, and as HTML."""

from __future__ import annotations

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


def table_html(table: Table, *, numbers_from: int = 1) -> Html:
    """The table as HTML, scrolling inside itself; cells from `numbers_from` on are set as figures."""

    def cell(place: int, content: Html) -> Html:
        align = "r" if place >= numbers_from else None
        return element("td", content, class_=align) if place else element("th", content, scope="row")

    heads = [
        element("th", head, scope="col", class_="r" if place >= numbers_from else None)
        for place, head in enumerate(table.heads)
    ]
    body = [element("tr", *(cell(place, content) for place, content in enumerate(row))) for row in table.rows]
    whole = element(
        "table",
        element("caption", table.caption, class_="head"),
        element("thead", element("tr", *heads)),
        element("tbody", *body),
        class_="tbl",
    )
    scroll = element("div", whole, class_="scroll", tabindex=0, role="region", aria_label=table.caption)
    return joined(scroll, element("p", table.note, class_="small dim") if table.note else None)
