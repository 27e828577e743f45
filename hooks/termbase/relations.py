"""Relations between terms: written once, completed with their inverses, checked for sense."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from diagnostics import Diagnostic, Position, did_you_mean

from termbase.model import Glossary, Term
from termbase.names import is_slug


@dataclass(frozen=True, slots=True)
class Relations:
    """All relations of a glossary, both ways; slugs sorted as the glossary sorts its terms."""

    broader: Mapping[str, tuple[str, ...]]
    narrower: Mapping[str, tuple[str, ...]]
    """Inverse of `broader`."""
    related: Mapping[str, tuple[str, ...]]
    """Symmetric, whichever side wrote it."""
    requires: Mapping[str, tuple[str, ...]]
    leads_to: Mapping[str, tuple[str, ...]]
    """Inverse of `requires`."""
    contrast: Mapping[str, tuple[tuple[str, str], ...]]
    """Slug to (other slug, note): what it wrote itself, then what others wrote about it."""


def relate(glossary: Glossary) -> Relations:
    """Complete every relation with its inverse."""
    order = {slug: place for place, slug in enumerate(glossary.terms)}

    def both(written: Callable[[Term], tuple[str, ...]]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        forth: dict[str, set[str]] = defaultdict(set)
        back: dict[str, set[str]] = defaultdict(set)
        for term in glossary.terms.values():
            for other in written(term):
                if other in glossary.terms:
                    forth[term.slug].add(other)
                    back[other].add(term.slug)
        return forth, back

    def ordered(sets: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
        return {slug: tuple(sorted(others, key=order.__getitem__)) for slug, others in sets.items() if others}

    broader, narrower = both(lambda term: term.broader)
    related, related_back = both(lambda term: term.related)
    requires, leads_to = both(lambda term: term.requires)
    for slug, others in related_back.items():
        related[slug] |= others
    for slug in related:
        related[slug] -= broader[slug] | narrower[slug]
    contrast: dict[str, dict[str, str]] = defaultdict(dict)
    for term in glossary.terms.values():
        for one in term.contrast:
            if one.term in glossary.terms:
                contrast[term.slug][one.term] = one.note
    for slug, notes in list(contrast.items()):
        for other, note in notes.items():
            contrast[other].setdefault(slug, note)
    return Relations(
        broader=ordered(broader),
        narrower=ordered(narrower),
        related=ordered(related),
        requires=ordered(requires),
        leads_to=ordered(leads_to),
        contrast={slug: tuple(notes.items()) for slug, notes in contrast.items()},
    )


def in_reading_order(glossary: Glossary, goals: Iterable[str]) -> tuple[str, ...]:
    """The goals with everything they require, however deep, each after what it requires."""
    order: dict[str, None] = {}
    under_way: set[str] = set()

    def visit(slug: str) -> None:
        if slug in order or slug in under_way or slug not in glossary.terms:
            return
        under_way.add(slug)
        for other in glossary.terms[slug].requires:
            visit(other)
        order[slug] = None

    for goal in goals:
        visit(goal)
    return tuple(order)


def check_paths(glossary: Glossary, path: str, places: Mapping[str, Position]) -> Iterator[Diagnostic]:
    """Whether each reading path has an address and leads to terms that exist."""
    for one in glossary.paths.values():
        position = places.get(one.id, Position())
        if not is_slug(one.id):
            message = f'"{one.id}": the id of a path is lower-case words joined by hyphens'
            yield Diagnostic(path, position, "G115", message)
        for slug in one.goals:
            if slug not in glossary.terms:
                hint = did_you_mean(slug, glossary.terms)
                yield Diagnostic(path, position, "G203", f'{one.id}: unknown term "{slug}"{hint}')


def check_relations(glossary: Glossary, unreadable: Collection[str] = ()) -> Iterator[Diagnostic]:
    """Unknown terms and topics, references to itself, repetitions and cycles.

    `unreadable` entries exist but have complaints of their own: that others refer to them is no fault.
    """
    for term in glossary.terms.values():
        if glossary.topics and term.topic not in glossary.topics:
            hint = did_you_mean(term.topic, glossary.topics) or f"; known topics: {', '.join(glossary.topics)}"
            yield Diagnostic(term.path, term.position("topic"), "G206", f'topic: unknown topic "{term.topic}"{hint}')
        for key, slugs in _written(term):
            for number, slug in enumerate(slugs):
                position = term.position(key, number)
                if not slug or slug in unreadable:
                    continue
                if slug not in glossary.terms:
                    hint = did_you_mean(slug, glossary.terms) or "; leave it out until that entry is written"
                    yield Diagnostic(term.path, position, "G203", f'{key}: unknown term "{slug}"{hint}')
                elif slug == term.slug:
                    yield Diagnostic(term.path, position, "G205", f'{key}: "{slug}" is this entry itself; remove it')
                elif slug in slugs[:number] and key != "equivalents":
                    yield Diagnostic(term.path, position, "G211", f'{key}: "{slug}" is listed twice; remove one')
    yield from _cycles(glossary, "broader", lambda term: term.broader)
    yield from _cycles(glossary, "requires", lambda term: term.requires)


def _written(term: Term) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "broader", term.broader
    yield "related", term.related
    yield "requires", term.requires
    yield "contrast", tuple(one.term for one in term.contrast)
    # An equivalent without an entry of ours stands as the empty string, so that the numbering stays right.
    yield "equivalents", tuple(one.term for one in term.equivalents)


def _cycles(glossary: Glossary, key: str, written: Callable[[Term], tuple[str, ...]]) -> Iterator[Diagnostic]:
    """One diagnostic a cycle, at the entry of it that comes first."""
    done: set[str] = set()
    for start in glossary.terms:
        trail: list[str] = []
        place: dict[str, int] = {}
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            slug, depth = stack.pop()
            for left in trail[depth:]:
                del place[left]
                done.add(left)
            del trail[depth:]
            if slug in place:
                cycle = [*trail[place[slug] :], slug]
                term = glossary.terms[slug]
                number = written(term).index(cycle[1])
                message = f"{key}: {' > '.join(cycle)} is a circle; remove one of these links"
                yield Diagnostic(term.path, term.position(key, number), "G204", message)
                continue
            if slug in done or slug not in glossary.terms:
                continue
            place[slug] = len(trail)
            trail.append(slug)
            stack.extend((other, len(trail)) for other in reversed(written(glossary.terms[slug])) if other != slug)
        done.update(trail)
