"""Pages of models and accelerators on the real site: sorted by keyboard, read without scripts, on a phone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

PAGES = ("models/", "models/llama-3.1-70b/", "accelerators/")


# One vendor is enough for axe, which takes a minute for all of them.
@pytest.mark.parametrize("address", ["models/?only=Meta", "models/llama-3.1-405b/", "accelerators/?only=AMD"])
def test_no_violation_and_no_sideways_scroll(
    address: str, page: Page, barriers: Callable[[Page], list[str]], site_url: str
) -> None:
    page.goto(site_url + address)
    found = []
    for width, scheme in ((1280, "light"), (390, "dark"), (320, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} px {scheme}: {one}" for one in barriers(page)]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"scrolls sideways at {width} px"
    assert found == []


def names(page: Page) -> list[str]:
    return page.locator("tbody tr:not([hidden]) > th").evaluate_all("(heads) => heads.map((one) => one.dataset.value)")


def test_sorting_by_keyboard(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}accelerators/")
    head = page.locator("th[data-sort=bandwidth]")
    button = head.get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page.locator("[aria-sort]")).to_have_count(1)
    read = "(rows) => rows.map((one) => Number(one.querySelector('[data-l^=Bandwidth]').dataset.value))"
    values = page.locator("tbody tr").evaluate_all(read)
    assert values == sorted(values, reverse=True)
    expect(page.locator("[role=status]").first).to_contain_text("by bandwidth, largest first")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert page.evaluate("document.activeElement.textContent").startswith("Bandwidth")
    assert parse_qs(urlsplit(page.url).query) == {"sort": ["bandwidth"]}


def test_what_is_not_known_comes_last_in_both_directions(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}accelerators/")
    for direction in ("descending", "ascending"):
        page.locator("th[data-sort=power] button").click()
        expect(page.locator("th[data-sort=power]")).to_have_attribute("aria-sort", direction)
        known = page.locator("tbody tr").evaluate_all(
            "(rows) => rows.map((one) => 'value' in one.lastElementChild.dataset)"
        )
        assert known == sorted(known, reverse=True)
        assert not known[-1]


def test_one_vendor_and_the_address_brings_it_back(page: Page, open_page: Callable[..., Page], site_url: str) -> None:
    page.goto(f"{site_url}accelerators/")
    everything = len(names(page))
    page.select_option("[name=only]", "AMD")
    page.select_option("[name=sort]", "name")
    shown = names(page)
    assert 0 < len(shown) < everything
    assert "MI300X" in shown
    assert shown == sorted(shown, key=str.casefold) or shown[0] < shown[-1]
    again = open_page()
    again.goto(page.url)
    assert names(again) == shown
    again.goto(f"{site_url}accelerators/?only=Nobody&sort=beauty")
    assert len(names(again)) == everything


def test_phone_sorts_by_the_form(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}models/")
    phone.select_option("[name=sort]", "name")
    shown = names(phone)
    assert shown[0].casefold() < shown[-1].casefold()
    cell = phone.locator("tbody td").first
    expect(cell).to_be_visible()
    phone.locator("tbody button").first.click()
    assert (
        phone.evaluate("(cell) => getComputedStyle(cell, '::before').content", cell.element_handle()) == '"Parameters"'
    )


def test_a_row_on_a_phone_is_one_line_until_it_is_opened(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}accelerators/")
    row = phone.locator("tr#h100-sxm")
    shown = row.locator("td:visible")
    heads = phone.locator("thead th:visible")
    expect(shown).to_have_count(2)
    expect(heads).to_have_text(["Accelerator", "Memory GB", "Bandwidth GB/s"])
    assert row.evaluate("(row) => row.offsetHeight") < 48
    button = row.get_by_role("button", name="All of H100 SXM")
    button.focus()
    phone.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(row.locator("td[data-value]:visible")).to_have_count(row.locator("td[data-value]").count())
    phone.keyboard.press("Enter")
    expect(shown).to_have_count(2)
    phone.select_option("[name=sort]", "power")
    expect(heads).to_have_text(["Accelerator", "Memory GB", "Power W"])
    expect(row.locator("td:visible").last).to_have_text("700")
    phone.select_option("[name=sort]", "memory")
    expect(heads).to_have_text(["Accelerator", "Memory GB", "Bandwidth GB/s"])


def test_a_phone_without_scripts_has_every_value(open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.goto(f"{site_url}accelerators/")
    row = page.locator("tr#h100-sxm")
    expect(row.locator("td[data-value]:visible")).to_have_count(row.locator("td[data-value]").count())


def test_a_row_and_a_note_that_the_address_names_are_open(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}accelerators/#h100-sxm")
    row = phone.locator("tr#h100-sxm")
    assert row.locator("td:visible").count() > 2
    row.get_by_role("link", name="notes").click()
    expect(phone.locator("#h100-sxm-notes")).to_be_visible()


@pytest.mark.parametrize("address", PAGES)
def test_without_javascript_everything_is_there(address: str, open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site_url + address)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".scroll tbody tr").last).to_be_visible()
    expect(page.locator("thead button")).to_have_count(0)
    for form in page.locator("form.sift").all():
        expect(form).to_be_hidden()


def test_a_phone_keeps_model_and_context_in_sight(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}tables/memory/")
    names = phone.locator("tbody").nth(1).locator("th")
    assert names.all_inner_texts() == ["Llama-3.1-70B", "8,192", "32,768", "131,072"]
    phone.evaluate("document.querySelector('.scroll').scrollLeft = 300")
    boxes = [one.bounding_box() or {"x": -1, "width": 0} for one in names.all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] < 240 for box in boxes)
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 1, "one covers the other"


def test_a_number_of_a_model_leads_to_its_sum(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}models/llama-3.1-70b/")
    link = page.get_by_role("link", name="2 × H200 SXM, bf16, 32,768 tokens", exact=True)
    link.click()
    expect(page.locator("live-calculator fieldset:not([disabled])")).to_have_count(1)
    expect(page.locator(".verdict")).to_contain_text("In bf16 it fits on 2 × H200 SXM")
    assert page.input_value("[name=context]") == "32768"


def test_what_a_chat_shows(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}models/llama-3.1-70b/")
    description = page.locator("meta[property='og:description']").get_attribute("content") or ""
    assert "70.6 B parameters, 141.1 GB in bf16, 327,680 bytes of KV cache a token" in description
    assert len((page.locator("meta[property='og:title']").get_attribute("content") or "").encode()) <= 67


def test_an_entry_about_a_product_has_its_specifications(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}h100/")
    section = page.locator("section", has=page.locator("h2#specs"))
    expect(section.locator("caption").first).to_have_text("H100 SXM")
    expect(section).to_contain_text("989 TFLOP/s, summed in fp32")


def test_an_entry_names_the_calculator_that_uses_it(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}kv-cache/")
    page.locator(".notes").get_by_role("link", name="Memory for inference").click()
    expect(page.locator("live-calculator")).to_have_count(1)


def test_data_are_published_with_their_schemas(built_site: Path) -> None:
    for name in ("accelerators", "models"):
        data = json.loads((built_site / f"api/v1/{name}.json").read_text(encoding="utf-8"))
        assert data["$schema"] == f"{name}.schema.json"
        assert (built_site / f"api/v1/{data['$schema']}").is_file()
        assert data[name][0]["url"].startswith("https://glossary.example/")
