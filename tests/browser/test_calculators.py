"""The calculators of the real site, in a real browser with the real headers."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from diagnostics import plain, read_yaml
from playwright.sync_api import Page, Response, Route, expect

from calculators.architectures import estimate_from, model_from
from calculators.catalogue import DATA, config_of, open_catalogue
from calculators.cli import main
from calculators.listing import CALCULATORS

MEMORY = "calculators/memory/"
CASES = Path(__file__).parents[1] / "calculators"
BAD = CASES / "bad-configurations.yml"
LLAMA = json.loads((CASES / "llama-config.json").read_text(encoding="utf-8"))


def ready(page: Page, address: str) -> Page:
    """Open a calculator and wait until the form answers."""
    page.goto(address)
    expect(page.locator("live-calculator fieldset:not([disabled])")).to_have_count(1)
    return page


def from_the_command_line(*arguments: str) -> dict[str, float]:
    done = CliRunner().invoke(main, ["memory", *arguments, "--json"])
    assert done.exit_code == 0, done.stderr
    results: dict[str, float] = json.loads(done.stdout)["results"]
    return results


@pytest.mark.parametrize("id", [one.id for one in CALCULATORS])
def test_the_script_changes_nothing_of_the_default_result(
    id: str, page: Page, open_page: Callable[..., Page], site_url: str
) -> None:
    """What Python rendered is what the browser computes: text, equations, picture and ranking."""
    calculator = next(one for one in CALCULATORS if one.id == id)
    still = open_page(java_script_enabled=False)
    still.goto(f"{site_url}calculators/{id}/")
    ready(page, f"{site_url}calculators/{id}/")
    # Nothing is worked out before something is asked.
    page.locator("live-calculator form").dispatch_event("input")
    page.wait_for_url("**/?*=*")
    parts = [".verdict", ".sum", *([".bars"] if calculator.picture else [])]
    parts += ["[data-ranking]"] if calculator.ranking else []
    for part in parts:
        assert still.locator(part).all_text_contents() == page.locator(part).all_text_contents()
    read = "(rects) => rects.map((one) => [one.getAttribute('x'), one.getAttribute('width')])"
    assert page.locator(".bars rect").evaluate_all(read) == [
        [one.get_attribute("x"), one.get_attribute("width")] for one in still.locator(".bars rect").all()
    ]
    shown = "(lines) => lines.map((one) => one.hidden)"
    for part in (".sum > li", ".form [data-when]"):
        assert page.locator(part).evaluate_all(shown) == [
            one.get_attribute("hidden") is not None for one in still.locator(part).all()
        ]


def test_without_javascript_it_is_text_example_and_tables(open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site_url + MEMORY)
    expect(page.locator(".verdict")).to_contain_text("it does not fit: at least")
    expect(page.locator("noscript")).to_be_visible()
    expect(page.locator("fieldset")).to_have_attribute("disabled", "")
    expect(page.locator("caption", has_text="Memory for one sequence, at most")).to_be_visible()
    for table in ("memory", "accelerators", "formats"):
        page.goto(site_url + MEMORY)
        page.locator(f"main a[href$='tables/{table}/']").first.click()
        expect(page.locator("table caption")).to_be_visible()


def test_no_long_table_makes_a_calculator_heavy(page: Page, site_url: str) -> None:
    for one in CALCULATORS:
        page.goto(f"{site_url}calculators/{one.id}/")
        rows = "(tables) => tables.filter((one) => !one.closest('live-calculator')).map((one) => one.rows.length)"
        assert max(page.locator("main table").evaluate_all(rows), default=0) <= 30, one.id


def test_every_input_changes_the_answer_and_the_address(page: Page, site_url: str) -> None:
    ready(page, site_url + MEMORY)
    page.select_option("[name=model]", "llama-3.1-8b")
    page.select_option("[name=accelerator]", "h100-sxm")
    page.fill("[name=context]", "131,072")
    page.select_option("[name=weights_b]", "q4_0")
    wanted = from_the_command_line("--model", "llama-3.1-8b", "--accelerator", "h100-sxm", "--context", "131072")
    assert wanted["kv_cache_bytes"] == 17_179_869_184
    cache = page.locator(".sum > li", has=page.locator("b", has_text=re.compile("^KV cache$")))
    expect(cache.locator(".v")).to_contain_text("17.2 GB")
    expect(cache.locator("small")).to_have_text("16.0 GiB")
    expect(cache.locator(".eq").nth(1)).to_have_text("=32⋅8⋅(128⋅2+128⋅2)⋅131,072")
    expect(page.locator(".verdict")).to_contain_text("In bf16 it fits on one H100 SXM")
    page.wait_for_url("**/?*weights_b=q4_0*")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["context"] == ["131072"]
    assert asked["weights_b"] == ["q4_0"]
    assert "memory" not in asked, "fields that are not shown do not stand in the address"


def test_the_address_brings_the_state_back(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{MEMORY}?model=qwen3-32b&accelerator=own&memory=33.5&context=4096&weights=fp8&count=2")
    assert page.input_value("[name=model]") == "qwen3-32b"
    expect(page.locator("[name=memory]")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("2 × accelerator of your own")
    text = page.locator(".copy[data-link]").get_attribute("data-link") or ""
    again = parse_qs(urlsplit(text).query)
    assert again["memory"] == ["33.5"]
    assert again["count"] == ["2"]


def test_the_answer_of_the_page_is_not_shown_where_the_address_asks_for_another(page: Page, site_url: str) -> None:
    """While what calculates is still under way, nothing stands there; then only what was asked for."""
    waiting: list[Route] = []
    page.route("**/assets/js/calculators/engine.js", lambda route: waiting.append(route))
    page.goto(f"{site_url}{MEMORY}?model=qwen3-32b&weights=fp8&context=4096", wait_until="domcontentloaded")
    page.wait_for_function("document.querySelector('[name=model]').value === 'qwen3-32b'")
    expect(page.locator("h1")).to_be_visible()
    for hidden in (".verdict", "[name=model]", "[data-ranking]"):
        expect(page.locator(hidden)).to_be_hidden()
    for _ in range(100):
        if waiting:
            break
        page.wait_for_timeout(20)
    waiting[0].continue_()
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("In fp8 it fits")
    assert page.input_value("[name=model]") == "qwen3-32b"


def test_what_cannot_be_worked_out_leaves_no_answer(page: Page, site_url: str, complaints: list[str]) -> None:
    """The network fails after the page has come: its own answer stands until something else is asked for."""
    page.route("**/assets/js/calculators/engine.js", lambda route: route.abort())
    ready(page, site_url + MEMORY)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".verdict")).to_be_visible()
    page.fill("[name=context]", "4096")
    expect(page.locator(".verdict")).to_be_hidden()
    expect(page.locator("[data-problem]")).to_contain_text("did not arrive")
    # Whichever was asked for first: the engine, or what draws with it.
    assert complaints
    assert all("engine.js" in one or "bars.js" in one for one in complaints), complaints
    page.unroute_all()
    page.fill("[name=context]", "8192")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator("[data-problem]")).to_be_hidden()
    complaints.clear()


def test_an_unknown_value_in_the_address_is_said(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{MEMORY}?model=gpt-9&context=1000")
    expect(page.locator("[data-problem]")).to_contain_text("gpt-9")
    assert page.input_value("[name=model]") == "llama-3.1-70b"
    assert page.input_value("[name=context]") == "1000"


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("context", "0", "expected a number from 1 to 100,000,000, found 0"),
        ("context", "", "expected a number from 1 to 100,000,000, found nothing"),
        ("context", "32k", "expected a whole number in digits, such as 32768, found “32k”"),
        ("sequences", "1e9", "expected a whole number in digits, such as 32768, found “1e9”"),
        ("count", "NaN", "expected a whole number in digits, such as 32768, found “NaN”"),
        ("count", "<img src=x>", "expected a whole number in digits, such as 32768, found “<img src=x>”"),
        ("context", "131073", "Llama-3.1-70B was published for no more than 131,072 tokens"),
        ("count", "7", "the heads of Llama-3.1-70B cannot be spread evenly over 7 accelerators"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_no_old_number_stays(
    name: str, given: str, said: str, page: Page, site_url: str
) -> None:
    ready(page, site_url + MEMORY)
    before = page.url
    field = page.locator(f"[name={name}]")
    good = field.input_value()
    field.fill(given)
    expect(page.locator(f"#memory-{name}-problem")).to_have_text(said)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".verdict")).to_be_hidden()
    expect(page.locator("[data-ranking]")).to_be_hidden()
    page.wait_for_timeout(300)  # the address follows when nobody has typed for a moment
    assert page.url == before
    field.fill(good)
    expect(page.locator(".verdict")).to_be_visible()
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_what_is_wrong_in_a_folded_group_opens_it(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{MEMORY}?offload=81")
    expect(page.locator("#memory-offload-problem")).to_have_text("Llama-3.1-70B has 80 layers")
    expect(page.locator("#memory-offload-problem")).to_be_visible()
    page.fill("[name=offload]", "40")
    expect(page.locator(".sum > li", has=page.locator("b", has_text="In system memory"))).to_be_visible()
    expect(page.locator("[data-results]").first).to_contain_text("come from system memory and set the pace")


def test_a_model_of_images_has_no_cache_and_no_context(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{MEMORY}?model=flux.1-dev&accelerator=l40s&weights=bf16&weights_b=bf16")
    expect(page.locator(".verdict")).to_contain_text("it fits on one L40S")
    expect(page.locator("[data-results]").first).to_contain_text("there is no KV cache")
    expect(page.locator(".sum > li", has=page.locator("b", has_text=re.compile("^KV cache$")))).to_be_hidden()
    expect(page.locator(".sum > li").first).to_contain_text("33.7 GB")


def test_the_ranking_says_of_each_count_whether_it_fits(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{MEMORY}?model=llama-3.1-70b&weights=bf16&context=32768")
    row = page.locator("[data-row=h100-sxm] [data-cell]")
    assert row.all_text_contents()[:6] == ["2", "–", "fits", "fits", "fits", "fits"]


def test_ones_own_accelerator(page: Page, site_url: str) -> None:
    ready(page, site_url + MEMORY)
    expect(page.locator("[name=memory]")).to_be_hidden()
    page.select_option("[name=accelerator]", "own")
    expect(page.locator("#memory-memory-problem")).to_contain_text("found nothing")
    page.fill("[name=memory]", "96")
    expect(page.locator(".verdict")).to_contain_text("one accelerator of your own")
    expect(page.locator("[data-results]").first).not_to_contain_text("reading the weights")
    page.fill("[name=bandwidth]", "1000")
    expect(page.locator("[data-results]").first).to_contain_text(
        "reading the weights that one token needs takes 139.0 ms"
    )


READ = """async ([folder, texts]) => {
    const element = document.querySelector("live-calculator");
    const made = await import(new URL(element.dataset.module, document.baseURI));
    const { architectures, configuration } = await made.configured();
    const { modelFrom } = await import(folder + "assets/js/calculators/configuration.js");
    return texts.map((text) => modelFrom(text, architectures, configuration));
}"""


def text_of(case: dict[str, Any]) -> str:
    """The text that a case of bad-configurations.yml speaks of."""
    if "text" in case:
        return str(case["text"])
    if "repeat" in case:
        return str(case["repeat"]) * int(case["times"])
    written = {key: json.dumps(value) for key, value in LLAMA.items()} | case["change"]
    return "{" + ", ".join(f'"{key}": {value}' for key, value in written.items()) + "}"


def published() -> list[str]:
    """The config.json of every model of the catalogue."""
    node, found = read_yaml((DATA / "models.yml").read_text(encoding="utf-8"), "models.yml")
    assert node is not None, found
    models = plain(node)["models"].values()
    return [json.dumps({"architectures": [one["architecture"]], **config_of(one["config"])}) for one in models]


def test_a_config_json_is_read_as_the_command_line_reads_it(page: Page, site_url: str) -> None:
    ready(page, site_url + MEMORY)
    node, found = read_yaml(BAD.read_text(encoding="utf-8"), BAD.name)
    assert node is not None, found
    texts = [*published(), *(text_of(case) for case in plain(node)["cases"] if case.get("text", "x").strip())]
    architectures = open_catalogue().architectures
    for text, answer in zip(texts, page.evaluate(READ, [site_url, texts]), strict=True):
        model, problems = model_from(architectures, text)
        wanted = json.loads(json.dumps(dataclasses.asdict(model))) if model else None
        assert answer["model"] == wanted, text[:200]
        said = sorted(f"{key}: {message}" if key else message for key, _, message in problems)
        assert sorted(answer["problems"]) == said, text[:200]
        likely = None if model else estimate_from(architectures, text)
        assert answer["estimate"] == (json.loads(json.dumps(dataclasses.asdict(likely))) if likely else None), text[
            :200
        ]


def test_a_config_json_is_pasted_dropped_or_refused(page: Page, site_url: str) -> None:
    ready(page, site_url + MEMORY)
    field = page.locator("[name=config]")
    expect(field).to_be_hidden()
    page.select_option("[name=model]", "own")
    expect(page.locator("#memory-config-problem")).to_contain_text("found nothing")
    field.fill(json.dumps({**LLAMA, "hidden_size": "4096"}))
    expect(page.locator("#memory-config-problem")).to_have_text('hidden_size: expected a whole number, found "4096"')
    expect(page.locator(".verdict")).to_be_hidden()
    field.fill(json.dumps({**LLAMA, "architectures": ["FooLM"]}))
    expect(page.locator("#memory-config-problem")).to_contain_text("only an estimate, from bare measures")
    expect(page.locator("#memory-config-problem")).to_contain_text("8,029,999,104 parameters")
    field.fill(json.dumps(LLAMA))
    expect(page.locator(".sum > li").first).to_contain_text("16.1 GB")
    page.wait_for_url("**/?*model=own*")
    assert "config" not in parse_qs(urlsplit(page.url).query), "too long for an address"
    drop = """(field, text) => {
        const files = new DataTransfer();
        files.items.add(new File([text], "config.json"));
        field.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    }"""
    field.evaluate(drop, json.dumps({**LLAMA, "num_hidden_layers": 16}))
    expect(page.locator(".sum > li").first).to_contain_text("9.1 GB")
    field.evaluate(drop, " 1" * 25_000_000)
    expect(page.locator("#memory-config-problem")).to_contain_text("more than 1,000,000 characters")


def test_a_bare_number_of_parameters_is_said_to_be_an_estimate(page: Page, site_url: str) -> None:
    ready(page, site_url + MEMORY)
    expect(page.locator("[name=params]")).to_be_hidden()
    page.select_option("[name=model]", "bare")
    expect(page.locator("#memory-params-problem")).to_contain_text("found nothing")
    page.fill("[name=params]", "13B")
    said = page.locator("#memory-params-problem")
    expect(said).to_contain_text("an estimate: 13,000,000,000 parameters in bf16 are 26.0 GB of weights")
    expect(said).not_to_have_class(re.compile("problem"))
    expect(page.locator("[name=params]")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".verdict")).to_be_hidden()
    page.fill("[name=params]", "13X")
    expect(said).to_have_text("expected a number such as 13B, 350M or 7000000000, found “13X”")
    expect(page.locator("[name=params]")).to_have_attribute("aria-invalid", "true")
    page.select_option("[name=model]", "qwen3-8b")
    expect(page.locator(".verdict")).to_be_visible()


def test_json_and_csv_are_the_numbers_of_the_command_line(page: Page, site_url: str, tmp_path: Path) -> None:
    ready(page, f"{site_url}{MEMORY}?model=qwen3-8b&accelerator=l40s&context=8192&weights=q8_0&kv=fp8")
    wanted = from_the_command_line(
        "--model", "qwen3-8b", "--accelerator", "l40s", "--context", "8192", "--weights", "q8_0", "--kv", "fp8"
    )
    with page.expect_download() as json_file:
        page.click("[data-export=json]")
    json_file.value.save_as(tmp_path / "memory.json")
    given = json.loads((tmp_path / "memory.json").read_text(encoding="utf-8"))["a"]["results"]
    assert given.keys() == wanted.keys()
    for name, value in wanted.items():
        assert given[name] == pytest.approx(value, rel=1e-12) if isinstance(value, float) else given[name] == value
    with page.expect_download() as csv_file:
        page.click("[data-export=csv]")
    csv_file.value.save_as(tmp_path / "memory.csv")
    rows = list(csv.reader((tmp_path / "memory.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["kind", "name", "a", "b", "unit"]
    by_name = {row[1]: row for row in rows}
    assert int(by_name["kv_cache_bytes"][2]) == wanted["kv_cache_bytes"]
    assert by_name["kv_cache_bytes"][4] == "bytes"


def test_the_verdict_stays_in_sight_on_a_phone(phone: Page, site_url: str) -> None:
    ready(phone, site_url + MEMORY)
    phone.locator("[name=model]").scroll_into_view_if_needed()
    box = phone.locator(".verdict").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 844
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_example_of_the_home_page_loads_only_when_touched(page: Page, site_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site_url)
    page.wait_for_load_state("networkidle")
    example = page.locator("live-calculator")
    expect(example).to_contain_text("at least 2 are needed")
    assert not [url for url in asked if "/assets/calculators/" in url]
    example.locator("[name=weights]").select_option("q4_K_M")
    expect(example).to_contain_text("one is enough")
    assert [url for url in asked if "/assets/calculators/" in url]
    expect(example.locator("[data-page]")).to_have_attribute("href", re.compile("weights=q4_K_M"))


@pytest.mark.parametrize("address", ["calculators/", *(f"calculators/{one.id}/" for one in CALCULATORS)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barriers(
    address: str,
    scheme: str,
    width: int,
    open_page: Callable[..., Page],
    barriers: Callable[[Page], list[str]],
    site_url: str,
) -> None:
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(site_url + address)
    page.wait_for_load_state("networkidle")
    assert barriers(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
@pytest.mark.parametrize("id", [one.id for one in CALCULATORS])
def test_nothing_is_wider_than_the_screen(id: str, width: int, open_page: Callable[..., Page], site_url: str) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    ready(page, f"{site_url}calculators/{id}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_weighs_little(page: Page, site_url: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer) if ".js" in answer.url else None)
    ready(page, site_url + MEMORY)
    page.wait_for_load_state("networkidle")
    # Bodies are asked for when all is quiet: inside the event they can come after the test has gone on.
    ours = {one.url: len(one.body()) for one in answers if "/calculators/" in one.url}
    # The element, its engine, numbers, equations, picture, both set-ups, and the generated module; nothing for a
    # config.json.
    assert len(ours) == 7, ours


def test_a_group_opens_where_the_address_sets_something_in_it(page: Page, site_url: str) -> None:
    """What the answer depends on is in sight, and on paper; what is as usual stays folded."""
    ready(page, f"{site_url}{MEMORY}?model=llama-3.1-8b&offload=4")
    group = page.locator("details.group:has([name=offload])")
    expect(group).to_have_attribute("open", "")
    assert page.locator("details.group:not([open])").count() > 0
    page.emulate_media(media="print")
    expect(page.locator("[name=offload]")).to_be_visible()
