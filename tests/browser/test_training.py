"""The page of memory for training: fields that come and go, boxes to tick, checks between fields, both set-ups."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from calculators.cli import main

TRAINING = "calculators/training/"


def ready(page: Page, address: str) -> Page:
    """Open the calculator and wait until the form answers."""
    page.goto(address)
    expect(page.locator("live-calculator fieldset:not([disabled])")).to_have_count(1)
    return page


def test_fields_of_adapters_come_with_them(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{TRAINING}?method=full&method_b=full")
    page.locator("summary", has_text="What differs").click()
    page.check("[data-differs=method]")
    page.select_option("[name=method_b]", "full")
    for name in ("rank", "adapters", "base"):
        expect(page.locator(f"[name={name}]")).to_be_hidden()
    page.select_option("[name=method_b]", "lora")
    expect(page.locator("[name=rank]")).to_be_visible()
    expect(page.locator("[name=base]")).to_be_hidden()
    page.select_option("[name=method_b]", "qlora")
    expect(page.locator("[name=base]")).to_be_visible()
    page.wait_for_url("**/?*method_b=qlora*")
    assert "rank" in parse_qs(urlsplit(page.url).query)
    page.select_option("[name=method_b]", "full")
    page.wait_for_url("**/?*method_b=full*")
    assert "rank" not in parse_qs(urlsplit(page.url).query), "what is hidden is not in the address"


def test_a_box_is_in_the_address_and_comes_back_from_it(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{TRAINING}?sp=yes&tp=2")
    expect(page.locator("[name=sp]")).to_be_checked()
    page.uncheck("[name=sp]")
    page.check("[name=dropout]")
    page.wait_for_url("**/?*dropout=yes*")
    query = parse_qs(urlsplit(page.url).query)
    assert (query["sp"], query["dropout"]) == (["no"], ["yes"])


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("tp", "3", "3 does not divide the heads of Llama-3.1-8B, and training with it is refused"),
        (
            "ep",
            "2",
            "Llama-3.1-8B has no experts that a router chooses from; expert parallelism is for models with some",
        ),
        ("pp", "33", "33 stages are more than Llama-3.1-8B has layers; every stage needs one"),
        ("batch", "0", "expected a number from 1 to 1,000,000, found 0"),
        ("batch", "-1", "expected a whole number in digits, such as 32768, found “-1”"),
        ("batch", "1.5", "expected a whole number in digits, such as 32768, found “1.5”"),
        ("sequence", "", "expected a number from 1 to 100,000,000, found nothing"),
        ("dp", "1000000000000000", "expected a number from 1 to 1,000,000, found 1000000000000000"),
        ("dp", "NaN", "expected a whole number in digits, such as 32768, found “NaN”"),
    ],
)
def test_bad_input_is_said_at_the_field(name: str, given: str, said: str, page: Page, site_url: str) -> None:
    ready(page, site_url + TRAINING)
    field = page.locator(f"[name={name}]")
    good = field.input_value()
    field.fill(given)
    expect(page.locator(f"#training-{name}-problem")).to_have_text(said)
    expect(page.locator(".verdict")).to_be_hidden()
    field.fill(good)
    expect(page.locator(".verdict")).to_be_visible()


def test_experts_are_shared_by_copies(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{TRAINING}?model=mixtral-8x7b&ep=8&method=full")
    expect(page.locator("[name=ep]")).to_have_value("8")
    expect(page.locator("live-calculator")).to_contain_text("8 copies share the experts")
    page.fill("[name=dp]", "12")
    expect(page.locator("#training-ep-problem")).to_contain_text("does not divide the 12 copies")
    page.fill("[name=dp]", "16")
    expect(page.locator("#training-ep-problem")).to_be_hidden()
    page.wait_for_url("**/?*ep=8*")


def test_what_is_wrong_with_one_set_up_stands_at_its_field(page: Page, site_url: str) -> None:
    ready(page, site_url + TRAINING)
    page.select_option("[name=offload]", "weights")
    expect(page.locator("#training-offload-problem")).to_contain_text("choose a higher stage")
    page.select_option("[name=zero_b]", "3")
    expect(page.locator("#training-offload-problem")).to_be_hidden()


@pytest.mark.parametrize(
    "given",
    [
        {"method": "qlora", "rank": "64", "zero": "3", "dp": "4", "recompute": "full", "optimizer": "adam-8bit"},
        {"method": "full", "model": "mixtral-8x7b", "ep": "4", "zero": "0", "dp": "8", "optimizer": "adafactor"},
    ],
)
def test_numbers_are_those_of_the_command_line(
    given: dict[str, str], page: Page, site_url: str, tmp_path: Path
) -> None:
    ready(page, f"{site_url}{TRAINING}?{'&'.join(f'{key}={value}' for key, value in given.items())}")
    arguments = [part for key, value in given.items() for part in (f"--{key}", value)]
    done = CliRunner().invoke(main, ["training", *arguments, "--json"])
    wanted = json.loads(done.stdout)
    with page.expect_download() as file:
        page.click("[data-export=json]")
    file.value.save_as(tmp_path / "training.json")
    a = json.loads((tmp_path / "training.json").read_text(encoding="utf-8"))["a"]
    assert a["inputs"] == wanted["inputs"]
    for name, value in wanted["results"].items():
        assert a["results"][name] == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value)


def test_a_bare_number_of_parameters_gives_model_states_and_no_verdict(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{TRAINING}?model=bare&params=7.5B&dp=64")
    said = page.locator("#training-params-problem")
    expect(said).to_contain_text("an estimate: full training of 7,500,000,000 parameters")
    expect(said).to_contain_text("takes 1.9 GB on each accelerator")
    expect(page.locator("[name=params]")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".verdict")).to_be_hidden()
    page.select_option("[name=zero]", "0")
    expect(said).to_contain_text("takes 120.0 GB on each accelerator")
    page.select_option("[name=offload]", "weights")
    expect(page.locator("#training-offload-problem")).to_contain_text("ZeRO moves the optimizer from stage 1 on")
    page.fill("[name=params]", "-7B")
    expect(said).to_have_text("expected a number such as 13B, 350M or 7000000000, found “-7B”")
    page.select_option("[name=model]", "qwen3-8b")
    page.select_option("[name=offload]", "none")
    expect(page.locator(".verdict")).to_be_visible()


def test_a_sequence_beyond_the_model_is_refused_at_its_field(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{TRAINING}?model=llama-3.1-8b")
    page.fill("[name=sequence]", "131073")
    said = page.locator(f"#{page.locator('[name=sequence]').get_attribute('aria-describedby')}")
    expect(said).to_have_text("Llama-3.1-8B was published for no more than 131,072 tokens")
    expect(page.locator(".verdict")).to_be_hidden()


def test_what_both_set_ups_lack_is_said_once(page: Page, site_url: str) -> None:
    ready(page, f"{site_url}{TRAINING}?model=own")
    page.fill("[name=config]", '{"architectures": ["LlamaForCausalLM"], "hidden_size": 4096}')
    said = page.locator("#training-config-problem")
    expect(said).to_contain_text("num_hidden_layers: missing; the architecture needs it")
    assert said.inner_text().count("num_hidden_layers: missing") == 1
