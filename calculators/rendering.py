"""What every piece of a calculator's page is made from, and how it links."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from calculators.calculator import Calculator
from calculators.catalogue import Catalogue
from calculators.expression import Formula
from calculators.markup import Html, element, joined


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a piece of HTML is made from."""

    calculator: Calculator
    catalogue: Catalogue
    term_link: Callable[[str, str], str]
    """Slug and text to HTML: a link to the term, or the text alone."""
    module: str
    """Address of the generated module, relative to the page."""
    to: Callable[[str], str] = str
    """An address relative to the root of the site, made relative to the page."""

    def link(self, slug: str, text: str) -> Html:
        """The text, linked if there is a term."""
        return Html(self.term_link(slug, text)) if slug else joined(text)

    def linked(self, text: str) -> Html:
        """A text in which terms are written `[words](slug)`."""
        words, *others = re.split(r"\[([^]]+)\]\(([\w-]+)\)", text)
        parts: list[str] = [words]
        for place in range(0, len(others), 3):
            parts += [self.link(others[place + 1], others[place]), others[place + 2]]
        return joined(*parts)


def source_link(formula: Formula) -> Html | None:
    """A link to where the formula can be checked; nothing where it only says what a word means."""
    if formula.source == "definition":
        return None
    return element("a", host(formula.source), href=formula.source)


def host(url: str) -> str:
    """What to call an address."""
    parts = urlsplit(url)
    if parts.netloc == "arxiv.org":
        return f"arXiv:{parts.path.removeprefix('/abs/')}"
    if parts.netloc == "github.com":
        return "/".join(parts.path.strip("/").split("/")[:2]) + (
            f" #{parts.path.split('/')[-1]}" if parts.path.split("/")[-1].isdigit() else ""
        )
    return parts.netloc.removeprefix("www.")
