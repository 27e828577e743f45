"""Files that let VS Code complete the front matter: snippets and a JSON Schema, derived from the model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from termbase.schema import ContrastKeys, EquivalentKeys, FrontMatter, QuestionKeys, SourceKeys

SNIPPETS = ".vscode/glossary.code-snippets"
SCHEMA = ".vscode/front-matter.schema.json"
INNER: dict[str, type[BaseModel]] = {
    "contrast": ContrastKeys,
    "equivalents": EquivalentKeys,
    "questions": QuestionKeys,
    "sources": SourceKeys,
}


def editor_files(topics: Iterable[str]) -> dict[str, str]:
    """Path to content, for a glossary with these topics."""
    return {SNIPPETS: _json(_snippets(list(topics))), SCHEMA: _json(FrontMatter.model_json_schema())}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _snippets(topics: list[str]) -> dict[str, Any]:
    schema = FrontMatter.model_json_schema()
    keys: dict[str, Any] = {}
    for key, one in schema["properties"].items():
        keys[f"glossary: {key}"] = {
            "scope": "markdown,yaml",
            "prefix": key,
            "body": _body(key, one, topics),
            "description": one.get("description", ""),
        }
    required = [key for key in schema["properties"] if key in schema["required"]]
    whole = ["---", *(line for key in required for line in _body(key, schema["properties"][key], topics)), "---", "$0"]
    keys["glossary: entry"] = {
        "scope": "markdown,yaml",
        "prefix": "entry",
        "body": _numbered(whole),
        "description": "A whole entry with the keys that are required.",
    }
    return keys


def _body(key: str, schema: dict[str, Any], topics: list[str]) -> list[str]:
    if key in INNER:
        inner = INNER[key].model_json_schema()
        fields = []
        for place, (name, one) in enumerate(inner["properties"].items(), 1):
            if name in inner["required"] or name in ("note", "source", "locator"):
                fields.append(f"{name}: {_value(name, one, place)}")
        return [f"{key}:", f"  - {{{', '.join(fields)}}}"]
    if key == "topic":
        return [f"topic: ${{1|{','.join(topics)}|}}"]
    if key in ("added", "changed"):
        return [f"{key}: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"]
    if key == "reviewed":
        return ["reviewed: {date: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE, by: ${1:second reader}}"]
    if schema.get("type") == "array":
        return [f"{key}: [${{1:…}}]"]
    return [f"{key}: {_value(key, schema, 1)}"]


def _value(name: str, schema: dict[str, Any], place: int) -> str:
    if "enum" in schema:
        return f"${{{place}|{','.join(schema['enum'])}|}}"
    quote = '"' if name in ("note", "ask", "answer", "url", "source", "locator") else ""
    start = "https://" if name in ("url", "source") else "…"
    return f"{quote}${{{place}:{start}}}{quote}"


def _numbered(lines: list[str]) -> list[str]:
    """Places to stop at, counted through the whole entry instead of from one in each key."""
    count = 0
    numbered = []
    for line in lines:
        pieces = line.split("${")
        out = pieces[0]
        for piece in pieces[1:]:
            count += 1
            out += "${" + str(count) + piece.lstrip("0123456789")
        numbered.append(out)
    return numbered
