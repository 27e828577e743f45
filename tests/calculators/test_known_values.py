"""Every published figure of known-values.yml comes out of the formulas."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest

from calculators.catalogue import Catalogue
from calculators.expression import calls
from calculators.formulary import FORMULAS
from calculators.nomenclature import RECORDS, VARIABLES
from calculators.records import AttentionGroup, FeedForwardGroup, Model
from calculators.schema import base_units
from calculators.units import GIVEN_IN

KNOWN = {one.name: one for top in FORMULAS.values() for one in calls(top)}

COLLECTIONS = {
    "model": "models",
    "image_model": "models",
    "layout": "layouts",
    "format": "formats",
    "kv_format": "formats",
    "value_format": "value_caches",
    "link": "links",
    "accelerator": "accelerators",
    "precision": "precisions",
    "optimizer": "optimizers",
}


USUAL = {"value_format": "as-keys", "prefix": "0", "block": "1", "stages": "1", "fullest": "0", "offloaded": "0"}
"""What no published figure varies unless it says so."""


def gpt(text: str) -> Model:
    """`gpt 96 layers 12288 wide 96 heads 50257 words`: blocks as in GPT, networks four times as wide."""
    layers, hidden, heads, words = (int(word) for word in text.split() if word.isdigit())
    width = hidden // heads
    attention = AttentionGroup(layers, heads, heads, width, width, 0, 1, 4 * hidden)
    network = FeedForwardGroup(layers, 4 * hidden, 2, 5 * hidden)
    return Model("gpt", "GPT", hidden, words, 1, 2048, attention=(attention,), feedforward=(network,))


def argument(catalogue: Catalogue, name: str, text: str) -> Any:
    if name == "model" and text.startswith("gpt "):
        return gpt(text)
    if name in RECORDS:
        return catalogue.collection(COLLECTIONS[name])[text]
    if " " in text:
        return base_units(text, VARIABLES[name].quantity.id)
    return float(text) if "." in text else int(text)


def value(name: str, given: dict[str, str], catalogue: Catalogue) -> float:
    """A formula's value; an argument may itself be the name of a formula of the same givens."""
    formula = KNOWN[name]
    arguments = [
        value(given[one], given, catalogue) if given[one] in KNOWN else argument(catalogue, one, given[one])
        for one in formula.parameters
    ]
    return formula(*arguments)


def test_known_value(known_value: dict[str, Any], catalogue: Catalogue) -> None:
    formula = KNOWN[known_value["formula"]]
    given = USUAL | known_value.get("with", {})
    assert set(formula.parameters) <= set(given)
    result = value(formula.name, given, catalogue) * float(known_value.get("times", 1))
    if "minus" in known_value:
        result -= value(known_value["minus"], given, catalogue)
    number, _, unit = known_value["expected"].partition(" ")
    factor = GIVEN_IN[formula.quantity.id][unit] if unit else 1
    assert result / factor == pytest.approx(float(number), abs=float(known_value["tolerance"]), rel=0)
    assert known_value["source"].startswith("https://")


def test_the_condition_of_the_first_calculator(catalogue: Catalogue) -> None:
    """Llama-3.1-8B, bf16, 131,072 tokens, one sequence: 17,179,869,184 bytes, exactly."""
    formula = FORMULAS["cache_bytes"]
    model, bf16 = catalogue.models["llama-3.1-8b"], catalogue.formats["bf16"]
    assert formula(model, 131072, 1, bf16, bf16, 0, 16) == 17_179_869_184


EXACT = {
    "deepseek-v3": 671_026_419_200,
    "kimi-k2": 1_026_408_232_448,
    "mixtral-8x7b": 46_702_792_704,
    "qwen3-30b-a3b": 30_532_122_624,
    "gpt-oss-120b": 116_829_156_672,
    "llama-3.1-405b": 405_853_388_800,
}
"""What the published configurations come to, tensor by tensor."""


def test_parameters_to_the_last_one(catalogue: Catalogue) -> None:
    assert {id: FORMULAS["parameters"](catalogue.models[id]) for id in EXACT} == EXACT


def test_the_conditions_of_speed_and_interconnect(catalogue: Catalogue) -> None:
    """Ridge points of H100 and A100, the rate of PCI Express, all from the catalogue and not from typed rates."""
    for id, expected in (("h100-sxm", 295), ("a100-sxm-80gb", 153)):
        accelerator = catalogue.accelerators[id]
        peak = FORMULAS["peak_rate"](accelerator, 0)
        assert round(FORMULAS["ridge_point"](peak, accelerator.bandwidth)) == expected
    assert round(FORMULAS["link_bytes"](catalogue.links["pcie-5-x16"]) / 1e9, 1) == 63.0


def test_measured_decoding_lies_under_the_bound_unless_it_is_speculative(catalogue: Catalogue) -> None:
    assert len([run for run in catalogue.runs if run.kind == "decode"]) >= 20
    for run in catalogue.runs:
        assert run.share < 1 or run.kind == "speculative"
    assert any(run.share > 1 for run in catalogue.runs if run.kind == "speculative")


def test_every_family_of_formulas_is_checked_against_two_sources_at_least(known_values: list[dict[str, Any]]) -> None:
    families: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for case in known_values:
        family = KNOWN[case["formula"]].path
        families.setdefault(family, set()).add(urlsplit(case["source"]).netloc + urlsplit(case["source"]).path[:16])
        counts[family] = counts.get(family, 0) + 1
    for module in ("roofline", "decode", "interconnect", "training_time", "cost"):
        path = f"calculators/{module}.py"
        assert counts[path] >= 3
        assert len(families[path]) >= 2


MEMORY = (
    "parameters", "active_parameters", "weights_bytes", "held_weights_bytes", "bytes_each", "bytes_per_token",
    "kv_cache_bytes", "cache_bytes", "delta_state_bytes",
)  # fmt: skip
"""What memory rests on, each to be met by others at three places."""


def test_every_formula_of_memory_is_met_by_three_figures_from_two_sources(known_values: list[dict[str, Any]]) -> None:
    for name in MEMORY:
        sources = [case["source"] for case in known_values if case["formula"] == name]
        assert len(sources) >= 3, name
        assert len(set(sources)) >= 2, name
    by_source = Counter((case["formula"], case["source"]) for case in known_values)
    assert max(by_source.values()) <= 10, "no more than ten from one source for one formula"
