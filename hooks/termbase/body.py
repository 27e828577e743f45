"""The Markdown of an entry, checked before it is rendered.

Rendered HTML has no positions, so the source is scanned; code is left out first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from diagnostics import Diagnostic, Position, did_you_mean

from termbase.model import Term

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s)>]*)>?[^)]*\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(\s|$)")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>")
_HTML = re.compile(r"<[/!?]?[A-Za-z!?][^>]*>?")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]*:")
_FIGURE = re.compile(r"figures/([a-z0-9-]+\.svg)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


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


def check_body(
    term: Term, slugs: Collection[str], figures: Collection[str], pages: Collection[str]
) -> Iterator[Diagnostic]:
    """Links, figures and HTML of one entry.

    `slugs`: terms that may be linked as `slug.md`. `figures`: file names in `figures/`. `pages`: what may be
    linked beyond the entries, as a path relative to the glossary folder.
    """

    def complaint(number: int, column: int, code: str, message: str) -> Diagnostic:
        return Diagnostic(term.path, Position(term.body_line + number, column + 1), code, message)

    for number, line in enumerate(term.body.split("\n")):
        if found := _CONTROL.search(line):
            code = f"U+{ord(found.group()):04X}"
            yield complaint(number, found.start(), "G404", f"invisible or control character {code}; remove it")
    for number, line in prose_lines(term.body):
        if re.match(r" {0,3}#(\s|$)", line):
            yield complaint(number, 0, "G406", "the page has its own headline; begin headings with ##")
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


def _figure(target: str, figures: Collection[str]) -> tuple[str, str] | None:
    named = _FIGURE.fullmatch(target)
    if named is None:
        return "G402", f'a figure is an SVG file of ours, figures/<name>.svg; found "{target}"'
    if named.group(1) not in figures:
        return "G402", f"{target} does not exist{did_you_mean(named.group(1), figures)}"
    return None


def _target(target: str, slugs: Collection[str], pages: Collection[str]) -> tuple[str, str] | None:
    path = target.split("#")[0]
    if target.startswith("#"):
        return None
    if scheme := _SCHEME.match(target):
        allowed = scheme.group().lower() in ("https:", "mailto:")
        return None if allowed else ("G405", f'"{scheme.group()}" links are not allowed; use https')
    if path.startswith("/") or not path.endswith(".md"):
        return "G405", f'"{target}": link the .md file of the entry, such as warp.md, or an https address'
    if path in pages or path.removesuffix(".md") in slugs:
        return None
    return "G401", f'"{path}" does not exist{did_you_mean(path.removesuffix(".md"), slugs) or "; correct the link"}'
