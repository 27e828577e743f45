"""The map of terms and the table of other vendors' words, as somebody moves about in them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_finding_a_term_on_the_map(page: Page, site_url: str) -> None:
    page.goto(site_url + "map/")
    page.get_by_label("Find on the map").fill("warp")
    page.keyboard.press("Enter")
    chosen = page.locator(".dot.here")
    expect(chosen).to_have_attribute("data-slug", "warp")
    expect(chosen).to_be_focused()
    expect(page.locator("[data-said]")).to_contain_text("Warp: A group of 32 threads")
    assert page.locator(".dot.near").count() == page.locator("[data-near] line").count() > 3
    chosen_box, sheet = chosen.locator("circle").bounding_box(), page.locator(".sheet svg").bounding_box()
    assert chosen_box
    assert sheet
    assert sheet["y"] <= chosen_box["y"] <= sheet["y"] + sheet["height"], "it has come into view"
    page.keyboard.press("Enter")
    expect(page).to_have_url(site_url + "warp/")


def test_what_is_not_there_is_said(page: Page, site_url: str) -> None:
    page.goto(site_url + "map/")
    page.get_by_label("Find on the map").fill("samovar")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("No term is called “samovar”")


def test_arrow_keys_go_from_dot_to_dot(page: Page, site_url: str) -> None:
    page.goto(site_url + "map/#at-warp")
    expect(page.locator(".dot.here")).to_have_attribute("data-slug", "warp")
    seen = {"warp"}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.dataset.slug"))
    assert len(seen) >= 4
    assert page.locator('.dot[tabindex="0"]').count() == 1, "one stop for the tabulator"


def test_closer_and_back(page: Page, site_url: str) -> None:
    page.goto(site_url + "map/")
    atlas = page.locator("term-map")
    for _ in range(3):
        page.get_by_role("button", name="Closer").click()
    expect(atlas).to_have_class("atlas moving close")
    page.get_by_role("button", name="whole map").click()
    expect(atlas).to_have_class("atlas moving")


def test_without_scripts_the_map_is_a_picture_of_links_with_a_list(
    open_page: Callable[..., Page], site_url: str
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site_url + "map/")
    dots = page.locator("a.dot").count()
    assert dots == page.locator(".near-list > li").count() > 300
    expect(page.get_by_label("Find on the map")).to_be_hidden()
    page.locator('.near-list a[href="../warp/"]').first.click()
    expect(page).to_have_url(site_url + "warp/")


def test_an_entry_shows_what_is_around_it(page: Page, site_url: str) -> None:
    page.goto(site_url + "warp/")
    around = page.locator("svg.where")
    expect(around.locator(".here text")).to_have_text("Warp")
    assert around.locator("a").count() >= 2
    page.get_by_role("link", name="On the map").click()
    expect(page.locator(".dot.here")).to_have_attribute("data-slug", "warp")


def test_one_vendor_alone(page: Page, site_url: str) -> None:
    page.goto(site_url + "rosetta/")
    rows = page.locator("tr[data-row]")
    everything = rows.count()
    page.get_by_label("Apple", exact=True).check()
    expect(page).to_have_url(site_url + "rosetta/?vendor=apple")
    shown = page.locator("tr[data-row]:not([hidden])").count()
    assert 5 < shown < everything
    expect(page.locator("thead th:not([hidden])")).to_have_count(2)
    assert page.locator("td:not([hidden]) details:not([open])").count() == 0, "its notes are open"
    page.get_by_label("Filter").fill("simd-group")
    assert 0 < page.locator("tr[data-row]:not([hidden])").count() < shown
    # The choice is remembered: an entry shows the words of that vendor first.
    page.goto(site_url + "warp/")
    expect(page.get_by_label("Whose words to show")).to_have_value("Apple")
    expect(page.locator(".equiv li:not([hidden])")).to_have_count(1)
    page.get_by_label("Whose words to show").select_option("")
    assert page.locator(".equiv li:not([hidden])").count() > 1
