"""What the browser is given: the formulas and description of a calculator with its records, as ES modules."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from typing import Any

from calculators import architectures, configuration, engine, inputs, javascript, units
from calculators.architectures import Architecture
from calculators.calculator import (
    Amount,
    Bars,
    Calculator,
    Choice,
    Compute,
    First,
    Input,
    Largest,
    Option,
    Picture,
    Ranking,
    Roofline,
    Step,
)
from calculators.catalogue import Catalogue
from calculators.expression import Formula
from calculators.nomenclature import VARIABLES
from calculators.records import Model
from calculators.shipping import ALWAYS, catalogue_script, fields_read

NOTE = "Generated from the formulas and data of calculators/; edit those."
FOLDER = "assets/calculators"


def calculator_module(calculator: Calculator, catalogue: Catalogue, configuration_path: str) -> str:
    """The module of one calculator, whole but for what reads a config.json, which is fetched when one is given."""
    data = {"calculator": describe(calculator, catalogue), "units": unit_table(calculator), "messages": inputs.MESSAGES}
    written = javascript.module(calculator.formulas(), calculator.displayed(), data, note=NOTE)
    if any(isinstance(one, Choice) and one.configured for one in calculator.inputs):
        written += f"export const configured = () => import({_json(configuration_path)});\n"
    return written + catalogue_script(calculator, catalogue)


def configuration_module(catalogue: Catalogue) -> str:
    """What reads a config.json as we do: the architectures, and what is said of wrong ones."""
    rules = {id: _rules(one) for id, one in catalogue.architectures.items()}
    return (
        f"// {NOTE}\nexport const architectures = {_json(rules)};\n"
        f"export const configuration = {_json(configuration_table())};\n"
    )


def configuration_table() -> dict[str, Any]:
    """What the browser needs, besides the architectures, to read a config.json as we do."""
    fields = {"layers", *architectures.SHAPE}
    known = {"id", "name", "vendor", *architectures.SHAPE, *architectures.GROUPS}
    fields |= {field.name for record in architectures.GROUPS.values() for field in dataclasses.fields(record)}
    return {
        "messages": configuration.MESSAGES,
        "most": configuration.MOST_CHARACTERS,
        "largest": configuration.LARGEST,
        "foreign": configuration.NOT_JSON,
        "mixing": architectures.MIXING,
        "rest": {one.name: [] for one in dataclasses.fields(Model) if one.name not in known},
        "ranges": {
            name: [VARIABLES[name].low, VARIABLES[name].high, VARIABLES[name].meaning] for name in sorted(fields)
        },
        "name": architectures.OWN_MODEL,
    }


def _rules(one: Architecture) -> dict[str, Any]:
    """An architecture as plain data, without what it does not say."""
    groups = {
        kind: [
            {"fields": rule.fields} | {name: key for name in ("when", "unless") if (key := getattr(rule, name))}
            for rule in rules
        ]
        for kind, rules in one.groups.items()
    }
    return {"inside": one.inside, "only": one.only_if, "depth": one.depth, "shape": one.shape, "groups": groups}


def hashed_name(name: str, content: str) -> str:
    """`memory.1a2b3c4d.js`: the address changes with the content, so that it can be kept for ever."""
    return f"{name}.{hashlib.sha256(content.encode()).hexdigest()[:10]}.js"


def unit_table(calculator: Calculator | None = None) -> dict[str, Any]:
    """The ladders of units, for the code that shows numbers in the browser; all, or those a calculator shows."""
    return {
        "unknown": units.UNKNOWN,
        "between": units.BETWEEN,
        "quantities": {
            one.id: {
                "units": [[unit.symbol, unit.factor, unit.decimals] for unit in one.units],
                "binary": [[unit.symbol, unit.factor, unit.decimals] for unit in one.binary],
                "plain": one.plain,
                "base": one.base,
                "threshold": one.threshold,
            }
            for one in units.QUANTITIES
            if calculator is None or one.id in _shown(calculator)
        },
    }


def _shown(calculator: Calculator) -> set[str]:
    shown = {one.id for one in engine.quantities(calculator).values()}
    shown |= {VARIABLES[one.variable].quantity.id for one in calculator.inputs if one.variable in VARIABLES}
    return shown | {one.id for formula in calculator.displayed() for one in javascript.quantities(formula)}


def describe(calculator: Calculator, catalogue: Catalogue) -> dict[str, Any]:
    """The description of a calculator as plain data; formulas become their names."""
    read = fields_read(calculator.formulas())
    described: dict[str, Any] = {
        "id": calculator.id,
        "inputs": [_input(one, catalogue, read) for one in calculator.inputs],
        "fixed": calculator.fixed,
        "checks": [[one.key, one.holds.name, one.message] for one in calculator.checks],
        "steps": [_step(one) for one in calculator.steps],
        "joint": [_step(one) for one in calculator.joint],
        "fragments": [[one.name, one.cases, *([one.select] if one.select else [])] for one in calculator.fragments],
        "exported": calculator.exported,
        "answers": dict(calculator.answers),
        "quantities": {
            name: one.id for name, one in engine.quantities(calculator).items() if name in _told(calculator)
        },
        "patterns": {"whole": inputs.WHOLE, "decimal": inputs.DECIMAL, "own": inputs.OWN},
        "letters": calculator.letters,
    }
    if any(isinstance(one, Choice) and one.bare for one in calculator.inputs):
        described["patterns"] |= {"counted": inputs.COUNTED, "bare": inputs.BARE, "scales": inputs.SCALES}
    if calculator.comparison:
        described["told"] = calculator.comparison.told
    if calculator.ranking:
        described["ranking"] = _ranking(calculator.ranking)
    if calculator.picture:
        described["picture"] = _picture(calculator.picture)
    return described


def _told(calculator: Calculator) -> set[str]:
    """The steps whose numbers become text: in words, lines, rows and files, and the length of a scale."""
    texts = [case for one in calculator.fragments for case in one.cases] + [one.message for one in calculator.checks]
    texts += [one.bare.text for one in calculator.inputs if isinstance(one, Choice) and one.bare]
    words = [re.findall(r"\{(\w+)(?:\.\.(\w+))?\}", text) for text in texts]
    found = {name for pairs in words for pair in pairs for name in pair if name}
    found |= {name for one in (*calculator.terms, *calculator.beside) for name in one.values}
    found |= {one.step for one in calculator.ranking.columns} if calculator.ranking else set()
    found |= {name for one in calculator.comparison.lines for name in one.values} if calculator.comparison else set()
    match calculator.picture:
        case Bars(extent=extent):
            found.add(extent)
        case Roofline(points=points):
            found |= {name for one in points for name in (one.intensity, one.attainable)}
    return found | set(calculator.exported)


def _step(one: Step) -> Any:
    match one:
        case Compute():
            return one.name if one.name == one.formula.name else [one.name, one.formula.name]
        case First():
            return {"name": one.name, "vary": one.vary, "holds": one.holds.name, "candidates": one.candidates}
        case Largest():
            low, high = VARIABLES[one.vary].low, VARIABLES[one.vary].high
            ceiling = one.ceiling.name if one.ceiling else ""
            return _kept(
                {"name": one.name, "vary": one.vary, "holds": one.holds.name, "low": low, "high": high}
                | {"ceiling": ceiling}
            )


def _ranking(ranking: Ranking) -> dict[str, Any]:
    steps = [_step(one) for one in ranking.steps]
    first = ranking.steps[0].name
    described = {"choice": ranking.choice, "first": first, "steps": steps, "order": ranking.order, "none": ranking.none}
    return described | _kept({"given": ranking.given})


def _picture(picture: Picture) -> dict[str, Any]:
    """What places its parts; words, colours and links are in the page."""
    described = {one.name: getattr(picture, one.name) for one in dataclasses.fields(picture)}
    for in_the_page in ("title", "most_ticks", "named", "described", "limit_label", "other_limit_label", "ridge_label"):
        described.pop(in_the_page, None)
    if isinstance(picture, Bars):
        described["segments"] = [one.step for one in picture.segments]
    else:
        described["points"] = [[one.letter, one.intensity, one.attainable] for one in picture.points]
    return _kept({name: _named(value) for name, value in described.items()})


def _named(value: Any) -> Any:
    return value.name if isinstance(value, Formula) else value


def _input(one: Input, catalogue: Catalogue, read: frozenset[str]) -> dict[str, Any]:
    described: dict[str, Any] = {"key": one.key, "variable": one.variable, "default": inputs.default_text(one)}
    if one.default_b not in ("", None):
        described["default_b"] = inputs.default_text(one, "b")
    match one:
        case Option():
            described["options"] = [[named.id, named.label, named.value] for named in one.options]
            described["known"] = inputs.known_options(one)
        case Amount():
            described |= _measure(one.variable, one.unit)
        case Choice():
            described["records"] = one.records
            if one.configured:
                described["configured"] = one.configured
            if one.estimate:
                described["estimate"] = one.estimate
            if one.bare:
                described["bare"] = {"key": one.bare.field.key, "variable": one.bare.field.field, "text": one.bare.text}
                described["bare"]["high"] = VARIABLES[one.bare.field.field].high
            if one.own:
                described |= _own(one, catalogue, read)
    return described


def _measure(variable: str, unit: str) -> dict[str, Any]:
    how = inputs.measure(variable, unit)
    return {
        "quantity": how.quantity.id,
        "factor": how.factor,
        "low": how.low,
        "high": how.high,
        "pattern": how.pattern,
    }


def _own(one: Choice, catalogue: Catalogue, read: frozenset[str]) -> dict[str, Any]:
    kind = type(next(iter(catalogue.collection(one.records).values())))
    empty = kind.own(**{own.field: None for own in one.own})
    names = [field.name for field in dataclasses.fields(empty) if field.name in read or field.name in ALWAYS]
    fields = [
        _kept({"key": own.key, "field": own.field, "required": own.required}) | _measure(own.field, own.unit)
        for own in one.own
    ]
    return {"own": fields, "template": {name: getattr(empty, name) for name in names}}


def _kept(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value not in ("", (), [], None, False)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
