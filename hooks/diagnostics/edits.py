"""Mending a text by the edits that diagnostics carry."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.diagnostic import Edit, Position


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made; of two edits that touch, the first one alone.

    Columns count characters. Windows line ends and a byte-order mark stay as they are.
    """
    begin = 1 if text.startswith("\ufeff") else 0
    starts = [begin]
    for line in text[begin:].splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    done, pieces = 0, []
    for edit in sorted(set(edits), key=lambda one: (one.position, one.length)):
        start = _offset(starts, edit.position)
        if start is None or start < done or start + edit.length > len(text):
            continue
        pieces += [text[done:start], edit.text]
        done = start + edit.length
    return "".join([*pieces, text[done:]])


def _offset(starts: list[int], position: Position) -> int | None:
    return starts[position.line - 1] + position.column - 1 if position.line <= len(starts) else None
