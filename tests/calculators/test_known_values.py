"""Every published figure of known-values.yml comes out of the formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pytest

from calculators.catalogue import Catalogue
from calculators.expression import (
    Apply,
    Binary,
    Call,
    Choose,
    Condition,
    Expression,
    Formula,
    Negative,
    Number,
    Path,
    Sum,
    calls,
    children,
)
from calculators.formulary import FORMULAS
from calculators.inference_memory import INFERENCE_MEMORY
from calculators.nomenclature import RECORDS, VARIABLES
from calculators.records import Accelerator, AttentionGroup, Companion, FeedForwardGroup, Model, SlidingGroup
from calculators.schema import base_units
from calculators.training_memory import TRAINING_MEMORY
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
    "unfused": "shares",
}


USUAL = {
    "value_format": "as-keys",
    "prefix": "0",
    "block": "1",
    "stages": "1",
    "fullest": "0",
    "offloaded": "0",
    "expert_parallel": "1",
    "absent_frozen_bytes": "0",
    "absent_elements": "0",
    "absent_optimizer_bytes": "0",
}
"""What no published figure varies unless it says so."""


def gpt(text: str) -> Model:
    """`gpt 96 layers 12288 wide 96 heads 50257 words`: blocks as in GPT, networks four times as wide."""
    layers, hidden, heads, words = (int(word) for word in text.split() if word.isdigit())
    width = hidden // heads
    attention = AttentionGroup(layers, heads, heads, width, width, 0, 1, 4 * hidden)
    network = FeedForwardGroup(layers, 4 * hidden, 2, 5 * hidden)
    return Model("gpt", "GPT", hidden, words, 1, 2048, attention=(attention,), feedforward=(network,))


def llama(text: str) -> Model:
    """`llama 32 layers 4096 wide 32 heads 8 pairs 14336 inside 128256 words`, and further layers with windows."""
    layers, hidden, heads, pairs, inside, words, *local = (int(word) for word in text.split() if word.isdigit())
    width = hidden // heads
    attention = AttentionGroup(layers, heads, pairs, width, width, 0, 1, hidden)
    windows = (SlidingGroup(local[0], heads, pairs, width, width, 0, 1, hidden, local[1]),) if local else ()
    network = (FeedForwardGroup(layers, inside, 3, hidden),) if inside else ()
    return Model(
        "llama", "Llama", hidden, words, 0, 10**8, attention=(attention,), sliding=windows, feedforward=network,
        last_norm=hidden,
    )  # fmt: skip


def bare(text: str) -> Model:
    """`bare 35000000000 parameters`: nothing known but their number."""
    return Model("bare", "Bare", 1, 0, 1, 1, companions=(Companion("all", int(text.split()[1])),))


SHAPES = {"gpt": gpt, "llama": llama, "bare": bare}
"""Models that are no part of the catalogue, as texts."""


def argument(catalogue: Catalogue, name: str, text: str) -> Any:
    if name == "model" and " " in text:
        return SHAPES[text.split()[0]](text)
    if name == "accelerator" and text.startswith("own "):
        return Accelerator.own(bandwidth=base_units(text.removeprefix("own "), "bytes-per-second"))
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


MODULES = (
    *("weights", "splitting", "cache", "memory", "adapters", "training_states", "activations", "training"),
    *("roofline", "decode", "limits", "diffusion", "interconnect", "training_time", "cost"),
)
"""Where the formulas are that have to meet the world."""


def results(formula: Formula) -> set[str]:
    """The other formulas whose results it works with: those it calls, and those its parameters are named after."""
    found = set(formula.parameters) & set(KNOWN)

    def visit(expression: Expression | Condition) -> None:
        if isinstance(expression, Call):
            found.add(expression.formula.name)
        for child in children(expression):
            visit(child)

    for one in (*(assigned for _, assigned in formula.body.assignments), formula.body.result):
        visit(one)
    return found


def only_combines(formula: Formula) -> bool:
    """Whether it does no more with the results of others than add, subtract, scale, divide and choose.

    Then nothing of its own could be wrong: every addend is a result, at most times or by inputs, and no number stands
    in it but 0 and 1. What it chooses by, being a condition, does not matter.
    """
    kinds = {name: "result" for name in formula.parameters if name in KNOWN}

    def kind(expression: Expression | Condition) -> str:
        match expression:
            case Number(value=0 | 1):
                return "literal"
            case Path(steps=steps):
                return kinds.get(".".join(steps), "input")
            case Call(arguments=arguments):
                return "other" if "other" in map(kind, arguments) else "result"
            case Binary(operator="*" | "/"):
                return PRODUCTS.get(frozenset((kind(expression.left), kind(expression.right))), "other")
            case Binary(operator="+" | "-"):
                return SUMS.get(frozenset((kind(expression.left), kind(expression.right))), "other")
            case Apply(function="min" | "max", arguments=(left, right)):
                return CHOICES.get(frozenset((kind(left), kind(right))), "other")
            case Choose(then=left, otherwise=right):
                return CHOICES.get(frozenset((kind(left), kind(right))), "other")
            case Negative(operand=body) | Sum(body=body):
                return kind(body)
        return "other"

    for name, assigned in formula.body.assignments:
        kinds[name] = kind(assigned)
    return kind(formula.body.result) == "result"


def pairs(**of: str) -> dict[frozenset[str], str]:
    return {frozenset(pair.split("-")): result for result, text in of.items() for pair in text.split()}


PRODUCTS = pairs(
    result="result result-input result-scale result-literal", scale="input scale input-scale", input="input-literal"
)
SUMS = pairs(result="result", scale="input-literal")
CHOICES = pairs(result="result result-input result-literal", input="input input-literal", literal="literal")
"""What comes of two sides: a "scale", made of inputs alone, may multiply a result, but neither be added nor chosen."""


def only_chooses(formula: Formula) -> bool:
    """Whether it answers a question, or picks one of its inputs, and works nothing out."""

    def leaves(expression: Expression) -> Iterator[Expression]:
        if isinstance(expression, Choose):
            yield from leaves(expression.then)
            yield from leaves(expression.otherwise)
        else:
            yield expression

    return all(isinstance(leaf, (Number, Path)) for leaf in leaves(formula.body.result))


def lines() -> set[str]:
    """The formulas that are lines of the sums of memory, and stand on a source."""
    terms = [term for one in (INFERENCE_MEMORY, TRAINING_MEMORY) for term in (*one.terms, *one.beside)]
    shown = {formula.name for term in terms for formula in term.formulas[: len(term.values)]}
    return {name for name in shown if KNOWN[name].source != "definition"}


def is_met(name: str, met: dict[str, list[str]]) -> bool:
    return len(met.get(name, [])) >= 3 and len(set(map(origin, met[name]))) >= 2


def origin(source: str) -> str:
    """Whose a source is: two files of one repository are one, as are two sections of a page."""
    parts = urlsplit(source)
    whole = parts.netloc + parts.path
    return "/".join(whole.split("/")[:3]) if parts.netloc in ("github.com", "huggingface.co") else whole


def follows(formula: Formula, met: dict[str, list[str]]) -> bool:
    """Whether a formula needs no figures of its own: what it says is a word's meaning, a choice, or said by others."""
    return (
        formula.source == "definition"
        or only_chooses(formula)
        or (only_combines(formula) and all(is_met(name, met) or follows(KNOWN[name], met) for name in results(formula)))
    )


