"""Two set-ups side by side: which inputs differ, and what comes of it. The browser shows the same by the same lines."""

from __future__ import annotations

from collections.abc import Iterator

from calculators import engine, units
from calculators.calculator import Calculator, Choice, Compared, Comparison
from calculators.engine import Result, Setup, Values
from calculators.form import term_of
from calculators.markup import Html, element
from calculators.nomenclature import VARIABLES
from calculators.rendering import Rendering

LETTERS = "ab"
MISSING = "–"
"""Stands for what only the other set-up has."""


def input_labels(calculator: Calculator) -> dict[str, tuple[str, str]]:
    """What each input is called and the slug of its term, by key; fields of one's own record among them."""
    found: dict[str, tuple[str, str]] = {}
    for one in calculator.inputs:
        found[one.key] = (one.label[0].upper() + one.label[1:], term_of(one))
        if isinstance(one, Choice):
            found |= {own.key: (own.label, VARIABLES[own.field].term) for own in one.own}
    return found


def input_text(calculator: Calculator, setup: Setup, key: str) -> str:
    """An input as it was given: a number in the unit of its field, or the name of what was chosen."""
    given = setup.inputs.get(key)
    if given is None:
        return MISSING
    if isinstance(given, str):
        return setup.texts[next(one.variable for one in calculator.inputs if one.key == key)]
    return units.plain(given)


def line_texts(calculator: Calculator, result: Result, line: Compared) -> tuple[str, str]:
    """What a line says of A and of B."""
    return (
        _text(calculator, line, result.values_a, result.words_a),
        _text(calculator, line, result.values_b, result.words_b),
    )


def _text(calculator: Calculator, line: Compared, values: Values, words: dict[str, str]) -> str:
    first, *rest = line.values
    quantity = engine.quantities(calculator).get(first)
    if quantity is None:
        return words[first]
    if rest:
        return units.range_text(values[first], values[rest[0]], quantity)
    return units.text(values[first], quantity)


def is_shown(line: Compared, result: Result) -> bool:
    """Whether a line has anything to say."""
    return not line.shown or bool(result.values_a[line.shown] or result.values_b[line.shown])


def compared_rows(calculator: Calculator, comparison: Comparison, result: Result) -> Iterator[tuple[str, str, str]]:
    """The lines as texts, for a terminal: inputs that differ, then numbers."""
    for key, (label, _) in input_labels(calculator).items():
        if result.differs.get(key):
            yield label, input_text(calculator, result.a, key), input_text(calculator, result.b, key)
    for line in comparison.lines:
        if is_shown(line, result):
            yield line.label, *line_texts(calculator, result, line)


# -- the page


def comparison_html(rendering: Rendering, comparison: Comparison, result: Result) -> Html:
    """The table of the page: a line for every input, shown where it differs, then a line for every number."""
    calculator, identity = rendering.calculator, f"{rendering.calculator.id}-compared"
    heads = [element("th", "Set-up", scope="col")]
    heads += [element("th", letter.upper(), scope="col", class_="r") for letter in LETTERS]
    inputs = [
        _input_row(rendering, key, label, term, result) for key, (label, term) in input_labels(calculator).items()
    ]
    lines = [_line_row(rendering, line, result) for line in comparison.lines]
    table = element(
        "table",
        element("thead", element("tr", *heads)),
        element("tbody", *inputs),
        element("tbody", *lines),
        class_="tbl compared",
    )
    return element(
        "section",
        element("h2", comparison.title, class_="head", id=identity),
        element("div", table, class_="scroll", tabindex=0, role="region", aria_label=f"Table: {comparison.title}"),
        aria_labelledby=identity,
        data_comparison=True,
        hidden=not any(result.differs.values()),
    )


def _input_row(rendering: Rendering, key: str, label: str, term: str, result: Result) -> Html:
    texts = [input_text(rendering.calculator, setup, key) for setup in (result.a, result.b)]
    return element(
        "tr",
        element("th", rendering.link(term, label), scope="row"),
        *(element("td", text, class_="r") for text in texts),
        data_compared=key,
        hidden=not result.differs.get(key),
    )


def _line_row(rendering: Rendering, line: Compared, result: Result) -> Html:
    texts = zip(LETTERS, line_texts(rendering.calculator, result, line), strict=True)
    numbers = line.values[0] in engine.quantities(rendering.calculator)
    cells = [
        element("td", text, data_number=" ".join(line.values), data_of=letter, class_="r")
        if numbers
        else element("td", element("span", text, data_words=f"{letter}.{line.values[0]}"), class_="r")
        for letter, text in texts
    ]
    return element(
        "tr",
        element("th", rendering.link(line.term, line.label), scope="row"),
        *cells,
        data_shown=line.shown or None,
        hidden=not is_shown(line, result),
    )
