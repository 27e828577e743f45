"""What a code means, kept in one table a package; documentation and tests are derived from the tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of complaint."""

    title: str
    cause: str
    cure: str


CODES: dict[str, Code] = {
    "D101": Code(
        "Not readable", "The YAML does not parse.", "Write `key: value` lines; quote values with special characters."
    ),
    "D102": Code("Tab", "A tab indents a line.", "Indent with two spaces."),
    "D103": Code("Unquoted colon", "A value holds `: `.", "Put the whole value in double quotes."),
    "D104": Code("Open quotation mark", "A quoted value is not closed.", "Close it on the same value."),
    "D105": Code(
        "Open bracket", "A `[` or `{` is not closed, or a value inside needs quotes.", "Close it, or quote the value."
    ),
    "D106": Code("Anchor or alias", "`&`, `*` or `<<` refers to another place.", "Write the value out, or quote it."),
    "D107": Code("Tag", "`!` gives a type.", "Remove it, or quote the value."),
    "D108": Code("Empty", "There is nothing to read.", "Add the required keys."),
    "D109": Code("Merge conflict", "A conflict marker of git was left in.", "Resolve the conflict."),
    "D110": Code("Too deep", "Values are nested too deeply.", "Flatten them."),
    "D111": Code("Key", "A key is not plain text.", "Write `key: value`."),
    "D112": Code("Duplicate key", "The same key stands twice.", "Keep one of them."),
    "D113": Code("Second document", "A `---`, `...` or `%` line starts another document.", "Remove the line."),
}
"""Codes of the strict YAML reader."""