@pytest.fixture(scope="module")
def met(
    known_values: list[dict[str, Any]], catalogue: Catalogue, module_monkeypatch: pytest.MonkeyPatch
) -> dict[str, list[str]]:
    """For each formula the sources of the figures that its value, not being 0, is a part of."""
    seen: set[str] = set()
    plain = Formula.__call__

    def watched(formula: Formula, *arguments: Any) -> float:
        result = plain(formula, *arguments)
        if result != 0:
            seen.add(formula.name)
        return result

    module_monkeypatch.setattr(Formula, "__call__", watched)
    found: dict[str, list[str]] = {}
    for case in known_values:
        seen.clear()
        value(case["formula"], USUAL | case.get("with", {}), catalogue)
        for name in seen:
            found.setdefault(name, []).append(case["source"])
    return found


@pytest.fixture(scope="module")
def module_monkeypatch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_every_formula_is_met_by_three_figures_from_two_sources(met: dict[str, list[str]]) -> None:
    """Directly or as a part; one that only says what a word means, or only combines what is met, needs none."""
    short = {}
    for name, formula in KNOWN.items():
        if PurePosixPath(formula.path).stem not in MODULES:
            continue
        if not (is_met(name, met) or follows(formula, met)):
            short[name] = met.get(name, [])
    assert not short, "\n".join(f"{name}: {sources}" for name, sources in short.items())


def test_every_line_of_memory_is_met_as_it_stands(
    known_values: list[dict[str, Any]], met: dict[str, list[str]]
) -> None:
    for name in lines():
        if only_combines(KNOWN[name]) and follows(KNOWN[name], met):
            continue
        sources = [case["source"] for case in known_values if case["formula"] == name]
        assert len(sources) >= 3, name
        assert len(set(sources)) >= 2, name


def test_what_needs_no_figure_of_its_own() -> None:
    """The rule itself: sums, shares and choices of results follow from them; constants and counts do not."""
    assert only_combines(KNOWN["offloaded_share"])
    assert not only_combines(KNOWN["gemm_flop"])
    assert not only_combines(KNOWN["critical_batch"])
    assert only_combines(KNOWN["largest_elements"])
    assert not only_combines(KNOWN["vector_elements"]), "addends of inputs alone"
    assert only_chooses(KNOWN["whole_parts"])
    assert not only_chooses(KNOWN["ridge_point"])


def test_no_source_speaks_alone_for_a_formula(known_values: list[dict[str, Any]]) -> None:
    by_source = Counter((case["formula"], case["source"]) for case in known_values)
    assert max(by_source.values()) <= 10, "no more than ten from one source for one formula"
