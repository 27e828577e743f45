"""Opening the dialog, choosing in it, closing it, and the addresses of searches."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.search.dialog import field


@pytest.mark.parametrize("key", ["/", "s", "Control+k", "Meta+k"])
def test_a_key_opens_the_dialog_and_escape_closes_it(key: str, page: Page, site: str) -> None:
    page.goto(site)
    page.locator("a.find").focus()
    page.keyboard.press(key)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    page.keyboard.type("warp")
    expect(page.locator(".hit").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search")).to_be_hidden()
    expect(page.locator("a.find")).to_be_focused()


def test_letters_typed_into_a_field_of_the_page_stay_there(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("#field").focus()
    page.keyboard.type("s/s")
    expect(page.locator("#field")).to_have_value("s/s")
    expect(page.locator("dialog.search")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.search")).to_be_visible()


def test_single_keys_can_be_switched_off(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.get_by_role("checkbox").uncheck()
    page.reload()
    page.keyboard.press("/")
    page.keyboard.press("s")
    expect(page.locator("dialog.search")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("checkbox").check()
    page.reload()
    page.keyboard.press("s")
    expect(page.locator("dialog.search")).to_be_visible()


def test_a_link_may_bring_its_query(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("#try").click()
    expect(field(page)).to_have_value("warp")
    expect(page.get_by_role("option").first).to_contain_text("Warp")


def test_close_button_and_backdrop_close(page: Page, site: str) -> None:
    page.goto(site)
    for close in (
        lambda: page.get_by_role("button", name="Close").click(),
        lambda: page.mouse.click(5, 5),
    ):
        page.locator("a.find").click()
        expect(page.locator("dialog.search")).to_be_visible()
        close()
        expect(page.locator("dialog.search")).to_be_hidden()


def test_arrows_home_and_end_choose_and_the_field_keeps_the_focus(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("warp")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    for key, chosen in (
        ("", 0),
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("ArrowDown", 0),
        ("ArrowUp", 2),
        ("Home", 0),
        ("End", 2),
        ("ArrowUp", 1),
    ):
        if key:
            page.keyboard.press(key)
        assert [option.get_attribute("aria-selected") for option in options.all()] == [
            str(place == chosen).lower() for place in range(3)
        ], key
        assert field(page).get_attribute("aria-activedescendant") == options.nth(chosen).get_attribute("id")
        expect(field(page)).to_be_focused()


def test_enter_opens_the_first_hit_and_the_chosen_one(page: Page, site: str) -> None:
    for keys, slug in ((["Enter"], "warp"), (["ArrowDown", "Enter"], "warp-scheduler")):
        page.goto(site + "deep/er/")
        page.keyboard.press("/")
        page.keyboard.type("warp")
        expect(page.get_by_role("option")).to_have_count(3)
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(f"{site}{slug}/")


def test_enter_pressed_before_the_names_came_waits_for_them(page: Page, site: str) -> None:
    waiting: list[Route] = []
    page.route("**/names.*.json", lambda route: waiting.append(route))
    page.goto(site)
    with page.expect_request("**/names.*.json"):
        page.keyboard.press("/")
        page.keyboard.type("gpu")
        page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    assert page.url.split("?")[0] == site
    waiting[0].continue_()
    page.wait_for_url(f"{site}gpu/")


def test_control_enter_opens_another_tab(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("gpu")
    expect(page.get_by_role("option").first).to_be_visible()
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.wait_for_url(f"{site}gpu/")
    expect(page.locator("dialog.search")).to_be_visible()


def test_a_click_or_a_tap_opens_a_hit(page: Page, phone: Page, site: str) -> None:
    page.goto(site + "?q=warp")
    page.get_by_role("option").nth(1).click()
    page.wait_for_url(f"{site}warp-scheduler/")
    phone.goto(site)
    phone.locator("a.find").tap()
    field(phone).fill("warp")
    phone.get_by_role("option").nth(1).tap()
    phone.wait_for_url(f"{site}warp-scheduler/")


def test_the_mouse_chooses_what_it_points_at(page: Page, site: str) -> None:
    page.goto(site + "?q=warp")
    second = page.get_by_role("option").nth(1)
    second.hover()
    expect(second).to_have_attribute("aria-selected", "true")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)


def test_a_search_is_a_link_while_it_is_open(page: Page, site: str) -> None:
    page.goto(site + "deep/er/?theme=dark#part")
    before = page.evaluate("history.length")
    page.keyboard.press("/")
    page.keyboard.type("warp & c++")
    page.wait_for_url("**/?theme=dark&q=warp+%26+c%2B%2B#part")
    page.reload()
    expect(field(page)).to_have_value("warp & c++")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.wait_for_url(site + "deep/er/?theme=dark#part")
    assert page.evaluate("history.length") == before


def test_back_from_a_hit_finds_the_search_open(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("gpu")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}gpu/")
    page.go_back()
    page.wait_for_url(f"{site}?q=gpu")
    expect(field(page)).to_have_value("gpu")
    expect(page.get_by_role("option").first).to_contain_text("Graphics Processing Unit")


@pytest.mark.parametrize("place", ["site_url", "subpath_url"])
def test_the_built_site_is_searched_from_every_depth(
    place: str, page: Page, request: pytest.FixtureRequest, complaints: list[str]
) -> None:
    site = request.getfixturevalue(place)
    for path in ("", "warp/", "topics/device-hardware/", "no/such/page/"):
        page.goto(site + path)
        page.keyboard.press("/")
        page.keyboard.type("sm")
        expect(page.locator(".hit.first")).to_contain_text("Abbreviation, exact")
        expect(page.locator(".hit.first p")).not_to_be_empty()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}streaming-multiprocessor/")
    page.goto(site + "?q=vram")
    expect(page.locator(".hit.first")).to_contain_text("GPU RAM")
    assert complaints == []
