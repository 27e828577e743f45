"""HTML of a calculator for its default set-ups: text without JavaScript, and what the script then changes.

The script makes no markup of its own: it finds what is here by data attributes and changes text and attributes.
`data-words` holds names of fragments (`a.verdict_text`), `data-number` a step and the form to show it in,
`data-math` a formula and its side, `data-row` the id of a record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from calculators import calculator as engine
from calculators import drawing, mathml, units
from calculators.calculator import Amount, Calculator, Choice, Ranking, Result, Row, Term
from calculators.catalogue import Catalogue
from calculators.expression import Formula
from calculators.markup import Html, element, joined
from calculators.nomenclature import RECORDS, VARIABLES

SAID = ("limit_text", "most_text", "read_text", "beyond_text", "uneven_text", "drafting_text", "encoders_text")
"""The fragments that follow the verdict."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a piece of HTML is made from."""

    calculator: Calculator
    catalogue: Catalogue
    term_link: Callable[[str, str], str]
    """Slug and text to HTML: a link to the term, or the text alone."""
    module: str
    """Address of the generated module, relative to the page."""

    def link(self, slug: str, text: str) -> Html:
        """The text, linked if there is a term."""
        return Html(self.term_link(slug, text)) if slug else joined(text)


def terms_used(calculator: Calculator) -> set[str]:
    """Slugs of the terms whose numbers a calculator asks for or works out."""
    found = {one.term for one in calculator.terms} | {one.term for one in calculator.picture.segments}
    for one in calculator.inputs:
        found.add(RECORDS[one.variable].term if isinstance(one, Choice) else VARIABLES[one.variable].term)
        if isinstance(one, Choice):
            found |= {VARIABLES[own.field].term for own in one.own}
    return found - {""}


def default_result(calculator: Calculator, catalogue: Catalogue) -> Result:
    """The result of the default set-ups, which the page shows before anything is changed."""
    a, _ = engine.read_setup(calculator, catalogue, {})
    b, _ = engine.read_setup(calculator, catalogue, {}, letter="b")
    if a is None or b is None:
        raise ValueError(f"the defaults of {calculator.id} are not in the catalogue")
    return engine.results(calculator, a, b)


def calculator_html(rendering: Rendering) -> Html:
    """The whole calculator: form, verdict, picture, sum, ranking."""
    calculator = rendering.calculator
    result = default_result(calculator, rendering.catalogue)
    return element(
        "live-calculator",
        _form(rendering),
        element("div", _result(rendering, result), _sum(rendering, result), data_results=True),
        _ranking(rendering, result),
        class_="calc",
        data_module=rendering.module,
        data_calculator=calculator.id,
    )


# -- the form


def _form(rendering: Rendering) -> Html:
    calculator = rendering.calculator
    fields = []
    for one in calculator.inputs:
        if isinstance(one, Amount):
            fields.append(_amount(rendering, one))
        elif one.default_b:
            fields += [_choice(rendering, one, letter) for letter in "ab"]
        else:
            fields += [_choice(rendering, one, ""), *_own(rendering, one), *_configured(rendering, one)]
    actions = element(
        "p",
        element("button", "copy link", type="button", data_link=True, data_copy=""),
        element("button", "CSV", type="button", data_export="csv"),
        element("button", "JSON", type="button", data_export="json"),
        element("button", "print", type="button", data_print=True),
        class_="acts",
    )
    return element(
        "form",
        element("h2", "Set-up", class_="head"),
        element(
            "noscript",
            element("p", "The form needs JavaScript. What follows is worked out for its values.", class_="hint"),
        ),
        element("p", class_="problem hint", role="alert", data_problem=True, hidden=True),
        # Disabled until the script answers: a change made before would be lost.
        element("fieldset", joined(*fields), actions, disabled=True),
        class_="form",
        aria_label="Set-up",
        autocomplete="off",
    )


def _label(rendering: Rendering, one: Choice | Amount, id: str, prefix: str) -> Html:
    slug = RECORDS[one.variable].term if isinstance(one, Choice) else VARIABLES[one.variable].term
    return element("label", prefix, rendering.link(slug, one.label), for_=id)


def _choice(rendering: Rendering, one: Choice, letter: str) -> Html:
    id = f"{rendering.calculator.id}-{one.key}{f'-{letter}' if letter else ''}"
    default = one.default_b if letter == "b" else one.default
    records = rendering.catalogue.collection(one.records)
    options = _options(list(records.items()), default)
    if one.own:
        options.append(element("option", "My own is not listed", value=engine.OWN))
    if one.configured:
        options.append(element("option", "From a config.json", value=engine.OWN))
    prefix = f"{letter.upper()}: " if letter else ""
    return element(
        "div",
        _label(rendering, one, id, prefix),
        element("select", *options, id=id, name=f"{one.key}_b" if letter == "b" else one.key),
        class_=None if letter else "wide",
    )


