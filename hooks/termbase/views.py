"""What the templates are given: plain dictionaries and lists, every key always there."""

from __future__ import annotations

import hashlib
import itertools
import math
import re
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import urlsplit

from termbase.atlas import weights
from termbase.explain import headline
from termbase.index import NameIndex
from termbase.linking import Mention
from termbase.model import Disambiguation, Equivalent, Glossary, Name, NameKind, Retired, Term, Topic
from termbase.names import name_path
from termbase.permalinks import LeftAnchor
from termbase.relations import Relations, in_reading_order, relate
from termbase.settings import Settings

View = dict[str, Any]

MOST_MENTIONS = 12
MOST_RELATED = 8
MOST_CONTRASTS = 3
MOST_DAYS, MOST_OF_A_DAY = 5, 8
WORDS_A_MINUTE = 220
_MONTHS = "January February March April May June July August September October November December".split()


def link_attributes(term: Term) -> dict[str, str]:
    """The attributes every link to a term carries: its preview, needing no request and no script to be read."""
    also = ", ".join(term.also_called)
    short = term.abbreviations[0] if term.abbreviations else ""
    attributes = {"data-term": term.slug, "data-head": term.headword, "title": term.definition}
    if short:
        attributes["data-abbr"] = short
    if also:
        attributes["data-also"] = also
    return attributes


def long_date(iso: str) -> str:
    """`2026-11-24` as `24 November 2026`."""
    year, month, day = iso.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


