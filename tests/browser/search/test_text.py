"""The second tier: the text of the pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from termbase.model import Glossary

from tests.browser.search.dialog import ROOT, WARPS, Serve, ask, field, hits, publish

TEXT_PAGE = """<!doctype html><html lang="en"><title>{0}</title><link rel="icon" href="data:,">
<main data-pagefind-body><h1>{0}</h1><p>{1}</p><h2 id="more">More of it</h2><p>{2}</p></main></html>"""
TEXTS = {
    "gpu": ("Graphics Processing Unit GPU", "A chip.", "It renders with shaders."),
    "loom": ("Loom", "A frame for crossing threads.", "Its shuttle &lt;img src=x onerror=alert(1)&gt; flies."),
    "mill": ("Mill", "Where looms stand.", "The shuttles make noise."),
}


@pytest.fixture(scope="module")
def text_site(tmp_path_factory: pytest.TempPathFactory, serve_site: Serve) -> str:
    """A small site whose text is indexed."""
    folder = publish(WARPS, tmp_path_factory.mktemp("texts"), text="pagefind/")
    for slug, texts in TEXTS.items():
        (folder / slug).mkdir(exist_ok=True)
        (folder / slug / "index.html").write_text(TEXT_PAGE.format(*texts), encoding="utf-8")
    subprocess.run([sys.executable, str(ROOT / "scripts" / "full_text.py"), str(folder)], check=True)
    return serve_site(folder)


def test_texts_are_listed_below_the_terms_and_open_where_they_were_found(page: Page, text_site: str) -> None:
    page.goto(text_site + "deep/er/?q=shuttle")
    texts = page.get_by_role("group", name="In the text").get_by_role("option")
    expect(texts).to_have_count(2)
    assert [one.split("deep/er/")[-1] for one in hits(page)][-2:] == ["../../mill/#more", "../../loom/#more"]
    expect(page.locator("dialog.search [role=status]")).to_have_text("No term found for “shuttle”, 2 texts")
    expect(texts.last).to_contain_text("Loom")
    expect(texts.last).to_contain_text("Under “More of it”")
    expect(texts.last.locator("mark")).to_have_text(["shuttle"])
    page.keyboard.press("End")
    assert field(page).get_attribute("aria-activedescendant") == texts.last.get_attribute("id")
    results = Axe().run(page, context="dialog.search")
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{text_site}loom/#more")


def test_text_of_pages_is_shown_as_text(page: Page, text_site: str) -> None:
    page.goto(text_site + "?q=flies")
    expect(page.locator(".text .hit")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("dialog.search img").count() == 0


def test_a_term_that_is_listed_is_not_listed_again_and_the_text_calls_terms_by_their_names(
    page: Page, text_site: str
) -> None:
    page.goto(text_site)
    answers = ask(page, "gpu", "renders")
    assert answers[0] == ["group: Terms 1", "gpu: Abbreviation, exact", "group: By your words 1", "service: Definition"]
    assert answers[1][-2:] == ["group: In the text 1", "gpu: Under “More of it”"]
    expect(page.locator(".text .hit b")).to_have_text("Graphics Processing UnitGPU")


def test_a_word_that_no_page_holds_finds_none(page: Page, text_site: str) -> None:
    page.goto(text_site)
    assert ask(page, "shqqq") == [["group: No term found for “shqqq”", "a-z: "]]


def test_the_index_is_asked_after_the_names_have_answered(page: Page, text_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(text_site)
    page.keyboard.press("/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "pagefind" in url]
    with page.expect_request("**/pagefind/pagefind.js"):
        page.keyboard.type("warp")
        expect(page.locator(".hit.first")).to_contain_text("Warp")


def test_without_the_index_the_names_serve_alone(
    page: Page, tmp_path: Path, serve_site: Serve, complaints: list[str]
) -> None:
    page.goto(serve_site(publish(WARPS, tmp_path, text="pagefind/")))
    with page.expect_response("**/pagefind/pagefind.js") as answer:
        assert ask(page, "weaving") == [["group: Terms 1", "weaving: Headword, exact"]]
    assert answer.value.status == 404
    assert ask(page, "qqqqq") == [["group: No term found for “qqqqq”", "a-z: "]]
    assert len(complaints) == 1, "it is asked for once"
    complaints.clear()


@pytest.mark.parametrize("place", ["site_url", "subpath_url"])
def test_the_text_of_the_real_site_is_searched_under_its_security_policy(
    place: str, page: Page, request: pytest.FixtureRequest, complaints: list[str]
) -> None:
    site = request.getfixturevalue(place)
    page.goto(site + "topics/?q=conditional+branch")
    text = page.get_by_role("group", name="In the text").get_by_role("option").first
    expect(text).to_be_visible()
    text.click()
    page.wait_for_url(lambda url: urlsplit(url).path != urlsplit(site).path + "topics/")
    anchor = urlsplit(page.url).fragment
    assert not anchor or page.locator(f"[id='{anchor}']").count() == 1
    assert complaints == []


def test_a_question_opens_where_it_is_answered(
    page: Page, real: Glossary, site_url: str, complaints: list[str]
) -> None:
    question = real.terms["warp"].questions[0].ask
    page.goto(f"{site_url}?q={quote(question)}")
    page.locator(".hit", has_text="Question:").and_(page.locator("[href*='/warp/#']")).click()
    page.wait_for_url(f"{site_url}warp/#question-*")
    expect(page.locator("dt:target")).to_have_text(question)
    expect(page.locator("dt:target")).to_be_in_viewport()
    assert complaints == []
