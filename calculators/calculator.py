"""What a calculator is: inputs, steps that make numbers of them, and words. Both sides run this description.

Python runs it for pages, tables, the command line and tests; the browser runs the same description, generated
into a module, with code that knows nothing of memory or of models.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from diagnostics import START, Diagnostic, did_you_mean

from calculators import inverse, units
from calculators.architectures import model_from
from calculators.expression import Formula, unknowns
from calculators.nomenclature import VARIABLES, Variable
from calculators.units import COUNT, Quantity

OWN = "own"
"""The choice of an accelerator that the catalogue does not have."""

WHOLE = r"^\d{1,3}([,_ \u00a0\u202f]\d{3})+$|^\d+$"
DECIMAL = r"^\d+(\.\d+)?$"

MESSAGES = {
    "missing": "expected a number from {low} to {high}, found nothing",
    "whole": "expected a whole number in digits, such as 32768, found “{given}”",
    "decimal": "expected a number such as 24 or 33.5, found “{given}”",
    "range": "expected a number from {low} to {high}, found {given}",
    "config": "expected the text of a config.json, found nothing",
    "choice": "there is no “{given}” in the catalogue",
}
"""What is said of bad input, here and in the browser."""


@dataclass(frozen=True, slots=True)
class Own:
    """A field of one's own record: `memory` in GB becomes `capacity` in bytes."""

    key: str
    field: str
    unit: str
    label: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """An input chosen from the catalogue."""

    key: str
    """The name in addresses, on the command line and in JSON."""
    variable: str
    """The name in formulas."""
    label: str
    records: str
    """The collection of the catalogue."""
    default: str
    default_b: str = ""
    """The default of set-up B, for inputs that each set-up has of its own."""
    own: tuple[Own, ...] = ()
    """The fields to give where one's own is not listed."""
    configured: str = ""
    """The key of a text, a config.json, that may be given where one's own is not listed."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An input that is a number."""

    key: str
    variable: str
    label: str
    default: int


@dataclass(frozen=True, slots=True)
class Compute:
    """A step: the value of a formula."""

    name: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Largest:
    """A step: the largest value of an input for which a formula is not 0."""

    name: str
    vary: str
    holds: Formula
    ceiling: Formula | None = None
    """What it is tried up to; else the upper end of the range of the input."""


@dataclass(frozen=True, slots=True)
class First:
    """A step: the first of some values of an input for which a formula is not 0; 0 where there is none."""

    name: str
    vary: str
    holds: Formula
    candidates: tuple[int, ...]


Step = Compute | Largest | First


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words with numbers in their place; `select` names the number that says which case holds."""

    name: str
    cases: tuple[str, ...]
    select: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the sum."""

    id: str
    label: str
    values: tuple[str, ...]
    """The step whose number it is; two steps for a range."""
    formulas: tuple[Formula, ...]
    """The formulas shown, the first one being the line's own."""
    note: str = ""
    """The fragment with a further remark."""
    shown: str = ""
    """The step that must not be 0 for the line to be shown."""
    term: str = ""
    """Slug of the term that explains it."""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of the stacked bar."""

    step: str
    label: str
    fill: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A stacked bar for each set-up against a limit."""

    segments: tuple[Segment, ...]
    limit: str
    """The step that the bars are held against."""
    limit_label: str
    """The fragment written under it."""
    extent: str
    """The step that is the length of the scale."""
    sizes: tuple[int, ...]
    """Distances between marks to choose from, smallest first."""
    most_ticks: int
    spaced: Formula
    tick_shown: Formula
    tick_at: Formula
    along: Formula
    anchor: Formula

    def formulas(self) -> tuple[Formula, ...]:
        """What its geometry needs."""
        return (self.spaced, self.tick_shown, self.tick_at, self.along, self.anchor)


@dataclass(frozen=True, slots=True)
class Ranking:
    """A table with one row for each record of a choice, best first; rows whose first step is 0 come last."""

    choice: str
    steps: tuple[Step, ...]
    columns: tuple[tuple[str, str, str], ...]
    """Step, head and short head (for narrow screens) of each column."""
    descending: str
    """The step that orders rows with the same first step, largest first."""
    none: str
    """What stands in a row whose first step is 0."""


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator, whole."""

    id: str
    title: str
    summary: str
    inputs: tuple[Choice | Amount, ...]
    fixed: tuple[tuple[str, str, str], ...]
    """Variables that are not asked for: variable, collection, id."""
    steps: tuple[Step, ...]
    joint: tuple[Step, ...]
    """Steps on both set-ups at once: results of the other one are called `other_…`."""
    fragments: tuple[Fragment, ...]
    terms: tuple[Term, ...]
    picture: Picture
    ranking: Ranking
    exported: tuple[str, ...]
    """The steps that JSON and CSV give."""
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Steps whose numbers stand for words in JSON and CSV: 0 for the first word, and so on."""

    def formulas(self) -> tuple[Formula, ...]:
        """Every formula it runs or shows."""
        found: dict[str, Formula] = {}
        for step in (*self.steps, *self.joint, *self.ranking.steps):
            used = step.formula if isinstance(step, Compute) else step.holds
            found.setdefault(used.name, used)
            if isinstance(step, Largest) and step.ceiling:
                found.setdefault(step.ceiling.name, step.ceiling)
        for other in (*self.displayed(), *self.picture.formulas()):
            found.setdefault(other.name, other)
        return tuple(found.values())

    def displayed(self) -> tuple[Formula, ...]:
        """The formulas whose equations it shows."""
        return tuple({one.name: one for term in self.terms for one in term.formulas}.values())


