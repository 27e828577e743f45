"""What the dialog shows and says, and that nothing moves meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from termbase.model import Glossary

from tests.browser.search.dialog import field


def test_the_first_hit_shows_its_definition_and_the_senses_of_a_name_theirs(page: Page, site: str) -> None:
    page.goto(site + "?q=warp")
    expect(page.locator(".hit.first p")).to_have_text("A group of 32 threads.")
    expect(page.locator(".hit p")).to_have_count(1)
    page.goto(site + "?q=mps")
    expect(page.locator(".hit p")).to_have_text(["Shares a GPU.", "Apple's."])
    expect(page.get_by_role("group", name="MPS may mean").get_by_role("option")).to_have_count(2)


PLACES = """() =>
  [...document.querySelectorAll("#search-hits :is(.grp, .hit)")].map((one) => one.getBoundingClientRect().y)"""


def settled(page: Page) -> list[float]:
    """Where groups and hits stand when nothing has been added for a while: texts may be found late."""
    before: list[float] = []
    for _ in range(20):
        page.wait_for_timeout(400)
        now = page.evaluate(PLACES)
        if now and now == before:
            break
        before = now
    return before


@pytest.mark.parametrize("query", ["", "MPS"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_a_definition_arrives(
    query: str, width: int, open_page: Callable[..., Page], real: Glossary, real_site: str
) -> None:
    """The longest definition there is, and senses of one name, typed by a reader whose line is slow."""
    query = query or max(real.terms.values(), key=lambda term: len(term.definition)).headword
    page, waiting = open_page(viewport={"width": width, "height": 844}), list[Route]()
    page.route("**/definitions-*.json", lambda route: waiting.append(route))
    page.goto(real_site)
    page.keyboard.press("/")
    field(page).press_sequentially(query)
    # On a busy machine the hits of a beginning of the query ask for the same definitions first.
    for _ in range(200):
        if waiting:
            break
        page.wait_for_timeout(50)
    assert waiting, "no definition was asked for"
    before = settled(page)
    assert len(before) > 1
    assert page.locator(".hit p:not(:empty)").count() == 0
    for route in waiting:
        route.continue_()
    expect(page.locator(".hit.first p")).not_to_be_empty()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(PLACES)[: len(before)] == before


def test_where_no_definition_comes_no_room_is_left(page: Page, site: str, complaints: list[str]) -> None:
    page.route("**/definitions-*.json", lambda route: route.abort())
    page.goto(site)
    page.keyboard.press("/")
    field(page).press_sequentially("warp")
    expect(page.locator(".hit.first")).to_be_visible()
    expect(page.locator(".hit p")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    complaints.clear()


def test_text_is_shown_as_text(page: Page, site: str) -> None:
    page.goto(site + "?q=word")
    expect(page.get_by_role("option").first).to_contain_text("warp <img src=x onerror=alert(1)> come from?")
    field(page).fill("scheduler")
    expect(page.locator(".hit.first p")).to_have_text("It picks a warp <b>each</b> cycle.")
    field(page).fill("img src")
    expect(page.get_by_role("option").first).to_contain_text("<img src=x onerror=alert(1)>")
    field(page).fill("<img src=y onerror=alert(2)>")
    expect(page.locator(".grp").first).to_be_visible()
    assert page.locator("dialog.search :is(img, .hit p b)").count() == 0


def test_the_count_is_announced_once_the_reader_pauses(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    status = page.locator("dialog.search [role=status]")
    page.keyboard.type("warp")
    expect(status).to_have_text("3 terms")
    field(page).fill("weaving")
    expect(status).to_have_text("1 term")
    field(page).fill("qqqqq")
    expect(status).to_have_text("No term found for “qqqqq”")
    field(page).fill("")
    expect(status).to_have_text("")


@pytest.mark.parametrize("query", ["", "warp", "mps", "qqqqq"])
def test_the_dialog_has_no_accessibility_violation(query: str, page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type(query)
    expect(field(page)).to_have_attribute("aria-expanded", str(bool(query)).lower())
    results = Axe().run(page, context="dialog.search")
    assert results.violations_count == 0, results.generate_report()


def test_on_a_phone_the_dialog_fills_the_screen(phone: Page, site: str) -> None:
    phone.goto(site + "?q=warp")
    expect(phone.get_by_role("option").first).to_be_visible()
    box = phone.locator("dialog.search").bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["y"]), round(box["width"])) == (0, 0, 390)
    assert box["height"] >= 800
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
