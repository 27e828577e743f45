"""Every kind of page, judged by axe in light and dark, wide and narrow; and read without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

KINDS = {
    "home": "",
    "term": "streaming-multiprocessor/",
    "term with code": "parallel-thread-execution/",
    "name": "sm/",
    "disambiguation": "mps/",
    "long headword": "rlhf/",
    "many equivalents": "shared-memory/",
    "topics": "topics/",
    "topic": "topics/memory/",
    "a to z": "a-z/",
    "versus": "parallel-thread-execution-vs-streaming-assembler/",
    "paths": "paths/",
    "path": "paths/run-inference/",
    "what others call it": "rosetta/",
    "words of one vendor": "rosetta/?vendor=amd",
    "map": "map/",
    "a place on the map": "map/#at-warp",
    "questions": "questions/",
    "questions of a topic": "questions/inference/",
    "calculators": "calculators/",
    "calculator": "calculators/memory/",
    "table": "tables/accelerators/",
    "models": "models/",
    "training": "calculators/training/",
    "model": "models/llama-3.1-70b/",
    "accelerators": "accelerators/",
    "product": "h100/",
    "docs": "data/",
    "codes": "contributing/diagnostics/",
    "not found": "no-such-page/",
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation(
    kind: str, open_page: Callable[..., Page], barriers: Callable[[Page], list[str]], site_url: str
) -> None:
    found = []
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto(site_url + KINDS[kind])
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px {scheme}: {one}" for one in barriers(page)]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"scrolls sideways at {width} px"
    assert found == []


def test_open_search_has_no_violation(page: Page, barriers: Callable[[Page], list[str]], site_url: str) -> None:
    page.goto(f"{site_url}?q=sm")
    page.locator("dialog.search [role=option]").first.wait_for()
    assert barriers(page) == []


@pytest.mark.parametrize("kind", ["term", "calculator", "a to z", "home"])
def test_page_reads_without_javascript(kind: str, open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site_url + KINDS[kind])
    assert page.locator("h1").inner_text()
    assert page.locator("main a[href]").count() > 5
    # Without scripts the search is a link to the list of all names.
    assert page.locator("a.find").first.get_attribute("href")
