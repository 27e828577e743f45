"""Explicit anchors: `## What it costs {#cost}` gives a part of an entry an address for good, `/entry/#cost`.

Headings without one get an id from their words, which changes with them and is promised to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from termbase.names import is_slug
from termbase.rendered import is_reserved_id

_HEADING = re.compile(r" {0,3}#{2,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_ANCHOR = re.compile(r"\s*\{#([^{}]*)\}$")
_ANYWHERE = re.compile(r"\{#[^{}]*\}")
OF_THE_PAGE = ("figure-", "question-", "search-")
"""How ids begin that pages give to their own parts, beside those that no heading may have."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in an entry that keeps its address."""

    id: str
    title: str
    """The heading's words, as written."""


def split_anchor(heading: str) -> tuple[str, str]:
    """The words of a heading and its anchor, which is empty where none is written."""
    found = _ANCHOR.search(heading)
    return (heading[: found.start()], found.group(1)) if found else (heading, "")


def anchors_in(lines: Sequence[tuple[int, str]]) -> tuple[Anchor, ...]:
    """The anchors of a text, given as the (number, text) of its lines outside code."""
    found = (split_anchor(heading.group(1)) for _, line in lines if (heading := _HEADING.match(line)))
    return tuple(Anchor(id, title) for title, id in found if id)


def check_anchors(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """(line, column, message) of each anchor that cannot be one."""
    seen: set[str] = set()
    for number, line in lines:
        heading = _HEADING.match(line)
        at_end = _ANCHOR.search(heading.group(1)) if heading else None
        for found in _ANYWHERE.finditer(line):
            id, column = found.group()[2:-1], found.start()
            if heading is None or at_end is None or heading.start(1) + at_end.end() != found.end():
                yield number, column, f'"{found.group()[:40]}": an anchor stands at the end of a heading, ## like this'
            elif not is_slug(id):
                yield number, column, f'"{id[:40]}": an anchor is lower-case words joined by hyphens'
            elif is_reserved_id(id) or id.startswith(OF_THE_PAGE):
                yield number, column, f'"{id}" belongs to the page; choose another anchor'
            elif id in seen:
                yield number, column, f'"{id}" is the anchor of another heading too; choose another'
            seen.add(id)


def without_anchors(body: str) -> str:
    """The text for readers of plain Markdown, its headings without anchors."""
    fence = re.compile(r" {0,3}(```|~~~)")
    out, fenced = [], False
    for line in body.split("\n"):
        fenced ^= bool(fence.match(line))
        out.append(line if fenced or not _HEADING.match(line) else split_anchor(line.rstrip())[0])
    return "\n".join(out)
