"""Every kind of page, judged by axe in light and dark, wide and narrow; and read without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

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


# What is not on the screen is not laid out (`content-visibility`), and axe would judge stand-ins for it.
LAID_OUT = """() => {
  for (const one of document.querySelectorAll("main *")) {
    if (getComputedStyle(one).contentVisibility === "auto") one.style.contentVisibility = "visible";
  }
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation(kind: str, open_page: Callable[..., Page], site_url: str) -> None:
    found = []
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto(site_url + KINDS[kind])
    page.evaluate(LAID_OUT)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for violation in Axe().run(page, options=RULES).response["violations"]:
                places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                found.append(f"{width} px {scheme}: {violation['id']}: {violation['help']}: {places}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"scrolls sideways at {width} px"
    assert found == []


def test_open_search_has_no_violation(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}?q=sm")
    page.locator("dialog.search [role=option]").first.wait_for()
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in violations] == []


@pytest.mark.parametrize("kind", ["term", "calculator", "a to z", "home"])
def test_page_reads_without_javascript(kind: str, open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site_url + KINDS[kind])
    assert page.locator("h1").inner_text()
    assert page.locator("main a[href]").count() > 5
    # Without scripts the search is a link to the list of all names.
    assert page.locator("a.find").first.get_attribute("href")
