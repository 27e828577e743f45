"""Memory: what is shared, rounded, dealt out and left elsewhere adds up to the whole again."""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import cache, memory, splitting, weights
from calculators.catalogue import AS_KEYS, Catalogue
from calculators.engine import compute
from calculators.inference_memory import INFERENCE_MEMORY
from calculators.inputs import read_setup


def raised_by_the_rule_of_llama_cpp(layers: int) -> int:
    """`use_more_bits`: the first and the last eighth, and every third between."""
    eighth = layers // 8
    return sum(one < eighth or one >= 7 * layers // 8 or (one - eighth) % 3 == 2 for one in range(layers))


@given(st.integers(1, 300))
def test_a_mix_raises_as_many_layers_as_the_program_that_writes_it(layers: int) -> None:
    assert weights.raised_share(layers, 1, 0, 0) * layers == pytest.approx(raised_by_the_rule_of_llama_cpp(layers))
    assert weights.raised_share(layers, 0, 4, 0) * layers == pytest.approx(min(4, layers))
    assert weights.raised_share(layers, 0, 0, 8) * layers == pytest.approx(layers // 8)


def blocks_by_hand(starts: list[int], end: int, shared: int, block: int) -> int:
    """Places of sequences that all keep the tokens from `start` to `end`, of which the first `shared` are the same."""
    whole = shared // block * block
    return whole + sum(ceil((end - start) / block) * block - whole for start in starts)


@given(st.integers(1, 5000), st.integers(1, 9), st.integers(0, 6000), st.sampled_from([1, 16, 128]))
def test_a_shared_beginning_is_kept_once_and_in_whole_blocks(
    tokens: int, sequences: int, prefix: int, block: int
) -> None:
    expected = blocks_by_hand([0] * sequences, tokens, min(prefix, tokens), block)
    assert cache.token_places(tokens, sequences, prefix, block) == expected
    assert cache.window_places(tokens, sequences, prefix, block, 10**6) == expected
    window = max(1, tokens // 2)
    left = max(0, min(prefix, tokens) - (tokens - window))
    assert cache.window_places(tokens, sequences, prefix, block, window) == blocks_by_hand(
        [0] * sequences, window, left, block
    )


def test_keys_and_values_have_formats_of_their_own(catalogue: Catalogue) -> None:
    model, formats = catalogue.models["llama-3.1-8b"], catalogue.formats
    both = cache.bytes_per_token(model, formats["bf16"], AS_KEYS)
    assert both == cache.bytes_per_token(model, formats["bf16"], formats["bf16"]) == 131_072
    assert cache.bytes_per_token(model, formats["bf16"], formats["q4_0"]) == 65_536 + 65_536 * 4.5 / 16
    latent = catalogue.models["deepseek-v3"]
    assert cache.bytes_per_token(latent, formats["bf16"], formats["q4_0"]) == 70_272, "there is one vector only"


@pytest.mark.parametrize(("layers", "stages", "fullest", "most"), [(126, 4, 0, 32), (80, 4, 0, 20), (80, 4, 23, 23)])
def test_the_fullest_stage_decides(catalogue: Catalogue, layers: int, stages: int, fullest: int, most: int) -> None:
    model = catalogue.models["llama-3.1-405b" if layers == 126 else "llama-3.1-70b"]
    layout = catalogue.layouts["bf16"]
    assert splitting.layers_share(model, stages, fullest, 0) == most / layers
    held = splitting.held_weights_bytes(model, layout, 1, stages, fullest, 0)
    one_layer = (splitting.layers_bytes(model, layout) + splitting.vector_bytes(model, layout)) / layers
    assert held == pytest.approx(most * one_layer + 2 * model.vocabulary * model.hidden, rel=1e-12)


@given(st.integers(0, 80))
def test_what_stays_in_system_memory_is_missing_on_the_accelerator(catalogue: Catalogue, offloaded: int) -> None:
    model, layout, bf16 = catalogue.models["llama-3.1-70b"], catalogue.layouts["q4_K_M"], catalogue.formats["bf16"]
    stored = (5000, 3, bf16, AS_KEYS, 0, 16)
    here = splitting.held_weights_bytes(model, layout, 1, 1, 0, offloaded) + cache.cache_share_bytes(
        model, *stored, 1, 1, 0, offloaded
    )
    there = memory.host_bytes(model, layout, *stored, offloaded)
    assert here + there == pytest.approx(
        weights.weights_bytes(model, layout) + cache.cache_bytes(model, *stored), rel=1e-12
    )


def test_layers_in_system_memory_set_the_pace(catalogue: Catalogue) -> None:
    model, layout = catalogue.models["llama-3.1-70b"], catalogue.layouts["q4_K_M"]
    card = catalogue.accelerators["rtx-4090"]
    assert card.bandwidth is not None
    seconds = [memory.read_seconds(model, layout, 1, layers, 89.6e9, card) for layers in (0, 40, 80)]
    read = splitting.token_read_bytes(model, layout)
    assert seconds[0] == pytest.approx(read / card.bandwidth)
    head = weights.head_bytes(model, layout)
    assert seconds[2] == pytest.approx((read - head) / 89.6e9 + head / card.bandwidth)
    assert seconds[0] < seconds[1] < seconds[2]


def test_heads_that_do_not_divide(catalogue: Catalogue) -> None:
    seven = catalogue.models["qwen2.5-7b"]
    assert [count for count in range(1, 17) if memory.heads_divide(seven, count)] == [1, 2, 4]


def test_images_need_no_cache_but_more_workspace(catalogue: Catalogue) -> None:
    setup, found = read_setup(INFERENCE_MEMORY, catalogue, {"model": "flux.1-dev", "context": "1000000"})
    assert setup is not None, found
    assert compute(cache.cache_bytes, setup.values) == 0
    low = compute(memory.reserve_low_bytes, setup.values)
    assert low == sum(item.low for item in catalogue.reserves["images"].items)


def test_a_desktop_takes_its_part(catalogue: Catalogue) -> None:
    spare = []
    for beside in ("nothing", "desktop"):
        setup, found = read_setup(INFERENCE_MEMORY, catalogue, {"model": "llama-3.1-8b", "beside": beside})
        assert setup is not None, found
        spare.append(compute(memory.reserve_high_bytes, setup.values))
    assert spare[1] - spare[0] == sum(item.high for item in catalogue.neighbours["desktop"].items)  # type: ignore[operator]


def test_diffusion_transformers_to_the_last_weight(catalogue: Catalogue) -> None:
    """What the headers of the published files add up to, without the models beside them."""
    published = {
        "flux.1-dev": 11_901_408_320,
        "flux.1-schnell": 11_891_178_560,
        "stable-diffusion-3-medium": 2_084_951_104,
        "stable-diffusion-3.5-medium": 2_469_663_936,
        "stable-diffusion-3.5-large": 8_146_280_768,
        "qwen-image": 20_430_401_088,
    }
    for id, number in published.items():
        model = catalogue.models[id]
        assert weights.parameters(model) - weights.companion_elements(model) == number, id
