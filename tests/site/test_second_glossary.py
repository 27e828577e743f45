"""A second glossary on another subject, below a path, with an address prefix: the same hooks and theme serve it."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("links", Path(__file__).with_name("links.py"))
assert SPEC is not None
assert SPEC.loader is not None
links = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(links)

TEA = Path(__file__).parent / "tea"
URL = "https://tea.example/words/"


@pytest.fixture(scope="module")
def site(build_site) -> Path:
    return build_site(project=TEA, site_url=URL)


def read(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def test_pages(site: Path) -> None:
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert pages == {
        ".",
        "a-z",
        "topics",
        "map",
        "contributing/front-matter",
        "contributing/diagnostics",
        "topics/making",
        "topics/drinking",
        "questions",
        "questions/making",
        "oxidation-vs-withering",
        "withering-vs-oxidation",
        "t/oolong",
        "t/oxidation",
        "t/withering",
        "t/gaiwan",
        "t/sharing-pitcher",
        "t/ot",
        "t/wu-long",
        "t/blue-tea",
        "t/enzymatic-browning",
        "t/cha-hai",
        "t/pot",
    }


def test_nothing_leads_nowhere(site: Path) -> None:
    assert links.dead_links(site, URL) == []


def test_nothing_of_another_subject(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert not re.search(r"GPU|CUDA|Compute Glossary", page.read_text(encoding="utf-8")), page


def test_term_page(site: Path) -> None:
    page = read(site, "t/oolong")
    assert "<title>Oolong (OT) · Words of Tea</title>" in page
    assert page.count('href="../oxidation/" title="The browning') == 1, "first mention only"
    assert 'href="../gaiwan/"' in page
    assert "half-way" in page
    assert "style=" not in page


def test_hidden_names_are_not_shown_and_ambiguous_ones_not_linked(site: Path) -> None:
    assert "fermentation" not in read(site, "t/oxidation")
    assert 'data-term="sharing-pitcher"' not in read(site, "t/gaiwan").split('class="prose"')[1].split("</section>")[0]


def test_figure_is_inlined_with_its_caption(site: Path) -> None:
    page = read(site, "t/oxidation")
    assert '<figure class="beside"><svg' in page
    assert 'role="img"' in page
    assert "<figcaption>From green to black.</figcaption>" in page


def test_name_page_defines_and_points_to_the_term(site: Path) -> None:
    page = read(site, "t/wu-long")
    assert '<link rel="canonical" href="https://tea.example/words/t/oolong/">' in page
    assert '<meta property="og:description" content="A tea whose leaves' in page
    assert "A tea whose leaves" in page.split("<body")[1]
    assert 'href="../../t/oolong/"' in page
    assert 'http-equiv="refresh"' not in page


def test_disambiguation_page_lists_the_senses(site: Path) -> None:
    page = read(site, "t/pot")
    assert page.index('href="../../t/gaiwan/') < page.index('href="../../t/sharing-pitcher/')
    assert "A vessel of the tea table" in page


def test_backlinks_show_the_sentence(site: Path) -> None:
    page = read(site, "t/oolong")
    assert "“Oolong lies in the middle of the scale, and an Oolong in code is no link.”" in page


def test_head_comes_within_four_kilobytes(site: Path) -> None:
    for page in site.rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        last = max(
            text.find(tag) for tag in ('name="twitter:card"', 'name="twitter:data2"', 'property="og:description"')
        )
        assert 0 < len(text[:last].encode()) < 4096, page


def test_structured_data_is_readable(site: Path) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', read(site, "t/oolong"))
    assert found
    data = json.loads(found.group(1))
    assert data["@type"] == "DefinedTerm"
    assert data["alternateName"] == ["OT", "wu long", "blue tea"]


def test_no_inline_script_style_or_handler(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        scripts = re.findall(r"<script\b([^>]*)>", text)
        assert all("src=" in one or "application/ld+json" in one for one in scripts), page
        assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=", text), page


def test_versus_page_stands_at_both_orders(site: Path) -> None:
    page, reverse = read(site, "oxidation-vs-withering"), read(site, "withering-vs-oxidation")
    for one in (page, reverse):
        assert f'<link rel="canonical" href="{URL}oxidation-vs-withering/">' in one
        assert "Withering takes water out of the leaf" in one.split("<body")[1]


def test_code_in_a_note_is_code_on_the_page_and_plain_in_its_description(site: Path) -> None:
    for address in ("t/oxidation", "t/withering", "oxidation-vs-withering"):
        page = read(site, address)
        assert "(see <code>polyphenol oxidase</code>)." in page.split("<body")[1], address
        assert "`" not in page, address


def test_questions_are_listed_under_their_topic(site: Path) -> None:
    page = read(site, "questions/making")
    assert "Is oolong green or black?" in page
    assert "Neither: it is stopped half-way." in page


def test_sitemap_holds_pages_and_no_aliases(site: Path) -> None:
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{URL}t/oolong/</loc>" in sitemap
    assert "wu-long" not in sitemap
