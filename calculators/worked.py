"""Worked examples: a calculator run for inputs that a page gives, its answer as text with a link to it filled in.

The page never holds a number that follows from others:

    speed
    model: llama-3.1-70b
    weights: fp8
    say: verdict_text seen_text
    show: step each
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics import did_you_mean

from calculators import engine, units
from calculators.calculator import Calculator, Term
from calculators.catalogue import Catalogue
from calculators.engine import NotFinite, Result
from calculators.inputs import read_setup, unused
from calculators.markup import Html, element, joined
from calculators.reference import calculator_address
from calculators.rendering import Rendering

WORDS = ("say", "show")
"""Keys that are no inputs: fragments to say, and terms to list."""


@dataclass(frozen=True, slots=True)
class Example:
    """What a page asks for."""

    calculator: Calculator
    given: dict[str, str]
    say: tuple[str, ...]
    show: tuple[str, ...]


def read_example(
    content: str, calculators: tuple[Calculator, ...], catalogue: Catalogue
) -> tuple[Example | None, list[tuple[int, str]]]:
    """The example, or what is wrong with it: line within the fence, counted from 0, and message."""
    lines = [line.strip() for line in content.strip().split("\n")]
    by_id = {one.id: one for one in calculators}
    if lines[0] not in by_id:
        hint = did_you_mean(lines[0], by_id) or f"; there are {', '.join(by_id)}"
        return None, [(0, f'unknown "{lines[0]}"{hint}')]
    calculator, found = by_id[lines[0]], list[tuple[int, str]]()
    fragments, terms = [one.name for one in calculator.fragments], [one.id for one in calculator.terms]
    keys = [key for one in calculator.inputs for key in (one.key, *(own.key for own in getattr(one, "own", ())))]
    given, words, places = dict[str, str](), dict[str, tuple[str, ...]](), dict[str, int]()
    for number, line in enumerate(lines[1:], 1):
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or not value:
            found.append((number, f'expected a key and a value, such as "count: 2", found "{line}"'))
        elif key in WORDS:
            words[key] = tuple(value.split())
            known = fragments if key == "say" else terms
            for name in words[key]:
                if name not in known:
                    found.append((number, f'unknown "{name}"{did_you_mean(name, known) or ""}'))
        elif key not in keys:
            found.append((number, f'unknown "{key}"{did_you_mean(key, [*keys, *WORDS]) or ""}'))
        else:
            given[key], places[key] = value, number
    setup, problems = read_setup(calculator, catalogue, given)
    for one in [*problems, *unused(calculator, given, set(given))]:
        key = one.path.removeprefix("--")
        found.append((places.get(key, 0), f"{key}: {one.message}"))
    if setup is not None and not found:
        try:
            engine.results(calculator, setup, setup)
        except NotFinite as error:
            found.append((0, f"{error} has no finite value for these inputs"))
    if found:
        return None, sorted(found)
    return Example(calculator, given, words.get("say", (calculator.verdict,)), words.get("show", ())), []


def example_html(example: Example, rendering: Rendering) -> Html:
    """The answer in words, the terms asked for, and the way to the calculator."""
    calculator = example.calculator
    setup, _ = read_setup(calculator, rendering.catalogue, example.given)
    assert setup is not None
    result = engine.results(calculator, setup, setup)
    said = [element("p", result.said(f"a.{name}")) for name in example.say if result.said(f"a.{name}")]
    by_id = {one.id: one for one in calculator.terms}
    rows = [_row(rendering, by_id[id], result) for id in example.show]
    address = rendering.to(calculator_address(calculator, dict(example.given)))
    return element(
        "div",
        joined(*said),
        element("table", element("tbody", *rows), class_="tbl") if rows else None,
        element("p", element("a", f"{calculator.title}, with this filled in", href=address), class_="small"),
        class_="worked",
    )


def _row(rendering: Rendering, term: Term, result: Result) -> Html:
    quantity = engine.quantities(rendering.calculator)[term.values[0]]
    numbers = [result.values_a[name] for name in term.values]
    shown = (
        units.range_text(numbers[0], numbers[1], quantity) if len(numbers) == 2 else units.text(numbers[0], quantity)
    )
    return element(
        "tr",
        element("th", rendering.link(term.term, term.label), scope="row"),
        element("td", shown, class_="r"),
    )
