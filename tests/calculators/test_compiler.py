"""Reading Python, writing JavaScript and mathematics: the cases are in compiler-cases.yml."""

from __future__ import annotations

import html
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
from diagnostics import plain, read_yaml

from calculators import cache, weights
from calculators.codes import CODES
from calculators.expression import Formula
from calculators.formula import FormulaRefused, formula
from calculators.javascript import function
from calculators.mathml import equation, fill, in_symbols, substituted, written
from calculators.reading import read_formula
from calculators.records import AttentionGroup, LatentGroup, Model, NumberFormat, WeightLayout
from calculators.units import BYTES, COUNT

SCOPE: dict[str, object] = {"bytes_each": weights.bytes_each, "local_heads": cache.local_heads}


def text_of(mathematics: str) -> str:
    """MathML as one line: fractions as `[a / b]`, everything else without its tags."""
    fraction = re.compile(r"<mfrac>(<mrow>(?:(?!<mfrac>).)*?</mrow>)(<mrow>(?:(?!<mfrac>).)*?</mrow>)</mfrac>")
    while found := fraction.search(mathematics):
        mathematics = mathematics.replace(found[0], f"[{found[1]} / {found[2]}]")
    return html.unescape(re.sub(r"<[^>]+>", "", mathematics)).replace("\u00a0", " ")


def compiled(source: str) -> tuple[Formula | None, list[str]]:
    reading, found = read_formula(source, "case.py", SCOPE)
    said = [str(one).removeprefix("case.py:") for one in found]
    if reading is None:
        return None, said
    made = Formula(
        reading.name, "f", COUNT, "definition", reading.meaning, reading.parameters, reading.body, lambda: 0.0
    )
    return made, said


def test_case(compiler_case: dict[str, Any]) -> None:
    made, said = compiled(compiler_case["source"])
    assert said == compiler_case.get("problems", [])
    if made is None:
        return
    assert function(made) == compiler_case["javascript"]
    shown = "".join(written(part) for part in fill(in_symbols(made), None))
    assert text_of(shown) == compiler_case["mathematics"]


def test_all_problems_at_once_at_their_place_in_the_file() -> None:
    with pytest.raises(FormulaRefused) as refused:

        @formula(symbol="M", unit=BYTES, source="definition")
        def wrong(layers: int) -> float:
            """Meaning."""
            return abs(layers) + unknown_name  # type: ignore[name-defined,no-any-return]  # noqa: F821

    places = [(one.path, one.code) for one in refused.value.diagnostics]
    assert places == [("tests/calculators/test_compiler.py", "C202")] * 2
    line = refused.value.diagnostics[0].position.line
    source = open(__file__, encoding="utf-8").read().split("\n")  # noqa: SIM115
    assert "abs(layers)" in source[line - 1]


@pytest.mark.parametrize(("symbol", "source"), [("", "definition"), ("M", "somewhere"), ("M", "http://example.org")])
def test_a_formula_needs_symbol_and_source(symbol: str, source: str) -> None:
    with pytest.raises(FormulaRefused, match="C205"):

        @formula(symbol=symbol, unit=BYTES, source=source)
        def unsourced(layers: int) -> float:
            """Meaning."""
            return layers


BF16 = NumberFormat("bf16", "bf16", 1, 2, True)
LAYOUT = WeightLayout(
    "bf16",
    "bf16",
    *(BF16,) * 17,
    mixed=0,
    experts_mixed=0,
    every_third=0,
    every_third_of_eight=0,
    first=0,
    first_part=0,
)
TWO_KINDS = Model(
    "two",
    "Two kinds",
    hidden=16,
    vocabulary=100,
    tied=1,
    context_limit=100,
    attention=(AttentionGroup(2, 8, 4, 4, 4, 0, 1, 0), AttentionGroup(3, 8, 2, 4, 4, 0, 1, 0)),
    latent=(LatentGroup(5, 8, 6, 7, 1, 2, 3, 0),),
)


def test_the_equation_shows_the_kinds_of_layers_that_the_model_has() -> None:
    stored = {"kv_format": BF16, "value_format": BF16, "prefix": 0, "block": 1}
    values = {"model": TWO_KINDS, "tokens": 10, "sequences": 1, "count": 1, **stored}
    shown = text_of(equation(cache.cache_cut_bytes, values))
    assert shown.count("∑") == 1, "one sum for the two groups of attention, none for the single latent group"
    filled = text_of(substituted(cache.attention_cache_bytes, values))
    assert filled == "=2⋅4⋅(4⋅2+4⋅2)⋅10+3⋅2⋅(4⋅2+4⋅2)⋅10"
    none = text_of(substituted(cache.sliding_cache_bytes, values))
    assert none == "=0"


def test_a_format_bears_the_index_of_its_class() -> None:
    shown = text_of(equation(weights.weights_bytes, {"model": TWO_KINDS, "layout": LAYOUT}))
    assert shown == "MW=ME+MO+PA⋅bA+PF⋅bF+PX⋅bX+PV⋅bV+Mmix+Mmix,X+MP"


def test_the_source_may_be_indented() -> None:
    source = textwrap.indent('def f(layers):\n    """Meaning."""\n    return layers\n', "    ")
    reading, found = read_formula(textwrap.dedent(source), "case.py", {}, first_line=40)
    assert reading is not None
    assert not found


def test_every_code_of_formulas_is_tried() -> None:
    node, _ = read_yaml((Path(__file__).parent / "compiler-cases.yml").read_text(encoding="utf-8"), "cases")
    assert node is not None
    tried = {problem.split(": ")[1][:4] for case in plain(node)["cases"] for problem in case.get("problems", [])}
    assert {code for code in CODES if code.startswith("C20")} <= tried
