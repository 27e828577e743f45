"""Small glossaries made in code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

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


TOPICS = "- {id: making, title: Making, summary: How it is made.}\n"
HEAD = """title: Oolong
definition: A tea whose leaves are bruised and oxidized in part, between green and black tea.
topic: making
sources:
  - {title: A handbook of tea, url: "https://tea.example/handbook"}
added: 2026-11-01
"""
VALID = f"---\n{HEAD}---\nA text.\n"


def _write_case(case: dict, folder: Path) -> None:
    (folder / "glossary").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: Tea\nextra: {glossary: {name: Tea}}\n")
    encoded = dict.fromkeys(case.get("latin1", ()), "latin-1") | case.get("encoded", {})
    for name, text in {"glossary/topics.yml": TOPICS, **case["files"]}.items():
        text = text.replace("{valid}", VALID).replace("{head}", HEAD)
        # `{4000 * [}` stands for four thousand brackets, so that a case can be read.
        text = re.sub(r"\{(\d+) \* (.+?)\}", lambda found: int(found[1]) * json.loads(f'"{found[2]}"'), text)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoded.get(name, "utf-8"), "surrogatepass"))
    for name, target in case.get("links", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(target)


@pytest.fixture(scope="session")
def write_case() -> Callable[[dict, Path], None]:
    """`write_case(case, folder)` makes a project of the files of a case; `{valid}` and `{head}` are filled in."""
    return _write_case
