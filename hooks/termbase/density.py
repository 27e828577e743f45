"""Limits on a Markdown text, checked before it is rendered.

Python-Markdown takes time that grows with the square of some things a hostile text can be full of: 20 kB of
brackets keep it busy for a minute, and deep lists end in a RecursionError. An honest entry is far from these limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_LINES = 2000
MOST_HEADINGS = 60
LONGEST_BLOCK = 6000
"""Characters between two blank lines."""
MOST_MARKS = 160
"""Of one kind in one block outside code."""
DEEPEST = 8
"""Levels of lists and quotations within each other."""

_MARKS = {
    "[": "opening brackets",
    "<": "opening angle brackets",
    "*": "asterisks",
    "_": "underscores",
    "`": "backticks",
}
_HEADING = re.compile(r" {0,3}(#{1,6}(\s|$)|(=+|-+)\s*$)")
_INDENT = re.compile(r"[ \t>]*")
_MARKER = re.compile(r"[ \t>]*([-+*]|\d{1,9}[.)])(?=\s)")


def check_density(lines: list[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """(line, column, what is too much) for the lines of a text outside fenced code; the first excess of each kind.

    `lines` are (number, text); what is found carries the number of its line, and a column counted from 0.
    """
    if len(lines) > MOST_LINES:
        yield lines[MOST_LINES][0], 0, f"more than {MOST_LINES} lines; split the entry"
    headings = [number for number, line in lines if _HEADING.match(line)]
    if len(headings) > MOST_HEADINGS:
        yield headings[MOST_HEADINGS], 0, f"more than {MOST_HEADINGS} headings and rules; split the entry"
    for number, line in lines:
        levels = _levels(line)
        if levels > DEEPEST:
            yield number, 0, f"{levels} levels of lists and quotations; at most {DEEPEST} can be read"
            break
    for block in _blocks(lines):
        yield from _block(block)


def _levels(line: str) -> int:
    """Levels that a line can be deep: marks of quotation, and two blanks or a mark for each list."""
    indent = _INDENT.match(line)
    margin = indent.group().expandtabs(4) if indent else ""
    deep = margin.count(">") + (margin.count(" ") // 4 if _MARKER.match(line) else 0)
    place = indent.end() if indent else 0
    while found := _MARKER.match(line, place):
        deep, place = deep + 1, found.end()
        if following := _INDENT.match(line, place):
            deep, place = deep + following.group().count(">"), following.end()
    return deep


def _blocks(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    block: list[tuple[int, str]] = []
    for number, line in lines:
        if line.strip(" \t>"):
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _block(block: list[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    length = sum(len(line) + 1 for _, line in block)
    if length > LONGEST_BLOCK:
        yield block[0][0], 0, f"a block of {length} characters; at most {LONGEST_BLOCK} without a blank line"
        return
    for mark, called in _MARKS.items():
        if sum(line.count(mark) for _, line in block) <= MOST_MARKS:
            continue
        seen = 0
        for number, line in block:
            for place, character in enumerate(line):
                seen += character == mark
                if seen > MOST_MARKS:
                    yield number, place, f"more than {MOST_MARKS} {called} in one block; put code in backticks"
                    break
            if seen > MOST_MARKS:
                break
