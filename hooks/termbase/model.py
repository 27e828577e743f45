"""The words of the domain: names, terms and the glossary that holds them. Frozen, no logic beyond look-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from diagnostics import Position


class NameKind(StrEnum):
    """What a name is to its term."""

    HEADWORD = "headword"
    ABBREVIATION = "abbreviation"
    ALIAS = "alias"
    UNLINKED = "unlinked"
    """Shown and searched, never linked automatically."""
    HIDDEN = "hidden"
    """Searched, never shown: misspellings, old names."""


class Level(StrEnum):
    """How much a reader must know already."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Fit(StrEnum):
    """How well another vendor's word corresponds."""

    EXACT = "exact"
    CLOSE = "close"
    FALSE_FRIEND = "false-friend"


@dataclass(frozen=True, slots=True)
class Name:
    """One way to say a term."""

    text: str
    kind: NameKind
    position: Position = field(default=Position(), compare=False)
    """Where it is claimed, for messages."""
    links: bool = True
    """Whether a mention of it in text becomes a link; never for unlinked and hidden names."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A term this one is confused with, and what tells them apart."""

    term: str
    note: str


@dataclass(frozen=True, slots=True)
class Equivalent:
    """The same idea at another vendor."""

    vendor: str
    name: str
    fit: Fit
    note: str = ""
    source: str = ""
    """https address, or empty."""
    term: str = ""
    """Slug of our entry for it, or empty."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something people ask, in their words, and the answer in a sentence or two."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reader can check the facts."""

    title: str
    url: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Facts read against their sources by someone who did not write them."""

    date: str
    by: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The shelf a term stands on."""

    id: str
    title: str
    summary: str
    group: str = ""
    """Heading that neighbouring topics share on the home page, or empty."""
    introduction: tuple[str, ...] = ()
    """How its terms hang together: paragraphs of Markdown, in which names become links."""
    places: tuple[Position, ...] = field(default=(), compare=False, repr=False)
    """Where these paragraphs stand, for messages."""


@dataclass(frozen=True, slots=True)
class Disambiguation:
    """A name that several terms claim on purpose."""

    name: str
    definition: str
    senses: tuple[str, ...]
    """Slugs, in the order shown."""


@dataclass(frozen=True, slots=True)
class ReadingPath:
    """A way through the glossary: everything that must be read before its goals, in order."""

    id: str
    title: str
    why: str
    """Who should walk it and what they will be able to do."""
    goals: tuple[str, ...]
    """Slugs, in the order in which they are reached."""


@dataclass(frozen=True, slots=True)
class Retired:
    """An entry that was merged, split or deleted."""

    slug: str
    to: tuple[str, ...]
    """Slugs of what took its place; empty if nothing did."""
    why: str


@dataclass(frozen=True, slots=True)
class Term:
    """One concept, one file."""

    slug: str
    """File stem: identity and URL; never reused."""
    names: tuple[Name, ...]
    """The headword first, then abbreviations, aliases, unlinked and hidden names as written."""
    definition: str
    """One plain sentence: used by cards, search, chat previews and data."""
    topic: str
    """Id of a topic."""
    sources: tuple[Source, ...]
    added: str
    """ISO date."""
    changed: str
    """ISO date on which the definition or a fact last changed; equals `added` where not given."""
    body: str
    """Markdown after the front matter."""
    path: str
    """Relative to the project, with forward slashes: for messages and edit links."""
    body_line: int = 1
    """Line of the file on which the body begins."""
    level: Level = Level.INTERMEDIATE
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    """As written on this side; `relations` makes it symmetric."""
    requires: tuple[str, ...] = ()
    contrast: tuple[Contrast, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()
    questions: tuple[Question, ...] = ()
    accelerators: tuple[str, ...] = ()
    """Ids of the catalogue, for entries about products."""
    reviewed: Review | None = None
    """None: nobody but the writer has read the facts against the sources yet."""
    positions: Mapping[str, tuple[Position, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Where each key's values stand (one place for each item of a list), for messages."""

    def position(self, key: str, number: int = 0) -> Position:
        """Where the value of a key stands; the start of the file if it is not there."""
        places = self.positions.get(key, ())
        return places[number] if number < len(places) else Position()

    @property
    def headword(self) -> str:
        """The preferred name."""
        return self.names[0].text

    def named(self, *kinds: NameKind) -> tuple[str, ...]:
        """The names of these kinds, in the order written."""
        return tuple(name.text for name in self.names if name.kind in kinds)

    @property
    def abbreviations(self) -> tuple[str, ...]:
        """Short forms, the customary one first."""
        return self.named(NameKind.ABBREVIATION)

    @property
    def also_called(self) -> tuple[str, ...]:
        """Names that are shown beside the headword and its abbreviations."""
        return self.named(NameKind.ALIAS, NameKind.UNLINKED)


@dataclass(frozen=True, slots=True)
class Glossary:
    """All terms, with look-up by slug. Made by `termbase.load`."""

    terms: Mapping[str, Term]
    """Slug to term, sorted by headword without regard to case."""
    topics: Mapping[str, Topic]
    """Id to topic, in display order."""
    disambiguations: Mapping[str, Disambiguation]
    """Name as written in `_disambiguation.yml` to its senses."""
    retired: Mapping[str, Retired] = field(default_factory=dict)
    """Slug to what became of it."""
    paths: Mapping[str, ReadingPath] = field(default_factory=dict)
    """Id to reading path, in display order."""
