"""The map of terms: everything is on it once, nothing lies on anything else, and it is the same every time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import pytest
from termbase.atlas import (
    LETTER,
    LINE,
    MOST_ABOVE,
    MOST_BELOW,
    NEAR_LETTER,
    NEAR_LINE,
    connections,
    draw_atlas,
    label,
    neighbours,
    weights,
)
from termbase.model import Glossary, Term, Topic
from termbase.relations import relate

MakeTerm = Callable[..., Term]


@pytest.fixture
def large(term: MakeTerm) -> Glossary:
    topics = {f"topic-{number}": Topic(f"topic-{number}", f"Topic {number}", "All.") for number in range(7)}
    terms = [
        term(f"term-{number}", f"Term {number}", topic=f"topic-{number % 5}", related=(f"term-{number // 2}",))
        for number in range(1, 150)
    ]
    return Glossary({one.slug: one for one in terms}, topics, {})


def test_every_term_has_one_place_inside_its_topic(large: Glossary) -> None:
    atlas = draw_atlas(large, relate(large))
    assert sorted(place.slug for place in atlas.places()) == sorted(large.terms)
    assert [region.topic for region in atlas.regions] == [f"topic-{number}" for number in range(5)], "none is empty"
    for region in atlas.regions:
        for place in region.places:
            assert large.terms[place.slug].topic == region.topic
            assert math.hypot(place.x - region.x, place.y - region.y) + place.radius <= region.radius
        assert region.x - region.radius >= 0
        assert region.x + region.radius <= atlas.width


def test_nothing_lies_on_anything_else(large: Glossary) -> None:
    atlas = draw_atlas(large, relate(large))
    for one, other in itertools.combinations(atlas.regions, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius
    for one, other in itertools.combinations(atlas.places(), 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius, (one.slug, other.slug)


def test_the_weightiest_stands_in_the_middle_and_is_named(large: Glossary) -> None:
    relations = relate(large)
    weight = weights(large, relations)
    for region in draw_atlas(large, relations).regions:
        first = region.places[0]
        assert weight[first.slug] == max(weight[place.slug] for place in region.places)
        assert first.landmark
        assert sum(place.landmark for place in region.places) <= 4


def test_names_of_landmarks_cover_no_dot(large: Glossary) -> None:
    for region in draw_atlas(large, relate(large)).regions:
        for mark in (place for place in region.places if place.landmark):
            half, top = len(label(large.terms[mark.slug])) * LETTER / 2, mark.y - mark.radius - LINE
            for place in region.places:
                beside = abs(place.x - mark.x) > half + place.radius
                assert place is mark or beside or not top < place.y + place.radius < mark.y, (mark.slug, place.slug)


def test_names_seen_from_near_by_cover_one_another_only_where_late(large: Glossary) -> None:
    for region in draw_atlas(large, relate(large)).regions:
        shown = [place for place in region.places if not place.late]
        assert len(shown) > len(region.places) / 2
        for one, other in itertools.combinations(shown, 2):
            apart = abs(one.x - other.x) * 2 / NEAR_LETTER
            lengths = len(label(large.terms[one.slug])) + len(label(large.terms[other.slug]))
            level = abs((one.y - one.radius) - (other.y - other.radius))
            assert apart > lengths - 1 or level > NEAR_LINE - 1, (one.slug, other.slug)


def test_the_same_glossary_gives_the_same_map(large: Glossary) -> None:
    turned = Glossary(dict(reversed(large.terms.items())), large.topics, {})
    first, second = draw_atlas(large, relate(large)), draw_atlas(turned, relate(turned))
    assert first == second


def test_neighbours(term: MakeTerm, glossary: Callable[..., Glossary]) -> None:
    whole = glossary(
        term("a", "A"),
        term("b", "B", broader=("a",)),
        term("c", "C", broader=("b",), requires=("a", "c2")),
        term("c2", "C2"),
        *(term(f"d{number}", f"D{number}", requires=("c",)) for number in range(9)),
    )
    relations = relate(whole)
    near = neighbours("c", relations, weights(whole, relations))
    assert near.above == ("b", "a", "c2")
    assert len(near.above) <= MOST_ABOVE
    assert len(near.below) == MOST_BELOW
    assert neighbours("a", relations, weights(whole, relations)).above == ()


def test_connections_go_both_ways(large: Glossary) -> None:
    joined = connections(large, relate(large))
    assert all(slug in joined[other] for slug, others in joined.items() for other in others)
