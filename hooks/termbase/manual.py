"""The pages that explain the form of an entry and every complaint, made from the schema and the codes."""

from __future__ import annotations

from typing import Any

from diagnostics.codes import CODES as READING

from termbase.codes import CODES
from termbase.schema import FrontMatter


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _kind(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    """A JSON Schema type in words."""
    if "$ref" in schema:
        keys = definitions[schema["$ref"].rsplit("/", 1)[-1]]["properties"]
        return "keys " + ", ".join(f"`{key}`" for key in keys)
    if "anyOf" in schema:
        kinds = [_kind(one, definitions) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'], definitions)}"
    if str(schema.get("pattern", "")).startswith("^20"):
        return "date"
    if str(schema.get("pattern", "")).startswith("^[a-z0-9]"):
        return "slug"
    return "text"


def front_matter_page() -> str:
    """Every key of an entry: what it holds and whether it is required."""
    schema = FrontMatter.model_json_schema()
    definitions = schema.get("$defs", {})
    lines = [
        "An entry begins with these keys between two lines of `---`. Any other key is refused, with the nearest "
        "one that exists. A key without a value is left out.",
        "",
        "| Key | Holds | What it is for |",
        "|---|---|---|",
    ]
    for key, one in schema["properties"].items():
        required = " (required)" if key in schema["required"] else ""
        lines.append(f"| `{key}`{required} | {_cell(_kind(one, definitions))} | {_cell(one.get('description', ''))} |")
    return "\n".join([*lines, ""])


def diagnostics_page() -> str:
    """Every code with its cause and cure."""
    lines = [
        "Every complaint is one line: `path:line:column: code message`. What a code means and how to mend it:",
        "",
        "| Code | What it says | Cause | Cure |",
        "|---|---|---|---|",
    ]
    for code, one in sorted({**READING, **CODES}.items()):
        lines.append(f"| `{code}` | {_cell(one.title)} | {_cell(one.cause)} | {_cell(one.cure)} |")
    return "\n".join([*lines, ""])
