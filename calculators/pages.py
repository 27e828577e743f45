"""HTML of a calculator for its default set-ups: text without JavaScript, and what the script then changes.

The script makes no markup of its own: it finds what is here by data attributes and changes text and attributes.
`data-words` holds names of fragments (`a.verdict_text`), `data-number` a step and the form to show it in,
`data-math` a formula and its side, `data-row` the id of a record.
"""

from __future__ import annotations

from calculators import drawing, engine, mathml, units
from calculators.calculator import Calculator, Choice, Column, Ranking, Term
from calculators.catalogue import Catalogue
from calculators.comparison import comparison_html
from calculators.engine import Result, Row
from calculators.expression import Formula
from calculators.form import form_html, term_of
from calculators.inputs import read_setup
from calculators.markup import Html, element, joined
from calculators.nomenclature import VARIABLES
from calculators.rendering import Rendering, host, source_link

SHORT = 12
"""Rows of a ranking that are shown where scripts run, until somebody asks for all; calculators.css hides the others."""


def terms_used(calculator: Calculator) -> set[str]:
    """Slugs of the terms whose numbers a calculator asks for or works out."""
    found = {one.term for one in (*calculator.terms, *calculator.beside)}
    found |= calculator.picture.terms() if calculator.picture else set()
    for one in calculator.inputs:
        found.add(term_of(one))
        if isinstance(one, Choice):
            found |= {VARIABLES[own.field].term for own in one.own}
    return found - {""}


def default_result(calculator: Calculator, catalogue: Catalogue) -> Result:
    """The result of the default set-ups, which the page shows before anything is changed."""
    a, _ = read_setup(calculator, catalogue, {})
    b, _ = read_setup(calculator, catalogue, {}, letter="b")
    if a is None or b is None:
        raise ValueError(f"the defaults of {calculator.id} are not in the catalogue, or do not go together")
    return engine.results(calculator, a, b)


def calculator_html(rendering: Rendering) -> Html:
    """The whole calculator: form, verdict, picture, sum, ranking."""
    calculator = rendering.calculator
    result = default_result(calculator, rendering.catalogue)
    working = [
        _working(rendering, result, part, title, terms)
        for part, title, terms in (
            ("terms", calculator.terms_title, calculator.terms),
            ("beside", calculator.beside_title, calculator.beside),
        )
        if terms
    ]
    compared = comparison_html(rendering, calculator.comparison, result) if calculator.comparison else None
    return element(
        "live-calculator",
        form_html(rendering),
        element("div", _result(rendering, result), compared, *working, data_results=True),
        _ranking(rendering, calculator.ranking, result) if calculator.ranking else None,
        class_="calc",
        data_module=rendering.module,
        data_calculator=calculator.id,
        data_picture=type(calculator.picture).__name__ if calculator.picture else None,
    )


# -- the result


def _words(result: Result, tag: str, *names: str, **attributes: str) -> Html:
    text = units.tied(result.said(*names))
    return element(tag, text, data_words=" ".join(names), hidden=not text, **attributes)


def _result(rendering: Rendering, result: Result) -> Html:
    calculator, identity = rendering.calculator, f"{rendering.calculator.id}-result"
    verdicts = [f"{letter}.{calculator.verdict}" for letter in calculator.letters]
    remarks = [[f"{letter}.{name}" for letter in calculator.letters] for name in calculator.said]
    return element(
        "section",
        element("h2", "Result", class_="head", id=identity),
        element(
            "div",
            _words(result, "p", *verdicts, class_="verdict"),
            role="status",
        ),
        element("div", *(_words(result, "p", *names) for names in remarks), class_="told"),
        drawing.picture_html(rendering, calculator.picture, result) if calculator.picture else None,
        aria_labelledby=identity,
    )


def _working(rendering: Rendering, result: Result, part: str, title: str, terms: tuple[Term, ...]) -> Html:
    identity = f"{rendering.calculator.id}-{part}"
    return element(
        "section",
        element("h2", title, class_="head", id=identity),
        element(
            "ol", *(_term(rendering, result, term) for term in terms), class_="sum" if part == "terms" else "sum apart"
        ),
        aria_labelledby=identity,
    )


def _term(rendering: Rendering, result: Result, term: Term) -> Html:
    values, quantity = result.values_a, engine.quantities(rendering.calculator)[term.values[0]]
    numbers = [values[name] for name in term.values]
    if len(numbers) == 2:
        shown = units.range_text(numbers[0], numbers[1], quantity)
        small = units.range_text(numbers[0], numbers[1], quantity, binary=True)
    else:
        shown, small = units.text(numbers[0], quantity), units.binary_text(numbers[0], quantity)
    names = " ".join(term.values)
    ranged = len(term.values) > 1
    first, others = term.formulas[: len(term.values)], term.formulas[len(term.values) :]
    return element(
        "li",
        element("b", rendering.link(term.term, term.label)),
        element(
            "span",
            element("b" if term.total else "span", shown, data_number=names),
            element("small", small, data_number=names, data_binary=True),
            class_="v",
        ),
        *(
            joined(
                _equations(one, values, one.meaning if ranged else term.label),
                element("span", one.meaning, " ", source_link(one), class_="f"),
            )
            for one in first
        ),
        _words(result, "span", f"a.{term.note}", class_="f") if term.note else None,
        *(_evidence(rendering, key) for key in term.evidence),
        _details(values, others) if others else None,
        data_shown=term.shown or None,
        hidden=bool(term.shown) and not values[term.shown],
    )


