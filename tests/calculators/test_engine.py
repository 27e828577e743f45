"""The engine serves any calculator: decimals with units, options, boxes, checks, one set-up, no limit, no ranking."""

from __future__ import annotations

import html
import re

import pytest

from calculators import engine, units
from calculators.calculator import (
    NO_YES,
    Amount,
    Bars,
    Calculator,
    Check,
    Compute,
    Fragment,
    Group,
    Named,
    Option,
    Segment,
    Term,
)
from calculators.catalogue import Catalogue
from calculators.formula import formula
from calculators.inputs import read_setup
from calculators.javascript import compact, without_comments
from calculators.modules import calculator_module
from calculators.pages import calculator_html
from calculators.rendering import Rendering
from calculators.units import BYTES, COUNT, SECONDS


@formula(symbol="t", unit=SECONDS, source="definition")
def crossing_seconds(data_bytes: float, bandwidth: float) -> float:
    """Time for so many bytes."""
    return data_bytes / bandwidth


@formula(symbol="t", unit=SECONDS, source="definition")
def waiting_seconds(latency: float, collective: int, dropout: int) -> float:
    """Time of steps that carry nothing."""
    return latency * (1 + collective) * (2 if dropout > 0 else 1)


@formula(symbol="f", unit=COUNT, source="definition")
def large_enough(data_bytes: float) -> float:
    """1 where there is anything worth sending, else 0."""
    return 1 if data_bytes >= 1000 else 0


@formula(symbol="X", unit=SECONDS, source="definition")
def both_seconds(disk_seconds: float, network_seconds: float) -> float:
    """Both."""
    return disk_seconds + network_seconds


TOY = Calculator(
    id="toy",
    title="Toy",
    summary="A toy.",
    inputs=(
        Amount("size", "data_bytes", "Size, MB", 16.5, unit="MB"),
        Amount("rate", "bandwidth", "Rate, GB/s", 63, unit="GB/s"),
        Amount("latency", "latency", "Latency, µs", 2.5, unit="µs"),
        Option("kind", "collective", "Kind", (Named("one", "one way", 0), Named("two", "there and back", 1)), "two"),
        Option("twice", "dropout", "Twice", NO_YES, "no"),
    ),
    groups=(Group("Waiting", ("latency", "kind", "twice"), folded=True),),
    checks=(Check("size", large_enough, "{data_bytes} is not worth sending"),),
    steps=(
        Compute("disk_seconds", crossing_seconds),
        Compute("network_seconds", waiting_seconds),
        Compute("together", both_seconds),
    ),
    fragments=(
        Fragment("verdict_text", ("{data_bytes} take {together}, {collective}.",)),
        Fragment("bar_text", ("Time",)),
        Fragment("needs_text", ("{disk_seconds} and {network_seconds}.",)),
    ),
    terms=(Term("together", "Together", ("together",), (both_seconds,), total=True),),
    picture=Bars(
        title="Time",
        segments=(
            Segment("disk_seconds", "Crossing", "var(--fig-1)"),
            Segment("network_seconds", "Waiting", "var(--fig-2)"),
        ),
        extent="together",
        sizes=(1e-6, 1e-5, 5e-5, 1e-4),
    ),
    exported=("together",),
)


def run(catalogue: Catalogue, **given: str) -> engine.Result:
    setup, found = read_setup(TOY, catalogue, given)
    assert setup is not None, found
    return engine.results(TOY, setup, setup)


def test_numbers_are_given_in_their_units_and_said_in_others(catalogue: Catalogue) -> None:
    result = run(catalogue)
    assert result.a.inputs == {"size": 16.5, "rate": 63, "latency": 2.5, "kind": "two", "twice": "no"}
    assert result.a.values["data_bytes"] == 16_500_000
    assert result.values_a["network_seconds"] == pytest.approx(5e-6)
    assert result.words_a["verdict_text"] == "16.5 MB take 266.9 µs, there and back."
    assert run(catalogue, twice="yes").values_a["network_seconds"] == pytest.approx(1e-5)
    assert engine.rank(TOY, catalogue, result.a) == []


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"size": "1e3"}, "--size C302 expected a number such as 24 or 33.5, found “1e3”"),
        ({"size": "-1"}, "--size C302 expected a number such as 24 or 33.5, found “-1”"),
        ({"rate": ""}, "--rate C304 expected a number from 0.001 to 10,000,000, found nothing"),
        ({"rate": "0"}, "--rate C303 expected a number from 0.001 to 10,000,000, found 0"),
        ({"kind": "three"}, "--kind C301 expected one or two, found “three”"),
        ({"size": "0.0005"}, "--size C309 0.5 kB is not worth sending"),
    ],
)
def test_what_is_wrong_is_said_in_the_units_of_the_field(
    catalogue: Catalogue, given: dict[str, str], complaint: str
) -> None:
    _, found = read_setup(TOY, catalogue, given)
    assert [f"{one.path} {one.code} {one.message}" for one in found] == [complaint]


def test_thousands_may_be_parted_in_decimals_too(catalogue: Catalogue) -> None:
    assert run(catalogue, size="1,000.5").a.values["data_bytes"] == 1_000_500_000


def test_a_page_of_one_set_up_without_limit_and_ranking(catalogue: Catalogue) -> None:
    content = calculator_html(Rendering(TOY, catalogue, lambda slug, text: html.escape(text), "toy.js"))
    assert "data-ranking" not in content
    assert "data-limit" not in content
    assert content.count("data-piece") == 2
    assert "_b" not in "".join(re.findall(r' name="([^"]+)"', content))
    assert re.search(r'<details class="group"><summary>Waiting</summary>', content)
    assert re.search(r'<input type="checkbox"[^>]* name="twice"', content)
    assert re.search(r"data-unit[^>]*>µs<", content), "the scale is in the unit of its length"


def test_its_module_holds_no_more_than_it_needs(catalogue: Catalogue) -> None:
    module = calculator_module(TOY, catalogue, "./configuration.js")
    assert "Llama" not in module
    assert "configuration.js" not in module
    assert '"letters":"a"' in module


def test_quantities_stand_in_units_that_people_use() -> None:
    assert units.text(3e-9, SECONDS) == "3.0 ns"
    assert units.text(5400, SECONDS) == "1.5 h"
    assert units.text(1.5e6, BYTES) == "1.5 MB"
    assert units.text(1e27, COUNT).startswith("1,000,000,000,000,000,013,287,555,072"), "as a double has it"


def test_code_is_shortened_but_not_what_it_says() -> None:
    written = compact('const f = (hidden, layers) => ["a  hidden ", hidden * layers.hidden];', ["hidden", "layers"])
    assert written == 'const f=(a,b)=>["a  hidden ",a*b.hidden];'
    assert without_comments("// a note\nconst a = 1; // stays\n\n  /** Said. */\n  a;") == "const a = 1; // stays\na;"
