"""Runs the description of a calculator: steps in order, words with numbers in their place, rankings, documents."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from calculators import inverse, units
from calculators.calculator import Calculator, Choice, Column, Compute, First, Largest, Ranking, Step
from calculators.expression import Formula, unknowns
from calculators.nomenclature import VARIABLES
from calculators.units import Quantity

Values = dict[str, Any]
"""Variables and results by name."""


class Records(Protocol):
    """Where choices come from: the catalogue."""

    def collection(self, name: str) -> Mapping[str, Any]:
        """Records by id, in the order of display."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Inputs as they were given, and the variables made of them."""

    inputs: dict[str, str | int | float]
    values: Values
    texts: dict[str, str]
    """What to call each input in a sentence, by variable."""


class NotFinite(Exception):
    """A result that no number can represent (code C305)."""


def run(steps: tuple[Step, ...], values: Values) -> Values:
    """The variables together with the result of every step, in order; None where a fact is not known."""
    known = dict(values)
    for step in steps:
        match step:
            case Compute():
                known[step.name] = compute(step.formula, known)
            case Largest():
                variable = VARIABLES[step.vary]
                ceiling = compute(step.ceiling, known) if step.ceiling else variable.high
                known[step.name] = inverse.largest(_trial(step, known), int(variable.low), int(ceiling or 0))
            case First():
                known[step.name] = inverse.first(_trial(step, known), step.candidates)
    return known


def is_known(formula: Formula, values: Values) -> bool:
    """Whether a formula has all it needs: a fact of a record may not be known, nor what follows from it."""
    for first, *rest in unknowns(formula):
        found = values[first]
        for step in rest:
            found = getattr(found, step)
        if found is None:
            return False
    return all(values[name] is not None for name in formula.parameters)


def compute(formula: Formula, values: Values) -> float | None:
    """The value of a formula whose parameters are taken by name; None where it needs a fact not known."""
    if not is_known(formula, values):
        return None
    result = formula(*(values[name] for name in formula.parameters))
    if not math.isfinite(result):
        raise NotFinite(formula.name)
    return result


def _trial(step: Largest | First, values: Values) -> Any:
    def holds(candidate: int) -> bool:
        return bool(compute(step.holds, {**values, step.vary: candidate}))

    return holds


def quantities(calculator: Calculator) -> dict[str, Quantity]:
    """What each step measures."""
    found: dict[str, Quantity] = {}
    for one in calculator.inputs:
        if isinstance(one, Choice) and one.bare:
            found |= {formula.name: formula.quantity for formula in one.bare.formulas}
    ranked = calculator.ranking.steps if calculator.ranking else ()
    for step in (*calculator.steps, *calculator.joint, *ranked):
        found[step.name] = step.formula.quantity if isinstance(step, Compute) else VARIABLES[step.vary].quantity
    return found


_PLACE = re.compile(r"\{(\w+)(?:\.\.(\w+))?\}")
"""Where a number or words go: `{spare_bytes}`, or a range in one unit, `{seen_least..seen_most}`."""


def words(calculator: Calculator, setup: Setup, values: Values, differs: Mapping[str, bool]) -> dict[str, str]:
    """Every fragment filled in, and every number as text; `differs` says which inputs the set-ups do not share."""
    known = dict(setup.texts)
    measured = quantities(calculator)
    for name, quantity in measured.items():
        if name in values:
            known[name] = units.text(values[name], quantity)
    choices = {f"differs_{key}": int(value) for key, value in differs.items()}

    def filled(found: re.Match[str]) -> str:
        low, high = found[1], found[2]
        return units.range_text(values[low], values[high], measured[low]) if high else known[low]

    for fragment in calculator.fragments:
        place = 0
        if fragment.select in choices:
            place = choices[fragment.select]
        elif fragment.select:
            chosen = values[fragment.select]
            place = 0 if chosen is None else min(int(chosen), len(fragment.cases) - 1)
        known[fragment.name] = re.sub(_PLACE, filled, fragment.cases[place])
    return known


