"""Light, dark or as the system has it: chosen in the masthead, kept, and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PAPER = {"light": "rgb(250, 247, 240)", "dark": "rgb(21, 23, 28)"}


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def frames(page: Page) -> list[str]:
    return [
        str(one) for one in page.locator("meta[name=theme-color]").evaluate_all("(all) => all.map((m) => m.content)")
    ]


@pytest.mark.parametrize("system", ["light", "dark"])
def test_three_choices(system: str, open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(color_scheme=system)
    page.goto(f"{site_url}warp/")
    choice = page.get_by_role("combobox", name="Colours")
    own = frames(page)
    assert paper(page) == PAPER[system]
    for chosen in ("Dark", "Light"):
        choice.select_option(chosen)
        expect(page.locator("html")).to_have_attribute("data-theme", chosen.lower())
        assert paper(page) == PAPER[chosen.lower()]
        assert frames(page) == [PAPER[chosen.lower()]] * 2
        page.goto(f"{site_url}a-z/")
        expect(choice).to_have_value(chosen)
        assert paper(page) == PAPER[chosen.lower()]
    choice.select_option("System")
    expect(page.locator("html")).not_to_have_attribute("data-theme", "light")
    assert paper(page) == PAPER[system]
    assert frames(page) == own
    page.goto(f"{site_url}warp/")
    expect(choice).to_have_value("")
    assert paper(page) == PAPER[system]


def test_by_keyboard(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}warp/")
    page.get_by_role("combobox", name="Colours").focus()
    assert page.locator(".tone").evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("D")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_scripts_there_is_no_choice(open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site_url}warp/")
    expect(page.locator(".tone")).to_be_hidden()