def _equations(formula: Formula, values: engine.Values, label: str) -> Html:
    def line(side: str, content: str, what: str) -> Html:
        return element(
            "div",
            Html(content),
            class_="eq",
            tabindex=0,
            role="group",
            aria_label=f"{what}: {label}",
            data_math=f"{formula.name} {side}",
        )

    return joined(
        line("symbols", mathml.equation(formula, values), "Formula"),
        line("numbers", mathml.substituted(formula, values), "With your numbers"),
    )


def _details(values: engine.Values, formulas: tuple[Formula, ...]) -> Html:
    parts = [
        joined(element("p", one.meaning, " ", source_link(one), class_="f"), _equations(one, values, one.meaning))
        for one in formulas
    ]
    return element("details", element("summary", "How the parts come about"), *parts, class_="f")


def _evidence(rendering: Rendering, key: str) -> Html:
    """The values of a record with their sources, those of a range in one line."""
    items: list[list[str]] = []
    for fact in rendering.catalogue.facts[key]:
        given = joined(
            fact.given,
            " (",
            *(element("a", host(one.url), href=one.url, title=one.title) for one in fact.sources),
            f", {fact.sources[0].date})",
        )
        if fact.name in ("high", "most"):
            items[-1] += [" to ", given]
        else:
            items.append([f"{fact.note or fact.name}: ", given])
    collection, _, id = key.partition("/")
    name = rendering.catalogue.collection(collection)[id].name
    return joined(
        element("span", f"{name[0].upper()}{name[1:]}:", class_="f"),
        element("ul", *(element("li", *item, ".") for item in items), class_="f evidence"),
    )


# -- the ranking


def _ranking(rendering: Rendering, ranking: Ranking, result: Result) -> Html:
    calculator, identity = rendering.calculator, f"{rendering.calculator.id}-holds"
    rows = engine.rank(calculator, rendering.catalogue, result.a)
    heads = [element("th", ranking.head, scope="col")]
    heads += [element("th", column.head, scope="col", class_="r") for column in ranking.columns]
    if ranking.meter:
        heads.append(element("th", ranking.meter_head, scope="col"))
    body = [_row(rendering, ranking, row) for row in rows]
    table = element(
        "table", element("thead", element("tr", *heads)), element("tbody", *body, data_ranking=True), class_="tbl fold"
    )
    return element(
        "section",
        element("h2", ranking.title, class_="head", id=identity),
        element("div", table, class_="scroll", tabindex=0, role="region", aria_label=f"Table: {ranking.title}"),
        element(
            "p",
            element("button", f"Show all {len(rows)}", type="button", data_all=True, hidden=len(rows) <= SHORT),
            class_="acts",
        ),
        element("p", rendering.linked(ranking.caption), class_="small dim") if ranking.caption else None,
        class_="full",
        aria_labelledby=identity,
        data_results=True,
    )


def _row(rendering: Rendering, ranking: Ranking, row: Row) -> Html:
    record, values, first = row.record, row.values, ranking.steps[0].name
    choice = next(one for one in rendering.calculator.inputs if one.key == ranking.choice)
    assert isinstance(choice, Choice)
    slug = rendering.catalogue.terms.get(f"{choice.records}/{record.id}", "")
    cells = [element("th", rendering.link(slug, record.name), scope="row")]
    for place, column in enumerate(ranking.columns):
        cells.append(_cell(rendering, ranking, row, column, first=place == 0))
    if ranking.meter:
        share = values[ranking.meter] if values[first] else 0
        meter = element(
            "svg",
            element("path", d="M0 0h100v10H0z", fill="var(--paper-2)"),
            element("rect", width=f"{share * 100:.1f}", height=10, fill="var(--fig-1)", data_meter=ranking.meter),
            class_="meter",
            viewBox="0 0 100 10",
            preserveAspectRatio="none",
            aria_hidden="true",
        )
        cells.append(element("td", meter, class_="m"))
    return element("tr", *cells, data_row=record.id, class_=None if values[first] else "no")


def _cell(rendering: Rendering, ranking: Ranking, row: Row, column: Column, *, first: bool) -> Html:
    shown = engine.cell_text(rendering.calculator, ranking, row, column, first=first)
    suffix = None
    if column.measured:
        kind = "usable, measured" if row.record.measured else "nameplate"
        suffix = element(
            "span", " ", element("a", kind, href=rendering.to(f"accelerators/#{row.record.id}")), class_="dim"
        )
    return element(
        "td",
        element("span", shown, data_cell=column.step, data_yes=column.yes or None),
        suffix,
        class_="r",
        data_l=column.short,
    )
