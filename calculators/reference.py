"""What pages of records share: where they stand, how they link, how a value shows its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from calculators.calculator import Calculator
from calculators.catalogue import Source
from calculators.inputs import default_text
from calculators.markup import Html, element

MODELS, ACCELERATORS, CALCULATOR = "models/", "accelerators/", "calculators/{id}/"
"""Addresses, relative to the root of the site."""


@dataclass(frozen=True, slots=True)
class Links:
    """How a page reaches the rest of the site."""

    term: Callable[[str, str], str]
    """Slug and text to HTML: a link to the term, or the text alone."""
    to: Callable[[str], str]
    """An address relative to the root of the site, made relative to the page."""


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """A page of records: what its head says, and how its body is made once it is known where it stands."""

    url: str
    title: str
    """What the head says, numbers included; the heading may be shorter."""
    description: str
    heading: str
    above: tuple[str, str] | None
    """Title and address of the page above it."""
    body: Callable[[Links], Html]
    broad: bool = False
    """Whether it holds a table wider than a page of text."""


def calculator_address(calculator: Calculator, given: dict[str, str | int]) -> str:
    """The address of a calculator with set-up A filled in; what is not given has its default.

    Inputs that the form folds away are left out, unless given: their defaults need no saying. Raises KeyError for an
    input the calculator does not have.
    """
    known, defaults = _inputs_of(calculator)
    if unknown := set(given) - known:
        raise KeyError(*sorted(unknown))  # the form would drop it without a word
    return f"{CALCULATOR.format(id=calculator.id)}?{urlencode({**defaults, **given})}"


_inputs: dict[str, tuple[Calculator, frozenset[str], dict[str, str | int]]] = {}


def _inputs_of(calculator: Calculator) -> tuple[frozenset[str], dict[str, str | int]]:
    """The keys of all inputs, and the defaults of those that are not folded; pages of models ask thousands of times."""
    kept = _inputs.get(calculator.id)
    if kept is None or kept[0] is not calculator:
        folded = {key for group in calculator.groups if group.folded for key in group.keys}
        defaults: dict[str, str | int] = {
            one.key: default_text(one) for one in calculator.inputs if one.key not in folded
        }
        kept = _inputs[calculator.id] = (calculator, frozenset(one.key for one in calculator.inputs), defaults)
    return kept[1:]


def source_link(source: Source, text: str) -> Html:
    """The text, linked to where it comes from; title and date show on hover."""
    return element("a", text, href=source.url, title=f"{source.title}, {source.date}")


def section(id: str, head: str, *parts: str | None) -> Html:
    """A section with its head in the margin."""
    return element("section", element("h2", head, class_="head", id=id), *parts, class_="sec", aria_labelledby=id)
