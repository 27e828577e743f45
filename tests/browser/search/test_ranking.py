"""What each query finds first, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from termbase.model import Glossary
from termbase.search import key_of, words_of

from tests.browser.search.dialog import Serve, ask, entry, glossary_of, publish, read, slugs


@pytest.mark.parametrize("case", read("ranking.yml"), ids=lambda case: case["rule"])
def test_rule(case: dict[str, Any], page: Page, tmp_path: Path, serve_site: Serve) -> None:
    terms = [entry(slug, **values) for slug, values in case["terms"].items()]
    page.goto(serve_site(publish(glossary_of(*terms, ambiguous=case.get("ambiguous")), tmp_path)))
    for (query, expected), found in zip(case["asks"].items(), ask(page, *case["asks"]), strict=True):
        if expected[-1:] == ["…"]:
            assert found[: len(expected) - 1] == expected[:-1], query
        else:
            assert found == expected, query


def expected(written: str, real: Glossary) -> list[str]:
    """The entries that may stand there: "a or b" allows both; "a | b" is a once it is written, until then b."""
    slugs = written.split(" or ")
    return slugs if len(slugs) > 1 else [next(slug for slug in written.split(" | ") if slug in real.terms)]


@pytest.mark.parametrize("kind", read("queries.yml"))
def test_query_finds_its_entry_first(kind: str, page: Page, real: Glossary, real_site: str) -> None:
    page.goto(real_site)
    cases = [
        (query, [expected(one, real) for one in wanted if not one.startswith("https://")])
        for query, *wanted in read("queries.yml")[kind]
    ]
    answers = ask(page, *(query for query, _ in cases))
    wrong = [
        f"{query}: expected {', '.join('|'.join(one) for one in wanted)}; found {' | '.join(answer[:5])}"
        for (query, wanted), answer in zip(cases, answers, strict=True)
        if len(slugs(answer)) < len(wanted)
        or not all(slug in one for slug, one in zip(slugs(answer), wanted, strict=False))
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_there_are_many_queries_of_every_kind() -> None:
    queries = read("queries.yml")
    assert sum(map(len, queries.values())) >= 120
    assert min(map(len, queries.values())) >= 5
    everything = [query for kind in queries.values() for query, *_ in kind]
    assert len(everything) == len(set(everything))


STACK = "fundamentals device-hardware device-software host-software memory interconnect performance".split()


def test_most_queries_over_the_stack_are_in_the_words_of_public_threads(real: Glossary) -> None:
    over = [
        rest[-1].startswith("https://")
        for rows in read("queries.yml").values()
        for _, *rest in rows
        if real.terms[expected(rest[0], real)[0]].topic in STACK
    ]
    assert len(over) >= 250
    assert sum(over) >= 0.6 * len(over)


def test_every_name_finds_its_term_first(page: Page, real: Glossary, real_site: str) -> None:
    page.goto(real_site)
    names = [(name.text, key_of(words_of(name.text)), slug) for slug, term in real.terms.items() for name in term.names]
    claims: dict[str, set[str]] = {}  # FLOPs and FLOPS are two names and one key
    for _, key, slug in names:
        claims.setdefault(key, set()).add(slug)
    for one in real.disambiguations.values():
        claims[key_of(words_of(one.name))] = set(one.senses)
    answers = ask(page, *(text for text, _, _ in names))
    wrong = [
        f"{text}: expected {slug}; found {' | '.join(answer[:4])}"
        for (text, key, slug), answer in zip(names, answers, strict=True)
        if slugs(answer)[0] not in claims[key]
    ]
    assert not wrong, "\n" + "\n".join(wrong)
