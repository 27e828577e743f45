"""The glossary that is shipped, held to its own rules. Tests of code never read it; these do nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import markdown
import pytest
from diagnostics import Severity
from termbase.body import prose_lines
from termbase.cli_project import linkable_pages
from termbase.index import NameIndex
from termbase.load import Loaded, load_glossary
from termbase.markdown_extension import PageScope, TermLinks
from termbase.matching import Matcher
from termbase.model import Fit
from termbase.relations import in_reading_order, relate
from termbase.settings import find_settings

ROOT = Path(__file__).resolve().parents[2]

FILLER = re.compile(
    r"\b(it is (important|worth) (to note|noting)|note that|in today's|plays? a (crucial|key|vital) role|leverag\w+|"
    r"seamless\w*|cutting-edge|state-of-the-art|game.chang\w+|unlock\w*|delve\w*|robust|powerful|simply put|"
    r"in the world of|when it comes to|revolution\w+|blazing\w*|effortless\w*)\b",
    re.IGNORECASE,
)
WORDS = range(140, 651)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    _, settings = find_settings(ROOT)
    return load_glossary(ROOT / settings.dir, ROOT, linkable_pages(ROOT, settings))


@pytest.fixture(scope="module")
def links(loaded: Loaded) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """(outbound, inbound) of every term: links in its text and written relations."""
    glossary = loaded.glossary
    relations = relate(glossary)
    outbound: dict[str, set[str]] = defaultdict(set)
    inbound: dict[str, set[str]] = defaultdict(set)
    extension = TermLinks(glossary.terms, Matcher(NameIndex(glossary).linking_names), loaded.figures)
    for slug, term in glossary.terms.items():
        extension.scope = PageScope(
            slug, slug_at=lambda target: target.removesuffix(".md") if target.endswith(".md") else ""
        )
        markdown.markdown(term.body, extensions=["tables", "fenced_code", extension])
        targets = {mention.slug for mention in extension.scope.mentions}
        for related in (relations.broader, relations.related, relations.requires):
            targets |= set(related.get(slug, ()))
        targets |= {other for other, _ in relations.contrast.get(slug, ())}
        outbound[slug] |= targets - {slug}
        for target in targets - {slug}:
            inbound[target].add(slug)
    return outbound, inbound


def test_check_is_silent(loaded: Loaded) -> None:
    assert [str(one) for one in loaded.diagnostics if one.severity is Severity.ERROR] == []


def test_what_is_promised_is_there(loaded: Loaded) -> None:
    glossary = loaded.glossary
    terms = glossary.terms.values()
    assert len(terms) >= 399
    assert {term.topic for term in terms} == set(glossary.topics), "no shelf is empty"
    assert all(topic.introduction for topic in glossary.topics.values())
    assert sum("](figures/" in term.body for term in terms) >= 45
    assert sum(len(term.questions) for term in terms) >= 200
    pairs = {tuple(sorted((term.slug, one.term))) for term in terms for one in term.contrast}
    assert len(pairs) >= 30
    assert len(glossary.paths) >= 7
    assert sum(bool(term.equivalents) for term in terms) >= 40


def test_every_equivalent_has_a_source_and_says_what_differs(loaded: Loaded) -> None:
    bare = [
        f"{term.path}: {one.vendor}: {one.name}"
        for term in loaded.glossary.terms.values()
        for one in term.equivalents
        if not one.source or (one.fit is not Fit.EXACT and not one.note)
    ]
    assert bare == []


def test_everything_was_read_by_somebody_else(loaded: Loaded) -> None:
    assert [slug for slug, term in loaded.glossary.terms.items() if term.reviewed is None] == []


def test_nothing_that_must_be_read_first_is_missing(loaded: Loaded) -> None:
    """From "GPU" to three words that people meet early: every step is an entry and begins at the GPU."""
    for goal in ("tensor-core", "warp-divergence", "infiniband"):
        order = in_reading_order(loaded.glossary, [goal])
        assert order[0] == "gpu"
        assert order[-1] == goal
        assert len(order) >= 4


def test_every_figure_is_shown(loaded: Loaded) -> None:
    shown = {
        name for term in loaded.glossary.terms.values() for name in re.findall(r"\(figures/([\w-]+\.svg)", term.body)
    }
    assert shown == set(loaded.figures)


def test_no_filler(loaded: Loaded) -> None:
    found = []
    for term in loaded.glossary.terms.values():
        for number, line in prose_lines(term.body):
            found += [f"{term.path}:{term.body_line + number}: {one.group()}" for one in FILLER.finditer(line)]
        texts = [term.definition, *(one.answer for one in term.questions), *(one.note for one in term.contrast)]
        found += [f"{term.path}: {one.group()}" for text in texts for one in FILLER.finditer(text)]
    assert found == []


def test_length(loaded: Loaded) -> None:
    lengths = {
        slug: sum(len(line.split()) for _, line in prose_lines(term.body))
        for slug, term in loaded.glossary.terms.items()
    }
    assert {slug: words for slug, words in lengths.items() if words not in WORDS} == {}


def test_definition_does_not_open_with_its_headword(loaded: Loaded) -> None:
    circular = [
        slug
        for slug, term in loaded.glossary.terms.items()
        if re.match(rf"(an? |the )?{re.escape(term.headword)}\b", term.definition, re.IGNORECASE)
    ]
    assert circular == []


def test_two_sources_each(loaded: Loaded) -> None:
    assert [slug for slug, term in loaded.glossary.terms.items() if len(term.sources) < 2] == []


def test_answers_are_one_or_two_sentences(loaded: Loaded) -> None:
    long = []
    for slug, term in loaded.glossary.terms.items():
        for one in term.questions:
            text = re.sub(r"`[^`]*`|\b(e\.g|i\.e|vs|approx|No)\.", "x", one.answer)
            if len(re.findall(r"[.!?](?=\s+[A-Z]|$)", text)) > 2:
                long.append(f"{slug}: {one.answer}")
    assert long == []


def test_no_term_is_an_island(links: tuple[dict[str, set[str]], dict[str, set[str]]], loaded: Loaded) -> None:
    outbound, inbound = links
    lonely = {
        slug: (len(outbound[slug]), len(inbound[slug]))
        for slug in loaded.glossary.terms
        if len(outbound[slug]) < 3 or len(inbound[slug]) < 2
    }
    assert lonely == {}, "terms with fewer than three outbound or two inbound links"
