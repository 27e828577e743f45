"""The pages of speed, interconnect and cost, and the questions worked through with them, in a real browser."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, Response, expect

from calculators.cli import main

IDS = ("speed", "interconnect", "cost")
WORKED = ("run-a-70b-model", "fine-tune-a-30b-model", "train-gpt-2")
PLACES = """(parts) => parts.map((one) =>
    ["x", "y", "x1", "y1", "x2", "y2", "d", "transform", "visibility"].map((name) => one.getAttribute(name)))"""


CROSSED = """() => {
    const inside = (box, x, y) => x > box.left && x < box.right && y > box.top && y < box.bottom;
    const words = [...document.querySelectorAll(".plot text")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && getComputedStyle(one).visibility === "visible" && one.textContent;
    });
    const found = [];
    for (const [place, one] of words.entries()) {
        const box = one.getBoundingClientRect();
        for (const other of words.slice(place + 1)) {
            const there = other.getBoundingClientRect();
            if (box.left < there.right && there.left < box.right && box.top < there.bottom && there.top < box.bottom) {
                found.push(`${one.textContent} on ${other.textContent}`);
            }
        }
        for (const mark of document.querySelectorAll(".plot .mark")) {
            const there = mark.getBoundingClientRect();
            const x = (there.left + there.right) / 2, y = (there.top + there.bottom) / 2;
            if (inside(box, x, y)) found.push(`a mark on ${one.textContent}`);
        }
        for (const line of document.querySelectorAll(".plot .edge, .plot .turn:not(text)")) {
            const drawn = line.ownerSVGElement.getBoundingClientRect();
            const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => line[name].baseVal.value);
            for (let step = 0; step <= 400; step += 1) {
                const x = drawn.left + x1 + ((x2 - x1) * step) / 400, y = drawn.top + y1 + ((y2 - y1) * step) / 400;
                if (inside(box, x, y)) { found.push(`a line through ${one.textContent}`); break; }
            }
        }
        const width = document.documentElement.clientWidth;
        if (box.left < -1 || box.right > width + 1) found.push(`${one.textContent} leaves the page`);
    }
    return found;
}"""
"""Words of the roofline that a line, a mark or other words lie on."""


def ready(page: Page, address: str) -> Page:
    """Open a calculator and wait until the form answers."""
    page.goto(address)
    expect(page.locator("live-calculator fieldset:not([disabled])")).to_have_count(1)
    return page


def test_the_script_draws_the_roofline_that_python_drew(
    page: Page, open_page: Callable[..., Page], site_url: str
) -> None:
    still = open_page(java_script_enabled=False)
    still.goto(f"{site_url}calculators/speed/")
    ready(page, f"{site_url}calculators/speed/")
    drawn = page.locator(".roof svg *").evaluate_all(PLACES)
    assert len(drawn) > 20
    assert drawn == [
        [one.get_attribute(name) for name in ("x", "y", "x1", "y1", "x2", "y2", "d", "transform", "visibility")]
        for one in still.locator(".roof svg *").all()
    ]
    assert page.locator(".roof table").inner_text() == still.locator(".roof table").inner_text()


def test_more_sequences_move_decoding_along_the_roofline(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}calculators/speed/?model=llama-3.1-8b&count=1&context=1024&prompt=512")
    before = page.locator(".roof svg *").evaluate_all(PLACES)
    page.fill("[name=sequences]", "256")
    expect(page.locator(".verdict")).to_contain_text("256 sequences get at most")
    assert page.locator(".roof svg *").evaluate_all(PLACES) != before
    page.wait_for_url("**/?*sequences=256*")
    assert parse_qs(urlsplit(page.url).query)["sequences"] == ["256"]
    arguments = (
        "--model",
        "llama-3.1-8b",
        "--count",
        "1",
        "--context",
        "1024",
        "--prompt",
        "512",
        "--sequences",
        "256",
    )
    told = CliRunner().invoke(main, ["speed", *arguments]).stdout
    verdict = page.locator(".verdict").inner_text().replace("\u00a0", " ")
    assert verdict.split(" each")[0].split("at most ")[-1] in told


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(
    "address",
    [
        "",
        "?accelerator=apple-m1&model=llama-3.1-8b&count=1&arithmetic=fp32",
        "?accelerator=apple-m4-pro&model=llama-3.1-8b&count=1",
        "?accelerator=cerebras-wse-3",
        "?accelerator=b300-sxm&arithmetic=fp4",
        "?accelerator=groq-lpu&arithmetic=int8",
        "?accelerator=own&bandwidth=1&peak=100000",
        "?accelerator=own&bandwidth=100000&peak=1",
    ],
)
def test_no_words_of_the_roofline_are_crossed(
    address: str, width: int, open_page: Callable[..., Page], site_url: str
) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    ready(page, f"{site_url}calculators/speed/{address}")
    assert page.locator(".plot .mark").count() == 5
    assert page.evaluate(CROSSED) == []


@pytest.mark.parametrize("id", IDS)
def test_without_javascript_there_are_words_and_tables(id: str, open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site_url}calculators/{id}/")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator("noscript")).to_be_visible()
    assert page.locator("table tbody tr").count() > 3


@pytest.mark.parametrize(
    ("id", "name", "given", "said"),
    [
        ("speed", "sequences", "0", "expected a number from 1 to 1,000,000, found 0"),
        ("speed", "context", "131073", "Llama-3.1-70B was published for no more than 131,072 tokens"),
        ("speed", "count", "1.5", "expected a whole number in digits, such as 32768, found “1.5”"),
        ("interconnect", "outside-wait", "<b>", "expected a number such as 24 or 33.5, found “<b>”"),
        ("cost", "pue", "0.5", "expected a number from 1 to"),
        ("cost", "mfu", "", "expected a number from"),
    ],
)
def test_bad_input_is_said_beside_the_field(
    id: str, name: str, given: str, said: str, page: Page, site_url: str
) -> None:
    ready(page, f"{site_url}calculators/{id}/")
    page.locator("live-calculator details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    field = page.locator(f"[name={name}]")
    field.fill(given)
    expect(page.locator(f"#{field.get_attribute('aria-describedby')}")).to_contain_text(said)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".verdict")).to_be_hidden()


@pytest.mark.parametrize("id", [*IDS, "memory", "training"])
def test_a_page_weighs_little(id: str, page: Page, site_url: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer) if ".js" in answer.url else None)
    ready(page, f"{site_url}calculators/{id}/")
    page.wait_for_load_state("networkidle")
    ours = {one.url: len(gzip.compress(one.body())) for one in answers if "/calculators/" in one.url}
    assert sum(ours.values()) < 30_000, json.dumps(ours, indent=1)


@pytest.mark.parametrize("id", WORKED)
@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_worked_through_has_no_barriers(
    id: str, width: int, open_page: Callable[..., Page], barriers: Callable[[Page], list[str]], site_url: str
) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    page.goto(f"{site_url}calculators/{id}/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page) == []


@pytest.mark.parametrize("id", WORKED)
def test_a_worked_example_opens_as_it_is_written(id: str, page: Page, site_url: str) -> None:
    page.goto(f"{site_url}calculators/{id}/")
    example = page.locator(".worked").first
    said = example.locator("p").first.inner_text()
    link = example.locator("a[href*='?']").last.get_attribute("href")
    assert link is not None
    page.locator(f".worked a[href='{link}']").first.click()
    expect(page.locator("live-calculator fieldset:not([disabled])")).to_have_count(1)
    expect(page.locator("live-calculator")).to_contain_text(said.split(". ")[0].rstrip("."))
