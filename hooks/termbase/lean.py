"""Style sheets and scripts without what only people read: remarks, margins, blank lines.

The files of the theme are written to be read, and every page would carry that. Nothing else is changed: what a
browser's tools show is still the code as it was written, name for name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_STRINGS = re.compile(r'("[^"\n]*")')
_CSS_REMARK = re.compile(r"/\*.*?\*/", re.S)
_BLOCK_REMARK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.S | re.M)


def lean_style(css: str) -> str:
    """A style sheet in one line. Remarks must not hold an odd quotation mark, strings no remark."""
    pieces = _STRINGS.split(_CSS_REMARK.sub("", css))
    for place in range(0, len(pieces), 2):
        one = re.sub(r"\s+", " ", pieces[place])
        pieces[place] = re.sub(r" ?([{};,]) ?", r"\1", one)
    return "".join(pieces).replace(";}", "}").strip() + "\n"


def lean_script(code: str) -> str:
    """A script without margins and without remarks that have lines of their own."""
    lines = (line.strip() for line in _BLOCK_REMARK.sub("", code).split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def joined_script(codes: Iterable[str]) -> str:
    """Modules that import and export nothing, as one. Each keeps its names to itself, and a slow line asks once."""
    return "".join(f"{{\n{lean_script(code)}}}\n" for code in codes)
