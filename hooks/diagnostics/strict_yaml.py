"""A small, strict subset of YAML that keeps positions and never guesses types.

Block and flow mappings, sequences and scalars are read; every scalar stays the text that was written
(`2:4`, `NO` and `1e9` never become numbers). Duplicate keys, anchors, aliases, merge keys, tags and
several documents are refused, because each of them has silently changed somebody's data.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from diagnostics.diagnostic import START, Diagnostic, Edit, Position

MAX_DEPTH = 6
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)")


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, exactly as written (after unquoting)."""

    value: str
    position: Position
    quoted: bool = False
    """Whether it was quoted or a block scalar: an unquoted empty scalar is a key without value."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value` of a mapping."""

    key: Text
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order written; keys are unique."""

    entries: tuple[Entry, ...]
    position: Position

    def get(self, key: str) -> Entry | None:
        """The entry of that key."""
        return next((entry for entry in self.entries if entry.key.value == key), None)


Node = Text | Sequence | Mapping


def plain(node: Node) -> Any:
    """The node as dictionaries, lists and strings."""
    match node:
        case Text():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {entry.key.value: plain(entry.value) for entry in node.entries}


def position_of(node: Node, location: tuple[str | int, ...], *, of_key: bool = False) -> Position:
    """Where the value at `location` (keys and list indices from the root) stands.

    The deepest part of the location that exists is used; `of_key` gives the last key's own place.
    """
    place = node.position
    for step in location:
        if isinstance(node, Mapping) and isinstance(step, str):
            entry = node.get(step)
            if entry is None:
                break
            node, place = entry.value, entry.key.position if of_key else entry.value.position
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.position
        else:
            break
    return place


def node_at(node: Node, location: tuple[str | int, ...]) -> Node | None:
    """The node at `location` (keys and list indices from the root), or None if there is none."""
    for step in location:
        if isinstance(node, Mapping) and isinstance(step, str) and (entry := node.get(step)):
            node = entry.value
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def read_yaml(text: str, path: str, *, lines_before: int = 0) -> tuple[Node | None, list[Diagnostic]]:
    """Read `text`; positions are shifted by `lines_before`, so that they are those of the whole file.

    Returns the root node, or None with at least one diagnostic (codes D1xx).
    """

    def report(position: Position, code: str, message: str, edit: Edit | None = None) -> Diagnostic:
        moved = edit and Edit(edit.position.shifted(lines_before), edit.length, edit.text)
        return Diagnostic(path, position.shifted(lines_before), code, message, edit=moved)

    found = [report(*problem) for problem in _before_parsing(text)]
    if found:
        return None, found
    place = _places(text)
    try:
        try:
            reading = _Reading(yaml.parse(text, Loader=_FAST), place, lines_before)
            root = reading.document()
        except yaml.YAMLError:
            # The reader in C is ten times as fast, the one in Python says better what is wrong.
            reading = _Reading(yaml.parse(text, Loader=yaml.SafeLoader), place, lines_before)
            root = reading.document()
    except yaml.MarkedYAMLError as error:
        return None, [report(*_explain(error, text, place))]
    except yaml.YAMLError as error:
        return None, [report(START, "D101", " ".join(f"not readable as YAML: {error}".split()))]
    if root is None and not reading.problems:
        return None, [report(START, "D108", "expected keys with values, found nothing")]
    complaints = [Diagnostic(path, *problem) for problem in reading.problems]
    return (None if complaints else root), complaints


_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Place = Callable[[Any], Position]
"""Where an editor shows what a parser marked; the parsers in C and in Python have marks of their own."""


def _places(text: str) -> _Place:
    """Lines end at "\\n" alone; YAML 1.1 counts three characters more, so where one is, places are counted anew."""

    def by_line(mark: Any) -> Position:
        return Position(mark.line + 1, mark.column + 1) if mark else START

    def by_index(mark: Any) -> Position:
        if not mark:
            return START
        start = text.rfind("\n", 0, mark.index) + 1
        return Position(text.count("\n", 0, mark.index) + 1, mark.index - start + 1)

    return by_index if re.search("[\x85\u2028\u2029]", text) else by_line


class _TooDeep(Exception):
    """Reading ended at values nested too deeply."""


class _Reading:
    """Builds nodes from the parser's events, refusing what points elsewhere before it is ever followed."""

    def __init__(self, events: Iterator[yaml.Event], place: _Place, shift: int) -> None:
        self.events, self.place, self.shift = events, place, shift
        self.problems: list[tuple[Position, str, str]] = []

    def _place(self, event: yaml.Event) -> Position:
        return self.place(event.start_mark).shifted(self.shift) if event.start_mark else START

    def _refuse(self, event: yaml.Event, code: str, message: str) -> None:
        self.problems.append((self._place(event), code, message))

    def document(self) -> Node | None:
        """The root node; None if there is none."""
        root: Node | None = None
        with contextlib.suppress(_TooDeep):
            for event in self.events:
                match event:
                    case yaml.DocumentStartEvent(explicit=True) | yaml.DocumentEndEvent(explicit=True):
                        self._refuse(event, "D113", "only one block of keys is allowed; remove this line")
                    case yaml.NodeEvent():
                        root = self._node(event, 1)
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        position = self._place(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "D106", "aliases (*) are not allowed; write the value out or quote it")
            return Text("", position)
        if getattr(event, "anchor", None):
            self._refuse(event, "D106", "anchors (&) are not allowed; write the value out or quote it")
        if getattr(event, "tag", None):
            self._refuse(event, "D107", "tags (!) are not allowed; quote the value")
        if depth > MAX_DEPTH:
            # What is inside is not read: a thousand brackets would be a thousand calls deep.
            self._refuse(event, "D110", f"nested deeper than {MAX_DEPTH} levels; flatten it")
            raise _TooDeep
        if isinstance(event, yaml.ScalarEvent):
            return Text(event.value, position, quoted=bool(event.style))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(following := next(self.events), yaml.SequenceEndEvent):
                items.append(self._node(following, depth + 1))
            return Sequence(tuple(items), position)
        return self._mapping(position, depth)

    def _mapping(self, position: Position, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(following := next(self.events), yaml.MappingEndEvent):
            key = self._node(following, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Text):
                self.problems.append((key.position, "D111", "a key must be plain text"))
            elif key.value == "<<" and not key.quoted:
                self.problems.append((key.position, "D106", "merge keys (<<) are not allowed"))
            elif key.value in entries:
                first = entries[key.value].key.position.line
                message = f'"{key.value}" is given twice, first on line {first}; keep one'
                self.problems.append((key.position, "D112", message))
            else:
                entries[key.value] = Entry(key, value)
        return Mapping(tuple(entries.values()), position)


Problem = tuple[Position, str, str, Edit | None]
"""Where, code, message, and what mends it."""


def _before_parsing(text: str) -> list[Problem]:
    found: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indent and line.strip():
            column = indent.index("\t") + 1
            edit = Edit(Position(number), len(indent), indent.replace("\t", "  "))
            found.append((Position(number, column), "D102", "a tab indents this line; use spaces", edit))
        if _CONFLICT.match(line):
            found.append((Position(number, 1), "D109", f'merge conflict marker "{line[:7]}"; resolve it', None))
    return found


def _explain(error: yaml.MarkedYAMLError, text: str, place: _Place) -> Problem:
    position = place(error.problem_mark or error.context_mark)
    where, code, message = _explained(error, text, position, place(error.context_mark or error.problem_mark))
    return where, code, message, _quoted_value(text, position) if code == "D103" else None


def _quoted_value(text: str, position: Position) -> Edit | None:
    """The value of a line put in quotation marks."""
    line = text.split("\n")[position.line - 1]
    found = re.match(r"(\s*(?:- )?[\w-]+:\s+)([^\s\"'\[{].*?)\s*$", line)
    if not found:
        return None
    quoted = found.group(2).replace("\\", "\\\\").replace('"', '\\"')
    return Edit(Position(position.line, found.start(2) + 1), len(found.group(2)), f'"{quoted}"')


def _explained(
    error: yaml.MarkedYAMLError, text: str, position: Position, start: Position
) -> tuple[Position, str, str]:
    problem = error.problem or "not readable as YAML"
    if "expected <block end>" in problem and (opened := _open_quotation(text)):
        return opened, "D104", "this quotation mark is never closed; close it on the same value"
    if "mapping values are not allowed" in problem:
        line = text.split("\n")[position.line - 1]
        key, _, value = line.partition(": ")
        quoted = value.strip().replace("\\", "\\\\").replace('"', '\\"')
        return (
            position,
            "D103",
            f'a second ": " in one value; put the value in quotes: {key.strip()}: "{quoted}"',
        )
    if "while scanning a quoted scalar" in (error.context or ""):
        return start, "D104", "this quotation mark is never closed; close it on the same value"
    if "while parsing a flow" in (error.context or ""):
        line = text.split("\n")[start.line - 1]
        what = line[start.column - 1 : start.column]
        if what not in ("[", "{"):
            # Some readers place it behind the last value: take the last bracket before that.
            place = max(line.rfind("[", 0, start.column), line.rfind("{", 0, start.column))
            start, what = (Position(start.line, place + 1), line[place]) if place >= 0 else (start, "bracket")
        return (
            start,
            "D105",
            f'this "{what}" is not closed, or a value inside it needs quotes (see its column {position.column})'
            if position.line == start.line
            else f'this "{what}" is not closed, or a value inside it needs quotes',
        )
    if "cannot start any token" in problem:
        return position, "D101", f"{problem}; put the value in quotes"
    if "expected <block end>" in problem or "could not find expected ':'" in problem:
        return (
            position,
            "D101",
            f'expected "key: value" at the indentation of its neighbours ({problem.replace(chr(10), " ")})',
        )
    return position, "D101", f"not readable as YAML: {problem}".replace("\n", " ")


_QUOTED_VALUE = re.compile(r"^\s*(?:- )?[\w-]+:\s+([\"'])(.*)$")


def _open_quotation(text: str) -> Position | None:
    """The first value that begins with a quotation mark and does not end with it on its line."""
    for number, line in enumerate(text.split("\n"), 1):
        found = _QUOTED_VALUE.match(line)
        if found and not found.group(2).rstrip().endswith(found.group(1)):
            return Position(number, found.start(1) + 1)
    return None
