"""Names as addresses and as keys: the two foldings everything else relies on."""

from __future__ import annotations

import re
import unicodedata

_NOT_ADDRESS = re.compile(r"[^a-z0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG = 80

RESERVED = frozenset(
    (
        "a-z accelerators api assets calculators contributing decisions feed index map models pagefind paths "
        "questions robots rosetta search sitemap tables topics 404 about changelog"
    ).split()
)
"""First path segments that belong to other pages."""


def is_slug(text: str) -> bool:
    """Whether it can be a file stem and URL: lower-case ASCII words joined by single hyphens."""
    return len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None


def name_path(name: str) -> str:
    """The address of a name: lower case, `+` is `plus`, every other run of non-alphanumerics a hyphen.

    Empty when nothing is left, as for `∞`.
    """
    return _NOT_ADDRESS.sub("-", name.lower().replace("+", "plus")).strip("-")


def fold(name: str) -> str:
    """The key under which two spellings are the same name: compatibility forms, case and spacing folded."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