class Records(Protocol):
    """Where choices come from: the catalogue."""

    def collection(self, name: str) -> Mapping[str, Any]:
        """Records by id, in the order of display."""


Values = dict[str, Any]
"""Variables and results by name."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Inputs as they were given, and the variables made of them."""

    inputs: dict[str, str | int | float]
    values: Values
    texts: dict[str, str]
    """What to call each input in a sentence, by variable."""


def read_setup(
    calculator: Calculator, records: Records, given: Mapping[str, str], *, letter: str = "a"
) -> tuple[Setup | None, list[Diagnostic]]:
    """Make a set-up of texts by key; what is not given has its default. Codes C3xx, with the option as path."""
    setup = Setup({}, {}, {"letter": letter.upper()})
    found: list[Diagnostic] = []
    for one in calculator.inputs:
        default = one.default_b if isinstance(one, Choice) and one.default_b and letter == "b" else str(one.default)
        text = given.get(one.key, default).strip()
        if isinstance(one, Amount):
            number = _amount(VARIABLES[one.variable], one.key, text, found)
            setup.inputs[one.key], setup.values[one.variable] = number, number
            setup.texts[one.variable] = units.text(number, COUNT)
        elif one.own and text == OWN:
            _own(one, given, records, setup, found)
        elif one.configured and text == OWN:
            _configured(one, given, records, setup, found)
        else:
            _chosen(one, text, records, setup, found)
    for variable, collection, id in calculator.fixed:
        setup.values[variable] = records.collection(collection)[id]
    return (None, found) if found else (setup, [])


def _complaint(key: str, code: str, message: str, **words: object) -> Diagnostic:
    return Diagnostic(f"--{key}", START, code, MESSAGES[message].format(**words))


def _amount(variable: Variable, key: str, text: str, found: list[Diagnostic]) -> int:
    limits = {"low": units.plain(variable.low), "high": units.plain(variable.high)}
    if not text:
        found.append(_complaint(key, "C304", "missing", **limits))
    elif not re.fullmatch(WHOLE, text):
        found.append(_complaint(key, "C302", "whole", given=text))
    else:
        number = int(re.sub(r"\D", "", text)) if len(text) < 30 else 10**30
        if variable.low <= number <= variable.high:
            return number
        found.append(_complaint(key, "C303", "range", given=text, **limits))
    return 0


def _own(choice: Choice, given: Mapping[str, str], records: Records, setup: Setup, found: list[Diagnostic]) -> None:
    template = next(iter(records.collection(choice.records).values()))
    fields: Values = {}
    for one in choice.own:
        variable = VARIABLES[one.field]
        factor = units.GIVEN_IN[variable.quantity.id][one.unit]
        limits = {"low": units.plain(variable.low / factor), "high": units.plain(variable.high / factor)}
        text = given.get(one.key, "").strip()
        if not text and not one.required:
            fields[one.field] = None
        elif not text:
            found.append(_complaint(one.key, "C304", "missing", **limits))
        elif not re.fullmatch(DECIMAL, text) or len(text) > 30:
            found.append(_complaint(one.key, "C302", "decimal", given=text[:40]))
        elif not variable.low <= float(text) * factor <= variable.high:
            found.append(_complaint(one.key, "C303", "range", given=text, **limits))
        else:
            fields[one.field] = float(text) * factor
            setup.inputs[one.key] = float(text)
    setup.inputs[choice.key] = OWN
    if not found:
        setup.values[choice.variable] = type(template).own(**fields)
        setup.texts[choice.variable] = setup.values[choice.variable].name


def _configured(
    choice: Choice, given: Mapping[str, str], records: Records, setup: Setup, found: list[Diagnostic]
) -> None:
    text = given.get(choice.configured, "").strip()
    if not text:
        found.append(_complaint(choice.configured, "C304", "config"))
        return
    model, problems = model_from(records.collection("architectures"), text)
    for key, code, message in problems:
        said = f"{key}: {message}" if key else message
        found.append(Diagnostic(f"--{choice.configured}", START, code if code == "C307" else "C308", said))
    if model is not None:
        setup.inputs[choice.key] = OWN
        setup.values[choice.variable] = model
        setup.texts[choice.variable] = model.name


