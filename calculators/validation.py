"""Checks a YAML node against the keys of schema.py: every complaint stands at its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from diagnostics import START, Diagnostic, Node, Position, did_you_mean, plain, position_of
from diagnostics import Mapping as YamlMapping
from diagnostics import Sequence as YamlSequence
from diagnostics import Text as YamlText
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Keys = TypeVar("Keys", bound=BaseModel)


def validate(model: type[Keys], node: Node, path: str) -> tuple[Keys | None, list[Diagnostic]]:
    """Check a YAML node against a model; every complaint stands at its place in the file (C10x)."""
    found = [
        Diagnostic(path, position, "C106", f"{key}: no value; give one, or leave the key out")
        for key, position in _without_value(node)
    ]
    if found:
        return None, found
    if not isinstance(node, YamlMapping):
        return None, [Diagnostic(path, node.position, "C103", "expected keys with values (key: value)")]
    try:
        return model.model_validate(plain(node)), []
    except ValidationError as error:
        return None, sorted({_explain(detail, node, model, path) for detail in error.errors()})


def _without_value(node: Node, key: str = "") -> Iterator[tuple[str, Position]]:
    match node:
        case YamlText(value="", quoted=False):
            yield key, node.position
        case YamlSequence():
            for item in node.items:
                yield from _without_value(item, key)
        case YamlMapping():
            for entry in node.entries:
                if isinstance(entry.value, YamlText) and not entry.value.value and not entry.value.quoted:
                    yield entry.key.value, entry.key.position
                else:
                    yield from _without_value(entry.value, entry.key.value)


_PATTERNS: Mapping[str, str] = {
    "^https": "an https:// address",
    "^20": "a date such as 2026-11-23",
    r"^(\d+(\.\d+)?) (": "a number and a unit, such as 3.35 TB/s",
    r"^\d{1,15}$": "a whole number in digits",
    r"^\d{1,15}(": "a number such as 66.5",
    "^[a-z0-9]+([-": "an id of lower-case words, digits, points and hyphens",
    "^[A-Za-z_][": "a key of config.json",
    "^[A-Za-z0-9_ |": "an expression over keys of config.json, such as head_dim | hidden_size / num_attention_heads",
    "^[A-Za-z0-9_*-][": "a whole number, true, false, null or kinds of layers, as in config.json",
}


def _explain(error: ErrorDetails, node: Node, model: type[BaseModel], path: str) -> Diagnostic:
    in_key = error["loc"][-1:] == ("[key]",)
    location = tuple(step for step in error["loc"] if step != "[key]")
    dotted = ".".join(str(step) for step in location)
    position = position_of(node, location, of_key=in_key)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        code = "C108" if location[-1] == "source" else "C101"
        whole = position_of(node, location[:-1])
        return Diagnostic(path, whole if len(location) > 1 else START, code, f"{dotted}: required, but missing; add it")
    if kind == "extra_forbidden":
        known = _keys_at(model, location[:-1])
        hint = did_you_mean(str(location[-1]), known) or f"; known keys: {', '.join(known)}"
        place = position_of(node, location, of_key=True)
        return Diagnostic(path, place, "C102", f'{dotted}: unknown key "{location[-1]}"{hint}')
    if kind == "literal_error":
        allowed = str(context.get("expected", "")).replace("'", "")
        hint = did_you_mean(str(error["input"]), re.split(r", | or ", allowed))
        return Diagnostic(path, position, "C104", f'{dotted}: expected {allowed}, found "{error["input"]}"{hint}')
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        wanted = next((words for start, words in _PATTERNS.items() if pattern.startswith(start)), "one line of text")
        return Diagnostic(path, position, "C105", f'{dotted}: expected {wanted}, found "{error["input"]}"')
    if kind in {"string_type", "list_type", "dict_type", "model_type", "model_attributes_type"}:
        shape = {"string_type": "text", "list_type": "a list"}.get(kind, "keys with values")
        return Diagnostic(path, position, "C103", f"{dotted}: expected {shape}")
    return Diagnostic(path, position, "C105", f"{dotted}: {error['msg']}")


def _keys_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The keys known at a place, by walking the annotations."""
    here: Any = model
    for step in location:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            here = field.annotation if field else None
        else:
            here = (getattr(here, "__args__", None) or (None,))[-1]
        if "NoneType" in str(getattr(here, "__args__", "")):
            here = next((kind for kind in here.__args__ if kind is not type(None)), None)
    return sorted(here.model_fields) if isinstance(here, type) and issubclass(here, BaseModel) else []
