"""Entries from elsewhere: a row of a table or a Markdown file becomes a draft of ours, or is reported.

What cannot be mapped is never guessed: it comes back as a complaint with its place, and the rest goes on.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from diagnostics import Diagnostic, Position, plain, read_yaml
from diagnostics import Mapping as YamlMapping

from termbase.frontmatter import split
from termbase.model import Topic
from termbase.names import name_path
from termbase.scaffold import quoted, slug_of

KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "term", "headword", "name", "word"),
    "abbreviation": ("abbreviation", "abbr", "acronym", "short"),
    "aliases": ("aliases", "alias", "aka", "synonyms", "synonym", "also"),
    "definition": ("definition", "def", "summary", "short_description", "meaning", "description"),
    "topic": ("topic", "category", "section", "tags", "tag"),
    "level": ("level",),
    "related": ("related", "see_also", "see", "ref"),
    "sources": ("sources", "source", "references", "reference", "full_link", "link", "url"),
    "added": ("added", "date", "created"),
    "body": ("body", "text", "content", "long_description", "explanation"),
    "id": ("slug", "id"),
}
"""Our key to the names that others give it, the likeliest first."""
LISTS = re.compile(r"\s*[;|\n]\s*|\s*,\s+")
_FIRST_SENTENCE = re.compile(r"(.{20,200}?[.!?])(\s|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as it was found."""

    path: str
    line: int
    fields: Mapping[str, str | list[str]]
    """Our keys to what stood under them."""
    unmapped: tuple[str, ...]
    """Keys that mean nothing to us."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the one who imports says for entries that do not say it themselves."""

    topics: Mapping[str, Topic]
    topic: str = ""
    source_title: str = ""
    source_url: str = ""
    added: str = ""
    first_sentence: bool = False
    """Take the first sentence of the body as the definition where there is none."""


@dataclass(slots=True)
class Imported:
    """What came of it."""

    files: dict[str, str] = field(default_factory=dict)
    """Slug to the text of its file."""
    complaints: list[Diagnostic] = field(default_factory=list)


def records_of_csv(text: str, path: str) -> tuple[list[Record], list[Diagnostic]]:
    """The rows of a table whose first line names the columns; the delimiter is found by itself."""
    sample = text.removeprefix("\ufeff")
    first = sample.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(sample), delimiter=delimiter)
    found: list[Record] = []
    for row in reader:
        if None in row or None in row.values():
            message = f"expected {len(reader.fieldnames or ())} columns; put texts with {delimiter!r} in quotes"
            return found, [_complaint(path, reader.line_num, "G701", message)]
        found.append(_record(path, reader.line_num, {key: value for key, value in row.items() if value.strip()}))
    return found, []


def record_of_markdown(text: str, path: str) -> tuple[Record | None, list[Diagnostic]]:
    """A Markdown file with front matter that has a title or something like it."""
    parts, found = split(text, path)
    if parts is None:
        return None, found
    node, found = read_yaml(parts.yaml, path, lines_before=1)
    if node is None:
        return None, found
    if not isinstance(node, YamlMapping):
        return None, [_complaint(path, 1, "G701", "the front matter is no mapping of keys to values")]
    return _record(path, 1, {**plain(node), "body": parts.body.strip()}), []


def _record(path: str, line: int, given: Mapping[str, object]) -> Record:
    fields: dict[str, str | list[str]] = {}
    used: set[str] = set()
    folded = {name_path(key).replace("-", "_"): key for key in given}
    for ours, theirs in KEYS.items():
        for one in theirs:
            key = folded.get(one)
            if key is None or key in used or ours in fields:
                continue
            value = given[key]
            if isinstance(value, str) and value.strip():
                fields[ours] = value.strip()
                used.add(key)
            elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
                fields[ours] = [item.strip() for item in value if item.strip()]
                used.add(key)
    return Record(path, line, fields, tuple(key for key in given if key not in used and given[key] not in ("", [])))


def import_records(records: Iterable[Record], defaults: Defaults, taken: Mapping[str, str]) -> Imported:
    """Drafts of the records that map wholly; `taken` is slug to path of what exists already."""
    result = Imported()
    held = list(records)
    slugs = {one.path + str(one.line): _slug(one) for one in held}
    names = {name_path(_text(one, "title")): slugs[one.path + str(one.line)] for one in held}
    names |= {slug: slug for slug in (*slugs.values(), *taken)}
    for record in held:
        slug = slugs[record.path + str(record.line)]
        complaints = list(_draft(record, slug, defaults, names, taken, result.files))
        result.complaints += complaints
    return result


