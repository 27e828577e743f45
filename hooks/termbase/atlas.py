"""The map of terms: where each stands, and what of its surroundings an entry shows. Geometry only, no markup.

Topics are discs, in rows in their own order; in a disc the terms that most others point to stand in the middle,
the others around them as the seeds of a sunflower. The same glossary always gives the same map.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from termbase.model import Glossary
from termbase.relations import Relations

SEED = 27.0
"""Distance scale between neighbours in a disc."""
GOLDEN = math.pi * (3 - math.sqrt(5))
BETWEEN = 64.0
"""Free space between discs and between rows."""
TITLE = 48.0
"""Room for the title above a disc."""
WIDEST = 2150.0
"""Width at which a row is broken."""
LANDMARKS = 4
"""Terms of each topic that are named from far away, at most; a name needs room around it."""
NAME_WIDTH, NAME_HEIGHT = 230.0, 34.0


@dataclass(frozen=True, slots=True)
class Place:
    """A term on the map."""

    slug: str
    x: float
    y: float
    radius: float
    landmark: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A topic on the map."""

    topic: str
    x: float
    y: float
    radius: float
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Atlas:
    """The whole map; coordinates begin at the upper left corner."""

    width: float
    height: float
    regions: tuple[Region, ...]

    def places(self) -> Iterator[Place]:
        """Every term."""
        for region in self.regions:
            yield from region.places


def draw_atlas(glossary: Glossary, relations: Relations) -> Atlas:
    """Lay out every topic that holds terms."""
    weight = weights(glossary, relations)
    shelves = {
        topic.id: sorted(
            (term.slug for term in glossary.terms.values() if term.topic == topic.id),
            key=lambda slug: (-weight[slug], slug),
        )
        for topic in glossary.topics.values()
    }
    rows = [row for row in _rows(glossary, {id: _radius(len(slugs)) for id, slugs in shelves.items() if slugs}) if row]
    width = max((_width(row) for row in rows), default=0.0)
    regions: list[Region] = []
    top = TITLE
    for row in rows:
        tallest = max(radius for _, radius in row)
        left = (width - _width(row)) / 2 + BETWEEN / 2
        for id, radius in row:
            x, y = left + radius, top + tallest
            regions.append(Region(id, x, y, radius, tuple(_seeds(shelves[id], weight, x, y))))
            left += 2 * radius + BETWEEN
        top += 2 * tallest + BETWEEN + TITLE
    return Atlas(round(width, 1), round(top - BETWEEN, 1), tuple(regions))


def weights(glossary: Glossary, relations: Relations) -> dict[str, int]:
    """How many others point to each term by a relation."""
    inverse = (relations.leads_to, relations.narrower, relations.related)
    return {slug: sum(len(one.get(slug, ())) for one in inverse) for slug in glossary.terms}


def _radius(count: int) -> float:
    return SEED * math.sqrt(count) + SEED


def _width(row: Sequence[tuple[str, float]]) -> float:
    return sum(2 * radius + BETWEEN for _, radius in row)


def _rows(glossary: Glossary, radii: Mapping[str, float]) -> Iterator[list[tuple[str, float]]]:
    """Topics in their order, as many in a row as it is wide."""
    row: list[tuple[str, float]] = []
    for topic in glossary.topics.values():
        if topic.id not in radii:
            continue
        one = (topic.id, radii[topic.id])
        if row and _width([*row, one]) > WIDEST:
            yield row
            row = []
        row = [*row, one]
    yield row


def _seeds(slugs: Sequence[str], weight: Mapping[str, int], x: float, y: float) -> Iterator[Place]:
    named: list[tuple[float, float]] = []
    for number, slug in enumerate(slugs):
        distance, angle = SEED * math.sqrt(number + 0.5), number * GOLDEN
        at = (x + distance * math.cos(angle), y + distance * math.sin(angle))
        roomy = all(abs(at[0] - one[0]) > NAME_WIDTH or abs(at[1] - one[1]) > NAME_HEIGHT for one in named)
        landmark = roomy and len(named) < LANDMARKS
        if landmark:
            named.append(at)
        radius = min(10.0, 3.5 + math.sqrt(weight[slug]))
        yield Place(slug, round(at[0], 1), round(at[1], 1), round(radius, 1), landmark)


def connections(glossary: Glossary, relations: Relations) -> dict[str, tuple[str, ...]]:
    """Slug to every term that it is related to in any way, in the order of the glossary."""
    order = {slug: place for place, slug in enumerate(glossary.terms)}
    found: dict[str, tuple[str, ...]] = {}
    for slug in glossary.terms:
        others: set[str] = {other for other, _ in relations.contrast.get(slug, ())}
        for one in (relations.requires, relations.leads_to, relations.broader, relations.narrower, relations.related):
            others |= set(one.get(slug, ()))
        found[slug] = tuple(sorted(others - {slug}, key=order.__getitem__))
    return found


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What an entry shows of its surroundings: what comes before it, what follows from it."""

    above: tuple[str, ...]
    below: tuple[str, ...]


MOST_ABOVE, MOST_BELOW = 3, 4


def neighbours(slug: str, relations: Relations, weight: Mapping[str, int]) -> Neighbours:
    """What a term is part of or requires, and what it covers or leads to; of many the weightiest."""

    def chosen(groups: Iterable[tuple[str, ...]], most: int) -> tuple[str, ...]:
        found = list(dict.fromkeys(other for group in groups for other in group if other != slug))
        ranked = sorted(found, key=lambda other: -weight.get(other, 0))[:most]
        return tuple(other for other in found if other in ranked)

    above = chosen((relations.broader.get(slug, ()), relations.requires.get(slug, ())), MOST_ABOVE)
    below = [
        tuple(other for other in one.get(slug, ()) if other not in above)
        for one in (relations.narrower, relations.leads_to)
    ]
    return Neighbours(above, chosen(below, MOST_BELOW))
