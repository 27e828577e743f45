"""Every published figure of known-values.yml comes out of the formulas."""

from __future__ import annotations

from typing import Any

import pytest

from calculators.catalogue import Catalogue
from calculators.expression import calls
from calculators.fences import formulas
from calculators.nomenclature import RECORDS, VARIABLES
from calculators.schema import base_units
from calculators.units import GIVEN_IN

COLLECTIONS = {"model": "models", "layout": "layouts", "format": "formats", "kv_format": "formats"}


def argument(catalogue: Catalogue, name: str, text: str) -> Any:
    if name in RECORDS:
        return catalogue.collection(COLLECTIONS[name])[text]
    if " " in text:
        return base_units(text, VARIABLES[name].quantity.id)
    return float(text) if "." in text else int(text)


def test_known_value(known_value: dict[str, Any], catalogue: Catalogue) -> None:
    known = {one.name: one for top in formulas().values() for one in calls(top)}
    formula = known[known_value["formula"]]
    given = known_value.get("with", {})
    assert set(given) == set(formula.parameters)
    result = formula(*(argument(catalogue, name, given[name]) for name in formula.parameters))
    if "minus" in known_value:
        result -= known[known_value["minus"]](*(argument(catalogue, name, given[name]) for name in formula.parameters))
    number, _, unit = known_value["expected"].partition(" ")
    factor = GIVEN_IN[formula.quantity.id][unit] if unit else 1
    assert result / factor == pytest.approx(float(number), abs=float(known_value["tolerance"]), rel=0)
    assert known_value["source"].startswith("https://")


def test_the_condition_of_the_first_calculator(catalogue: Catalogue) -> None:
    """Llama-3.1-8B, bf16, 131,072 tokens, one sequence: 17,179,869,184 bytes, exactly."""
    formula = formulas()["cache_bytes"]
    assert formula(catalogue.models["llama-3.1-8b"], 131072, 1, catalogue.formats["bf16"]) == 17_179_869_184


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
    assert {id: formulas()["parameters"](catalogue.models[id]) for id in EXACT} == EXACT
