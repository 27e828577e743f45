"""A config.json that somebody pastes: read by the same table as the catalogue, or refused by the name of the key."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.architectures import model_from
from calculators.catalogue import Catalogue
from calculators.configuration import parse
from calculators.inputs import read_setup
from calculators.listing import CALCULATORS
from calculators.weights import parameters

LLAMA = json.loads((Path(__file__).parent / "llama-config.json").read_text(encoding="utf-8"))


def text_of(case: dict[str, Any]) -> str:
    """The text that a case of bad-configurations.yml speaks of."""
    if "text" in case:
        return str(case["text"])
    if "repeat" in case:
        return str(case["repeat"]) * int(case["times"])
    written = {key: json.dumps(value) for key, value in LLAMA.items()} | case["change"]
    return "{" + ", ".join(f'"{key}": {value}' for key, value in written.items()) + "}"


def test_bad_configuration(bad_configuration: dict[str, Any], catalogue: Catalogue) -> None:
    setup, found = read_setup(CALCULATORS[0], catalogue, {"model": "own", "config": text_of(bad_configuration)})
    said = [one.message.split("; there are ")[0] for one in found if one.code != "C310"]
    assert said == [one.removesuffix("; there are …") for one in bad_configuration["said"]]
    assert (setup is None) == bool(bad_configuration["said"])
    assert all(one.path == "--config" for one in found)


def test_the_pasted_file_is_the_model_of_the_catalogue(catalogue: Catalogue) -> None:
    model, problems = model_from(catalogue.architectures, json.dumps(LLAMA))
    assert problems == []
    assert model is not None
    known = catalogue.models["llama-3.1-8b"]
    assert dataclasses.replace(model, id=known.id, name=known.name, vendor=known.vendor) == known


def test_the_language_model_inside_a_larger_one(catalogue: Catalogue) -> None:
    inner = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 12, "sliding_window": 32}
    config = {"architectures": ["Gemma3ForConditionalGeneration"], "text_config": inner, "vision_config": {"x": 1}}
    model, problems = model_from(catalogue.architectures, json.dumps(config))
    assert problems == []
    assert model is not None
    assert (model.hidden, model.vocabulary, model.tied, model.encoders) == (64, 262208, 1, 1)
    assert (model.attention[0].layers, model.sliding[0].layers, model.sliding[0].window) == (2, 10, 32)


def test_a_list_of_kinds_is_counted_and_an_unknown_kind_is_refused(catalogue: Catalogue) -> None:
    kinds = ["sliding_attention", "full_attention"] * 6
    config = {
        "architectures": ["Gemma3ForCausalLM"],
        "hidden_size": 64,
        "intermediate_size": 128,
        "layer_types": kinds,
        "max_position_embeddings": 4096,
        "num_hidden_layers": 12,
        "sliding_window": 32,
        "vocab_size": 1000,
    }
    model, _ = model_from(catalogue.architectures, json.dumps(config))
    assert model is not None
    assert (model.attention[0].layers, model.sliding[0].layers) == (6, 6)
    _, problems = model_from(catalogue.architectures, json.dumps(config | {"layer_types": [*kinds[1:], "new_kind"]}))
    assert [(key, message) for key, _, message in problems] == [
        ("layer_types", "11 of 12 layers are of a kind that is known")
    ]


def test_an_empty_list_of_layers_is_no_list(catalogue: Catalogue) -> None:
    config = {"architectures": ["GptOssForCausalLM"], "layer_types": [], "num_hidden_layers": 2}
    _, problems = model_from(catalogue.architectures, json.dumps(config))
    assert ("layer_types", "C114", "missing; the architecture needs it") in problems


def test_layers_that_borrow_keys_and_values(catalogue: Catalogue) -> None:
    """Gemma-4-E2B: of 35 layers the last 20 keep nothing, so that 15 are left: 12 with a window and 3 without."""
    model = catalogue.models["gemma-4-e2b"]
    assert [(group.layers, group.head_dim) for group in model.attention] == [(3, 512)]
    assert [(group.layers, group.head_dim) for group in model.sliding] == [(12, 256)]
    assert sorted((group.layers, group.head_dim) for group in model.borrowing) == [(4, 512), (16, 256)]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_nothing_that_is_json_breaks_it(catalogue: Catalogue, data: st.DataObject) -> None:
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=6,
    )
    name = data.draw(st.sampled_from(sorted(catalogue.architectures)))
    one = catalogue.architectures[name]
    trees = json.dumps([one.shape, [rule.fields for rules in one.groups.values() for rule in rules]])
    keys = sorted(set(trees.split('"')))
    config = data.draw(st.dictionaries(st.sampled_from(keys), anything | st.integers(0, 64), max_size=len(keys)))
    model, problems = model_from(catalogue.architectures, json.dumps({**config, "architectures": [name]}))
    assert (model is None) == bool(problems)


@pytest.mark.parametrize("expression", ["a ** 2", "a.b", "f(a)", "flag(1)", "count(a)", "a if b else c", "1.5", "a ||"])
def test_what_is_no_expression(expression: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(expression)


def test_beside_a_refusal_stands_an_estimate_that_is_called_one(catalogue: Catalogue) -> None:
    """The bare measures of an architecture nobody knows; not a word of it where they are not there."""
    unknown = {key: value for key, value in LLAMA.items() if key != "architectures"} | {"architectures": ["FooLM"]}
    _, found = read_setup(CALCULATORS[0], catalogue, {"model": "own", "config": json.dumps(unknown)})
    refusal, estimate = found
    assert refusal.code == "C308"
    assert estimate.code == "C310"
    assert estimate.message == (
        "only an estimate, from bare measures: a plain transformer like that has 8,029,999,104 parameters, "
        "and parameters × bytes plus 30 % come to 20.9 GB in bf16"
    )
    for text in ('{"architectures": ["FooLM"]}', "[]", "no JSON"):
        _, found = read_setup(CALCULATORS[0], catalogue, {"model": "own", "config": text})
        assert [one.code for one in found if one.code == "C310"] == []
    _, found = read_setup(CALCULATORS[0], catalogue, {"model": "own", "config": json.dumps(unknown), "context": "x"})
    assert [one.code for one in found] == ["C308", "C302"], "nothing is reckoned from inputs that are wrong"


def test_a_diffusion_transformer_is_read_by_the_class_that_diffusers_writes(catalogue: Catalogue) -> None:
    flux = {"_class_name": "FluxTransformer2DModel", "num_layers": 19, "num_single_layers": 38, "patch_size": 1}
    flux |= {"num_attention_heads": 24, "attention_head_dim": 128, "in_channels": 64, "guidance_embeds": True}
    flux |= {"joint_attention_dim": 4096, "pooled_projection_dim": 768}
    model, problems = model_from(catalogue.architectures, json.dumps(flux))
    assert problems == []
    assert model is not None
    assert parameters(model) == 11_901_408_320
    known = catalogue.models["flux.1-dev"]
    assert model == dataclasses.replace(known, id=model.id, name=model.name, vendor=model.vendor, companions=())
