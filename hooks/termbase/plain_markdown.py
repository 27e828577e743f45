"""The glossary as plain Markdown with every link written out, for any other generator or a reader on GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator

from termbase.anchors import split_anchor
from termbase.body import prose_lines
from termbase.index import NameIndex
from termbase.matching import Matcher
from termbase.model import Glossary, Term
from termbase.relations import Relations, relate

_LEFT_ALONE = re.compile(r"!?\[[^\]]*\]\([^)]*\)|!?\[[^\]]*\]\[[^\]]*\]|<[^>\s]+>")
_HEADING = re.compile(r" {0,3}#{1,6}(\s|$)")
_TABLE_HEAD = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:")


def plain_files(glossary: Glossary, name: str) -> Iterator[tuple[str, str]]:
    """(path, text) of an index page, one page a topic and one page a term, with relative links between them."""
    relations, matcher = relate(glossary), Matcher(NameIndex(glossary).linking_names)
    yield "index.md", _index(glossary, name)
    for term in glossary.terms.values():
        yield f"{term.slug}.md", _page(term, glossary, relations, matcher)


def _index(glossary: Glossary, name: str) -> str:
    lines = [f"# {name}", ""]
    for topic in glossary.topics.values():
        terms = [term for term in glossary.terms.values() if term.topic == topic.id]
        if terms:
            lines += [f"## {topic.title}", "", topic.summary, ""]
            lines += [f"- [{_label(term)}]({term.slug}.md): {_escaped(term.definition)}" for term in terms]
            lines.append("")
    return "\n".join(lines)


def _page(term: Term, glossary: Glossary, relations: Relations, matcher: Matcher) -> str:
    lines = [f"# {_label(term)}", "", f"**{_escaped(term.definition)}**", ""]
    if term.also_called:
        lines += [f"Also found as: {', '.join(map(_escaped, term.also_called))}.", ""]
    lines += [linked(term, matcher).strip("\n"), ""]
    if notes := relations.contrast.get(term.slug, ()):
        lines += ["## Not to be confused with", ""]
        lines += [f"- {_link(glossary, other)}: {_escaped(note)}" for other, note in notes] + [""]
    if term.questions:
        lines += ["## Questions", ""]
        for one in term.questions:
            lines += [f"**{one.ask}** {one.answer}", ""]
    for head, slugs in (
        ("Part of", relations.broader.get(term.slug, ())),
        ("Read first", relations.requires.get(term.slug, ())),
        ("See also", relations.related.get(term.slug, ())),
    ):
        if slugs:
            lines += [f"{head}: {', '.join(_link(glossary, other) for other in slugs)}.", ""]
    lines += ["## Sources", ""]
    lines += [f"- [{_escaped(one.title)}](<{one.url}>){', ' + _escaped(one.locator) if one.locator else ''}"
              for one in term.sources]  # fmt: skip
    return "\n".join([*lines, ""])


def linked(term: Term, matcher: Matcher) -> str:
    """The body of a term with the first mention of each other term written as a link, and its anchors as HTML."""
    lines = term.body.split("\n")
    prose = dict(prose_lines(term.body))
    seen = {term.slug} | set(re.findall(r"\]\(([a-z0-9-]+)\.md", term.body))
    for number, line in prose.items():
        heads = _TABLE_HEAD.match(prose.get(number + 1, ""))
        if _HEADING.match(line):
            heading, anchor = split_anchor(lines[number].rstrip(" #"))
            lines[number] = f'<a id="{anchor}"></a>\n\n{heading}' if anchor else lines[number]
            continue
        if _DEFINITION.match(line) or heads or line.startswith("    "):
            continue
        # What must not be touched is blanked, so that places stay true.
        bare = _LEFT_ALONE.sub(lambda found: "\0" * len(found.group()), line)
        pieces, done = [], 0
        for span in matcher.find(bare):
            if span.slug in seen:
                continue
            seen.add(span.slug)
            pieces += [lines[number][done : span.start], f"[{line[span.start : span.end]}]({span.slug}.md)"]
            done = span.end
        lines[number] = "".join([*pieces, lines[number][done:]])
    return "\n".join(lines)


def _label(term: Term) -> str:
    return _escaped(term.headword) + (f" ({_escaped(term.abbreviations[0])})" if term.abbreviations else "")


def _link(glossary: Glossary, slug: str) -> str:
    return f"[{_escaped(glossary.terms[slug].headword)}]({slug}.md)"


def _escaped(text: str) -> str:
    """Plain text that stays the text it is in Markdown."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
