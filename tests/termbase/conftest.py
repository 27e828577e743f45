"""Small glossaries made in code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from termbase.model import Glossary, Name, NameKind, Source, Term, Topic


def make_term(slug: str, headword: str, **values: object) -> Term:
    """A term with everything a term needs; `abbreviations`, `aliases`, `unlinked` and `hidden` give names."""
    names = [Name(headword, NameKind.HEADWORD)]
    for key, kind, links in (
        ("abbreviations", NameKind.ABBREVIATION, True),
        ("aliases", NameKind.ALIAS, True),
        ("unlinked", NameKind.UNLINKED, False),
        ("hidden", NameKind.HIDDEN, False),
    ):
        names += [Name(text, kind, links=links) for text in values.pop(key, ())]  # type: ignore[attr-defined]
    defaults: dict[str, object] = {
        "definition": f"The thing that is called {headword} by those who know it.",
        "topic": "things",
        "sources": (Source("A handbook", "https://handbook.example/"),),
        "added": "2026-11-01",
        "changed": "2026-11-01",
        "body": "Text.",
        "path": f"glossary/{slug}.md",
    }
    return Term(slug=slug, names=tuple(names), **{**defaults, **values})  # type: ignore[arg-type]


def make_glossary(*terms: Term, **values: object) -> Glossary:
    """A glossary of these terms, all on one shelf."""
    ordered = sorted(terms, key=lambda term: (term.headword.casefold(), term.slug))
    topics = {"things": Topic("things", "Things", "All things.")}
    return Glossary({term.slug: term for term in ordered}, topics, values.get("disambiguations", {}))  # type: ignore[arg-type]


@pytest.fixture(name="term")
def term_fixture() -> Callable[..., Term]:
    return make_term


@pytest.fixture(name="glossary")
def glossary_fixture() -> Callable[..., Glossary]:
    return make_glossary
