"""Somebody who has never been here before, with a question, a mouse or a thumb, and little patience."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_ACTIONS = 5
PTX = "NVIDIA's virtual instruction set"


class Newcomer:
    """Drives a page and counts what that takes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, target: Locator) -> None:
        """Press what is there to be seen."""
        expect(target).to_be_visible()
        self.actions += 1
        target.click()

    def choose(self, label: str, option: str) -> None:
        """Pick from a list by the words that stand there."""
        self.actions += 1
        self.page.get_by_role("combobox", name=label, exact=True).select_option(label=option)

    def type(self, text: str) -> None:
        """Write into whatever has the focus."""
        self.actions += 1
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press one key."""
        self.actions += 1
        self.page.keyboard.press(key)


@pytest.fixture(params=["desk", "phone"])
def newcomer(request: pytest.FixtureRequest, site_url: str) -> Newcomer:
    """At the home page, with a mouse at 1280 pixels or a thumb at 390."""
    page: Page = request.getfixturevalue({"desk": "page", "phone": "phone"}[request.param])
    page.goto(site_url)
    return Newcomer(page)


def test_what_is_ptx_by_searching(newcomer: Newcomer) -> None:
    page = newcomer.page
    newcomer.click(page.locator("main [data-search]").first)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    newcomer.type("ptx")
    # Often enough the first hit is the answer already.
    expect(dialog.get_by_role("option").first).to_contain_text(PTX)
    newcomer.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Parallel Thread Execution")
    expect(page.locator("main")).to_contain_text(PTX)
    assert newcomer.actions <= MOST_ACTIONS


def test_what_is_ptx_by_reading_lists(newcomer: Newcomer) -> None:
    page = newcomer.page
    newcomer.click(page.get_by_role("link", name="A–Z").or_(page.get_by_role("link", name="A to Z")).first)
    newcomer.click(page.get_by_role("main").get_by_role("link", name="PTX", exact=True).first)
    if newcomer.actions == 2 and "parallel-thread-execution" not in page.url:  # by touch: the card comes first
        newcomer.click(page.locator("#card a"))
    expect(page.locator("main")).to_contain_text(PTX)
    assert newcomer.actions <= MOST_ACTIONS


def test_what_is_ptx_from_a_pasted_address(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}ptx/")
    expect(page.locator("main")).to_contain_text(PTX)


def test_what_is_ptx_without_javascript(open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site_url)
    newcomer = Newcomer(page)
    newcomer.click(page.locator("main [data-search]").first)
    newcomer.click(page.get_by_role("main").get_by_role("link", name="PTX", exact=True).first)
    expect(page.locator("main")).to_contain_text(PTX)


def test_which_accelerators_hold_llama_70b_in_8_bit(newcomer: Newcomer) -> None:
    """71 billion parameters in one byte each, and the cache of 32,768 tokens, are 84 to 89 GB."""
    page = newcomer.page
    newcomer.click(page.get_by_role("main").get_by_role("link", name="Memory for inference").first)
    newcomer.choose("Model", "Llama-3.1-70B")
    newcomer.choose("A: weights in", "int8")
    answer = page.get_by_role("region", name="What holds set-up A, fewest first", exact=True)
    newcomer.click(page.get_by_role("button", name="Show all"))
    for name, count in {"H200 SXM": "1", "MI300X": "1", "H100 SXM": "2", "A100 SXM 80 GB": "2"}.items():
        row = answer.locator("tbody tr").filter(has=page.get_by_text(name, exact=True))
        expect(row.locator("td").first).to_have_text(count)
    assert newcomer.actions <= MOST_ACTIONS


KINDS = {
    "home": "",
    "term": "warp/",
    "alias": "ptx/",
    "disambiguation": "mps/",
    "topics": "topics/",
    "topic": "topics/memory/",
    "a-z": "a-z/",
    "calculators": "calculators/",
    "calculator": "calculators/memory/",
    "missing": "no-such-word/",
}


@pytest.mark.parametrize("width", [390, 320])
def test_no_page_scrolls_sideways_on_a_phone(
    width: int, open_page: Callable[..., Page], site_url: str, built_site: Path
) -> None:
    """Every kind of page, and the longest entries; 320 pixels are 1280 at 400 %."""
    entries = [path.parent for path in built_site.glob("*/index.html") if (path.parent / "index.md").exists()]
    longest = sorted(entries, key=lambda folder: (folder / "index.html").stat().st_size)[-4:]
    page = open_page(viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True)
    wide = {}
    for path in [*KINDS.values(), *(f"{folder.name}/" for folder in longest)]:
        page.goto(site_url + path)
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[path] = found
    assert wide == {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_works_below_a_path(kind: str, page: Page, subpath_url: str) -> None:
    """Styles, scripts and links are found where the site does not stand at the root; `page` sees what fails."""
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    address = subpath_url + KINDS[kind]
    page.goto(address, wait_until="networkidle")
    assert failed == ([address] if kind == "missing" else [])
    assert page.evaluate("document.fonts.size") > 0, "the stylesheet did not arrive"
    home = page.locator("header a").first
    expect(home).to_be_visible()
    home.click()
    assert page.url.rstrip("/") == subpath_url.rstrip("/")


@pytest.fixture
def mention(page: Page, site_url: str) -> Locator:
    """A link to a term in the text of an entry."""
    page.goto(f"{site_url}warp/")
    return page.locator(".prose a[data-term]").first


def test_hovering_a_term_shows_its_definition(page: Page, mention: Locator) -> None:
    definition = mention.get_attribute("title") or ""
    assert len(definition) >= 40
    expect(page.locator("#card")).to_be_hidden()
    mention.hover()
    expect(page.locator("#card")).to_be_visible()
    expect(page.locator("#card")).to_contain_text(definition)
    page.mouse.move(5, 5)
    expect(page.locator("#card")).to_be_hidden()


def test_tabbing_to_a_term_shows_its_definition_and_escape_closes_it(page: Page, mention: Locator) -> None:
    definition = mention.get_attribute("title") or ""
    page.keyboard.press("Tab")  # from here on the browser knows that it is the keyboard
    mention.focus()
    expect(page.locator("#card")).to_be_visible()
    described_by = mention.get_attribute("aria-describedby")
    assert described_by
    expect(page.locator(f"#{described_by}")).to_have_text(definition)
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    assert mention.get_attribute("title") == definition
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/warp/"))


def test_a_first_touch_shows_the_definition_a_second_follows_the_link(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}warp/")
    mention = phone.locator(".prose a[data-term]").first
    address = mention.evaluate("link => link.href")
    mention.tap()
    expect(phone.locator("#card")).to_be_visible()
    assert phone.url.endswith("/warp/")
    mention.tap()
    phone.wait_for_url(address)
