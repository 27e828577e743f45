"""What the catalogue has to say of texts; named in `extra.glossary.checks`. Part of the edge: opens the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from diagnostics import Diagnostic, Position

from calculators.catalogue import open_catalogue
from calculators.prose import check_lines


class Text(Protocol):
    """What is asked of an entry."""

    path: str
    body: str
    body_line: int


def check_numbers(texts: Iterable[Text]) -> Iterator[Diagnostic]:
    """Numbers of products that the catalogue has otherwise."""
    lines = (
        (text.path, Position(text.body_line + number), line)
        for text in texts
        for number, line in enumerate(text.body.split("\n"))
    )
    return check_lines(lines, open_catalogue())
