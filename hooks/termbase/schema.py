"""The front matter of a term: its closed schema, and the reading of it into a `Term`.

The pydantic models are the one definition of the keys; the JSON Schema and the documentation are
derived from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar

from diagnostics import (
    START,
    Diagnostic,
    Edit,
    Mapping,
    Node,
    Position,
    Sequence,
    Text,
    did_you_mean,
    node_at,
    plain,
    position_of,
    read_yaml,
    surely_meant,
)
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from termbase.frontmatter import split
from termbase.model import Contrast, Equivalent, Fit, Level, Name, NameKind, Question, Review, Source, Term
from termbase.names import fold

DEFINITION_LENGTH = range(40, 201)

Line = Annotated[str, StringConstraints(min_length=1, max_length=600, pattern=r"^\S([^\n]*\S)?$")]
NameText = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^\S([^\n]*\S)?$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Date = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$")]


M = TypeVar("M", bound=BaseModel)


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ContrastKeys(_Closed):
    """A term that this one is confused with."""

    term: Slug = Field(description="Slug of the other term.")
    note: Line = Field(description="One sentence that tells the two apart.")


class EquivalentKeys(_Closed):
    """The same idea at another vendor."""

    vendor: NameText = Field(description="AMD, Intel, Apple, Google…")
    name: NameText = Field(description="What that vendor calls it.")
    fit: Literal["exact", "close", "false-friend"] = Field(description="How well it corresponds.")
    note: Line | None = Field(None, description="What differs.")
    source: Url | None = Field(None, description="Where that can be checked.")
    term: Slug | None = Field(None, description="Slug of our entry for it, where we have one.")


class QuestionKeys(_Closed):
    """Something people ask, in their words."""

    ask: Line = Field(description="The question, or the error message.")
    answer: Line = Field(description="The answer in one or two sentences.")


class SourceKeys(_Closed):
    """Where a reader can check the facts."""

    title: Line
    url: Url
    locator: Line | None = Field(None, description="Section, table or page.")


class ReviewKeys(_Closed):
    """Facts read against their sources by someone who did not write them."""

    date: Date
    by: NameText


class FrontMatter(_Closed):
    """The keys of a term file. Required: title, definition, topic, sources, added."""

    title: NameText = Field(description="The headword.")
    definition: str = Field(description="One plain sentence of 40 to 200 characters: genus and difference.")
    topic: Slug = Field(description="An id of topics.yml.")
    sources: list[SourceKeys] = Field(min_length=1, description="At least one, the primary source first.")
    added: Date = Field(description="When the entry was written, as 2026-11-24.")
    abbreviation: NameText | list[NameText] | None = Field(None, description="Short forms, matched with their case.")
    aliases: list[NameText] = Field([], description="True synonyms: linked, searched, published as addresses.")
    hidden: list[NameText] = Field([], description="Searched, never shown: misspellings, old names.")
    unlinked: list[NameText] = Field([], description="Shown and searched, never linked automatically.")
    level: Literal["basic", "intermediate", "advanced"] = Field("intermediate", description="Who it is for.")
    broader: list[Slug] = Field([], description="What it is a kind or a part of.")
    related: list[Slug] = Field([], description="Sideways; either side may say it.")
    requires: list[Slug] = Field([], description="What must be read first.")
    contrast: list[ContrastKeys] = Field([], description="What it is confused with.")
    equivalents: list[EquivalentKeys] = Field([], description="The same idea elsewhere.")
    questions: list[QuestionKeys] = Field([], description="What people ask.")
    accelerators: list[Slug] = Field([], description="Catalogue ids, for entries about products.")
    changed: Date | None = Field(None, description="When the definition or a fact last changed.")
    reviewed: ReviewKeys | None = Field(None, description="Who read the facts against the sources, and when.")


def parse_term(text: str, path: str, slug: str) -> tuple[Term | None, list[Diagnostic]]:
    """Read one term file. Returns the term, or None with at least one diagnostic."""
    parts, found = split(text, path)
    if parts is None:
        return None, found
    node, found = read_yaml(parts.yaml, path, lines_before=1)
    if node is None:
        return None, found
    keys, found = validate(FrontMatter, node, path)
    if keys is None:
        return None, found
    found = list(_check_definition(node, keys.definition, path))
    if found:
        return None, found
    return _term(keys, node, slug, path, parts.body, parts.body_line), []


def validate(model: type[M], node: Node, path: str) -> tuple[M | None, list[Diagnostic]]:
    """Check a YAML node against a model; every complaint stands at its place in the file."""
    found = [
        Diagnostic(path, position, "G114", f"{key}: no value; give one, or leave the key out")
        for key, position in _without_value(node)
    ]
    if found:
        return None, found
    if not isinstance(node, Mapping):
        return None, [Diagnostic(path, node.position, "G112", "expected keys with values (key: value)")]
    try:
        return model.model_validate(plain(node)), []
    except ValidationError as error:
        return None, sorted({_explain(detail, node, model, path) for detail in error.errors()})


def _without_value(node: Node, key: str = "") -> Iterator[tuple[str, Position]]:
    match node:
        case Text(value="", quoted=False):
            yield key, node.position
        case Sequence():
            for item in node.items:
                yield from _without_value(item, key)
        case Mapping():
            for entry in node.entries:
                if isinstance(entry.value, Text) and not entry.value.value and not entry.value.quoted:
                    yield entry.key.value, entry.key.position
                else:
                    yield from _without_value(entry.value, entry.key.value)


def _explain(error: ErrorDetails, node: Node, model: type[BaseModel], path: str) -> Diagnostic:
    # Branches of a union ("str", "list[…]") appear in the location; they are no keys of the file.
    location = tuple(step for step in error["loc"] if isinstance(step, int) or re.fullmatch(r"\w+", step))
    location = tuple(step for step in location if step not in {"str", "constrained"})
    key = str(location[0]) if location else ""
    last = str(next((step for step in reversed(location) if isinstance(step, str)), ""))
    dotted = f"{key}.{last}" if last not in ("", key) else key
    position = position_of(node, location)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        whole = position_of(node, location[:-1])
        where = START if whole.line <= 2 and len(location) == 1 else whole
        return Diagnostic(path, where, "G110", f"{dotted}: required, but missing; add it")
    if kind == "extra_forbidden":
        known = _keys_at(model, location[:-1])
        hint = did_you_mean(last, known) or f"; known keys: {', '.join(known)}"
        place = position_of(node, location, of_key=True)
        meant = surely_meant(last, known)
        edit = Edit(place, len(last), meant) if meant and _lacks(node, location[:-1], meant) else None
        return Diagnostic(path, place, "G111", f'unknown key "{last}"{hint}', edit=edit)
    if kind in {"string_type", "model_type", "list_type", "dict_type", "model_attributes_type"}:
        edit = _as_list(node_at(node, location)) if kind == "list_type" else None
        return Diagnostic(path, position, "G112", f"{dotted}: {_shape(kind, dotted, error['input'])}", edit=edit)
    if kind == "literal_error":
        value = str(error["input"])
        allowed = str(context.get("expected", "")).replace("'", "")
        choices = re.split(r", | or ", allowed)
        hint, meant = did_you_mean(value, choices), surely_meant(value, choices)
        written = node_at(node, location)
        edit = Edit(position, len(value), meant) if meant and isinstance(written, Text) and not written.quoted else None
        return Diagnostic(path, position, "G113", f'{dotted}: expected {allowed}, found "{value}"{hint}', edit=edit)
    if kind == "too_short":
        return Diagnostic(
            path,
            position,
            "G112",
            f"{dotted}: expected at least {context.get('min_length')}, found {context.get('actual_length')}",
        )
    if kind == "string_too_long":
        return Diagnostic(path, position, "G115", f"{dotted}: longer than {context.get('max_length')} characters")
    if kind == "string_too_short":
        return Diagnostic(path, position, "G115", f"{dotted}: empty; give a value, or leave the key out")
    return Diagnostic(path, position, "G115", f"{dotted}: {_pattern(str(context.get('pattern')), str(error['input']))}")


def _lacks(node: Node, location: tuple[str | int, ...], key: str) -> bool:
    inner = node_at(node, location)
    return isinstance(inner, Mapping) and inner.get(key) is None


def _as_list(node: Node | None) -> Edit | None:
    """Plain text with commas, written where a list belongs, as a list."""
    if not isinstance(node, Text) or node.quoted or re.search(r"[\[\]{}:#]", node.value):
        return None
    return Edit(node.position, len(node.value), f"[{', '.join(part.strip() for part in node.value.split(','))}]")


def _shape(kind: str, key: str, value: Any) -> str:
    found = "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping"
    if kind == "list_type" and isinstance(value, str):
        items = ", ".join(part.strip() for part in value.split(","))
        return f"expected a list, found text; write [{items}]"
    wanted = {"string_type": "text", "list_type": "a list"}.get(kind, "keys with values")
    return f"expected {wanted}, found {found}"


def _pattern(pattern: str, value: str) -> str:
    if pattern.startswith("^https"):
        return f'expected an https:// address, found "{value}"'
    if pattern.startswith("^20"):
        return f'expected a date such as 2026-11-24, found "{value}"'
    if pattern.startswith("^[a-z0-9]"):
        return f'expected lower-case words joined by hyphens, found "{value}"'
    return "expected one line of text without blanks at its ends"


def _keys_at(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    nested: dict[str, type[BaseModel]] = {
        "contrast": ContrastKeys,
        "equivalents": EquivalentKeys,
        "questions": QuestionKeys,
        "sources": SourceKeys,
        "reviewed": ReviewKeys,
    }
    inner = nested.get(str(location[0])) if location else None
    return sorted((inner or model).model_fields)


_MARKDOWN = re.compile(r"`|\*\*|\]\(|</?[A-Za-z]|\n|https?://")
_SECOND_SENTENCE = re.compile(r"[.!?] +[A-Z]")


def _check_definition(node: Node, definition: str, path: str) -> Iterator[Diagnostic]:
    position = position_of(node, ("definition",))
    length = len(definition)
    if length not in DEFINITION_LENGTH:
        limits = f"{DEFINITION_LENGTH.start} to {DEFINITION_LENGTH.stop - 1}"
        yield Diagnostic(path, position, "G301", f"definition: expected {limits} characters, found {length}")
    if found := _MARKDOWN.search(definition):
        what = "a line break" if found.group() == "\n" else f'"{found.group()}"'
        yield Diagnostic(path, position, "G303", f"definition: plain text expected, found {what}; use plain words")
    elif not definition.endswith(".") or _SECOND_SENTENCE.search(definition):
        written = node_at(node, ("definition",))
        edit = None
        if isinstance(written, Text) and not written.quoted and definition[-1].isalnum():
            edit = Edit(Position(position.line, position.column + length), 0, ".")
        edit = None if _SECOND_SENTENCE.search(definition) else edit
        message = "definition: expected one sentence that ends with a full stop"
        yield Diagnostic(path, position, "G302", message, edit=edit)


def _term(keys: FrontMatter, node: Node, slug: str, path: str, body: str, body_line: int) -> Term:
    return Term(
        slug=slug,
        names=tuple(_names(keys, node)),
        definition=keys.definition,
        topic=keys.topic,
        sources=tuple(Source(one.title, one.url, one.locator or "") for one in keys.sources),
        added=keys.added,
        changed=keys.changed or keys.added,
        body=body,
        path=path,
        body_line=body_line,
        level=Level(keys.level),
        broader=tuple(keys.broader),
        related=tuple(keys.related),
        requires=tuple(keys.requires),
        contrast=tuple(Contrast(one.term, one.note) for one in keys.contrast),
        equivalents=tuple(
            Equivalent(one.vendor, one.name, Fit(one.fit), one.note or "", one.source or "", one.term or "")
            for one in keys.equivalents
        ),
        questions=tuple(Question(one.ask, one.answer) for one in keys.questions),
        accelerators=tuple(keys.accelerators),
        reviewed=Review(keys.reviewed.date, keys.reviewed.by) if keys.reviewed else None,
        positions={
            entry.key.value: tuple(item.position for item in entry.value.items)
            if isinstance(entry.value, Sequence)
            else (entry.value.position,)
            for entry in (node.entries if isinstance(node, Mapping) else ())
        },
    )


def _names(keys: FrontMatter, node: Node) -> Iterator[Name]:
    unlinked = {fold(text) for text in keys.unlinked}
    headword_links = fold(keys.title) not in unlinked
    # A headword that is listed as unlinked too is an everyday word: shown, but never linked by itself.
    yield Name(keys.title, NameKind.HEADWORD, position_of(node, ("title",)), links=headword_links)
    short = [keys.abbreviation] if isinstance(keys.abbreviation, str) else keys.abbreviation or []
    for key, texts, kind in (
        ("abbreviation", short, NameKind.ABBREVIATION),
        ("aliases", keys.aliases, NameKind.ALIAS),
        ("unlinked", keys.unlinked, NameKind.UNLINKED),
        ("hidden", keys.hidden, NameKind.HIDDEN),
    ):
        for number, text in enumerate(texts):
            if kind is NameKind.UNLINKED and fold(text) == fold(keys.title):
                continue
            links = kind in (NameKind.ABBREVIATION, NameKind.ALIAS)
            yield Name(text, kind, position_of(node, (key, number)), links=links)
