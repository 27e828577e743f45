"""What a careful reader would say of entries that break no rule: advice, never an error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from diagnostics import Diagnostic, Position, Severity

from termbase.body import prose_lines
from termbase.index import NameIndex
from termbase.matching import Matcher
from termbase.model import Glossary, Level, NameKind, Term
from termbase.names import fold
from termbase.relations import relate

FEWEST_OUTBOUND, FEWEST_INBOUND = 3, 2
"""Links of an entry, those of its relations included."""
STALE_MONTHS = 12
WANTED_BY = 6
"""Entries that must use a word before it is said to be missing."""

_OWN_LINK = re.compile(r"\]\(([a-z0-9-]+)\.md(#[^)]*)?\)")
_SHORT = re.compile(r"(?<![\w$@./`-])(?=\w*[A-Z]\w*[A-Z])[A-Z][A-Za-z]{1,15}(?![\w(`/-]|\.\w)")
_AS_OF = re.compile(
    r"\b[Aa]s of (?:(?:late|early|mid)[- ])?(?:(\d{1,2}) )?"
    r"(?:(January|February|March|April|May|June|July|August|September|October|November|December)\s+)?"
    r"(20\d\d)(?:-(\d\d))?\b"
)
_UNITS = frozenset("kB KB MB GB TB PB KiB MiB GiB TiB kHz MHz GHz THz kW MW GW kWh Gb Tb Mb".split())
_MONTHS = "January February March April May June July August September October November December".split()


def review(glossary: Glossary, today: date) -> Iterator[Diagnostic]:
    """All advice on a glossary (codes G6xx); `today` decides what is stale."""
    index = NameIndex(glossary)
    matcher = Matcher(index.linking_names)
    quiet = Matcher(
        (name.text, False, term.slug)
        for term in glossary.terms.values()
        for name in term.names
        if name.kind is NameKind.UNLINKED and " " in name.text and fold(name.text) not in index.ambiguous
    )
    for term in glossary.terms.values():
        yield from _unlinked(term, glossary, matcher, quiet)
        yield from _alone(term)
        yield from _one_sided(term, glossary)
        yield from (one for one, months in dated_facts(term, today) if months > STALE_MONTHS)
    yield from _circular(glossary, matcher)
    yield from _islands(glossary, matcher)
    yield from _wanted(glossary, index)


def _advice(term: Term, position: Position, code: str, message: str) -> Diagnostic:
    return Diagnostic(term.path, position, code, message, Severity.ADVICE)


def _unlinked(term: Term, glossary: Glossary, matcher: Matcher, quiet: Matcher) -> Iterator[Diagnostic]:
    """The first mention of another term by a name that never links, on a page that does not link it otherwise."""
    prose = list(prose_lines(term.body))
    seen = {term.slug} | {span.slug for _, line in prose for span in matcher.find(line)}
    seen |= {found.group(1) for _, line in prose for found in _OWN_LINK.finditer(line)}
    for number, line in prose:
        for span in quiet.find(line):
            if span.slug not in seen:
                seen.add(span.slug)
                said, other = line[span.start : span.end], glossary.terms[span.slug]
                message = f'"{said}" means "{other.headword}" but never links by itself; link {span.slug}.md if you do'
                yield _advice(term, Position(term.body_line + number, span.start + 1), "G601", message)


def _alone(term: Term) -> Iterator[Diagnostic]:
    if term.level is not Level.BASIC and not term.requires and not term.broader:
        message = f"requires: an entry for {term.level} readers builds on another; name what is to be read first"
        yield _advice(term, term.position("level"), "G604", message)


def _one_sided(term: Term, glossary: Glossary) -> Iterator[Diagnostic]:
    for number, one in enumerate(term.equivalents):
        other = glossary.terms.get(one.term)
        if other is None:
            continue
        names = {fold(name.text) for name in term.names}
        if not any(back.term == term.slug or fold(back.name) in names for back in other.equivalents):
            message = f'equivalents: "{other.slug}" does not say the same of this entry; add it there'
            yield _advice(term, term.position("equivalents", number), "G603", message)


def dated_facts(term: Term, today: date) -> Iterator[tuple[Diagnostic, int]]:
    """Each "as of" of an entry with its age in months: what must be looked at again from time to time."""
    lines = [
        (term.position("definition"), term.definition),
        *((term.position("questions", place), one.answer) for place, one in enumerate(term.questions)),
        *((Position(term.body_line + number), line) for number, line in prose_lines(term.body)),
    ]
    for position, line in lines:
        for found in _AS_OF.finditer(line):
            _, month_name, year, month = found.groups()
            # A year alone is taken at its end: advice that comes too early is ignored ever after.
            number = int(month) if month else _MONTHS.index(month_name) + 1 if month_name else 12
            months = max(0, (today.year - int(year)) * 12 + today.month - number)
            place = Position(position.line, position.column + found.start()) if position.column == 1 else position
            age = f"{months} months ago" if months != 1 else "1 month ago"
            message = f'"{found.group()}": {age}; look whether it still holds, and set the date anew'
            yield _advice(term, place, "G606", message), months


def _circular(glossary: Glossary, matcher: Matcher) -> Iterator[Diagnostic]:
    """Two definitions that each need the other, or one that needs itself."""
    named = {
        slug: tuple(dict.fromkeys(span.slug for span in matcher.find(term.definition)))
        for slug, term in glossary.terms.items()
    }
    for slug, others in named.items():
        term = glossary.terms[slug]
        if slug in others:
            message = "definition: it uses the word that it defines; say what kind of thing it is"
            yield _advice(term, term.position("definition"), "G605", message)
        for other in others:
            if slug < other and slug in named[other]:
                message = f'definition: it says "{glossary.terms[other].headword}", whose definition says this word'
                yield _advice(term, term.position("definition"), "G605", f"{message}; one of them must do without")


def _islands(glossary: Glossary, matcher: Matcher) -> Iterator[Diagnostic]:
    outbound, inbound = _links(glossary, matcher)
    for slug, term in glossary.terms.items():
        out, into = len(outbound[slug]), len(inbound[slug])
        if out < FEWEST_OUTBOUND or into < FEWEST_INBOUND:
            message = (
                f"{out} links lead out and {into} lead here; expected {FEWEST_OUTBOUND} and {FEWEST_INBOUND}: "
                "mention neighbours by name, or list them in related"
            )
            yield _advice(term, term.position("title"), "G602", message)


def _links(glossary: Glossary, matcher: Matcher) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    relations = relate(glossary)
    outbound: dict[str, set[str]] = defaultdict(set)
    inbound: dict[str, set[str]] = defaultdict(set)
    for slug, term in glossary.terms.items():
        targets = {other for other, _ in relations.contrast.get(slug, ())}
        for relation in (relations.broader, relations.related, relations.requires):
            targets |= set(relation.get(slug, ()))
        for _, line in prose_lines(term.body):
            targets |= {span.slug for span in matcher.find(line)}
            targets |= {found.group(1) for found in _OWN_LINK.finditer(line)} & set(glossary.terms)
        outbound[slug] |= targets - {slug}
        for target in targets - {slug}:
            inbound[target].add(slug)
    return outbound, inbound


def _wanted(glossary: Glossary, index: NameIndex) -> Iterator[Diagnostic]:
    """Abbreviations and product names that many entries use and none defines."""
    places: dict[str, dict[str, Position]] = defaultdict(dict)
    known = {fold(word) for term in glossary.terms.values() for name in term.names for word in name.text.split()}
    elsewhere = {
        fold(word) for term in glossary.terms.values() for one in term.equivalents for word in one.name.split()
    }
    for term in glossary.terms.values():
        for number, line in prose_lines(term.body):
            for found in _SHORT.finditer(line):
                word = found.group()
                if word in _UNITS:
                    continue
                if fold(word) not in known | elsewhere and fold(word.removesuffix("s")) not in known | elsewhere:
                    place = Position(term.body_line + number, found.start() + 1)
                    places[word].setdefault(term.slug, place)
    for word, users in sorted(places.items()):
        if len(users) >= WANTED_BY:
            slug, place = next(iter(users.items()))
            message = f'"{word}" is used in {len(users)} entries and explained in none; write it: glossary new "{word}"'
            yield _advice(glossary.terms[slug], place, "G608", message)
