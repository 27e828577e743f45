"""From texts by key, as a form, an address or the command line gives them, to a set-up: variables with values.

The browser does the same by the same description; what is said of bad input is written once, here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from diagnostics import START, Diagnostic, did_you_mean

from calculators import units
from calculators.architectures import estimate_from, model_from
from calculators.calculator import Amount, Bare, Calculator, Choice, Input, Option
from calculators.engine import Records, Setup, Values, compute
from calculators.nomenclature import VARIABLES
from calculators.units import Quantity

OWN = "own"
"""The choice of a record that the catalogue does not have."""

BARE = "bare"
"""The choice of a record of which only one number is known."""

COUNTED = r"^(\d{1,3}([,_ \u00a0\u202f]\d{3})+|\d+)(\.\d+)?\s?[KkMmBbTt]?$"
"""How many there are: `13B`, `350M`, `7,000,000,000`."""
SCALES = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
WHOLE = r"^\d{1,3}([,_ \u00a0\u202f]\d{3})+$|^\d+$"
DECIMAL = r"^(\d{1,3}([,_ \u00a0\u202f]\d{3})+|\d+)(\.\d+)?$"

MESSAGES = {
    "missing": "expected a number from {low} to {high}, found nothing",
    "whole": "expected a whole number in digits, such as 32768, found “{given}”",
    "decimal": "expected a number such as 24 or 33.5, found “{given}”",
    "counted": "expected a number such as 13B, 350M or 7000000000, found “{given}”",
    "range": "expected a number from {low} to {high}, found {given}",
    "config": "expected the text of a config.json, found nothing",
    "choice": "there is no “{given}” in the catalogue",
    "option": "expected {known}, found “{given}”",
}
"""What is said of bad input, here and in the browser."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a number is given: its unit's size and its range, in that unit."""

    quantity: Quantity
    factor: float
    low: float
    high: float
    pattern: str
    """`whole` or `decimal`."""


def measure(variable: str, unit: str) -> Measure:
    """How a variable is given in a unit; without one in its base unit."""
    one = VARIABLES[variable]
    factor = units.GIVEN_IN[one.quantity.id][unit] if unit else 1
    pattern = "whole" if one.whole and not unit else "decimal"
    return Measure(one.quantity, factor, one.low / factor, one.high / factor, pattern)


def default_text(one: Input, letter: str = "a") -> str:
    """The default of an input as it would be typed."""
    own = letter == "b" and one.default_b not in ("", None)
    default = one.default_b if own else one.default
    return default if isinstance(default, str) else units.plain(default or 0).replace(",", "")


def read_setup(
    calculator: Calculator, records: Records, given: Mapping[str, str], *, letter: str = "a"
) -> tuple[Setup | None, list[Diagnostic]]:
    """Make a set-up of texts by key; what is not given has its default. Codes C3xx, with the option as path."""
    setup, found = _read(calculator, records, given, letter)
    for check in calculator.checks if not found else ():
        if setup.values.keys() >= set(check.holds.parameters) and compute(check.holds, setup.values) == 0:
            message = re.sub(r"\{(\w+)\}", lambda word: _word(calculator, setup, word[1]), check.message)
            found.append(Diagnostic(f"--{check.key}", START, "C309", message))
    for choice in _bare_choices(calculator) if not found else ():
        if choice.bare and setup.inputs[choice.key] == BARE:
            message = re.sub(r"\{(\w+)\}", lambda word: _word(calculator, setup, word[1]), choice.bare.text)
            found.append(Diagnostic(f"--{choice.bare.field.key}", START, "C310", message))
    for one in calculator.inputs:
        if isinstance(one, Choice) and one.estimate and given.get(one.key) == OWN:
            _estimate(calculator, one, given, records, setup, found)
    return (None, found) if found else (setup, [])


def _read(
    calculator: Calculator, records: Records, given: Mapping[str, str], letter: str
) -> tuple[Setup, list[Diagnostic]]:
    """Each input by itself."""
    setup = Setup({}, {}, {"letter": letter.upper()})
    found: list[Diagnostic] = []
    for one in calculator.inputs:
        text = given.get(one.key, default_text(one, letter)).strip()
        match one:
            case Amount():
                _amount(one, text, setup, found)
            case Option():
                _option(one, text, setup, found)
            case Choice() if one.own and text == OWN:
                _own(one, given, records, setup, found)
            case Choice(bare=Bare() as bare) if text == BARE:
                _bare(one, bare, given, setup, found)
            case Choice() if one.configured and text == OWN:
                _configured(one, given, records, setup, found)
            case Choice():
                _chosen(one, text, records, setup, found)
    for variable, collection, id in calculator.fixed:
        setup.values[variable] = records.collection(collection)[id]
    return setup, found


def _estimate(
    calculator: Calculator,
    choice: Choice,
    given: Mapping[str, str],
    records: Records,
    setup: Setup,
    found: list[Diagnostic],
) -> None:
    """Beside a refused config.json, and nothing else that is wrong, what its bare measures come to."""
    path = f"--{choice.configured}"
    if not found or any(one.path != path for one in found):
        return
    model = estimate_from(records.collection("architectures"), given.get(choice.configured, ""))
    if model is not None:
        likely = Setup({}, {**setup.values, choice.variable: model}, setup.texts)
        message = re.sub(r"\{(\w+)\}", lambda word: _word(calculator, likely, word[1]), choice.estimate)
        found.append(Diagnostic(path, START, "C310", message))


