"""The Markdown of an entry, checked before it is rendered.

Rendered HTML has no positions, so the source is scanned; code is left out first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from diagnostics import Diagnostic, Edit, Position, did_you_mean

from termbase.anchors import Anchor, anchors_in, check_anchors
from termbase.density import check_density
from termbase.rendered import refused_address

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s)>]*)>?[^)]*\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(\s|$)")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>")
_HTML = re.compile(r"<[/!?]?[A-Za-z!?][^>]*>?")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]*:")
_FIGURE = re.compile(r"figures/([a-z0-9-]+\.svg)")


def prose_lines(body: str) -> Iterator[tuple[int, str]]:
    """(line, text) of everything outside fenced code; inline code is blanked, so that columns stay true."""
    fence = ""
    for number, line in enumerate(body.split("\n")):
        marker = _FENCE.match(line)
        if fence:
            if marker and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if marker:
            fence = marker.group(1)
            continue
        yield number, _CODE.sub(lambda found: " " * len(found.group()), line)


@lru_cache(maxsize=16_384)
def anchors_of(body: str) -> tuple[Anchor, ...]:
    """The explicit anchors of an entry, in the order of its headings."""
    written = body.split("\n")
    return anchors_in([(number, written[number]) for number, line in prose_lines(body) if "{#" in line])


def check_body(
    body: str, path: str, first_line: int, slugs: Collection[str], figures: Collection[str], pages: Collection[str]
) -> Iterator[Diagnostic]:
    """Links, figures, HTML and density of a Markdown text that begins on `first_line` of the file `path`.

    `slugs`: terms that may be linked as `slug.md`. `figures`: file names in `figures/`. `pages`: what may be
    linked beyond the entries, as a path relative to the glossary folder.
    """

    def complaint(number: int, column: int, code: str, message: str, edit: tuple[int, str] | None = None) -> Diagnostic:
        place = Position(first_line + number, column + 1)
        return Diagnostic(path, place, code, message, edit=Edit(place, *edit) if edit else None)

    prose = list(prose_lines(body))
    if excesses := list(check_density(prose)):
        # What follows searches line by line, and would be as slow on such a text as Markdown is.
        yield from (complaint(number, column, "G407", excess) for number, column, excess in excesses)
        return
    for number, column, problem_found in check_anchors(prose):
        yield complaint(number, column, "G409", problem_found)
    for number, line in prose:
        if found := re.match(r" {0,3}#(?=\s|$)", line):
            message = "the page has its own headline; begin headings with ##"
            yield complaint(number, 0, "G406", message, (found.end(), f"{found.group()}#"))
        for found in _LINK.finditer(line):
            column, target = found.start(3), found.group(3)
            problem = _figure(target, figures) if found.group(1) else _target(target, slugs, pages)
            if problem:
                yield complaint(number, column, *problem)
        for found in (*_REFERENCE.finditer(line), *_AUTOLINK.finditer(line)):
            problem = _target(found.group(1), slugs, pages)
            if problem:
                yield complaint(number, found.start(1), *problem)
        bare = _AUTOLINK.sub(lambda found: " " * len(found.group()), line)
        if found := _HTML.search(bare):
            yield complaint(number, found.start(), "G404", f'HTML is not allowed, found "{found.group()[:40]}"')


Problem = tuple[str, str] | tuple[str, str, tuple[int, str]]
"""Code, message, and what mends it: how many characters, and the text that takes their place."""


def _figure(target: str, figures: Collection[str]) -> Problem | None:
    named = _FIGURE.fullmatch(target)
    if named is None:
        return "G402", f'a figure is an SVG file of ours, figures/<name>.svg; found "{target}"'
    if named.group(1) not in figures:
        return "G402", f"{target} does not exist{did_you_mean(named.group(1), figures)}"
    return None


def _target(target: str, slugs: Collection[str], pages: Collection[str]) -> Problem | None:
    path, hash_, anchor = target.partition("#")
    if target.startswith("#"):
        return None
    if problem := refused_address(target):
        return "G405", problem
    if _SCHEME.match(target):
        return None
    if path.startswith("/") or not path.endswith(".md"):
        slug = path.strip("/").removesuffix("/index.html").split("/")[-1]
        edit = (len(target), f"{slug}.md{hash_}{anchor}") if slug in slugs else None
        message = f'"{target}": link the .md file of the entry, such as warp.md, or an https address'
        return ("G405", message, edit) if edit else ("G405", message)
    if path in pages or path.removesuffix(".md") in slugs:
        return None
    return "G401", f'"{path}" does not exist{did_you_mean(path.removesuffix(".md"), slugs) or "; correct the link"}'
