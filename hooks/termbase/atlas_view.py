"""What the templates get of the map of terms."""

from __future__ import annotations

from typing import Any

from termbase.atlas import connections, draw_atlas, label, neighbours
from termbase.views import View, Views, shorten

LONGEST_LABEL = 34
"""Characters of a name that fit the margin of an entry."""
LINE = 25.0
"""Height of one name in the small map of an entry."""


def atlas_view(views: Views) -> View:
    """The page of the map."""
    glossary, relations = views.glossary, views.relations
    atlas = draw_atlas(glossary, relations)
    number = {place.slug: position for position, place in enumerate(atlas.places())}
    at = {place.slug: place for place in atlas.places()}
    joined = connections(glossary, relations)
    ways = [
        f"M{at[other].x} {at[other].y}L{at[slug].x} {at[slug].y}"
        for slug in at
        for other in relations.requires.get(slug, ())
        if other in at
    ]
    regions = []
    for region in atlas.regions:
        topic = glossary.topics[region.topic]
        regions.append(
            {
                **views.topic(topic.id),
                "x": round(region.x, 1),
                "y": round(region.y, 1),
                "radius": round(region.radius, 1),
                "title_y": round(region.y - region.radius - 10, 1),
                "places": [
                    {
                        "ref": views.ref(place.slug),
                        "x": place.x,
                        "y": place.y,
                        "radius": place.radius,
                        "label_y": round(place.y - place.radius - 3, 1),
                        "label": label(glossary.terms[place.slug]),
                        "landmark": place.landmark,
                        "late": place.late,
                        "to": " ".join(str(number[other]) for other in joined[place.slug] if other in number),
                    }
                    for place in region.places
                ],
                "list": [
                    {"ref": views.ref(term.slug), "requires": views.refs(relations.requires.get(term.slug, ()))}
                    for term in views.by_topic[topic.id]
                ],
            }
        )
    return {
        "width": round(atlas.width),
        "height": round(atlas.height + 24),
        "count": len(number),
        "ways": "".join(ways),
        "regions": regions,
    }


def surroundings(views: Views, slug: str) -> View:
    """The small map beside an entry: lines of names, the entry's own among them; empty where it stands alone."""
    near = neighbours(slug, views.relations, views.weights)
    if not near.above and not near.below:
        return {}
    rows: list[dict[str, Any]] = []
    for kind, slugs in (("before", near.above), ("here", (slug,)), ("after", near.below)):
        for one in slugs:
            y = 12 + LINE * len(rows)
            shown = shorten(views.glossary.terms[one].headword, LONGEST_LABEL)
            rows.append({"kind": kind, "ref": views.ref(one), "label": shown, "y": y, "text_y": y + 4.5})
    return {"rows": rows, "height": round(LINE * len(rows) + 4), "top": rows[0]["y"], "bottom": rows[-1]["y"]}