def _draft(
    record: Record,
    slug: str,
    defaults: Defaults,
    names: Mapping[str, str],
    taken: Mapping[str, str],
    files: dict[str, str],
) -> Iterator[Diagnostic]:
    def complaint(code: str, message: str) -> Diagnostic:
        return _complaint(record.path, record.line, code, message)

    missing = []
    title = _text(record, "title")
    if not title or not slug:
        yield complaint("G702", "no title was found (title, term, headword, name, word); not imported")
        return
    if slug in taken or slug in files:
        yield complaint("G703", f'"{slug}" exists already ({taken.get(slug, "imported above")}); not imported')
        return
    body = _text(record, "body")
    definition = " ".join(_text(record, "definition").split())
    if not definition and defaults.first_sentence and (found := _FIRST_SENTENCE.match(body)):
        definition = " ".join(found.group(1).split())
    if not definition:
        missing.append("a definition (or --first-sentence)")
    topic = _topic(record, defaults)
    if not topic:
        said = ", ".join(_items(record, "topic")) or "nothing"
        missing.append(f"a topic of topics.yml (found {said}; --topic gives one to all)")
    sources = list(_sources(record, defaults))
    if not sources:
        missing.append("a source with an https address (--source-url gives one to all)")
    if missing:
        yield complaint("G702", f"{title}: not imported, lacks {'; '.join(missing)}")
        return
    related: list[str] = []
    unknown: list[str] = []
    for one in _items(record, "related"):
        other = names.get(name_path(one))
        (related if other else unknown).append(other or one)
    for one in unknown:
        yield complaint("G704", f'{title}: related "{one}" is no entry here; left out')
    for key in record.unmapped:
        yield complaint("G704", f'{title}: "{key}" has no place here; left out')
    aliases = [one for one in _items(record, "aliases") if name_path(one) != name_path(title)]
    short = _items(record, "abbreviation")
    lines = ["---", f"title: {quoted(title)}"]
    lines += [f"abbreviation: [{', '.join(map(quoted, short))}]"] if short else []
    lines += [f"aliases: [{', '.join(map(quoted, aliases))}]"] if aliases else []
    lines += [f"definition: {quoted(definition)}", f"topic: {topic}"]
    lines += [f"level: {level}"] if (level := _text(record, "level")) in ("basic", "intermediate", "advanced") else []
    lines += [f"related: [{', '.join(dict.fromkeys(related))}]"] if related else []
    lines += ["sources:", *(f"  - {{title: {quoted(name)}, url: {quoted(url)}}}" for name, url in sources)]
    added = _text(record, "added")[:10]
    added = added if re.fullmatch(r"20\d\d-\d\d-\d\d", added) else defaults.added
    files[slug] = "\n".join([*lines, f"added: {added}", "---", body or definition, ""])


def _complaint(path: str, line: int, code: str, message: str) -> Diagnostic:
    return Diagnostic(path, Position(line), code, message)


def _slug(record: Record) -> str:
    given = name_path(_text(record, "id"))
    return given or slug_of(_text(record, "title"))


def _text(record: Record, key: str) -> str:
    value = record.fields.get(key, "")
    return value if isinstance(value, str) else ", ".join(value)


def _items(record: Record, key: str) -> list[str]:
    value = record.fields.get(key, [])
    return [one for one in LISTS.split(value) if one] if isinstance(value, str) else value


def _topic(record: Record, defaults: Defaults) -> str:
    known = {name_path(one.title): one.id for one in defaults.topics.values()}
    known |= {one: one for one in defaults.topics}
    matched = dict.fromkeys(known[name_path(one)] for one in _items(record, "topic") if name_path(one) in known)
    return next(iter(matched)) if len(matched) == 1 else defaults.topic


def _sources(record: Record, defaults: Defaults) -> Iterator[tuple[str, str]]:
    found = False
    for one in _items(record, "sources"):
        address = re.search(r"https://[^\s<>\"]+", one)
        if address:
            found = True
            title = one.replace(address.group(), "").strip(" ,:;()<>-")
            yield title or urlsplit(address.group()).netloc, address.group()
    if not found and defaults.source_url:
        yield defaults.source_title or urlsplit(defaults.source_url).netloc, defaults.source_url
