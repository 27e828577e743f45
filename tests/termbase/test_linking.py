"""The linker on real Markdown. Cases are title, input, output between lines of one dot; in the output
`[slug|text]` stands for a whole link to that term."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from termbase.index import NameIndex
from termbase.linking import Mention, link_mentions, mentions_in
from termbase.markdown_extension import PageScope, TermLinks
from termbase.matching import Matcher
from termbase.model import Glossary, Term


def read_cases(text: str) -> list[tuple[str, str, str]]:
    pieces = re.split(r"^\.\n", text, flags=re.MULTILINE)
    return [(pieces[at].strip(), pieces[at + 1], pieces[at + 2]) for at in range(0, len(pieces) - 2, 3)]


CASES = read_cases((Path(__file__).parent / "linking" / "cases.md").read_text(encoding="utf-8"))


@pytest.fixture
def warps(term: Callable[..., Term], glossary: Callable[..., Glossary]) -> Glossary:
    return glossary(
        term("warp", "Warp"),
        term("warp-scheduler", "Warp Scheduler"),
        term("streaming-multiprocessor", "Streaming Multiprocessor", abbreviations=["SM"]),
        term("kernel", "Kernel"),
    )


def render(glossary: Glossary, text: str) -> tuple[str, tuple[Mention, ...]]:
    extension = TermLinks(glossary.terms, Matcher(NameIndex(glossary).linking_names), {})
    extension.scope = PageScope(
        slug="kernel",
        slug_at=lambda target: target.removesuffix(".md") if target.removesuffix(".md") in glossary.terms else "",
    )
    converted = markdown.markdown(text, extensions=["tables", "fenced_code", "toc", extension])
    return converted, extension.scope.mentions


def shorten(html: str) -> str:
    html = re.sub(r'<a (?=[^>]*href="([\w-]+)\.md(#\w+)?")(?=[^>]*data-term="\1")[^>]*>(.*?)</a>', r"[\1\2|\3]", html)
    return re.sub(r"<a [^>]*data-[^>]*>", "<<a term link that lacks its parts>>", html)


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_case(title: str, text: str, expected: str, warps: Glossary) -> None:
    html, _ = render(warps, text)
    assert shorten(html) == expected.strip()


def test_link_carries_its_preview(term: Callable[..., Term], glossary: Callable[..., Glossary]) -> None:
    one = term("sm", "Streaming Multiprocessor", abbreviations=["SM"], aliases=["multiprocessor"], unlinked=["core"])
    html, _ = render(glossary(one, term("kernel", "Kernel")), "An SM.")
    for attribute in (
        'data-term="sm"',
        'data-head="Streaming Multiprocessor"',
        'data-abbr="SM"',
        'data-also="multiprocessor, core"',
        f'title="{one.definition}"',
    ):
        assert attribute in html


def test_mentions_come_with_their_sentence(warps: Glossary) -> None:
    _, mentions = render(warps, "First. The *old* warp waits, e.g. for data. Last.\n\n- An SM `runs` it.")
    assert mentions == (
        Mention("warp", "The old warp waits, e.g. for data."),
        Mention("streaming-multiprocessor", "An SM runs it."),
    )


def test_long_sentence_is_cut_around_the_mention(warps: Glossary) -> None:
    _, mentions = render(warps, "word " * 80 + "warp " + "word " * 80)
    assert len(mentions[0].sentence) <= 182
    assert "warp" in mentions[0].sentence
    assert mentions[0].sentence.startswith("…")
    assert mentions[0].sentence.endswith("…")


WORDS = st.sampled_from(
    ["warp", "Warps", "warp scheduler", "SM", "sm", "kernel", "and", "x<y", "&", "a-warp", "\n", "."]
)


@given(st.lists(WORDS, max_size=30))
def test_linking_keeps_the_text_links_once_and_is_stable(words: list[str]) -> None:
    names = [("Warp", False, "warp"), ("Warp Scheduler", False, "warp-scheduler"), ("SM", True, "sm")]
    text = " ".join(words)

    def make(slug: str, shown: str) -> Element:
        link = Element("a", {"data-term": slug, "href": f"{slug}.md"})
        link.text = shown
        return link

    root = Element("div")
    paragraph = Element("p")
    paragraph.text = text
    root.append(paragraph)
    link_mentions(root, Matcher(names), make, frozenset())
    assert "".join(root.itertext()) == text
    slugs = [link.get("data-term") for link in root.iter("a")]
    assert len(slugs) == len(set(slugs))
    before = tostring(root)
    link_mentions(root, Matcher(names), make, frozenset())
    assert tostring(root) == before
    assert {one.slug for one in mentions_in(root)} == set(slugs)
