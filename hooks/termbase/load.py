"""A glossary folder, read into a `Glossary`. The only module of this package that opens files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from diagnostics import Diagnostic, Edit, Position, Severity, node_at, read_yaml
from diagnostics import Mapping as YamlMapping
from diagnostics import Sequence as YamlSequence
from pydantic import BaseModel, ConfigDict, Field

from termbase.body import check_body
from termbase.characters import deceptive_characters
from termbase.figures import check_figure
from termbase.index import NameIndex, check_disambiguations, check_lookalikes, check_names
from termbase.model import Disambiguation, Glossary, ReadingPath, Retired, Term, Topic
from termbase.names import MAX_SLUG, RESERVED, is_slug, name_path
from termbase.permalinks import LOCK, Promise, check_promises, check_retired, read_lock
from termbase.relations import check_paths, check_relations
from termbase.schema import Line, NameText, Slug, parse_term, validate

LARGEST = 64_000
"""Bytes of one entry."""
HOSTILE = frozenset({"G404", "G405", "G407"})
"""What a text may hold that must not reach a browser or the renderer."""
MOST_DECEPTIVE = 20
"""Characters complained of in one file: where there are hundreds, the file came from another program."""
DATA_FILES = frozenset({"topics.yml", "_disambiguation.yml", "_retired.yml", "_paths.yml"})


class TopicKeys(BaseModel):
    """One shelf of `topics.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Slug
    title: NameText
    summary: Line
    group: NameText | None = Field(None, description="Heading that neighbouring topics share on the home page.")
    introduction: list[Line] = Field([], description="How its terms hang together: paragraphs, in which names link.")


class DisambiguationKeys(BaseModel):
    """One name of `_disambiguation.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    definition: Line
    senses: list[Slug] = Field(min_length=2)


