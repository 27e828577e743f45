"""Numbers as a page sets them: one stays in a line with its unit, and a power is raised.

The space between number and unit becomes one without a break. What follows a circumflex becomes an exponent; the mark
stays, out of sight, for those who copy it. Only what is drawn is changed: attributes, code and data keep what was
written, so that what is copied or searched does, and so does a calculator, whose script compares what it would write
with what stands there.
"""

from __future__ import annotations

import re

NO_BREAK, MINUS = "\u00a0", "\u2212"
_UNITS = "|".join(
    (
        "×",
        "%",
        "°C",
        "[kKMGTPE]i?[Bb]",
        "[MGTPEZ]?(?:FLOPS?|OPS)",
        "[kMG]?Hz",
        "[kMG]?Wh?",
        "[mµn]?s",
        "[nm]m²?|k?g",
        "bits?",
        "bytes?",
        "tokens?/s",
        "(?:mill|bill|trill)ions?",
    )
)
# The space stands first in the pattern because it is found fastest.
_BETWEEN = re.compile(rf" (?<=\d )(?=(?:{_UNITS})(?!\w))")
_POWER = re.compile(r"\^(?<=[\w)]\^)(?:(-?\d+|[a-z])(?!\w)|\(([^()<>]{1,24})\))")
_WHOLE = re.compile(r"<(pre|live-calculator)\b.*?</\1>", re.S)
_AS_WRITTEN = ("<code", "<kbd", "<samp", "<option", "<script", "<style", "<textarea")


def set_numbers(page: str) -> str:
    """A page, or a piece of one, with its numbers set. Attributes must hold no bare `<` or `>`."""
    begins = max(page.find("<main"), 0)
    found = list(_BETWEEN.finditer(page, begins))
    if "^" in page:
        found = sorted([*found, *_POWER.finditer(page, begins)], key=re.Match.start)
    blocks = [one.span() for one in _WHOLE.finditer(page, begins)] if found else []
    pieces, done = [], 0
    for one in found:
        place = one.start()
        tag = page.rfind("<", begins, place)
        if page.find(">", tag, place) < 0 <= tag or page.startswith(_AS_WRITTEN, max(tag, 0)):
            continue
        if any(first < place < last for first, last in blocks):
            continue
        pieces += [page[done:place], _raised(one) if one.re is _POWER else NO_BREAK]
        done = one.end()
    return "".join([*pieces, page[done:]]) if pieces else page


def _raised(power: re.Match[str]) -> str:
    bare, grouped = power.groups()
    return f"<sup><i>^</i>{bare.replace('-', MINUS)}</sup>" if bare else f"<sup><i>^(</i>{grouped}<i>)</i></sup>"