@dataclass
class Views:
    """Makes the views of one glossary."""

    glossary: Glossary
    settings: Settings
    site_url: str
    """Absolute address of the site's root, with its slash, or empty."""
    mentions: Mapping[str, Sequence[Mention]] = field(default_factory=dict)
    """Slug of a page's term to what its text mentions; known once every page is rendered."""
    written: dict[str, Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)
    """Slug to the fields of the entry as JSON, kept by `export`."""
    _refs: dict[str, View] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def index(self) -> NameIndex:
        """Names to terms."""
        return NameIndex(self.glossary)

    @cached_property
    def fingerprint(self) -> str:
        """Changes with what any link to a term shows or leads to, and with the names that become links."""
        shown = [(self.url(slug), link_attributes(term)) for slug, term in self.glossary.terms.items()]
        return hashlib.sha256(repr((shown, list(self.index.linking_names))).encode()).hexdigest()

    @cached_property
    def relations(self) -> Relations:
        """All relations, both ways."""
        return relate(self.glossary)

    @cached_property
    def weights(self) -> Mapping[str, int]:
        """How many others point to each term."""
        return weights(self.glossary, self.relations)

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Term, ...]]:
        """Topic id to its terms, sorted by headword."""
        shelves: dict[str, list[Term]] = defaultdict(list)
        for term in self.glossary.terms.values():
            shelves[term.topic].append(term)
        return {topic: tuple(terms) for topic, terms in shelves.items()}

    @cached_property
    def _place_in_topic(self) -> Mapping[str, int]:
        return {term.slug: place for shelf in self.by_topic.values() for place, term in enumerate(shelf)}

    @cached_property
    def _alphabet(self) -> tuple[str, ...]:
        return tuple(self.glossary.terms)

    @cached_property
    def _place_in_alphabet(self) -> Mapping[str, int]:
        return {slug: place for place, slug in enumerate(self._alphabet)}

    def url(self, slug: str) -> str:
        """Address of a term, relative to the site's root."""
        return self.settings.term_url(slug)

    def absolute(self, url: str) -> str:
        """Absolute address of a page of the site."""
        return self.site_url + url

    def ref(self, slug: str) -> View:
        """A link to a term, with what its preview needs."""
        if slug not in self._refs:
            term = self.glossary.terms[slug]
            self._refs[slug] = {
                "slug": slug,
                "url": self.url(slug),
                "headword": term.headword,
                "abbreviation": term.abbreviations[0] if term.abbreviations else "",
                "definition": term.definition,
                "also": ", ".join(term.also_called),
            }
        return self._refs[slug]

    def link(self, slug: str, text: str, href: str) -> str:
        """A link to a term as HTML, with its preview."""
        attributes = {"href": href, **link_attributes(self.glossary.terms[slug])}
        written = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
        return f"<a {written}>{escape(text)}</a>"

    def refs(self, slugs: Iterable[str]) -> list[View]:
        """Links to terms."""
        return [self.ref(slug) for slug in slugs if slug in self.glossary.terms]

    def site(self, repo_url: str = "") -> View:
        """What every page shows of the site."""
        return {
            "name": self.settings.name,
            "tagline": self.settings.tagline,
            "url": self.site_url,
            "prefix": self.settings.url_prefix,
            "repo_url": repo_url,
            "count": len(self.glossary.terms),
            "license_text": self.settings.license,
            "social_image": self.settings.social_image,
            "feed": "feed.xml",
        }

    # ---- terms -----------------------------------------------------------------------------------

    def term(self, slug: str, edit_url: str = "", report_url: str = "") -> View:
        """The page of a term."""
        term = self.glossary.terms[slug]
        related = self.relations
        shelf, place = self.by_topic[term.topic], self._place_in_topic[slug]
        around = self._place_in_alphabet[slug]
        mentioned, more = self._mentioned_in(slug)
        return {
            **self.ref(slug),
            "abbreviations": list(term.abbreviations),
            "also_called": list(term.also_called),
            "topic": self._topic_ref(term.topic),
            "level": str(term.level),
            "minutes": self._minutes(term),
            "requires": self.refs(related.requires.get(slug, ())),
            "broader": self.refs(related.broader.get(slug, ())),
            "narrower": self.refs(related.narrower.get(slug, ())),
            "related": self.refs(self._see_also(term)),
            "contrast": [
                {"term": self.ref(other), "note": note, "versus": versus_url(slug, other)}
                for other, note in related.contrast.get(slug, ())
            ],
            "equivalents": [self._word(one) for one in term.equivalents],
            "questions": [
                {"ask": one.ask, "answer": one.answer, "id": f"question-{name_path(one.ask)}"} for one in term.questions
            ],
            "sources": [
                {"title": one.title, "url": one.url, "locator": one.locator, "host": urlsplit(one.url).hostname or ""}
                for one in term.sources
            ],
            "mentions": mentioned,
            "more_mentions": more,
            "previous": self.ref(shelf[place - 1].slug) if place else None,
            "next": self.ref(shelf[place + 1].slug) if place + 1 < len(shelf) else None,
            "before": self.ref(self._alphabet[around - 1]) if around else None,
            "after": self.ref(self._alphabet[around + 1]) if around + 1 < len(self._alphabet) else None,
            "calculators": [],
            "accelerators": list(term.accelerators),
            "added": term.added,
            "changed": term.changed,
            "reviewed": {"date": term.reviewed.date, "by": term.reviewed.by} if term.reviewed else None,
            "dates_text": _dates(term),
            "edit_url": edit_url,
            "report_url": report_url,
            "share": {
                "title": headline(term),
                "text": term.definition,
                "link": self.absolute(self.url(slug)),
                "date": long_date(term.changed),
            },
        }

    def _see_also(self, term: Term) -> list[str]:
        """What the entry itself names first, then of those that name it as many as a margin holds."""
        both = self.relations.related.get(term.slug, ())
        own = [slug for slug in term.related if slug in both]
        return own + [slug for slug in both if slug not in own][: max(0, MOST_RELATED - len(own))]

    @staticmethod
    def _minutes(term: Term) -> int:
        return max(1, math.ceil(len(term.body.split()) / WORDS_A_MINUTE))

    def _mentioned_in(self, slug: str) -> tuple[list[View], int]:
        pages = self._backlinks.get(slug, ())
        shown = [{"term": self.ref(other), "sentence": sentence} for other, sentence in pages[:MOST_MENTIONS]]
        return shown, max(0, len(pages) - MOST_MENTIONS)

    @cached_property
    def _backlinks(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for source in self._alphabet:
            for mention in self.mentions.get(source, ()):
                found[mention.slug].append((source, mention.sentence))
        return {slug: tuple(sources) for slug, sources in found.items()}

    # ---- lists -----------------------------------------------------------------------------------

    def _topic_ref(self, topic: str) -> View:
        one = self.glossary.topics[topic]
        return {"id": one.id, "title": one.title, "url": topic_url(one)}

    def topic(self, topic: str) -> View:
        """The page of a topic."""
        one = self.glossary.topics[topic]
        terms = self.by_topic.get(topic, ())
        return {
            **self._topic_ref(topic),
            "summary": one.summary,
            "count": len(terms),
            "first": self.refs(self._foremost(terms)),
            "questions": sum(len(term.questions) for term in terms),
            "terms": [self.ref(term.slug) for term in terms],
            **_neighbours(topic, [self._topic_ref(id) for id in self.glossary.topics if id in self.by_topic]),
        }

    def topic_groups(self) -> list[View]:
        """The topics that hold terms, in display order, gathered under their group headings."""
        groups: list[View] = []
        for topic in self.glossary.topics.values():
            terms = self.by_topic.get(topic.id, ())
            if not terms:
                continue
            if not groups or groups[-1]["title"] != topic.group:
                groups.append({"title": topic.group, "topics": []})
            groups[-1]["topics"].append(
                {
                    **self._topic_ref(topic.id),
                    "summary": topic.summary,
                    "count": len(terms),
                    "first": [self.ref(slug) for slug in self._foremost(terms)],
                }
            )
        return groups

    def _foremost(self, terms: Sequence[Term], number: int = 4) -> list[str]:
        """The terms of a shelf that most others point to: its landmarks."""
        related = self.relations

        def weight(term: Term) -> int:
            slug = term.slug
            inbound = (related.leads_to, related.narrower, related.related)
            return sum(len(one.get(slug, ())) for one in inbound) + len(self._backlinks.get(slug, ()))

        chosen = sorted(terms, key=lambda term: (-weight(term), self._place_in_alphabet[term.slug]))[:number]
        return [term.slug for term in sorted(chosen, key=lambda term: self._place_in_alphabet[term.slug])]

    def letters(self) -> list[View]:
        """Every shown name under its first letter."""
        shelves: dict[str, list[tuple[str, View]]] = defaultdict(list)
        shown = [NameKind.HEADWORD, NameKind.ABBREVIATION, NameKind.ALIAS, NameKind.UNLINKED]
        for term in self.glossary.terms.values():
            for name in term.names:
                if name.kind in shown:
                    entry = {"name": name.text, "ref": self.ref(term.slug), "kind": str(name.kind)}
                    shelves[_letter(name.text)].append((name.text.casefold(), entry))
        letters = []
        for letter in sorted(shelves, key=lambda one: (one not in string.ascii_uppercase, one)):
            entries = [entry for _, entry in sorted(shelves[letter], key=lambda one: one[0])]
            letters.append({"letter": letter, "id": letter.lower() if letter != "#" else "symbols", "entries": entries})
        return letters

    def home(self, page: Mapping[str, Any], calculators: Sequence[View]) -> View:
        """The home page; `page` is the front matter of the hand-written `index.md`."""
        return {
            "title": str(page.get("title") or self.settings.name),
            "lead": str(page.get("lead") or ""),
            "tries": [{"text": str(text)} for text in page.get("tries") or []],
            "start": self.refs(page.get("start") or []),
            "topic_groups": self.topic_groups(),
            "calculators": list(calculators),
            "recent": self._recent(),
            "paths": [self.path(id) for id in self.glossary.paths],
        }

    def _recent(self) -> list[View]:
        """The last days on which entries came or changed, each with the weightiest of them."""
        days: dict[str, list[Term]] = defaultdict(list)
        for term in self.glossary.terms.values():
            days[term.changed].append(term)
        return [
            {
                "date": date,
                "terms": self.refs(self._foremost(days[date], MOST_OF_A_DAY)),
                "more": max(0, len(days[date]) - MOST_OF_A_DAY),
            }
            for date in sorted(days, reverse=True)[:MOST_DAYS]
        ]

    def path(self, id: str) -> View:
        """The page of a reading path: its terms in the order in which they can be read."""
        one = self.glossary.paths[id]
        slugs = in_reading_order(self.glossary, one.goals)
        minutes = sum(self._minutes(self.glossary.terms[slug]) for slug in slugs)
        return {
            "id": id,
            "title": one.title,
            "why": one.why,
            "for": one.why.partition(". ")[0].rstrip(".") + ".",
            "url": f"paths/{id}/",
            "count": len(slugs),
            "minutes": minutes,
            "terms": [
                {**self.ref(slug), "goal": slug in one.goals, "minutes": self._minutes(self.glossary.terms[slug])}
                for slug in slugs
            ],
            **_neighbours(id, [self._path_ref(other) for other in self.glossary.paths]),
        }

    def _path_ref(self, id: str) -> View:
        return {"id": id, "title": self.glossary.paths[id].title, "url": f"paths/{id}/"}

    # ---- across terms ----------------------------------------------------------------------------

    @cached_property
    def versus(self) -> Mapping[str, View]:
        """Every pair of terms that are confused with each other, each once, by its address."""
        pairs: dict[tuple[str, str], dict[str, str]] = {}
        for slug, others in self.relations.contrast.items():
            for other, note in others:
                first, second = sorted((slug, other))
                # What each side says of the other; an inverse that was filled in says the same twice.
                pairs.setdefault((first, second), {}).setdefault(note, slug)
        return {
            versus_url(first, second): {
                "url": versus_url(first, second),
                "reverse": versus_url(first, second, reverse=True),
                "title": f"{self._short(first)} versus {self._short(second)}",
                "terms": [self._side(first), self._side(second)],
                "notes": list(notes),
            }
            for (first, second), notes in sorted(pairs.items())
        }

    def _short(self, slug: str) -> str:
        term = self.glossary.terms[slug]
        return term.abbreviations[0] if term.abbreviations else term.headword

    def _side(self, slug: str) -> View:
        term = self.glossary.terms[slug]
        return {
            **self.ref(slug),
            "topic": self._topic_ref(term.topic),
            "level": str(term.level),
            "broader": self.refs(self.relations.broader.get(slug, ())),
            "question": {"ask": term.questions[0].ask, "answer": term.questions[0].answer} if term.questions else None,
        }

    def rosetta(self, fewest: int = 8) -> View:
        """What each vendor calls a thing: one row a term by topic, one column a vendor with at least `fewest` words."""
        words: dict[str, int] = defaultdict(int)
        rows = [term for term in self.glossary.terms.values() if term.equivalents]
        for term in rows:
            for vendor in {one.vendor for one in term.equivalents}:
                words[vendor] += 1
        vendors = sorted((one for one in words if words[one] >= fewest), key=lambda one: (-words[one], one))
        return {
            "vendors": vendors,
            "groups": [
                {"topic": self._topic_ref(topic), "rows": [self._row(term, vendors) for term in rows]}
                for topic in self.glossary.topics
                if (rows := [term for term in self.by_topic.get(topic, ()) if term.equivalents])
            ],
        }

    def _row(self, term: Term, vendors: Sequence[str]) -> View:
        return {
            "term": self.ref(term.slug),
            "cells": [[self._word(one) for one in term.equivalents if one.vendor == vendor] for vendor in vendors],
            "others": [self._word(one) for one in term.equivalents if one.vendor not in vendors],
        }

    def _word(self, one: Equivalent) -> View:
        return {
            "vendor": one.vendor,
            "name": one.name,
            "fit": str(one.fit),
            "note": one.note,
            "source": one.source,
            "term": self.ref(one.term) if one.term in self.glossary.terms else None,
        }

    def questions(self, topic: str) -> list[View]:
        """The questions of a topic's terms."""
        return [
            {
                "ask": one.ask,
                "answer": one.answer,
                "term": self.ref(term.slug),
                "id": f"{term.slug}-{name_path(one.ask)}",
            }
            for term in self.by_topic.get(topic, ())
            for one in term.questions
        ]

    def question_topics(self) -> list[View]:
        """The topics under which something is asked, with their number of questions."""
        return [
            {"title": topic.title, "url": f"questions/{topic.id}/", "count": count, "summary": topic.summary}
            for topic in self.glossary.topics.values()
            if (count := len(self.questions(topic.id)))
        ]

    # ---- names -----------------------------------------------------------------------------------

    def name(self, slug: str, name: Name) -> View:
        """The definition page of a name: what stands beside the definition helps a reader who meant something else."""
        term = self.glossary.terms[slug]
        contrast = self.relations.contrast.get(slug, ())[:MOST_CONTRASTS]
        told = {other for other, _ in contrast}
        return {
            "name": {"text": name.text, "kind": str(name.kind)},
            "term": {
                **self.ref(slug),
                "minutes": self._minutes(term),
                "others": [one for one in (*term.abbreviations, *term.also_called) if one != name.text],
                "topic": self._topic_ref(term.topic),
                "contrast": [{"term": self.ref(other), "note": note} for other, note in contrast],
                "related": self.refs([one for one in self._see_also(term) if one not in told]),
            },
        }

    def sense(self, one: Disambiguation) -> View:
        """The page that tells the senses of a name apart."""
        senses = [
            {**self.ref(slug), "topic_title": self.glossary.topics[self.glossary.terms[slug].topic].title}
            for slug in one.senses
            if slug in self.glossary.terms
        ]
        pairs = {versus_url(one, other) for one, other in itertools.combinations((ref["slug"] for ref in senses), 2)}
        told = [self.versus[url] for url in sorted(pairs & self.versus.keys())]
        return {"sense": {"name": one.name, "definition": one.definition, "senses": senses, "versus": told}}

    def retired(self, one: Retired) -> View:
        """The page of an address whose entry is gone."""
        return {"retired": {"slug": one.slug, "why": one.why, "to": self.refs(one.to)}}

    def places(self, anchors: Iterable[LeftAnchor]) -> list[View]:
        """The parts that an entry had at an address it has left, and where they are now."""
        return [
            {
                "id": one.id,
                "title": one.title,
                "url": self.url(one.slug) + (f"#{one.id}" if one.there else "") if one.slug else "",
            }
            for one in anchors
        ]

    # ---- heads -----------------------------------------------------------------------------------

    def term_head(self, slug: str, title: str = "") -> View:
        """What chats and search engines are told of a term, on its own page and on those of its names."""
        term = self.glossary.terms[slug]
        url = self.url(slug)
        head = self.head(
            title=title or headline(term),
            description=term.definition,
            url=url,
            og_type="article",
            also=", ".join((*term.abbreviations, *term.also_called)),
            topic=self.glossary.topics[term.topic].title,
        )
        return {
            **head,
            "alternates": [
                {"type": "text/markdown", "url": f"{url}index.md"},
                {"type": "application/json", "url": f"{url}index.json"},
            ],
        }

    def head(
        self, *, title: str, description: str, url: str, og_type: str = "website", also: str = "", topic: str = ""
    ) -> View:
        """The head of any page. Title and description are kept within the bytes that chats show."""
        site = self.settings.name
        return {
            "title": title if title == site else f"{title} · {site}",
            "description": shorten(description, 347),
            "canonical": self.absolute(url) if self.site_url else "",
            "og_title": shorten(title, 67),
            "og_type": og_type,
            "label1": "Also found as" if also else "",
            "data1": also,
            "label2": "Topic" if topic else "",
            "data2": topic,
            "alternates": [],
        }

    def term_jsonld(self, slug: str) -> View:
        """schema.org's DefinedTerm."""
        term = self.glossary.terms[slug]
        return {
            "@context": "https://schema.org",
            "@type": "DefinedTerm",
            "@id": self.absolute(self.url(slug)),
            "name": term.headword,
            "description": term.definition,
            "url": self.absolute(self.url(slug)),
            "termCode": slug,
            "alternateName": [*term.abbreviations, *term.also_called],
            "inDefinedTermSet": {"@type": "DefinedTermSet", "name": self.settings.name, "url": self.site_url},
        }


def versus_url(one: str, other: str, *, reverse: bool = False) -> str:
    """Address of the page that compares two terms: their slugs in alphabetical order."""
    first, second = sorted((one, other), reverse=reverse)
    return f"{first}-vs-{second}/"


def topic_url(topic: Topic) -> str:
    """Address of a topic."""
    return f"topics/{topic.id}/"


def _neighbours(id: str, refs: Sequence[View]) -> View:
    """What stands before and after a page among those of its kind."""
    place = [ref["id"] for ref in refs].index(id)
    return {"previous": refs[place - 1] if place else None, "next": refs[place + 1] if place + 1 < len(refs) else None}


def _letter(name: str) -> str:
    first = re.sub(r"^[^A-Za-z0-9]+", "", name)[:1].upper()
    return first if first in string.ascii_uppercase and first else "#"


def _dates(term: Term) -> str:
    if term.reviewed:
        return f"Facts read against their sources on {long_date(term.reviewed.date)}"
    return f"Last changed on {long_date(term.changed)}"


def shorten(text: str, size: int) -> str:
    """`text` within `size` bytes of UTF-8, cut at a blank."""
    if len(text.encode()) <= size:
        return text
    cut = text.encode()[: size - 3].decode(errors="ignore")
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
