"""Entries rendered without the host, for checks of what they become. Part of the edge."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from diagnostics import Diagnostic
from markdown import Markdown

from termbase.index import NameIndex
from termbase.load import Loaded
from termbase.markdown_extension import PageScope, TermLinks
from termbase.matching import Matcher
from termbase.rendered import check_rendered

EXTENSIONS = ("tables", "toc", "pymdownx.highlight", "pymdownx.superfences")
"""Those of our `mkdocs.yml`."""


def rendered_problems(loaded: Loaded, slugs: Collection[str]) -> Iterator[Diagnostic]:
    """What the allow-list refuses in the HTML of these entries. Call it only where nothing else is wrong with them."""
    terms = loaded.glossary.terms
    links = TermLinks(terms, Matcher(NameIndex(loaded.glossary).linking_names), loaded.figures)

    def slug_at(target: str) -> str:
        slug = target.removesuffix(".md")
        return slug if slug in terms else ""

    renderer = Markdown(extensions=[*EXTENSIONS, links])
    for slug in slugs:
        term = terms[slug]
        links.scope = PageScope(slug, slug_at=slug_at)
        yield from check_rendered(renderer.reset().convert(term.body), term.path, term.body_line)