def _options(records: list[tuple[str, Any]], default: str) -> list[Html]:
    """Options in the order of the catalogue, under the names of their vendors where records have one."""
    groups: dict[str, list[Html]] = {}
    for key, record in records:
        option = element("option", record.name, value=key, selected=key == default)
        groups.setdefault(getattr(record, "vendor", ""), []).append(option)
    return [
        element("optgroup", *options, label=vendor) if vendor else joined(*options)
        for vendor, options in groups.items()
    ]


def _own(rendering: Rendering, one: Choice) -> list[Html]:
    fields = []
    for own in one.own:
        id = f"{rendering.calculator.id}-{own.key}"
        fields.append(
            element(
                "div",
                element("label", rendering.link(VARIABLES[own.field].term, own.label), for_=id),
                element("input", id=id, name=own.key, inputmode="decimal", aria_describedby=f"{id}-problem"),
                element("p", class_="hint problem", id=f"{id}-problem", hidden=True),
                data_own=one.key,
                hidden=True,
            )
        )
    return fields


def _configured(rendering: Rendering, one: Choice) -> list[Html]:
    """Room to paste a config.json, or to drop the file."""
    if not one.configured:
        return []
    id = f"{rendering.calculator.id}-{one.configured}"
    return [
        element(
            "div",
            element("label", "Paste or drop its config.json", for_=id),
            element(
                "textarea",
                "",
                id=id,
                name=one.configured,
                rows=5,
                spellcheck="false",
                data_drop=True,
                aria_describedby=f"{id}-problem",
            ),
            element("p", class_="hint problem", id=f"{id}-problem", hidden=True),
            class_="wide",
            data_own=one.key,
            hidden=True,
        )
    ]


def _amount(rendering: Rendering, one: Amount) -> Html:
    id = f"{rendering.calculator.id}-{one.key}"
    shown = units.plain(one.default)
    return element(
        "div",
        _label(rendering, one, id, ""),
        element("input", id=id, name=one.key, inputmode="numeric", value=shown, aria_describedby=f"{id}-problem"),
        element("p", class_="hint problem", id=f"{id}-problem", hidden=True),
    )


# -- the result


def _words(result: Result, tag: str, *names: str, **attributes: str) -> Html:
    text = result.said(*names)
    return element(tag, text, data_words=" ".join(names), hidden=not text, **attributes)


def _result(rendering: Rendering, result: Result) -> Html:
    calculator, identity = rendering.calculator, f"{rendering.calculator.id}-result"
    said = [f"{letter}.{name}" for name in SAID for letter in "ab"]
    labels = [rendering.link(segment.term, segment.label) for segment in calculator.picture.segments]
    return element(
        "section",
        element("h2", "Result", class_="head", id=identity),
        element(
            "div",
            _words(result, "p", "a.verdict_text", "b.verdict_text", class_="verdict"),
            role="status",
        ),
        _words(result, "p", *said, class_="small dim"),
        element(
            "div",
            drawing.picture(calculator, result, "Memory needed against the memory that is there"),
            drawing.key(calculator, labels),
            class_="bars",
        ),
        aria_labelledby=identity,
    )


def _sum(rendering: Rendering, result: Result) -> Html:
    identity = f"{rendering.calculator.id}-terms"
    return element(
        "section",
        element("h2", "The sum for A, term by term", class_="head", id=identity),
        element("ol", *(_term(rendering, result, term) for term in rendering.calculator.terms), class_="sum"),
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
    first, *others = term.formulas
    range_of_one = len(term.values) == 2
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
                _equations(one, values, one.meaning if range_of_one else term.label),
                element("span", one.meaning, " ", source_link(one), class_="f"),
            )
            for one in (term.formulas if range_of_one else (first,))
        ),
        _words(result, "span", f"a.{term.note}", class_="f") if term.note else None,
        _evidence(rendering) if term.id == "reserve" else None,
        _details(values, others) if others and not range_of_one else None,
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


def _details(values: engine.Values, formulas: list[Formula]) -> Html:
    parts = [
        joined(element("p", one.meaning, " ", source_link(one), class_="f"), _equations(one, values, one.meaning))
        for one in formulas
    ]
    return element("details", element("summary", "How the parts come about"), *parts, class_="f")


def _evidence(rendering: Rendering) -> Html:
    facts = rendering.catalogue.facts["reserves/engine"]
    items = []
    for low, high in zip(facts[::2], facts[1::2], strict=True):
        ends = [
            joined(
                end.given,
                " (",
                *(element("a", _host(one.url), href=one.url, title=one.title) for one in end.sources),
                f", {end.sources[0].date})",
            )
            for end in (low, high)
        ]
        items.append(element("li", f"{low.note}: ", ends[0], " to ", ends[1], "."))
    return element("ul", *items, class_="f evidence")


def source_link(formula: Formula) -> Html | None:
    """A link to where the formula can be checked; nothing where it only says what a word means."""
    if formula.source == "definition":
        return None
    return element("a", _host(formula.source), href=formula.source)


def _host(url: str) -> str:
    parts = urlsplit(url)
    if parts.netloc == "arxiv.org":
        return f"arXiv:{parts.path.removeprefix('/abs/')}"
    if parts.netloc == "github.com":
        return "/".join(parts.path.strip("/").split("/")[:2]) + (
            f" #{parts.path.split('/')[-1]}" if parts.path.split("/")[-1].isdigit() else ""
        )
    return parts.netloc.removeprefix("www.")


