"""The map of terms: where each stands, and what of its surroundings an entry shows. Geometry only, no markup.

Topics are discs, in rows in their own order. In the middle of a disc stand the terms that most others point to,
with room for their names; the others lie around them as the seeds of a sunflower. The same glossary always gives
the same map.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from termbase.model import Glossary, Term
from termbase.relations import Relations

SEED = 27.0
"""Distance scale between neighbours in a disc."""
GOLDEN = math.pi * (3 - math.sqrt(5))
BETWEEN = 64.0
"""Free space between discs and between rows."""
TITLE = 48.0
"""Room for the title above a disc."""
WIDEST = 2750.0
"""Width at which a row is broken."""
LANDMARKS = 4
"""Terms of each topic that are named from far away, at most."""
LONGEST = 22
"""Characters of a name that is read from far away."""
LETTER, LINE = 14.4, 30.0
"""Width of a letter and height of a name from far away."""
STEP, ASIDE = 70.0, 30.0
"""How far landmarks stand below one another, and to the left or right of the middle."""
NEAR_LETTER, NEAR_LINE = 6.2, 13.0
"""The same from near by, when every dot may have its name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A term on the map."""

    slug: str
    x: float
    y: float
    radius: float
    landmark: bool
    late: bool
    """Whether its name would lie on another's where most names are shown: it is shown when one comes nearer still."""


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
    discs = {id: _disc(glossary, slugs, weight) for id, slugs in shelves.items() if slugs}
    rows = [row for row in _rows(glossary, {id: _radius(places) for id, places in discs.items()}) if row]
    width = max((_width(row) for row in rows), default=0.0)
    regions: list[Region] = []
    top = TITLE
    for row in rows:
        tallest = max(radius for _, radius in row)
        left = (width - _width(row)) / 2 + BETWEEN / 2
        for id, radius in row:
            x, y = left + radius, top + tallest
            places = tuple(replace(one, x=round(one.x + x, 1), y=round(one.y + y, 1)) for one in discs[id])
            regions.append(Region(id, x, y, radius, places))
            left += 2 * radius + BETWEEN
        top += 2 * tallest + BETWEEN + TITLE
    return Atlas(round(width, 1), round(top - BETWEEN, 1), tuple(regions))


def label(term: Term) -> str:
    """The name on the map: the customary abbreviation where the whole name is long."""
    if len(term.headword) > LONGEST and term.abbreviations:
        return term.abbreviations[0]
    return term.headword


def weights(glossary: Glossary, relations: Relations) -> dict[str, int]:
    """How many others point to each term by a relation."""
    inverse = (relations.leads_to, relations.narrower, relations.related)
    return {slug: sum(len(one.get(slug, ())) for one in inverse) for slug in glossary.terms}


def _radius(places: Iterable[Place]) -> float:
    return max(math.hypot(one.x, one.y) + one.radius for one in places) + SEED / 2


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


def _disc(glossary: Glossary, slugs: Sequence[str], weight: Mapping[str, int]) -> list[Place]:
    """The terms of a topic, weightiest first, around the middle of their disc."""
    names = {slug: label(glossary.terms[slug]) for slug in slugs}
    size = {slug: min(10.0, 3.5 + math.sqrt(weight[slug])) for slug in slugs}
    chosen = [slugs[0], *(slug for slug in slugs[1:] if len(names[slug]) <= LONGEST)]
    chosen = chosen[: min(LANDMARKS, 1 + len(slugs) // 6)]
    heights = sorted((STEP * (row - (len(chosen) - 1) / 2) for row in range(len(chosen))), key=abs)
    at = {slug: (ASIDE * (1 if row % 2 else -1), y) for row, (slug, y) in enumerate(zip(chosen, heights, strict=True))}
    if len(chosen) == 1:
        at[chosen[0]] = (0.0, 0.0)

    def free(x: float, y: float, radius: float) -> bool:
        for slug in chosen:
            (mark_x, mark_y), mark = at[slug], size[slug]
            named = abs(x - mark_x) < len(names[slug]) * LETTER / 2 + radius
            if named and mark_y - mark - LINE - radius < y < mark_y + mark + radius:
                return False
            if math.hypot(x - mark_x, y - mark_y) < mark + radius + 8:
                return False
        return True

    seeds = ((SEED * math.sqrt(number + 0.5), number * GOLDEN) for number in itertools.count())
    for slug in slugs:
        if slug not in at:
            around = ((far * math.cos(angle), far * math.sin(angle)) for far, angle in seeds)
            at[slug] = next((x, y) for x, y in around if free(x, y, size[slug]))
    late = set(_late(slugs, at, size, names))
    return [
        Place(slug, round(at[slug][0], 1), round(at[slug][1], 1), round(size[slug], 1), slug in chosen, slug in late)
        for slug in slugs
    ]


def _late(
    slugs: Sequence[str], at: Mapping[str, tuple[float, float]], size: Mapping[str, float], names: Mapping[str, str]
) -> Iterator[str]:
    """Those whose name would lie on that of a weightier one when seen from near by."""
    boxes: list[tuple[float, float, float]] = []
    for slug in slugs:
        x, y, half = at[slug][0], at[slug][1] - size[slug], len(names[slug]) * NEAR_LETTER / 2
        if any(abs(x - other) < half + wide and abs(y - level) < NEAR_LINE for other, level, wide in boxes):
            yield slug
        else:
            boxes.append((x, y, half))


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
