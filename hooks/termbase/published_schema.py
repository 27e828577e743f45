"""The JSON Schemas of the published data, closed, so that a reader may rely on every key."""

from __future__ import annotations

from typing import Any

from termbase.model import Fit, Level

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"

Schema = dict[str, Any]


def _object(keys: Schema, **more: Any) -> Schema:
    return {"type": "object", "properties": keys, "required": sorted(keys), "additionalProperties": False, **more}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_TEXT: Schema = {"type": "string", "minLength": 1}
_ANY_TEXT: Schema = {"type": "string"}
_SLUGS = _list({"type": "string", "pattern": _SLUG})
_DATE: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_VERSION: Schema = {"const": "1.0"}

ENTRY: Schema = {
    "slug": {"type": "string", "pattern": _SLUG, "description": "Identity and address; never reused."},
    "url": {**_TEXT, "description": "Canonical address of the page."},
    "title": {**_TEXT, "description": "Headword."},
    "abbreviations": _list(_TEXT),
    "aliases": {**_list(_TEXT), "description": "Other names in use, shown on the page."},
    "hidden": {**_list(_TEXT), "description": "Names that are searched and never shown."},
    "definition": {**_TEXT, "description": "One plain sentence."},
    "topic": {"type": "string", "pattern": _SLUG},
    "level": {"enum": [str(one) for one in Level]},
    "broader": _SLUGS,
    "narrower": _SLUGS,
    "related": _SLUGS,
    "requires": {**_SLUGS, "description": "What to read first."},
    "contrast": _list(_object({"term": {"type": "string", "pattern": _SLUG}, "note": _TEXT})),
    "equivalents": _list(
        _object(
            {
                "vendor": _TEXT,
                "name": _TEXT,
                "fit": {"enum": [str(one) for one in Fit]},
                "note": _ANY_TEXT,
                "source": _ANY_TEXT,
            }
        )
    ),
    "questions": _list(_object({"ask": _TEXT, "answer": _TEXT})),
    "sources": {**_list(_object({"title": _TEXT, "url": _TEXT, "locator": _ANY_TEXT})), "minItems": 1},
    "anchors": {**_SLUGS, "description": "Parts of the page with an address of their own: /<slug>/#<anchor>."},
    "added": _DATE,
    "changed": {**_DATE, "description": "When the definition or a fact last changed."},
    "reviewed": {**_ANY_TEXT, "description": "When somebody else read the facts against the sources, or empty."},
    "license": _ANY_TEXT,
}
"""The keys of one entry, in every file that holds entries."""


def _whole(title: str, schema: Schema) -> Schema:
    return {"$schema": DIALECT, "title": title, **schema}


ENTRY_SCHEMA = _whole("One entry", _object({**ENTRY, "schema_version": _VERSION}))

TERMS_SCHEMA = _whole(
    "All entries",
    _object(
        {
            "schema_version": _VERSION,
            "name": _TEXT,
            "url": _ANY_TEXT,
            "terms": _list(_object(ENTRY)),
            "ambiguous": _list(_object({"name": _TEXT, "definition": _TEXT, "senses": _SLUGS})),
        }
    ),
)

LOOKUP_SCHEMA = _whole(
    "What one name means",
    {
        "oneOf": [
            _object({**ENTRY, "schema_version": _VERSION, "kind": {"const": "term"}}),
            _object(
                {
                    "schema_version": _VERSION,
                    "kind": {"const": "ambiguous"},
                    "name": _TEXT,
                    "definition": _TEXT,
                    "senses": {**_list(_object(ENTRY)), "minItems": 2},
                }
            ),
        ]
    },
)

PATHS_SCHEMA = _whole(
    "Names and the paths they have in addresses",
    _object({"rule": _TEXT, "vectors": _list(_object({"name": _ANY_TEXT, "path": _ANY_TEXT}))}),
)

SCHEMAS = {
    "entry.schema.json": ENTRY_SCHEMA,
    "terms.schema.json": TERMS_SCHEMA,
    "lookup.schema.json": LOOKUP_SCHEMA,
    "name-path.schema.json": PATHS_SCHEMA,
}
"""By file name, beside the data."""