def _chosen(choice: Choice, text: str, records: Records, setup: Setup, found: list[Diagnostic]) -> None:
    collection = records.collection(choice.records)
    if text in collection:
        setup.inputs[choice.key] = text
        setup.values[choice.variable] = collection[text]
        setup.texts[choice.variable] = collection[text].name
        return
    known = [*collection, OWN] if choice.own or choice.configured else list(collection)
    hint = did_you_mean(text, known) or f"; there are {', '.join(known)}"
    complaint = _complaint(choice.key, "C301", "choice", given=text[:80])
    found.append(Diagnostic(complaint.path, START, complaint.code, complaint.message + hint))


def unused(calculator: Calculator, given: Mapping[str, str]) -> list[Diagnostic]:
    """Fields of one's own record that were given although none was chosen (C306): a slip that would go unseen."""
    return [
        Diagnostic(f"--{own.key}", START, "C306", f"is only used with --{one.key} {OWN}")
        for one in calculator.inputs
        if isinstance(one, Choice) and given.get(one.key) != OWN
        for own in one.own
        if own.key in given
    ]


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


def compute(formula: Formula, values: Values) -> float | None:
    """The value of a formula whose parameters are taken by name; None where it needs a fact not known."""
    for first, *rest in unknowns(formula):
        found = values[first]
        for step in rest:
            found = getattr(found, step)
        if found is None:
            return None
    if any(values[name] is None for name in formula.parameters):
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
    for step in (*calculator.steps, *calculator.joint, *calculator.ranking.steps):
        found[step.name] = step.formula.quantity if isinstance(step, Compute) else VARIABLES[step.vary].quantity
    return found


def words(calculator: Calculator, setup: Setup, values: Values, differs: Mapping[str, bool]) -> dict[str, str]:
    """Every fragment filled in, and every number as text; `differs` says which inputs the set-ups do not share."""
    known = dict(setup.texts)
    for name, quantity in quantities(calculator).items():
        if name in values:
            known[name] = units.text(values[name], quantity)
    choices = {f"differs_{key}": int(value) for key, value in differs.items()}
    for fragment in calculator.fragments:
        place = 0
        if fragment.select in choices:
            place = choices[fragment.select]
        elif fragment.select:
            chosen = values[fragment.select]
            place = 0 if chosen is None else min(int(chosen), len(fragment.cases) - 1)
        known[fragment.name] = re.sub(r"\{(\w+)\}", lambda found: known[found[1]], fragment.cases[place])
    return known


@dataclass(frozen=True, slots=True)
class Result:
    """Everything a page, the command line or a test wants to know of two set-ups."""

    a: Setup
    b: Setup
    values_a: Values
    values_b: Values
    words_a: dict[str, str]
    words_b: dict[str, str]
    same: bool
    """Whether there is only one set-up."""

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
    differs = {key: a.inputs[key] != b.inputs.get(key) for key in a.inputs}
    return Result(
        a,
        b,
        values_a,
        values_b,
        words(calculator, a, values_a, differs),
        words(calculator, b, values_b, differs),
        not any(differs.values()),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ranking."""

    record: Any
    values: Values


def rank(calculator: Calculator, records: Records, setup: Setup) -> list[Row]:
    """Every record of the ranking's choice with its numbers, best first."""
    ranking = calculator.ranking
    choice = next(one for one in calculator.inputs if one.key == ranking.choice)
    first, *rest = ranking.steps
    rows = []
    for record in records.collection(choice.records if isinstance(choice, Choice) else "").values():
        values = run((first,), {**setup.values, choice.variable: record})
        if values[first.name]:
            values = run(tuple(rest), values)
        rows.append(Row(record, values))

    def order(row: Row) -> tuple[float, float]:
        best = row.values[first.name]
        return (best, -row.values[ranking.descending]) if best else (math.inf, 0)

    return sorted(rows, key=order)


def document(calculator: Calculator, setup: Setup, values: Values) -> dict[str, Any]:
    """Inputs and results in base units, for JSON."""

    answers = dict(calculator.answers)

    def exact(name: str) -> float | int | str | None:
        value = values[name]
        if name in answers:
            return answers[name][int(value)]
        return int(value) if value is not None and float(value).is_integer() else value

    measures = quantities(calculator)
    return {
        "calculator": calculator.id,
        "inputs": dict(setup.inputs),
        "results": {name: exact(name) for name in calculator.exported},
        "units": {name: measures[name].base for name in calculator.exported if name not in answers},
    }
