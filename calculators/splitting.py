"""A model spread over accelerators: matrices cut, layers dealt out to stages, layers left in system memory."""

from __future__ import annotations

from math import ceil

from calculators.formula import formula
from calculators.records import Model, WeightLayout
from calculators.units import BYTES, SHARE
from calculators.weights import (
    EXPERTS,
    bytes_each,
    companion_bytes,
    depth,
    embedding_bytes,
    head_bytes,
    unread_bytes,
    vector_elements,
    weights_bytes,
)

MEGATRON = "https://arxiv.org/abs/1909.08053"
PIPELINE = "https://arxiv.org/abs/2104.04473"
OFFLOAD = "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md"


@formula(symbol="M_V", unit=BYTES, source="definition")
def vector_bytes(model: Model, layout: WeightLayout) -> float:
    """Norms, biases and routers, which every accelerator holds whole."""
    return vector_elements(model) * bytes_each(layout.vectors)


@formula(symbol="M_W,1", unit=BYTES, source=MEGATRON)
def weights_share_bytes(model: Model, layout: WeightLayout, count: int) -> float:
    """Weights on each accelerator under tensor parallelism: matrices are cut, norms, biases and routers are copied."""
    return (weights_bytes(model, layout) - vector_bytes(model, layout)) / count + vector_bytes(model, layout)


@formula(symbol="M_L", unit=BYTES, source="definition")
def layers_bytes(model: Model, layout: WeightLayout) -> float:
    """The matrices of all layers: the weights without the ends, norms, biases and routers, and companions."""
    return (
        weights_bytes(model, layout)
        - vector_bytes(model, layout)
        - embedding_bytes(model, layout)
        - head_bytes(model, layout)
        - companion_bytes(model, layout)
    )


@formula(symbol="s_L", unit=SHARE, source=PIPELINE)
def layers_share(model: Model, stages: int, fullest: int, offloaded: int) -> float:
    """Share of the layers on the fullest stage; those in system memory are taken from all stages alike."""
    return max(0, (fullest if fullest > 0 else ceil(depth(model) / stages)) - offloaded / stages) / max(1, depth(model))


@formula(symbol="M_ends", unit=BYTES, source=PIPELINE)
def ends_bytes(model: Model, layout: WeightLayout, stages: int) -> float:
    """Embedding and output head: both where there is one stage, else the larger, for they are stages apart."""
    return (
        embedding_bytes(model, layout) + head_bytes(model, layout)
        if stages <= 1
        else max(embedding_bytes(model, layout), head_bytes(model, layout))
    )


@formula(symbol="M_W,1", unit=BYTES, source=PIPELINE)
def held_weights_bytes(
    model: Model, layout: WeightLayout, count: int, stages: int, fullest: int, offloaded: int
) -> float:
    """Weights on the fullest accelerator: its stage's layers and end, cut by tensor parallelism; vectors are copied."""
    return (
        layers_share(model, stages, fullest, offloaded) * layers_bytes(model, layout)
        + ends_bytes(model, layout, stages)
        + companion_bytes(model, layout)
    ) / count + layers_share(model, stages, fullest, offloaded) * vector_bytes(model, layout)


@formula(symbol="s_o", unit=SHARE, source=OFFLOAD)
def offloaded_share(model: Model, offloaded: int) -> float:
    """Share of the layers that stay in system memory."""
    return min(1, offloaded / max(1, depth(model)))


@formula(symbol="M_read", unit=BYTES, source=EXPERTS)
def token_read_bytes(model: Model, layout: WeightLayout) -> float:
    """What one token reads: all weights but resting experts, and of the embedding one row."""
    return weights_bytes(model, layout) - unread_bytes(model, layout)


@formula(symbol="M_read,o", unit=BYTES, source=OFFLOAD)
def offloaded_read_bytes(model: Model, layout: WeightLayout, offloaded: int) -> float:
    """Of that, what lies in system memory: its share of the layers, without the output head."""
    return offloaded_share(model, offloaded) * (
        token_read_bytes(model, layout)
        - (embedding_bytes(model, layout) if model.tied > 0 else head_bytes(model, layout))
    )
