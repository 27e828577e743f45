"""What the browser is given: the formulas and description of a calculator, and the catalogue, as ES modules."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

from calculators import architectures, configuration, javascript, units
from calculators import calculator as engine
from calculators.architectures import Architecture
from calculators.calculator import Amount, Calculator, Choice
from calculators.catalogue import Catalogue
from calculators.expression import Formula
from calculators.nomenclature import VARIABLES
from calculators.records import NumberFormat

NOTE = "Generated from the formulas and data of calculators/; edit those."
FOLDER = "assets/calculators"


def catalogue_module(catalogue: Catalogue) -> str:
    """`export const catalogue`: records by collection and id; a format is written once and referred to."""
    formats = {id: _record(one) for id, one in catalogue.formats.items()}
    collections = []
    for name in ("accelerators", "models", "layouts", "reserves"):
        records = catalogue.collection(name)
        entries = ",\n".join(f"{_json(id)}:{_written(record)}" for id, record in records.items())
        collections.append(f"{name}: {{\n{entries}\n}}")
    caches = ", ".join(f"{_json(id)}: formats[{_json(id)}]" for id in catalogue.collection("caches"))
    rules = {id: _rules(one) for id, one in catalogue.architectures.items()}
    collections.append(f"architectures: {_json(rules)}")
    return (
        f"// {NOTE}\nconst formats = {_json(formats)};\n"
        f"export const catalogue = {{ formats, caches: {{ {caches} }}, {', '.join(collections)} }};\n"
    )


def calculator_module(calculator: Calculator, catalogue: Catalogue, catalogue_path: str) -> str:
    """The module of one calculator; it hands on the catalogue found at `catalogue_path`, relative to itself."""
    data = {"calculator": describe(calculator, catalogue), "units": unit_table(), "messages": engine.MESSAGES}
    if any(isinstance(one, Choice) and one.configured for one in calculator.inputs):
        data["configuration"] = configuration_table()
    written = javascript.module(calculator.formulas(), calculator.displayed(), data, note=NOTE)
    return f'export {{ catalogue }} from "{catalogue_path}";\n{written}'


def configuration_table() -> dict[str, Any]:
    """What the browser needs, besides the architectures, to read a config.json as we do."""
    fields = {"layers", *architectures.SHAPE}
    fields |= {field.name for record in architectures.GROUPS.values() for field in dataclasses.fields(record)}
    return {
        "messages": configuration.MESSAGES,
        "most": configuration.MOST_CHARACTERS,
        "largest": configuration.LARGEST,
        "foreign": configuration.NOT_JSON,
        "mixing": architectures.MIXING,
        "ranges": {name: [VARIABLES[name].low, VARIABLES[name].high, VARIABLES[name].meaning] for name in fields},
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


def unit_table() -> dict[str, Any]:
    """The ladders of units, for the code that shows numbers in the browser."""
    return {
        "unknown": units.UNKNOWN,
        "quantities": {
            one.id: {
                "units": [[unit.symbol, unit.factor, unit.decimals] for unit in one.units],
                "binary": [[unit.symbol, unit.factor, unit.decimals] for unit in one.binary],
                "plain": one.plain,
                "base": one.base,
                "threshold": one.threshold,
            }
            for one in units.QUANTITIES
        },
    }


def describe(calculator: Calculator, catalogue: Catalogue) -> dict[str, Any]:
    """The description of a calculator as plain data; formulas become their names."""
    described = _plain(calculator)
    assert isinstance(described, dict)
    described["inputs"] = [_input(one, catalogue) for one in calculator.inputs]
    described["quantities"] = {name: one.id for name, one in engine.quantities(calculator).items()}
    described["patterns"] = {"whole": engine.WHOLE, "decimal": engine.DECIMAL, "own": engine.OWN}
    ranges = {one.variable: one for one in calculator.inputs if isinstance(one, Amount)}
    described["ranges"] = {name: [VARIABLES[name].low, VARIABLES[name].high] for name in [*ranges] if name in VARIABLES}
    for left_out in ("title", "summary"):
        described.pop(left_out)
    return described


def _input(one: Choice | Amount, catalogue: Catalogue) -> dict[str, Any]:
    described: dict[str, Any] = dict(_plain(one))
    if isinstance(one, Choice) and one.own:
        template = type(next(iter(catalogue.collection(one.records).values())))
        described["template"] = _record(template.own(capacity=0.0, bandwidth=None))
        for field, own in zip(described["own"], one.own, strict=True):
            variable = VARIABLES[own.field]
            factor = units.GIVEN_IN[variable.quantity.id][own.unit]
            field.update(factor=factor, low=variable.low / factor, high=variable.high / factor)
    return described


def _plain(value: Any) -> Any:
    if isinstance(value, Formula):
        return value.name
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = {"kind": type(value).__name__} if isinstance(value, engine.Step | Choice | Amount) else {}
        fields = {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
        return kind | {name: one for name, one in fields.items() if one not in ("", (), [], None)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _record(record: Any) -> dict[str, Any]:
    return {one.name: _exact(getattr(record, one.name)) for one in dataclasses.fields(record)}


def _exact(value: Any) -> Any:
    # 80000000000.0 and 80000000000 are one number in JavaScript; the shorter is sent.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _written(value: Any) -> str:
    if isinstance(value, NumberFormat):
        return f"formats[{_json(value.id)}]"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [f"{one.name}:{_written(getattr(value, one.name))}" for one in dataclasses.fields(value)]
        return f"{{{','.join(fields)}}}"
    if isinstance(value, tuple):
        return f"[{','.join(_written(one) for one in value)}]"
    return _json(_exact(value))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