def differing(calculator: Calculator, a: Setup, b: Setup) -> dict[str, bool]:
    """Which inputs two set-ups do not share, by key; `else` is any that the words do not tell by themselves."""
    found = {key: a.inputs.get(key) != b.inputs.get(key) for key in (*a.inputs, *b.inputs)}
    for one in calculator.inputs:
        # One’s own records have the same name whatever they hold.
        found[one.key] = found[one.key] or a.values[one.variable] != b.values[one.variable]
    told = calculator.comparison.told if calculator.comparison else ()
    return found | {"else": any(found[one.key] for one in calculator.inputs if one.key not in told)}


@dataclass(frozen=True, slots=True)
class Result:
    """Everything a page, the command line or a test wants to know of two set-ups."""

    a: Setup
    b: Setup
    values_a: Values
    values_b: Values
    words_a: dict[str, str]
    words_b: dict[str, str]
    differs: dict[str, bool]
    """Which inputs they do not share."""

    def said(self, *names: str) -> str:
        """Fragments of one or both set-ups (`a.verdict_text`) as running text; what is said twice is said once."""
        both = {"a": self.words_a, "b": self.words_b}
        texts = [both[name[0]][name[2:]] for name in names]
        return " ".join(dict.fromkeys(text for text in texts if text))


def results(calculator: Calculator, a: Setup, b: Setup) -> Result:
    """Run a calculator on two set-ups. Raises NotFinite."""
    values_a, values_b = run(calculator.steps, a.values), run(calculator.steps, b.values)
    others = {f"other_{name}": value for name, value in values_b.items()}
    joint = run(calculator.joint, {**others, **values_a})
    values_a = {name: value for name, value in joint.items() if name not in others}
    differs = differing(calculator, a, b)
    return Result(
        a,
        b,
        values_a,
        values_b,
        words(calculator, a, values_a, differs),
        words(calculator, b, values_b, differs),
        differs,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ranking."""

    record: Any
    values: Values


def rank(calculator: Calculator, records: Records, setup: Setup) -> list[Row]:
    """Every record of the ranking's choice with its numbers, best first; none where there is no ranking."""
    ranking = calculator.ranking
    choice = next((one for one in calculator.inputs if ranking and one.key == ranking.choice), None)
    if ranking is None or not isinstance(choice, Choice):
        return []
    first, *rest = ranking.steps
    known = run(calculator.steps, setup.values) if ranking.given else {}
    given = {**setup.values, **{name: known[name] for name in ranking.given}}
    rows = []
    for record in records.collection(choice.records).values():
        values = run((first,), {**given, choice.variable: record})
        if values[first.name]:
            values = run(tuple(rest), values)
        rows.append(Row(record, values))

    def order(row: Row) -> tuple[float, ...]:
        if not row.values[first.name]:
            return (math.inf,)
        found = []
        for name in ranking.order:
            value = row.values[name.removeprefix("-")]
            found.append(math.inf if value is None else -value if name.startswith("-") else value)
        return tuple(found)

    return sorted(rows, key=order)


def cell_text(calculator: Calculator, ranking: Ranking, row: Row, column: Column, *, first: bool) -> str:
    """What stands in a cell of a ranking."""
    best = row.values[ranking.steps[0].name]
    if best and column.yes:
        return column.yes if row.values[column.step] else "–"
    if best:
        return units.text(row.values[column.step], quantities(calculator)[column.step])
    return (units.UNKNOWN if best is None else ranking.none) if first else ""


def ranked_rows(calculator: Calculator, ranking: Ranking, rows: list[Row]) -> list[dict[str, Any]]:
    """A ranking in base units, for JSON: of a record whose first step is 0, or not known, no more than that."""
    found = []
    for row in rows:
        best = row.values[ranking.steps[0].name]
        kept = ranking.columns if best else ranking.columns[:1]
        found.append({ranking.choice: row.record.id} | {one.step: _exact(row.values[one.step]) for one in kept})
    return found


def _exact(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def document(calculator: Calculator, setup: Setup, values: Values) -> dict[str, Any]:
    """Inputs and results in base units, for JSON."""

    answers = dict(calculator.answers)

    def exact(name: str) -> float | int | str | None:
        value = values[name]
        return _exact(value) if value is None or name not in answers else answers[name][int(value)]

    measures = quantities(calculator)
    return {
        "calculator": calculator.id,
        "inputs": dict(setup.inputs),
        "results": {name: exact(name) for name in calculator.exported},
        "units": {name: measures[name].base for name in calculator.exported if name not in answers},
    }
