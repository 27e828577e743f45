"""Two set-ups side by side: any input may differ, and the table, the picture and the address say which does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from calculators.calculator import Calculator
from calculators.cli import main
from calculators.listing import CALCULATORS

MEMORY = "calculators/memory/"
LLAMA = json.loads((Path(__file__).parents[1] / "calculators" / "llama-config.json").read_text(encoding="utf-8"))
COMPARED = [one for one in CALCULATORS if one.comparison]


def ready(page: Page, address: str) -> Page:
    """Open the calculator and wait until the form answers."""
    page.goto(address)
    expect(page.locator("live-calculator fieldset:not([disabled])")).to_have_count(1)
    return page


def differ(page: Page, key: str) -> None:
    """Tick the box of an input."""
    box = page.locator(f"[data-differs^={key!r}]").first
    if not box.is_visible():
        page.locator("summary", has_text="What differs").click()
    box.check()


def shown(page: Page) -> dict[str, list[str]]:
    """The lines of the comparison that are in sight: label, and what stands for A and B."""
    rows = page.locator("[data-comparison] tbody tr:not([hidden])")
    cells = [row.locator("th, td").all_text_contents() for row in rows.all()]
    return {head: [one.strip() for one in rest] for head, *rest in cells}


@pytest.mark.parametrize("calculator", COMPARED, ids=[one.id for one in COMPARED])
def test_every_input_can_differ_and_be_the_same_again(calculator: Calculator, page: Page, site_url: str) -> None:
    one = calculator
    ready(page, f"{site_url}calculators/{one.id}/")
    before = sorted(page.locator("live-calculator form [name]").evaluate_all("(all) => all.map((one) => one.name)"))
    page.evaluate("for (const one of document.querySelectorAll('.form details')) one.open = true")
    for each in one.inputs:
        differ(page, each.key)
    names = page.locator("live-calculator form [name]").evaluate_all("(all) => all.map((one) => one.name)")
    assert {f"{each.key}_b" for each in one.inputs} <= set(names)
    assert len(names) == len(set(names))
    assert page.locator("live-calculator form [id]").evaluate_all(
        "(all) => new Set(all.map((one) => one.id)).size === all.length"
    )
    for label in page.locator("live-calculator form label").all():
        assert page.locator(f"[id='{label.get_attribute('for')}']").count() == 1
    page.wait_for_url("**/?*_b=*")
    page.reload()
    expect(page.locator("live-calculator fieldset:not([disabled])")).to_have_count(1)
    after = sorted(page.locator("live-calculator form [name]").evaluate_all("(all) => all.map((one) => one.name)"))
    assert set(after) <= set(before), "what A and B share has one field"


def test_other_model_accelerator_and_context(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{MEMORY}?model=qwen3-8b&accelerator=l40s&weights=bf16&weights_b=bf16&kv=bf16&kv_b=bf16")
    expect(page.locator("[data-comparison]")).to_be_hidden()
    expect(page.locator("[name=model_b]")).to_have_count(0)
    expect(page.locator("[name=weights_b]")).to_have_count(0)
    for key in ("model", "accelerator", "context"):
        differ(page, key)
    page.select_option("[name=model_b]", "qwen3-32b")
    page.select_option("[name=accelerator_b]", "h100-sxm")
    page.fill("[name=context_b]", "8192")
    expect(page.locator(".verdict")).to_contain_text("A: In bf16 Qwen3-8B fits on one L40S")
    expect(page.locator(".verdict")).to_contain_text("B: In bf16 Qwen3-32B fits on one H100 SXM")
    wanted = ["memory", "--model", "qwen3-8b", "--accelerator", "l40s", "--compare", "model=qwen3-32b"]
    wanted += ["--compare", "accelerator=h100-sxm", "--compare", "context=8192"]
    printed = CliRunner().invoke(main, wanted).stdout
    found = shown(page)
    assert found["Model"] == ["Qwen3-8B", "Qwen3-32B"]
    assert found["Context, tokens"] == ["32,768", "8,192"]
    assert "Weights in" not in found
    for head, (a, b) in found.items():
        line = next(line for line in printed.splitlines() if line.startswith(f"{head} "))
        assert [a, b] == [one for one in line.removeprefix(head).split("  ") if one.strip()] or (
            a in line and b in line
        )
    labels = page.locator(".bars text[data-words]").all_text_contents()
    assert labels[:2] == ["A: Qwen3-8B, bf16 on L40S", "B: Qwen3-32B, bf16 on H100 SXM"]
    assert "47.7 GB, one L40S" in labels
    assert "B: 84.9 GB, one H100 SXM" in labels
    at = page.locator("line[data-limit]").evaluate_all("(all) => all.map((one) => one.getAttribute('x1'))")
    assert len(set(at)) == 2
    page.wait_for_url("**/?*context_b=8192*")
    query = parse_qs(urlsplit(page.url).query)
    assert (query["model_b"], query["context_b"], query["weights_b"]) == (["qwen3-32b"], ["8192"], ["bf16"])
    assert "count_b" not in query, "what is shared stands once"
    page.reload()
    expect(page.locator("[name=model_b]")).to_have_value("qwen3-32b")
    assert shown(page) == found


def test_ones_own_accelerators_differ_by_what_they_hold(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{MEMORY}?model=qwen3-8b&accelerator=own&memory=24&accelerator_b=own&memory_b=48")
    assert shown(page)["Its memory, GB"] == ["24", "48"]
    expect(page.locator("[name=memory_b]")).to_have_value("48")
    page.fill("[name=memory_b]", "-1")
    expect(page.locator("#memory-memory-b-problem")).to_contain_text("found “-1”")
    expect(page.locator("#memory-memory-problem")).to_be_hidden()
    expect(page.locator("[data-comparison]")).to_be_hidden()


def test_a_config_json_for_b_alone(page: Page, site_url: str) -> None:
    ready(page, site_url + MEMORY)
    differ(page, "model")
    page.select_option("[name=model_b]", "own")
    expect(page.locator("#memory-config-b-problem")).to_contain_text("found nothing")
    page.fill("[name=config_b]", json.dumps(LLAMA))
    expect(page.locator(".verdict")).to_contain_text("A: In bf16 Llama-3.1-70B")
    assert shown(page)["Weights"] == ["141.1 GB", "9.1 GB"]
    page.locator("[data-differs^=model]").uncheck()
    assert shown(page)["Weights"] == ["141.1 GB", "72.7 GB"]
    page.locator("[data-differs^=model]").check()
    expect(page.locator("[name=config_b]")).to_have_value(json.dumps(LLAMA))


def test_what_is_wrong_with_b_stands_at_its_field(page: Page, site_url: str) -> None:
    ready(page, site_url + MEMORY)
    differ(page, "count")
    page.fill("[name=count_b]", "7")
    expect(page.locator("#memory-count-b-problem")).to_contain_text("cannot be spread evenly over 7")
    expect(page.locator("#memory-count-problem")).to_be_hidden()
    page.locator("[data-differs^=count]").uncheck()
    expect(page.locator(".verdict")).to_be_visible()


def test_without_a_script_the_defaults_stand_side_by_side(open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(java_script_enabled=False)
    for one in COMPARED:
        page.goto(f"{site_url}calculators/{one.id}/")
        rows = page.locator("[data-compared]:not([hidden])").all()
        told = {each.key for each in one.inputs if each.default_b not in ("", None, each.default)}
        assert {row.get_attribute("data-compared") for row in rows} == told
        assert shown(page)["Fits"]
