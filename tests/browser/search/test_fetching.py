"""What search asks the host for and when, and what is left where nothing answers."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.search.dialog import THEME, ask, field, hits


def test_nothing_of_search_is_fetched_before_it_is_wanted_and_shards_only_when_needed(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(site)
    page.wait_for_load_state("networkidle")
    assert [path for path in asked if "search" in path] == ["assets/js/search-open.js"]

    with page.expect_response("**/names.*.json"):
        page.keyboard.press("/")
    page.wait_for_load_state("networkidle")
    data = [path.split("/")[-1].split(".")[0] for path in asked if "assets/search/" in path]
    assert data == ["names"]

    page.keyboard.type("gpu")
    expect(page.locator(".hit.first p")).to_have_text("A chip.")
    page.wait_for_load_state("networkidle")
    data = [path.split("/")[-1].split(".")[0] for path in asked if "assets/search/" in path]
    assert data[:2] == ["names", "definitions-0"]
    assert len(data) == len(set(data)), "fetched twice"


def test_all_scripts_are_asked_for_together(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("gpu")
    expect(page.locator(".hit.first p")).to_have_text("A chip.")
    scripts = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    imported = {url.split("/js/search/")[1] for url in scripts if "/js/search/" in url}
    ahead = page.evaluate("[...document.querySelectorAll('link[rel=modulepreload]')].map((one) => one.href)")
    assert imported == {url.split("/js/search/")[1] for url in ahead}
    assert imported == {path.name for path in (THEME / "assets" / "js" / "search").iterdir()}


def test_focus_fetches_the_names_ahead(page: Page, site: str) -> None:
    page.goto(site)
    with page.expect_request("**/names.*.json"):
        page.locator("a.find").focus()


def test_without_the_names_there_is_still_the_list(page: Page, site: str, complaints: list[str]) -> None:
    page.route("**/names.*.json", lambda route: route.abort())
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("w")
    expect(page.locator(".grp")).to_have_text("The names could not be fetched ")
    assert hits(page) == ["./a-z/"] or hits(page) == ["a-z/"]
    page.unroute("**/names.*.json")
    page.keyboard.type("arp")
    expect(page.get_by_role("option").first).to_contain_text("Warp")
    page.wait_for_timeout(50)
    assert all("ERR_FAILED" in one for one in complaints)
    complaints.clear()


def test_without_the_script_a_link_leads_to_the_list(page: Page, site: str, complaints: list[str]) -> None:
    page.route("**/js/search.js", lambda route: route.abort())
    page.goto(site)
    page.locator("a.find").click()
    page.wait_for_url(f"{site}a-z/")
    complaints.clear()


def test_without_shards_names_are_found(page: Page, site: str, complaints: list[str]) -> None:
    page.route("**/*-0.*.json", lambda route: route.abort())
    page.goto(site)
    assert ask(page, "gpu", "crossing") == [
        ["group: Terms 1", "gpu: Abbreviation, exact"],
        ["group: No term found for “crossing”", "a-z: "],
    ]
    assert all("ERR_FAILED" in one for one in complaints)
    complaints.clear()


def test_a_slow_answer_to_an_older_query_is_dropped(page: Page, site: str) -> None:
    waiting: list[Route] = []
    page.route("**/words-0.*.json", lambda route: waiting.append(route))
    page.goto(site)
    page.keyboard.press("/")
    with page.expect_request("**/words-0.*.json"):
        field(page).fill("crossing")
    field(page).fill("gpu")
    expect(page.get_by_role("option").first).to_contain_text("Graphics Processing Unit")
    waiting[0].continue_()
    page.wait_for_load_state("networkidle")
    assert "weaving" not in " ".join(hits(page))