def _word(calculator: Calculator, setup: Setup, name: str) -> str:
    """What to call an input, or the value of a step that needs nothing but inputs."""
    if name in setup.texts:
        return setup.texts[name]
    formula = next(one for one in calculator.formulas() if one.name == name)
    return units.text(compute(formula, setup.values), formula.quantity)


def _complaint(key: str, code: str, message: str, **words: object) -> Diagnostic:
    return Diagnostic(f"--{key}", START, code, MESSAGES[message].format(**words))


def _number(key: str, text: str, how: Measure, found: list[Diagnostic]) -> float | None:
    """The number in its own unit, or None with a complaint."""
    limits = {"low": units.plain(how.low), "high": units.plain(how.high)}
    if not text:
        found.append(_complaint(key, "C304", "missing", **limits))
    elif not re.fullmatch(WHOLE if how.pattern == "whole" else DECIMAL, text):
        found.append(_complaint(key, "C302", how.pattern, given=text[:40]))
    else:
        digits = re.sub(r"[^\d.]", "", text)
        number = (int(digits) if how.pattern == "whole" else float(digits)) if len(digits) < 30 else 10**30
        if how.low <= number <= how.high:
            return number
        found.append(_complaint(key, "C303", "range", given=text[:40], **limits))
    return None


def _amount(one: Amount, text: str, setup: Setup, found: list[Diagnostic]) -> None:
    how = measure(one.variable, one.unit)
    number = _number(one.key, text, how, found)
    if number is not None:
        setup.inputs[one.key] = number
        setup.values[one.variable] = number * how.factor
        setup.texts[one.variable] = units.in_equation(number * how.factor, how.quantity)


def _option(one: Option, text: str, setup: Setup, found: list[Diagnostic]) -> None:
    chosen = next((named for named in one.options if named.id == text), None)
    if chosen is None:
        found.append(_complaint(one.key, "C301", "option", given=text[:40], known=known_options(one)))
        return
    setup.inputs[one.key] = chosen.id
    setup.values[one.variable] = chosen.value
    setup.texts[one.variable] = chosen.label


def known_options(one: Option) -> str:
    """The names there are: `none, selective or full`."""
    *others, last = (named.id for named in one.options)
    return f"{', '.join(others)} or {last}"


def _own(choice: Choice, given: Mapping[str, str], records: Records, setup: Setup, found: list[Diagnostic]) -> None:
    template = next(iter(records.collection(choice.records).values()))
    fields: Values = {}
    for one in choice.own:
        how = measure(one.field, one.unit)
        text = given.get(one.key, "").strip()
        if not text and not one.required:
            fields[one.field] = None
            continue
        number = _number(one.key, text, how, found)
        if number is not None:
            fields[one.field] = number * how.factor
            setup.inputs[one.key] = number
    setup.inputs[choice.key] = OWN
    if not found:
        setup.values[choice.variable] = type(template).own(**fields)
        setup.texts[choice.variable] = setup.values[choice.variable].name


def _bare(choice: Choice, bare: Bare, given: Mapping[str, str], setup: Setup, found: list[Diagnostic]) -> None:
    """One number, with a letter for thousands, millions, billions or trillions behind it."""
    key, variable = bare.field.key, bare.field.field
    how = measure(variable, "")
    text = given.get(key, "").strip()
    limits = {"low": "1", "high": units.plain(how.high)}
    if not text:
        found.append(_complaint(key, "C304", "missing", **limits))
        return
    if not re.fullmatch(COUNTED, text):
        found.append(_complaint(key, "C302", "counted", given=text[:40]))
        return
    number = float(re.sub(r"[^\d.]", "", text)) * SCALES.get(text[-1].upper(), 1)
    if not 1 <= number <= how.high:
        found.append(_complaint(key, "C303", "range", given=text[:40], **limits))
        return
    setup.inputs.update({choice.key: BARE, key: round(number)})
    setup.values[variable] = round(number)
    setup.texts[variable] = units.plain(round(number))


def _bare_choices(calculator: Calculator) -> list[Choice]:
    return [one for one in calculator.inputs if isinstance(one, Choice) and one.bare]


def bare_values(calculator: Calculator, records: Records, given: Mapping[str, str]) -> tuple[Setup, Values]:
    """What is known where of a record only one number is: the set-up, and the numbers that its estimate gives."""
    setup, _ = _read(calculator, records, given, "a")
    formulas = [each for one in _bare_choices(calculator) if one.bare for each in one.bare.formulas]
    return setup, {one.name: compute(one, setup.values) for one in formulas}


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


def unused(calculator: Calculator, given: Mapping[str, str], typed: Collection[str]) -> list[Diagnostic]:
    """What was typed although another choice leaves it without use (C306): a slip that would go unseen."""
    idle = [
        Diagnostic(f"--{one.key}", START, "C306", f"is only used with --{one.when[0]} {' or '.join(one.when[1:])}")
        for one in calculator.inputs
        if one.when and one.key in typed and given.get(one.when[0]) not in one.when[1:]
    ]
    return idle + [
        Diagnostic(f"--{own.key}", START, "C306", f"is only used with --{one.key} {OWN}")
        for one in calculator.inputs
        if isinstance(one, Choice) and given.get(one.key) != OWN
        for own in one.own
        if own.key in given
    ]
