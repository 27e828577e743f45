"""Inputs, steps and words of the calculators."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators import cache, engine, memory
from calculators.calculator import Amount, Calculator, Choice, Option
from calculators.catalogue import Catalogue
from calculators.expression import evaluate
from calculators.inputs import measure, read_setup
from calculators.listing import CALCULATORS
from calculators.nomenclature import RECORDS, VARIABLES
from calculators.reading import RESERVED
from calculators.records import LatentGroup, Model

MEMORY = CALCULATORS[0]


def run(catalogue: Catalogue, **given: str) -> tuple[engine.Setup, engine.Values, dict[str, str]]:
    setup, found = read_setup(MEMORY, catalogue, given)
    assert setup is not None, found
    result = engine.results(MEMORY, setup, setup)
    return setup, result.values_a, result.words_a


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"context": "0"}, "--context C303 expected a number from 1 to 100,000,000, found 0"),
        ({"context": "-5"}, "--context C302 expected a whole number in digits, such as 32768, found “-5”"),
        ({"context": "nan"}, "--context C302 expected a whole number in digits, such as 32768, found “nan”"),
        ({"context": "1e9"}, "--context C302 expected a whole number in digits, such as 32768, found “1e9”"),
        ({"context": "32k"}, "--context C302 expected a whole number in digits, such as 32768, found “32k”"),
        ({"context": "1,23"}, "--context C302 expected a whole number in digits, such as 32768, found “1,23”"),
        ({"context": ""}, "--context C304 expected a number from 1 to 100,000,000, found nothing"),
        ({"context": "9" * 400}, "--context C303 expected a number from 1 to 100,000,000, found " + "9" * 40),
        (
            {"model": "lama-3.1-8b"},
            '--model C301 there is no “lama-3.1-8b” in the catalogue; did you mean "llama-3.1-8b"?',
        ),
        ({"weights": "Q4_k"}, '--weights C301 there is no “Q4_k” in the catalogue; did you mean "q4_K"?'),
        ({"count": "1.5"}, "--count C302 expected a whole number in digits, such as 32768, found “1.5”"),
        ({"context": "131073"}, "--context C309 Llama-3.1-70B was published for no more than 131,072 tokens"),
        ({"count": "7"}, "--count C309 the heads of Llama-3.1-70B cannot be spread evenly over 7 accelerators"),
        ({"prefix": "40000"}, "--prefix C309 more than the 32,768 tokens of the context"),
        ({"stages": "81"}, "--stages C309 Llama-3.1-70B has 80 layers, and no stage can be without one"),
        ({"offload": "81"}, "--offload C309 Llama-3.1-70B has 80 layers"),
        (
            {"stages": "4", "stage-layers": "19"},
            "--stage-layers C309 the fullest of 4 stages can have neither fewer of the 80 layers than the others, "
            "nor so many that others have none",
        ),
        ({"accelerator": "own"}, "--memory C304 expected a number from 0.001 to 1,000,000, found nothing"),
        ({"accelerator": "own", "memory": "1e5"}, "--memory C302 expected a number such as 24 or 33.5, found “1e5”"),
        ({"accelerator": "own", "memory": "0"}, "--memory C303 expected a number from 0.001 to 1,000,000, found 0"),
    ],
)
def test_bad_input_is_refused_and_never_bent(catalogue: Catalogue, given: dict[str, str], complaint: str) -> None:
    setup, found = read_setup(MEMORY, catalogue, given)
    assert setup is None
    assert [f"{one.path} {one.code} {one.message}" for one in found] == [complaint]


def test_all_complaints_at_once(catalogue: Catalogue) -> None:
    _, found = read_setup(MEMORY, catalogue, {"model": "x", "context": "x", "count": "0"})
    assert [one.path for one in found] == ["--model", "--context", "--count"]


@pytest.mark.parametrize("text", ["131072", "131,072", "131_072", "131 072", "131\u202f072"])
def test_separators_between_thousands(catalogue: Catalogue, text: str) -> None:
    setup, _ = read_setup(MEMORY, catalogue, {"context": text})
    assert setup is not None
    assert setup.values["tokens"] == 131072


def test_the_longest_context_is_the_last_one_that_fits(catalogue: Catalogue) -> None:
    setup, values, _ = run(catalogue, model="llama-3.1-8b", accelerator="l40s", context="1000")
    longest = values["longest_context"]
    assert 0 < longest <= values["model_limit"]
    assert engine.compute(memory.fits, {**setup.values, "tokens": longest}) == 1
    if longest < values["model_limit"]:
        assert engine.compute(memory.fits, {**setup.values, "tokens": longest + 1}) == 0


def test_the_most_sequences_are_the_last_that_fit(catalogue: Catalogue) -> None:
    setup, values, _ = run(catalogue, model="qwen3-8b", accelerator="h100-sxm", context="8192")
    most = values["most_sequences"]
    assert engine.compute(memory.fits, {**setup.values, "sequences": most}) == 1
    assert engine.compute(memory.fits, {**setup.values, "sequences": most + 1}) == 0


def test_more_accelerators_than_heads_do_not_shrink_the_cache(catalogue: Catalogue) -> None:
    _, eight, _ = run(catalogue, count="8")
    _, sixteen, _ = run(catalogue, count="16")
    assert eight["cache_share_bytes"] == sixteen["cache_share_bytes"] == eight["kv_cache_bytes"] / 8


def test_latent_cache_is_held_by_every_accelerator(catalogue: Catalogue) -> None:
    latent = Model("m", "M", 7168, 129280, 0, 163840, latent=(LatentGroup(61, 128, 1536, 512, 64, 128, 128, 0),))
    bf16 = catalogue.formats["bf16"]
    kept = (latent, 1000, 1, bf16, bf16, 0, 1)
    assert cache.cache_share_bytes(*kept, 8, 1, 0, 0) == cache.cache_bytes(*kept) == 70_272_000


def test_a_window_caps_the_cache(catalogue: Catalogue) -> None:
    _, short, _ = run(catalogue, model="mistral-7b-v0.1", context="4096")
    _, long, _ = run(catalogue, model="mistral-7b-v0.1", context="32768")
    assert short["kv_cache_bytes"] == long["kv_cache_bytes"] == 4096 * 131072
    assert long["bytes_per_token"] == 0


def test_recurrent_state_is_the_same_for_any_context_and_is_split_by_heads(catalogue: Catalogue) -> None:
    bf16 = catalogue.formats["bf16"]
    for id, heads in (("qwen3.6-27b", 16), ("nemotron-h-56b", 8)):
        model = catalogue.models[id]
        state, further = cache.recurrent_bytes(model, 1), cache.bytes_per_token(model, bf16, bf16)
        assert cache.cache_bytes(model, 2000, 3, bf16, bf16, 0, 1) == 3 * (state + 2000 * further)
        # Heads of keys and values are fewer than the accelerators, or as many; each keeps at least one of them.
        kept = max(heads, model.attention[0].kv_heads) / model.attention[0].kv_heads
        share = cache.cache_share_bytes(model, 2000, 1, bf16, bf16, 0, 1, heads, 1, 0, 0)
        assert share == (state + kept * 2000 * further) / heads


def test_a_mixture_needs_all_its_experts_and_says_how_few_work(catalogue: Catalogue) -> None:
    _, values, words = run(catalogue, model="qwen3-30b-a3b")
    assert values["active_parameters"] < values["parameters"] / 8
    assert values["weights_bytes"] == 2 * values["parameters"]
    assert words["mixture_text"].endswith("all of them must be in memory.")
    # Of two bytes each, the time counts those that work, without the embedding, of which a token looks up one row.
    read = (
        2 * (values["active_parameters"] - values["embedding_elements"]) / catalogue.accelerators["h200-sxm"].bandwidth
    )  # type: ignore[operator]
    assert values["read_seconds"] == pytest.approx(read, rel=1e-12)
    _, dense, words = run(catalogue, model="llama-3.1-8b")
    assert dense["active_parameters"] == dense["parameters"]
    assert words["mixture_text"] == ""


def test_what_is_not_counted_is_said(catalogue: Catalogue) -> None:
    _, _, drafting = run(catalogue, model="deepseek-v3")
    assert drafting["drafting_text"].startswith("Layers that predict further tokens are not counted")
    _, values, hybrid = run(catalogue, model="nemotron-3-super-120b-a12b")
    assert values["drafting_elements"] == 2_942_325_248
    assert hybrid["drafting_text"].startswith("Layers that predict further tokens are not counted")
    _, _, named = run(catalogue, model="minimax-m2.7")
    assert named["drafting_text"].endswith("the published files hold none of them.")
    _, _, encoders = run(catalogue, model="gemma-3-27b")
    assert encoders["encoders_text"].startswith("Only the language model is counted")
    _, _, neither = run(catalogue, model="llama-3.1-8b")
    assert neither["drafting_text"] == neither["encoders_text"] == ""


def test_an_own_accelerator_without_bandwidth(catalogue: Catalogue) -> None:
    _, values, words = run(catalogue, model="llama-3.1-8b", accelerator="own", memory="24")
    assert values["capacity_bytes"] == 24e9
    assert values["read_seconds"] is None, "what is not known is not 0"
    assert words["read_text"] == ""
    assert "accelerator of your own" in words["verdict_text"]


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ({}, "In bf16 it does not fit: at least "),
        ({"weights": "fp8"}, "In fp8 it fits on one H200 SXM, with "),
        ({"weights": "fp8", "count": "2"}, "In fp8 it fits on 2 × H200 SXM, with "),
        (
            {"model": "llama-3.1-8b", "accelerator": "rtx-4090", "context": "40000"},
            "In bf16 it depends on the engine: ",
        ),
    ],
)
def test_the_verdict_is_a_sentence(catalogue: Catalogue, given: dict[str, str], start: str) -> None:
    _, _, words = run(catalogue, **given)
    assert words["verdict_text"].startswith(start)
    assert words["verdict_text"].endswith(".")


def test_the_ranking_goes_from_fewest_to_most_and_splits_no_computer(catalogue: Catalogue) -> None:
    setup, _, _ = run(catalogue)
    rows = engine.rank(MEMORY, catalogue, setup)
    counts = [row.values["count"] for row in rows]
    held = [count for count in counts if count]
    assert held == sorted(held)
    assert counts[len(held) :] == [0] * (len(rows) - len(held))
    assert next(row for row in rows if row.record.id == "apple-m4-max").values["count"] == 0
    for row in rows[: len(held)]:
        assert row.values["needed_high_bytes"] <= row.record.capacity
        if row.values["count"] > 1:
            one_fewer = {**setup.values, "accelerator": row.record, "count": row.values["count"] // 2}
            assert engine.compute(memory.fits, one_fewer) == 0


def test_the_document_is_in_base_units(catalogue: Catalogue) -> None:
    setup, values, _ = run(catalogue, model="llama-3.1-8b", accelerator="h100-sxm", context="131072")
    document = engine.document(MEMORY, setup, values)
    assert document["results"]["kv_cache_bytes"] == 17_179_869_184
    assert isinstance(document["results"]["kv_cache_bytes"], int)
    assert document["results"]["verdict"] == "fits"
    assert document["units"]["kv_cache_bytes"] == "bytes"
    assert document["inputs"]["model"] == "llama-3.1-8b"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nothing_is_ever_infinite_and_the_tree_is_the_function(
    catalogue: Catalogue, mended: Any, data: st.DataObject
) -> None:
    given: dict[str, str] = {}
    for one in MEMORY.inputs:
        if isinstance(one, Choice):
            given[one.key] = data.draw(st.sampled_from(sorted(catalogue.collection(one.records))))
        else:
            how = measure(one.variable, one.unit if isinstance(one, Amount) else "")
            given[one.key] = str(data.draw(st.integers(math.ceil(how.low), int(how.high))))
    _, values, _ = run(catalogue, **mended(MEMORY, catalogue, given))
    for formula in MEMORY.displayed():
        named: dict[str, Any] = {name: values[name] for name in formula.parameters}
        assert evaluate(formula.body.result, named) == pytest.approx(formula(*named.values()), rel=1e-12)


@pytest.mark.parametrize("calculator", CALCULATORS[1:], ids=lambda one: one.id)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_no_calculator_comes_to_anything_infinite(
    catalogue: Catalogue, mended: Any, calculator: Calculator, data: st.DataObject
) -> None:
    given: dict[str, str] = {}
    for one in calculator.inputs:
        match one:
            case Choice():
                given[one.key] = data.draw(st.sampled_from(sorted(catalogue.collection(one.records))))
            case Option():
                given[one.key] = data.draw(st.sampled_from([named.id for named in one.options]))
            case Amount():
                how = measure(one.variable, one.unit)
                ends = st.sampled_from([math.ceil(how.low), int(how.high)])
                given[one.key] = str(data.draw(ends | st.integers(math.ceil(how.low), int(how.high))))
    setup, _ = read_setup(calculator, catalogue, mended(calculator, catalogue, given))
    if setup is None:
        return
    result = engine.results(calculator, setup, setup)
    assert all(math.isfinite(one) for one in result.values_a.values() if isinstance(one, float))
    engine.rank(calculator, catalogue, setup)
    json.dumps(engine.document(calculator, setup, result.values_a), allow_nan=False)


def test_every_variable_is_said_once_and_can_stand_in_javascript() -> None:
    assert not VARIABLES.keys() & RECORDS.keys()
    assert not (VARIABLES.keys() | RECORDS.keys()) & RESERVED
    for variable in VARIABLES.values():
        assert variable.low <= variable.high
        assert variable.meaning
        assert variable.symbol


def test_every_step_has_a_name_of_its_own() -> None:
    for one in CALCULATORS:
        names = [step.name for step in (*one.steps, *one.joint)]
        assert len(names) == len(set(names))
        assert set(one.exported) <= set(names)
        keys = [key for entry in one.inputs for key in (entry.key, *(own.key for own in getattr(entry, "own", ())))]
        assert len(keys) == len(set(keys))
        assert dataclasses.is_dataclass(one)
