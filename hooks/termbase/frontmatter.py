"""The text of a term file, split into its front matter and its body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagnostics import Diagnostic, Position

FENCE = "---"
_YAML_LINE = re.compile(r"\s|[A-Za-z_][\w-]*\s*:|-\s|#|[\]}]")

LARGEST_BLOCK = 24_000
"""Characters of the front matter."""
TEMPLATE = "title, definition, topic, sources and added between two lines of ---"


@dataclass(frozen=True, slots=True)
class Parts:
    """A term file in two pieces."""

    yaml: str
    """The lines between the two fences."""
    body: str
    """The Markdown after the second fence."""
    body_line: int
    """Line of the file, counted from 1, on which `body` begins."""


def split(text: str, path: str) -> tuple[Parts | None, list[Diagnostic]]:
    """Split at the two `---` lines. A byte-order mark and Windows line ends are accepted."""

    def complaint(line: int, code: str, message: str) -> tuple[None, list[Diagnostic]]:
        return None, [Diagnostic(path, Position(line, 1), code, message)]

    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not "".join(lines).strip():
        return complaint(1, "G105", f"the file is empty; it needs {TEMPLATE}, then the text")
    first = lines[0].rstrip()
    if first != FENCE:
        if first.startswith("+++"):
            return complaint(1, "G103", "front matter in TOML (+++); write YAML between two lines of ---")
        start = next((number for number, line in enumerate(lines, 1) if line.strip()), 1)
        if lines[start - 1].strip() == FENCE:
            return complaint(1, "G102", f"the first line must be ---, found it on line {start}; remove what is above")
        return complaint(1, "G101", f"no front matter; begin the file with {TEMPLATE}")
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == FENCE:
            body = "\n".join(lines[number:])
            size = sum(len(one) + 1 for one in lines[1 : number - 1])
            if size > LARGEST_BLOCK:
                return complaint(1, "G108", f"{size} characters of front matter; it has at most {LARGEST_BLOCK}")
            return Parts("\n".join(lines[1 : number - 1]), body, number + 1), []
    end = next(
        (number for number, line in enumerate(lines[1:], 2) if not line.strip() or not _YAML_LINE.match(line)),
        len(lines),
    )
    return complaint(end, "G104", "the front matter is not closed; put a line of --- here, before the text")
