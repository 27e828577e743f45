"""The catalogue as data for other programs: every value with its unit, source and date. Sorted, byte-stable."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from typing import Any

from calculators import accelerator_page, cache, weights
from calculators.catalogue import Catalogue, Fact, Source
from calculators.expression import Formula
from calculators.model_numbers import classes, model_url, per_token
from calculators.records import Accelerator, Model
from calculators.reference import ACCELERATORS
from calculators.roofline import ridge_point
from calculators.units import QUANTITIES

API = "api/v1"
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_BASE = {one.id: one.base for one in QUANTITIES}
_PEAK = accelerator_page.PEAK


def data_files(catalogue: Catalogue, absolute: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """(path, content) of each file; `absolute` makes an address of the site absolute."""
    yield f"{API}/accelerators.json", _written(accelerators(catalogue, absolute))
    yield f"{API}/accelerators.schema.json", _written(ACCELERATORS_SCHEMA)
    yield f"{API}/models.json", _written(models(catalogue, absolute))
    yield f"{API}/models.schema.json", _written(MODELS_SCHEMA)


def _written(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def accelerators(catalogue: Catalogue, absolute: Callable[[str], str]) -> dict[str, Any]:
    """All accelerators, by id."""
    listed = [_accelerator(catalogue, one, absolute) for _, one in sorted(catalogue.accelerators.items())]
    return {"$schema": "accelerators.schema.json", "accelerators": listed}


def models(catalogue: Catalogue, absolute: Callable[[str], str]) -> dict[str, Any]:
    """All models, by id."""
    listed = [_model(catalogue, one, absolute) for _, one in sorted(catalogue.models.items())]
    return {"$schema": "models.schema.json", "models": listed}


# -- accelerators


def _accelerator(catalogue: Catalogue, one: Accelerator, absolute: Callable[[str], str]) -> dict[str, Any]:
    key = f"accelerators/{one.id}"
    facts = catalogue.facts[key]
    used = [fact for fact in facts if not fact.conflict]
    found: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "vendor": one.vendor,
        "shared_memory": bool(one.unified),
        "url": absolute(f"{ACCELERATORS}#{one.id}"),
        "values": {fact.name: _value(fact, "name") for fact in used if not fact.name.startswith(_PEAK)},
        "peaks": {
            fact.name.removeprefix(_PEAK): _value(fact, "accumulate") for fact in used if fact.name.startswith(_PEAK)
        },
        "conflicts": [{"of": fact.name, **_value(fact, "name")} for fact in facts if fact.conflict],
        "derived": {},
    }
    if (ridge := accelerator_page.ridge(catalogue, one.id)) is not None:
        found["derived"][f"ridge point {accelerator_page.RIDGE}"] = _derived(ridge_point, ridge)
    if key in catalogue.terms:
        found["term"] = catalogue.terms[key]
    if one.id in catalogue.unstated:
        found["unstated"] = catalogue.unstated[one.id]
    return found


def _value(fact: Fact, detail: str) -> dict[str, Any]:
    """A value in base units, as the source gives it, and the sources."""
    found: dict[str, Any] = {
        "value": _exact(fact.value),
        "unit": _BASE[fact.quantity],
        "given": fact.given,
        "sources": [_source(one) for one in fact.sources],
    }
    if fact.detail:
        found[detail] = fact.detail
    if fact.note:
        found["note"] = fact.note
    return found


def _source(source: Source) -> dict[str, str]:
    return {"title": source.title, "url": source.url, "by": source.by, "date": source.date}


def _derived(formula: Formula, value: float) -> dict[str, Any]:
    return {
        "value": _exact(value),
        "unit": formula.quantity.base,
        "formula": formula.name,
        "meaning": formula.meaning,
        "source": formula.source,
    }


def _exact(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


# -- models


def _model(catalogue: Catalogue, one: Model, absolute: Callable[[str], str]) -> dict[str, Any]:
    weight = {
        id: _derived(weights.weights_bytes, weights.weights_bytes(one, layout))
        for id, layout in catalogue.layouts.items()
    }
    token = {
        id: _derived(cache.bytes_per_token, per_token(one, format))
        for id, format in catalogue.collection("caches").items()
    }
    return {
        "id": one.id,
        "name": one.name,
        "vendor": one.vendor,
        "url": absolute(model_url(one.id)),
        "config": {
            fact.name: {
                "value": _config(fact.given),
                "unit": "as in config.json",
                "sources": [_source(source) for source in fact.sources],
            }
            for fact in catalogue.facts[f"models/{one.id}"]
        },
        "shape": {name: _shape(value) for name, value in _fields(one) if name not in ("id", "name", "vendor")},
        "derived": {
            "parameters": _derived(weights.parameters, weights.parameters(one)),
            "active_parameters": _derived(weights.active_parameters, weights.active_parameters(one)),
            "parameters_by_class": {formula.name: _derived(formula, number) for formula, number in classes(one)},
            "weights_bytes": weight,
            "bytes_per_token": token,
        },
    }


def _fields(record: Any) -> Iterator[tuple[str, Any]]:
    for one in dataclasses.fields(record):
        yield one.name, getattr(record, one.name)


def _shape(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_shape(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {name: _shape(one) for name, one in _fields(value)}
    return value


def _config(given: str) -> Any:
    """A value of config.json as JSON has it; text that is none stays text."""
    try:
        return json.loads(given)
    except ValueError:
        return given


# -- what these files hold, for programs that check


def _object(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(set(properties).difference(optional)),
        "additionalProperties": False,
    }


def _map(value: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "object", "description": description, "additionalProperties": value}


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


_UNITS = sorted({one.base for one in QUANTITIES if one.base})
_SOURCES = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/source"}}
_UNIT = {"enum": _UNITS, "description": "The base unit that `value` is in."}
_MEASURED: dict[str, Any] = {
    "value": {"type": "number", "description": "In base units."},
    "unit": _UNIT,
    "given": _text("As the source gives it, with its unit."),
    "sources": _SOURCES,
    "name": _text("Name of the link."),
    "accumulate": _text("The type in which products are summed."),
    "note": _text("What to know of it."),
}
_OPTIONAL = ("name", "accumulate", "note")
_DEFS = {
    "source": _object(
        {
            "title": _text("Its title."),
            "url": {"type": "string", "format": "uri"},
            "by": {"enum": ["vendor", "standard", "paper", "community", "own"]},
            "date": _text("When it was observed, where that is known, else when the source was read: an ISO date."),
        }
    ),
    "derived": _object(
        {
            "value": {"type": "number", "description": "In base units."},
            "unit": _UNIT,
            "formula": _text("Name of the formula."),
            "meaning": _text("What the number is."),
            "source": _text("Where the formula can be checked, or `definition`."),
        }
    ),
}
_NAMED: dict[str, Any] = {
    "id": _text("Never changes."),
    "name": _text("What to call it."),
    "vendor": _text("Who makes it."),
    "url": _text("The page, or the row of a table, that shows it."),
}

ACCELERATORS_SCHEMA: dict[str, Any] = {
    "$schema": SCHEMA,
    "title": "Accelerators, with unit, source and date of every value",
    **_object(
        {
            "$schema": {"type": "string"},
            "accelerators": {
                "type": "array",
                "items": _object(
                    {
                        **_NAMED,
                        "shared_memory": {"type": "boolean", "description": "A computer whose processor shares it."},
                        "values": _map({"$ref": "#/$defs/value"}, "By name; what is not known is not there."),
                        "peaks": _map({"$ref": "#/$defs/value"}, "Dense peaks by number format."),
                        "conflicts": {
                            "type": "array",
                            "description": "What other sources say of values above.",
                            "items": _object({"of": _text("Name of the value."), **_MEASURED}, *_OPTIONAL),
                        },
                        "derived": _map({"$ref": "#/$defs/derived"}, "Worked out from the values above."),
                        "term": _text("Slug of the entry about it."),
                        "unstated": _text("Why there is no peak in bf16 or fp16."),
                    },
                    "term",
                    "unstated",
                ),
            },
        }
    ),
    "$defs": {**_DEFS, "value": _object(_MEASURED, *_OPTIONAL)},
}
"""JSON Schema of accelerators.json."""

_DERIVED_MAP = _map({"$ref": "#/$defs/derived"}, "By id.")
MODELS_SCHEMA: dict[str, Any] = {
    "$schema": SCHEMA,
    "title": "Models, with what follows from their published configurations",
    **_object(
        {
            "$schema": {"type": "string"},
            "models": {
                "type": "array",
                "items": _object(
                    {
                        **_NAMED,
                        "config": _map(
                            _object({"value": {}, "unit": _text("The unit."), "sources": _SOURCES}),
                            "The published keys that count.",
                        ),
                        "shape": _map({}, "The same as groups of layers of known kinds."),
                        "derived": _object(
                            {
                                "parameters": {"$ref": "#/$defs/derived"},
                                "active_parameters": {"$ref": "#/$defs/derived"},
                                "parameters_by_class": _DERIVED_MAP,
                                "weights_bytes": _DERIVED_MAP,
                                "bytes_per_token": _DERIVED_MAP,
                            }
                        ),
                    }
                ),
            },
        }
    ),
    "$defs": _DEFS,
}
"""JSON Schema of models.json."""