class PathKeys(BaseModel):
    """One reading path of `_paths.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: NameText
    why: Line = Field(description="Who should walk it and what they will be able to do.")
    goals: list[Slug] = Field(min_length=1, description="What it leads to; what these require is put before them.")


class RetiredKeys(BaseModel):
    """One slug of `_retired.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    to: list[Slug] = Field([], description="What took its place.")
    why: Line = Field(description="One sentence for those who follow an old link.")


Keys = TypeVar("Keys", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder holds, as far as it can be read."""

    glossary: Glossary
    """The terms that have no error of their own."""
    figures: Mapping[str, str]
    """File name to SVG text, checked."""
    diagnostics: tuple[Diagnostic, ...]
    """All complaints, sorted by place."""
    broken: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """File stem of each entry that could not be read, to its complaints."""
    promises: tuple[Promise, ...] = ()
    """Every address ever published."""


def load_glossary(folder: Path, root: Path | None = None, pages: frozenset[str] = frozenset()) -> Loaded:
    """Read and check a glossary folder.

    `root` is the folder that paths in messages are relative to (by default the parent of `folder`);
    `pages` are further link targets that entries may use, relative to `folder`.
    """
    root = root or folder.parent
    found: list[Diagnostic] = []
    broken: dict[str, tuple[Diagnostic, ...]] = {}
    terms: list[Term] = []
    figures: dict[str, str] = {}
    if not folder.is_dir():
        message = "there is no such folder; set extra.glossary.dir in mkdocs.yml"
        found.append(Diagnostic(_relative(folder, root), Position(), "G109", message))
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = _relative(path, root)
        if path.name in DATA_FILES and not path.is_symlink():
            continue
        if path.is_symlink() or (path.name != "figures" and (path.is_dir() or path.suffix != ".md")):
            message = "only entries (<slug>.md), figures/ and the YAML files belong here, and no symbolic links"
            found.append(Diagnostic(name, Position(), "G109", message))
            continue
        if path.name == "figures":
            found.extend(_load_figures(path, root, figures))
            continue
        term, problems = _load_term(path, name)
        found.extend(problems)
        if term is None:
            broken[path.stem] = tuple(problems)
        else:
            terms.append(term)
    topics, topic_problems = _load_topics(folder / "topics.yml", root)
    senses, places, sense_problems = _load_table(folder / "_disambiguation.yml", root, DisambiguationKeys)
    gone, gone_places, gone_problems = _load_table(folder / "_retired.yml", root, RetiredKeys)
    ways, way_places, way_problems = _load_table(folder / "_paths.yml", root, PathKeys)
    promises, lock_problems = _load_lock(root / LOCK, root)
    found.extend((*topic_problems, *sense_problems, *gone_problems, *way_problems, *lock_problems))
    known = frozenset(term.slug for term in terms) | frozenset(broken)
    for term in terms:
        problems = list(check_body(term.body, term.path, term.body_line, known, figures, pages))
        found.extend(problems)
        if any(one.code in HOSTILE for one in problems):
            # Not even a preview may render it.
            broken[term.slug] = tuple(problems)
    glossary = Glossary(
        {term.slug: term for term in sorted(terms, key=_order) if term.slug not in broken},
        topics,
        {name: Disambiguation(name, keys.definition, tuple(keys.senses)) for name, keys in senses.items()},
        {slug: Retired(slug, tuple(keys.to), keys.why) for slug, keys in gone.items()},
        {id: ReadingPath(id, keys.title, keys.why, tuple(keys.goals)) for id, keys in ways.items()},
    )
    index = NameIndex(glossary)
    found.extend(check_names(index))
    found.extend(check_lookalikes(index))
    found.extend(check_relations(glossary, broken))
    if not broken:
        found.extend(check_disambiguations(index, _relative(folder / "_disambiguation.yml", root), places))
        found.extend(check_paths(glossary, _relative(folder / "_paths.yml", root), way_places))
        found.extend(check_retired(index, _relative(folder / "_retired.yml", root), gone_places))
        found.extend(check_promises(index, promises, LOCK))
    for topic in topics.values():
        for number, paragraph in enumerate(topic.introduction):
            place = topic.places[number]
            found.extend(
                check_body(paragraph, _relative(folder / "topics.yml", root), place.line, known, figures, pages)
            )
    return Loaded(glossary, figures, tuple(sorted(set(found))), broken, promises)


def _order(term: Term) -> tuple[str, str]:
    return term.headword.casefold(), term.slug


def _relative(path: Path, root: Path) -> str:
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def _load_term(path: Path, name: str) -> tuple[Term | None, list[Diagnostic]]:
    slug = path.stem
    if not is_slug(slug):
        proposal = name_path(slug)[:MAX_SLUG].strip("-") or "a-name"
        message = f'"{path.name}": a file name is lower-case words joined by hyphens; rename it to {proposal}.md'
        return None, [Diagnostic(name, Position(), "G107", message)]
    if slug in RESERVED:
        return None, [Diagnostic(name, Position(), "G208", f"/{slug}/ is the address of another page; rename the file")]
    text, problems = _read(path, name)
    return (None, problems) if text is None else parse_term(text, name, slug)


def _read(path: Path, name: str) -> tuple[str | None, list[Diagnostic]]:
    data = path.read_bytes()
    if len(data) > LARGEST:
        return None, [Diagnostic(name, Position(), "G108", f"{len(data)} bytes; an entry has at most {LARGEST}")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        position = Position(before.count("\n") + 1, error.start - data.rfind(b"\n", 0, error.start))
        return None, [
            Diagnostic(name, position, "G106", f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8")
        ]
    if "\0" in text:
        return None, [Diagnostic(name, Position(), "G106", "this is no text file (it holds NUL bytes)")]
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    deceptive = [
        Diagnostic(name, Position(line, column), "G116", message, edit=Edit(Position(line, column), 1, ""))
        for line, column, message in deceptive_characters(plain)
    ]
    return (None, deceptive[:MOST_DECEPTIVE]) if deceptive else (text, [])


def _load_figures(folder: Path, root: Path, figures: dict[str, str]) -> Iterator[Diagnostic]:
    for path in sorted(folder.iterdir()):
        name = _relative(path, root)
        if path.is_symlink() or path.is_dir() or path.suffix != ".svg" or not is_slug(path.stem):
            yield Diagnostic(name, Position(), "G109", "only <slug>-<name>.svg files belong here")
            continue
        text, problems = _read(path, name)
        problems = problems if text is None else list(check_figure(text, name))
        yield from problems
        if text is not None and not problems:
            figures[path.name] = text


def _load_topics(path: Path, root: Path) -> tuple[dict[str, Topic], list[Diagnostic]]:
    name = _relative(path, root)
    if not path.is_file() or path.is_symlink():
        return {}, [
            Diagnostic(name, Position(), "G110", "there is no topics.yml; list the topics as id, title, summary")
        ]
    text, found = _read(path, name)
    node, problems = read_yaml(text, name) if text is not None else (None, [])
    found += problems
    if node is not None and not isinstance(node, YamlSequence):
        found.append(Diagnostic(name, node.position, "G112", "expected a list of topics (- id: …)"))
    topics: dict[str, Topic] = {}
    for item in node.items if isinstance(node, YamlSequence) else ():
        keys, problems = validate(TopicKeys, item, name)
        found += problems
        if keys is None:
            continue
        if keys.id in topics:
            found.append(Diagnostic(name, item.position, "G211", f'topic "{keys.id}" is listed twice; remove one'))
        written = node_at(item, ("introduction",))
        places = tuple(one.position for one in written.items) if isinstance(written, YamlSequence) else ()
        topics[keys.id] = Topic(keys.id, keys.title, keys.summary, keys.group or "", tuple(keys.introduction), places)
    return topics, found


def _load_table(
    path: Path, root: Path, model: type[Keys]
) -> tuple[dict[str, Keys], dict[str, Position], list[Diagnostic]]:
    """A YAML file of names with keys: (values, places of the names, complaints). It need not exist."""
    if not path.is_file() or path.is_symlink():
        return {}, {}, []
    name = _relative(path, root)
    text, found = _read(path, name)
    if text is None or not re.search(r"^[^#\s]", text, re.MULTILINE):
        return {}, {}, found
    node, problems = read_yaml(text, name)
    found += problems
    values: dict[str, Keys] = {}
    places: dict[str, Position] = {}
    if node is not None and not isinstance(node, YamlMapping):
        found.append(Diagnostic(name, node.position, "G112", "expected names, each with its keys"))
    for entry in node.entries if isinstance(node, YamlMapping) else ():
        keys, problems = validate(model, entry.value, name)
        found += problems
        if keys is not None:
            values[entry.key.value] = keys
            places[entry.key.value] = entry.key.position
    return values, places, found


def _load_lock(path: Path, root: Path) -> tuple[tuple[Promise, ...], list[Diagnostic]]:
    if not path.is_file():
        return (), []
    return read_lock(path.read_text(encoding="utf-8"), _relative(path, root))


def errors(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Those that stop a build."""
    return tuple(one for one in found if one.severity is Severity.ERROR)
