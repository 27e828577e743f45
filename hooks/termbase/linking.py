"""First mentions become links, on the parsed tree of a page.

An author's own link to a term counts as its mention. Headings, links, code and the term's own page are
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from termbase.matching import Matcher

SKIPPED = frozenset(
    "a abbr button code figure h1 h2 h3 h4 h5 h6 kbd math pre samp script style summary svg textarea th".split()
)
BLOCKS = frozenset(["p", "li", "td", "th", "dd", "dt", "blockquote", "figcaption"])
TERM = "data-term"

MakeLink = Callable[[str, str], Element]
"""(slug, text) to the link element."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A term named on a page, with the sentence around it."""

    slug: str
    sentence: str


def link_mentions(root: Element, matcher: Matcher, make_link: MakeLink, skip: frozenset[str]) -> None:
    """Put a link around the first mention of each term that is not in `skip` and not linked already."""
    seen = set(skip)
    seen.update(link.get(TERM, "") for link in root.iter("a"))
    _link_children(root, matcher, make_link, seen)


def _link_children(parent: Element, matcher: Matcher, make_link: MakeLink, seen: set[str]) -> None:
    children = list(parent)
    if parent.text and not _is_atomic(parent.text):
        text, links = _split(parent.text, matcher, make_link, seen)
        if links:
            parent.text = text
            for place, link in enumerate(links):
                parent.insert(place, link)
    for child in children:
        if child.tag not in SKIPPED and isinstance(child.tag, str):
            _link_children(child, matcher, make_link, seen)
        if child.tail and not _is_atomic(child.tail):
            text, links = _split(child.tail, matcher, make_link, seen)
            if links:
                child.tail = text
                after = list(parent).index(child) + 1
                for place, link in enumerate(links):
                    parent.insert(after + place, link)


def _is_atomic(text: str) -> bool:
    # Python-Markdown marks text that must not be touched by a subclass of str.
    return type(text) is not str


def _split(text: str, matcher: Matcher, make_link: MakeLink, seen: set[str]) -> tuple[str, list[Element]]:
    links: list[Element] = []
    head, done = text, 0
    for span in matcher.find(text):
        if span.slug in seen:
            continue
        seen.add(span.slug)
        before = text[done : span.start]
        if links:
            links[-1].tail = before
        else:
            head = before
        links.append(make_link(span.slug, text[span.start : span.end]))
        done = span.end
    if links:
        links[-1].tail = text[done:]
    return head, links


def mentions_in(root: Element) -> Iterator[Mention]:
    """Every linked term of a page with the sentence that holds its first link."""
    seen: set[str] = set()
    for block in root.iter():
        if block.tag not in BLOCKS:
            continue
        text, places = _flatten(block)
        new = [(slug, place) for slug, place in places if slug not in seen]
        if not new:
            continue
        cuts = [(cut.start(), cut.end()) for cut in _SENTENCE_END.finditer(text)]
        for slug, place in new:
            if slug not in seen:
                seen.add(slug)
                yield Mention(slug, _sentence(text, place, cuts))


def _flatten(block: Element) -> tuple[str, list[tuple[str, int]]]:
    pieces: list[str] = [block.text or ""]
    places: list[tuple[str, int]] = []
    length = len(pieces[0])

    def add(text: str | None) -> None:
        nonlocal length
        if text:
            pieces.append(text)
            length += len(text)

    def visit(parent: Element) -> None:
        for child in parent:
            if child.tag in BLOCKS or child.tag in ("ul", "ol", "table"):
                continue
            slug = child.get(TERM)
            if slug:
                places.append((slug, length))
            add(child.text)
            visit(child)
            add(child.tail)

    visit(block)
    return "".join(pieces), places


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9`\"'“‘])")
_STASHED = re.compile("\x02[^\x03]*\x03")
LONGEST_SENTENCE = 180
FEWEST_WORDS = 4
"""A table cell or a label is no sentence worth quoting."""


def _sentence(text: str, place: int, cuts: list[tuple[int, int]]) -> str:
    """The sentence around a place, of a text that is cut there: where each sentence ends, and the next begins."""
    start = 0
    for end, following in cuts:
        if following > place:
            return _trim(text[start:end], place - start)
        start = following
    return _trim(text[start:], place - start)


def _trim(sentence: str, place: int) -> str:
    words = _STASHED.sub("", sentence).split()
    clean = " ".join(words) if len(words) >= FEWEST_WORDS else ""
    if len(clean) <= LONGEST_SENTENCE:
        return clean
    # Keep the part around the mention, cut at blanks.
    start = max(0, min(place - LONGEST_SENTENCE // 2, len(clean) - LONGEST_SENTENCE))
    start = clean.find(" ", start) + 1 if start else 0
    end = start + LONGEST_SENTENCE
    if end < len(clean):
        end = clean.rfind(" ", start, end)
        return ("…" if start else "") + clean[start:end] + "…"
    return ("…" if start else "") + clean[start:]
