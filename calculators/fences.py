"""Pieces that any page may embed by a fence: `calculator`, `formula`, `specs`, `table`, `worked`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence

from diagnostics import Diagnostic, Position, did_you_mean

from calculators import mathml
from calculators.catalogue import Catalogue
from calculators.code_table import codes_table
from calculators.expression import Formula
from calculators.formulary import FORMULAS
from calculators.listing import CALCULATORS
from calculators.markup import Html, element, joined
from calculators.pages import calculator_html
from calculators.rendering import Rendering, source_link
from calculators.table import table_html
from calculators.tables import TABLES as PLAIN_TABLES
from calculators.tables import specs_html
from calculators.training_tables import TRAINING_TABLES
from calculators.worked import example_html, read_example

TABLES = PLAIN_TABLES | TRAINING_TABLES | {"codes": codes_table}

FENCES = ("calculator", "formula", "specs", "table", "worked")
"""The words after the backticks; the line below names what to draw."""

_OPENING = re.compile(r"^(?P<mark>`{3,}|~{3,})[ \t]*(?P<name>[a-z]*)[ \t]*$")


def formulas() -> dict[str, Formula]:
    """Every formula that a page may show, by name."""
    found = {one.name: one for calculator in CALCULATORS for one in calculator.formulas()}
    return FORMULAS | found


def known(fence: str, catalogue: Catalogue) -> Iterable[str]:
    """What may stand in a fence."""
    match fence:
        case "calculator" | "worked":
            return [one.id for one in CALCULATORS]
        case "formula":
            return formulas()
        case "specs":
            return catalogue.accelerators
        case _:
            return TABLES


def check_fences(markdown: str, path: str, catalogue: Catalogue, *, lines_above: int = 0) -> list[Diagnostic]:
    """What is wrong with the fences of a page (C211), at their lines; `lines_above` is the front matter."""
    found, closing = [], ""
    for number, line in enumerate(markdown.split("\n"), 1):
        if closing:
            closing = "" if line.strip() == closing else closing
            continue
        opening = _OPENING.match(line)
        if not opening:
            continue
        closing = opening["mark"]
        if opening["name"] in FENCES:
            lines = markdown.split("\n")[number:]
            if opening["name"] == "worked":
                found += _check_worked(lines, opening["mark"], path, number + lines_above, catalogue)
                continue
            wanted = lines[0].strip() if lines else ""
            names = list(known(opening["name"], catalogue))
            if wanted not in names:
                hint = did_you_mean(wanted, names) or f"; there are {', '.join(names)}"
                message = f'{opening["name"]}: unknown "{wanted}"{hint}'
                found.append(Diagnostic(path, Position(number + 1 + lines_above, 1), "C211", message))
    return found


def _check_worked(lines: Sequence[str], mark: str, path: str, above: int, catalogue: Catalogue) -> list[Diagnostic]:
    """What is wrong with a worked example, at its lines."""
    inside = list(itertools.takewhile(lambda line: line.strip() != mark, lines))
    _, problems = read_example("\n".join(inside), CALCULATORS, catalogue)
    return [
        Diagnostic(path, Position(above + 1 + number, 1), "C211", f"worked: {message}") for number, message in problems
    ]


def check_ids(ids: Sequence[str], path: str, places: Sequence[Position], catalogue: Catalogue) -> list[Diagnostic]:
    """Ids of accelerators, named elsewhere, that the catalogue does not have (C212), each at its place."""
    found = []
    for id, place in zip(ids, places, strict=True):
        if id not in catalogue.accelerators:
            hint = did_you_mean(id, catalogue.accelerators) or "; the ids are in calculators/data/accelerators.yml"
            found.append(Diagnostic(path, place, "C212", f'accelerators: the catalogue has no "{id}"{hint}'))
    return found


def fence_html(fence: str, content: str, catalogue: Catalogue, rendering: Callable[[str], Rendering]) -> Html:
    """The HTML of a fence; `rendering` says how to draw the calculator of an id. Empty where the name is unknown."""
    if fence == "worked":
        example, _ = read_example(content, CALCULATORS, catalogue)
        return example_html(example, rendering(example.calculator.id)) if example else Html("")
    wanted = content.strip()
    if wanted not in known(fence, catalogue):
        return Html("")
    if fence == "calculator":
        # In a division, because Markdown would put an element it does not know into a paragraph.
        return element("div", calculator_html(rendering(wanted)))
    any_rendering = rendering(CALCULATORS[0].id)
    if fence == "formula":
        return formula_html(formulas()[wanted])
    if fence == "specs":
        return specs_html(catalogue, wanted)
    return table_html(TABLES[wanted](catalogue, any_rendering.term_link))


def formula_html(formula: Formula) -> Html:
    """A formula in general, with its meaning and source."""
    equation = element(
        "div", Html(mathml.equation(formula)), class_="eq", tabindex=0, role="group", aria_label=formula.meaning
    )
    return element(
        "div", equation, element("p", joined(formula.meaning, " ", source_link(formula)), class_="small dim")
    )
