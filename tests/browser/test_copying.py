"""The copy buttons: what is on the clipboard, in both forms, by keyboard; that they say it worked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

READ = """async () => {
  const [item] = await navigator.clipboard.read();
  const texts = await Promise.all(item.types.map(async (type) => [type, await (await item.getType(type)).text()]));
  return Object.fromEntries(texts);
}"""
URL = "https://glossary.example/parallel-thread-execution/"
BUTTONS = ["link", "chat text", "Markdown", "citation"]


@pytest.fixture
def clipboard(open_page: Callable[..., Page]) -> Page:
    """A page that may read the clipboard."""
    return open_page(viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture(scope="module")
def bread(build_site: Callable[..., Path], serve_site: Callable[..., str]) -> str:
    """Address of a small glossary that never changes."""
    return serve_site(build_site(project=Path(__file__).parent / "bread", site_url="https://bread.example/"))


def copied(page: Page, label: str) -> dict[str, str]:
    """What the button puts on the clipboard, pressed by keyboard."""
    button = page.get_by_role("group", name="Copy").get_by_role("button", name=f"Copy {label}", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text(f"{label[0].upper()}{label[1:]} copied")
    expect(button).to_have_attribute("data-done", "")
    found: Any = page.evaluate(READ)
    return {kind: text.replace('<meta charset="utf-8">', "") for kind, text in found.items()}


def test_a_term_is_copied_in_four_forms(clipboard: Page, site_url: str) -> None:
    clipboard.goto(f"{site_url}parallel-thread-execution/")
    definition = clipboard.locator(".defn > p").first.inner_text()
    title = "Parallel Thread Execution (PTX)"
    found = {label: copied(clipboard, label) for label in BUTTONS}
    assert found["link"] == {"text/plain": URL, "text/html": f'<a href="{URL}">{title}</a>'}
    assert found["chat text"] == {
        "text/plain": f"{title}: {definition} {URL}",
        "text/html": f'<a href="{URL}">{title}</a>: {definition}',
    }
    assert found["Markdown"] == {"text/plain": f"**[{title}]({URL})**: {definition}"}
    citation = found["citation"]["text/plain"]
    assert citation.startswith(f"“{title}”, Compute Glossary, ")
    assert citation.endswith(f" 2026, {URL}")
    assert (
        f'<i>Compute Glossary</i>, {citation.split("Glossary, ")[1].split(", http")[0]}, <a href="{URL}">{URL}</a>'
        in (found["citation"]["text/html"])
    )


def test_a_calculation_is_copied_with_its_set_up_and_answer(clipboard: Page, site_url: str) -> None:
    clipboard.goto(f"{site_url}calculators/memory/?context=65536&weights=fp8")
    verdict = clipboard.locator(".verdict").first
    expect(verdict).not_to_be_empty()
    expect(clipboard.locator(".copy[data-text]")).to_be_visible()
    found = {label: copied(clipboard, label)["text/plain"] for label in BUTTONS}
    title = "Memory for inference: Llama-3.1-70B"
    assert "context=65536" in found["link"]
    shown = verdict.text_content() or ""
    assert re.search(r"\d\u00a0GB", shown), "a number and its unit stay in one line"
    told = shown.replace("\u00a0", " ")
    assert found["chat text"] == f"{title}: {told} {found['link']}"
    assert found["Markdown"] == f"**[{title}]({found['link']})**: {told}"
    assert found["citation"] == f"“{title}”, Compute Glossary, {found['link']}"
    clipboard.get_by_label("Context").first.fill("4096")
    expect(clipboard.locator(".copy[data-link*='context=4096']")).to_be_visible()


def test_what_is_said_is_taken_back(clipboard: Page, site_url: str) -> None:
    clipboard.goto(f"{site_url}warp/")
    copied(clipboard, "link")
    expect(clipboard.locator("#said")).to_be_empty()
    expect(clipboard.locator("[data-done]")).to_have_count(0)


def test_without_permission_the_text_is_offered(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}warp/")
    page.evaluate("() => { navigator.clipboard.write = async () => { throw new Error('no'); }; }")
    offered: list[str] = []
    page.on("dialog", lambda dialog: (offered.append(dialog.default_value), dialog.dismiss()))
    page.get_by_role("group", name="Copy").get_by_role("button", name="Copy link").click()
    page.wait_for_timeout(100)
    assert offered == ["https://glossary.example/warp/"]
    expect(page.locator("#said")).to_be_empty()


def test_code_is_copied_as_it_can_be_pasted(clipboard: Page, bread: str, site_url: str) -> None:
    clipboard.goto(f"{bread}levain/")
    button = clipboard.get_by_role("button", name="Copy code")
    expect(button).to_have_count(1)
    button.focus()
    clipboard.keyboard.press("Enter")
    expect(clipboard.locator("#said")).to_have_text("Code copied")
    expect(button).to_have_text("Copied")
    assert clipboard.evaluate("navigator.clipboard.readText()") == "knead --flour 1000 --water 700 --levain 200"
    clipboard.goto(f"{site_url}pinned-memory/")
    block = clipboard.locator(".highlight").first
    block.hover()
    clipboard.get_by_role("button", name="Copy code").first.click()
    expect(clipboard.locator("#said")).to_have_text("Code copied")
    assert clipboard.evaluate("navigator.clipboard.readText()") == block.inner_text().rstrip()


def test_the_button_on_code_moves_nothing(page: Page, complaints: list[str], site_url: str) -> None:
    page.route("**/code.js", lambda route: route.abort())
    page.goto(f"{site_url}pinned-memory/")
    before = page.locator("main").evaluate("(main) => main.offsetHeight")
    places = page.locator(".highlight").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().y)")
    complaints.clear()
    page.unroute("**/code.js")
    page.reload()
    expect(page.get_by_role("button", name="Copy code").first).to_be_attached()
    assert page.locator("main").evaluate("(main) => main.offsetHeight") == before
    assert page.locator(".highlight").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().y)") == places


def test_a_page_without_code_fetches_nothing_for_it(page: Page, site_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_url}a-z/", wait_until="networkidle")
    assert not [url for url in asked if url.endswith(("code.js", "tone.js"))]
