"""From the home page to a word, its preview, its place on the map and the next word, with the keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def test_a_reader_without_a_mouse_gets_everywhere(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Term, abbreviation or question")).to_be_focused()
    page.keyboard.type("warp sched")
    page.locator("dialog.search [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(site_url + "warp-scheduler/")  # and until it is loaded: before, nothing has the focus

    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("'term' in document.activeElement.dataset"):
            break
    card = page.locator("#card")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    page.get_by_role("link", name="On the map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#at-warp-scheduler")).to_be_focused()
    # The browser goes to the place in the address at once, the map two frames later, and takes the focus once more.
    expect(page.locator("#at-warp-scheduler")).to_have_attribute("tabindex", "0")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".dot:focus")).not_to_have_id("at-warp-scheduler")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/map/"))


def test_what_is_drawn_between_names_is_not_read_out(page: Page, site_url: str) -> None:
    page.goto(site_url + "streaming-multiprocessor/")
    tree = page.locator("main").aria_snapshot()
    assert 'link "Streaming Multiprocessor Architecture"' in tree
    assert "| Streaming" not in tree
    assert "text: /\n" not in tree
    for name in ("Copy link", "Copy chat text", "Copy Markdown", "Copy citation"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
