"""A number and its unit stay in one line: the space between them, where a page shows it, becomes one without a break.

Only what is drawn is changed. Attributes, code and data keep the plain space, so that what is copied or searched does,
and so does a calculator, whose script compares what it would write with what stands there.
"""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
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
_WHOLE = re.compile(r"<(pre|live-calculator)\b.*?</\1>", re.S)
_AS_WRITTEN = ("<code", "<kbd", "<samp", "<option", "<script", "<style", "<textarea")


def keep_units(page: str) -> str:
    """A page, or a piece of one, with its numbers tied to their units. Attributes must hold no bare `<` or `>`."""
    begins = max(page.find("<main"), 0)
    places = [found.start() for found in _BETWEEN.finditer(page, begins)]
    blocks = [found.span() for found in _WHOLE.finditer(page, begins)] if places else []
    pieces, done = [], 0
    for place in places:
        tag = page.rfind("<", begins, place)
        if page.find(">", tag, place) < 0 <= tag or page.startswith(_AS_WRITTEN, max(tag, 0)):
            continue
        if any(first < place < last for first, last in blocks):
            continue
        pieces += [page[done:place], NO_BREAK]
        done = place + 1
    return "".join([*pieces, page[done:]]) if pieces else page
