"""The second wall: the HTML that an entry became, held against an allow-list.

The first wall scans the Markdown, where places are known, and refuses HTML, foreign schemes and pictures. What slips
through a scan of lines (a link broken over two, a spelling nobody thought of) is found here, in what a browser would
get, and refused with the first line of the text as its place. Nothing is ever stripped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser

from diagnostics import Diagnostic, Position

from termbase.figures import ATTRIBUTES as FIGURE_ATTRIBUTES
from termbase.figures import ELEMENTS as FIGURE_ELEMENTS

VOID = frozenset(["br", "hr"])
ELEMENTS = frozenset(
    (
        "a abbr blockquote br caption code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr kbd li ol p pre s "
        "small span strong sub sup table tbody td th thead tr ul"
    ).split()
)
ATTRIBUTES = frozenset(
    "aria-describedby aria-hidden aria-label aria-labelledby class colspan dir href id lang role rowspan scope start "
    "tabindex title xmlns".split()
)
SCHEMES = frozenset(["https", "mailto"])
RESERVED_IDS = frozenset(
    (
        "apart calculate card card-text contrast definition elsewhere group in-full main mentions near order paths "
        "places problems questions recent said search-hits sources specs start terms toc-head together topics"
    ).split()
)
"""Ids of the page's own parts; a test holds them against the templates."""


def is_reserved_id(value: str) -> bool:
    """Whether a page gives this id to a part of its own, so that no heading of an entry may have it."""
    return value in RESERVED_IDS or value.startswith(("__", "side-", "sense-", "group-"))


_BLANKS = re.compile(r"[\x00-\x20\x7f\u00a0\u2028\u2029\ufeff]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")


def scheme(href: str) -> str:
    """The scheme of an address as a browser reads it: blanks and control characters in it do not count."""
    found = _SCHEME.match(_BLANKS.sub("", href))
    return found.group(1).lower() if found else ""


def refused_address(href: str) -> str:
    """Why a browser must not get this address, or the empty string. Relative addresses are fine."""
    bare = _BLANKS.sub("", href)
    used = scheme(href)
    if used and used not in SCHEMES:
        return f'"{used}:" links are not allowed; use https'
    if bare.startswith(("//", "\\\\", "/\\", "\\/")):
        return f'"{bare[:60]}" leads to another host without saying how; write https://'
    if used == "https" and "@" in re.split(r"[/?#\\]", bare.split(":", 1)[1].lstrip("/\\"), maxsplit=1)[0]:
        return f'"{bare[:60]}" hides its host behind an @; write the host alone'
    return ""


def check_rendered(fragment: str, path: str, line: int) -> Iterator[Diagnostic]:
    """Complaints about the HTML of a text that begins on `line` of the file `path`."""
    for problem in refused_html(fragment):
        yield Diagnostic(path, Position(line), "G408", problem)


def refusal(found: Iterable[Diagnostic]) -> str:
    """What a preview shows in place of a text that was refused."""
    return "".join(f"<p>{escape(str(one))}</p>\n" for one in found)


def refused_html(fragment: str) -> Iterator[str]:
    """What in a rendered text no entry may bring into a page, each thing once."""
    if not is_plain(fragment):
        yield from judged(fragment)


def judged(fragment: str) -> Iterator[str]:
    """The same, by reading the text as HTML."""
    parser = _Parser()
    parser.feed(fragment)
    parser.close()
    if parser.open:
        parser.found.append(f"<{parser.open[-1]}> is not closed")
    yield from dict.fromkeys(parser.found)


_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-zA-Z][a-zA-Z-]*="[^"<]*")*) ?(/?)>')
_ATTRIBUTE = re.compile(r' ([a-zA-Z][a-zA-Z-]*)="([^"<]*)"')
_FIGURE_ELEMENTS = frozenset(one.lower() for one in FIGURE_ELEMENTS)
_FIGURE_ATTRIBUTES = frozenset(one.lower() for one in FIGURE_ATTRIBUTES)


def is_plain(fragment: str) -> bool:
    """Whether a text is written as renderers write it and holds nothing but what is allowed.

    The quick way for all that is as it should be; what it does not know for certain, the parser judges.
    """
    open_tags: list[str] = []
    ids: set[str] = set()
    tags = 0
    for closing, tag, attributes, empty in _TAG.findall(fragment):
        tags += 1
        if closing:
            if attributes or empty or not open_tags or open_tags.pop() != tag:
                return False
            continue
        drawing = tag == "svg" or "svg" in open_tags
        if tag not in (_FIGURE_ELEMENTS if drawing else ELEMENTS):
            return False
        if attributes:
            harmless, own = _attributes(attributes, drawing)
            if not harmless or not ids.isdisjoint(own) or len(set(own)) < len(own):
                return False
            ids.update(own)
        if not empty and tag not in VOID:
            open_tags.append(tag)
    # Every opening bracket begins one of these tags, so that nothing else can be read as markup.
    return not open_tags and tags == fragment.count("<")


@lru_cache(maxsize=16_384)
def _attributes(written: str, drawing: bool) -> tuple[bool, tuple[str, ...]]:
    """Whether all of these attributes are allowed, and the ids among them."""
    ids = []
    for name, value in _ATTRIBUTE.findall(written):
        name = name.lower()
        if name not in ATTRIBUTES and not name.startswith("data-") and not (drawing and name in _FIGURE_ATTRIBUTES):
            return False, ()
        if name == "href" and refused_address(unescape(value)):
            return False, ()
        if name == "id":
            if is_reserved_id(unescape(value)):
                return False, ()
            ids.append(unescape(value))
    return True, tuple(ids)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        drawing = "svg" in self.open or tag == "svg"
        known = _FIGURE_ELEMENTS if drawing else ELEMENTS
        if tag not in known:
            self.found.append(f"<{tag}> is not allowed")
        for name, value in attrs:
            self._attribute(tag, name, value or "", drawing)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.found.append(f"</{tag}> closes nothing that is open")
        else:
            self.open.pop()

    def handle_comment(self, data: str) -> None:
        self.found.append("a comment is not allowed")

    def handle_decl(self, decl: str) -> None:
        self.found.append("a declaration is not allowed")

    def unknown_decl(self, data: str) -> None:
        self.found.append("a declaration is not allowed")

    def handle_pi(self, data: str) -> None:
        self.found.append("a processing instruction is not allowed")

    def _attribute(self, tag: str, name: str, value: str, drawing: bool) -> None:
        allowed = name in ATTRIBUTES or name.startswith("data-")
        if not allowed and not (drawing and name in _FIGURE_ATTRIBUTES):
            self.found.append(f'attribute "{name}" of <{tag}> is not allowed')
        elif name == "href" and (problem := refused_address(value)):
            self.found.append(problem)
        elif name == "id":
            if is_reserved_id(value):
                self.found.append(f'the id "{value}" belongs to the page; choose another heading')
            if value in self.ids:
                self.found.append(f'the id "{value}" is used twice')
            self.ids.add(value)
