"""Each answer says what binds and what would change it, and both are true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from calculators import engine
from calculators.calculator import Calculator
from calculators.catalogue import Catalogue
from calculators.inputs import read_setup
from calculators.listing import CALCULATORS

CASES = yaml.safe_load(Path(__file__).with_name("what-binds.yml").read_text(encoding="utf-8"))["cases"]
BY_ID = {one.id: one for one in CALCULATORS}
WHAT_BINDS = {
    "speed": ("binding_text", "first_text", "operation_text", "image_text"),
    "interconnect": ("binding_text", "gradient_text", "load_text", "slowest"),
    "cost": ("training_text", "prompts_text", "energy_text", "buying_text"),
}
"""The fragments that say it; what cost says of a step of decoding is what speed says."""


def answered(calculator: Calculator, catalogue: Catalogue, given: dict[str, str]) -> engine.Result:
    setup, found = read_setup(calculator, catalogue, given)
    assert setup is not None, found
    return engine.results(calculator, setup, setup)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_said_to_help_helps_and_the_rest_hardly(catalogue: Catalogue, case: dict[str, Any]) -> None:
    calculator = BY_ID[case["calculator"]]
    result = answered(calculator, catalogue, case["given"])
    said = " ".join(result.words_a[name] for name in (*WHAT_BINDS[calculator.id], calculator.verdict, *calculator.said))
    assert case["said"].casefold() in said.casefold()
    if "number" not in case:
        return
    before = result.values_a[case["number"]]
    for change in case["helps"]:
        after = answered(calculator, catalogue, {**case["given"], **change}).values_a[case["number"]]
        assert (after > before) if case.get("more") else (after < before), change
    for change in case.get("hardly", []):
        after = answered(calculator, catalogue, {**case["given"], **change}).values_a[case["number"]]
        assert after == pytest.approx(before, rel=0.1), change


@pytest.mark.parametrize("id", WHAT_BINDS)
def test_every_case_of_what_binds_is_tried(catalogue: Catalogue, id: str) -> None:
    calculator = BY_ID[id]
    fragments = {one.name: one for one in calculator.fragments}
    tried: dict[str, set[int]] = {name: set() for name in WHAT_BINDS[id]}
    for case in CASES:
        if case["calculator"] == id:
            values = answered(calculator, catalogue, case["given"]).values_a
            for name, places in tried.items():
                select = fragments[name].select
                places.add(int(values[select] or 0) if select else 0)
    assert {name: sorted(places) for name, places in tried.items()} == {
        name: list(range(len(fragments[name].cases))) for name in WHAT_BINDS[id]
    }