# -- the ranking


def _ranking(rendering: Rendering, result: Result) -> Html:
    calculator, identity = rendering.calculator, f"{rendering.calculator.id}-holds"
    ranking = calculator.ranking
    rows = engine.rank(calculator, rendering.catalogue, result.a)
    heads = [element("th", "Accelerator", scope="col")]
    heads += [element("th", head, scope="col", class_="r") for _, head, _ in ranking.columns]
    heads.append(element("th", "Share in use", scope="col"))
    body = [_row(rendering, ranking, row) for row in rows]
    table = element(
        "table", element("thead", element("tr", *heads)), element("tbody", *body, data_ranking=True), class_="tbl fold"
    )
    return element(
        "section",
        element("h2", "What holds set-up A, fewest first", class_="head", id=identity),
        element("div", table, class_="scroll", tabindex=0, role="region", aria_label="Accelerators that hold it"),
        element(
            "p", element("button", f"Show all {len(rows)}", type="button", data_all=True, hidden=True), class_="acts"
        ),
        element(
            "p",
            "Split evenly over the count by ",
            rendering.link("tensor-parallelism", "tensor parallelism"),
            ", in powers of two up to 64; each accelerator carries the most that workspace and engine were seen to "
            "take. Sources of every value are in the table of accelerators below.",
            class_="small dim",
        ),
        class_="full",
        aria_labelledby=identity,
        data_results=True,
    )


def _row(rendering: Rendering, ranking: Ranking, row: Row) -> Html:
    record, values = row.record, row.values
    measures = engine.quantities(rendering.calculator)
    holds = bool(values[ranking.steps[0].name])
    slug = rendering.catalogue.terms.get(f"accelerators/{record.id}", "")
    cells = [element("th", rendering.link(slug, record.name), scope="row")]
    for place, (step, _, short) in enumerate(ranking.columns):
        shown = units.text(values[step], measures[step]) if holds else (ranking.none if place == 0 else "")
        suffix = None
        if step == "capacity_bytes":
            kind = "usable, measured" if record.measured else "nameplate"
            suffix = element("span", f" {kind}", class_="dim")
        cells.append(element("td", element("span", shown, data_cell=step), suffix, class_="r", data_l=short))
    share = values["used_share"] if holds else 0
    meter = element(
        "svg",
        element("path", d="M0 0h100v10H0z", fill="var(--paper-2)"),
        element("rect", width=f"{share * 100:.1f}", height=10, fill="var(--fig-1)", data_meter="used_share"),
        class_="meter",
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
    cells.append(element("td", meter, class_="m"))
    return element("tr", *cells, data_row=record.id, class_=None if holds else "no")


# -- the example of the home page


TEASER_LAYOUTS = ("bf16", "fp8", "q4_K")
TEASER_CONTEXTS = (8192, 32768, 131072)
TEASER_ACCELERATORS = ("rtx-4090", "h100-sxm", "h200-sxm", "b200-sxm", "mi300x")
"""What the example lets one choose."""


def teaser_html(rendering: Rendering, page: str) -> Html:
    """A sentence with three choices and a bar; the address of the calculator's page is `page`."""
    calculator, catalogue = rendering.calculator, rendering.catalogue
    only = default_result(calculator, catalogue).a
    result = engine.results(calculator, only, only)
    identity = f"{calculator.id}-example"

    def chosen(key: str, label: str, options: list[tuple[str, str]]) -> Html:
        default = str(result.a.inputs[key])
        listed = [element("option", text, value=value, selected=value == default) for value, text in options]
        return joined(
            element("label", label, for_=f"{identity}-{key}", class_="visually-hidden"),
            element("select", *listed, id=f"{identity}-{key}", name=key),
        )

    layouts = [(id, catalogue.layouts[id].name) for id in TEASER_LAYOUTS]
    contexts = [(str(tokens), units.plain(tokens)) for tokens in TEASER_CONTEXTS]
    accelerators = [(id, catalogue.accelerators[id].name) for id in TEASER_ACCELERATORS]
    sentence = element(
        "p",
        f"{result.a.values['model'].name} in ",
        chosen("weights", "Weights in", layouts),
        " with a context of ",
        chosen("context", "Context", contexts),
        " tokens fills ",
        element("output", result.said("a.filled_text"), data_words="a.filled_text"),
        ". Of the ",
        chosen("accelerator", "Accelerator", accelerators),
        ", ",
        element("output", result.said("a.enough_text"), data_words="a.enough_text"),
        ".",
        class_="ask",
    )
    labels = [rendering.link(segment.term, segment.label) for segment in calculator.picture.segments]
    return element(
        "live-calculator",
        element("form", sentence, aria_label="Example", autocomplete="off"),
        element("div", drawing.strip(calculator, result), drawing.key(calculator, labels), class_="bars"),
        element("p", element("a", "See the whole sum", href=page, data_page=True), class_="small"),
        data_module=rendering.module,
        data_calculator=calculator.id,
        data_lazy=True,
    )
