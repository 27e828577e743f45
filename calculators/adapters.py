"""LoRA: how many parameters the adapters of a model have, and the rows and columns of its matrices."""

from __future__ import annotations

from calculators.formula import formula
from calculators.records import Model
from calculators.units import COUNT
from calculators.weights import LATENT_ATTENTION, compressed_width, expanded_dim, latent_key_dim

LORA = "https://arxiv.org/abs/2106.09685"


@formula(symbol="S_1", unit=COUNT, source=LORA)
def one_matrix_sides(taken: int, given: int) -> float:
    """Columns and rows of one matrix: the parameters of an adapter of rank 1 beside it."""
    return taken + given


@formula(symbol="S_A", unit=COUNT, source=LORA)
def attention_sides(
    hidden: int,
    layers: int,
    query_heads: int,
    kv_heads: int,
    head_dim: int,
    value_dim: int,
    gated: int,
    value_maps: int,
    adapted: int,
) -> float:
    """Rows and columns of the matrices of queries and values, and of keys and output where these count too."""
    return layers * (
        one_matrix_sides(hidden, query_heads * head_dim * (1 + gated))
        + value_maps * one_matrix_sides(hidden, kv_heads * value_dim)
        + (
            one_matrix_sides(hidden, kv_heads * head_dim) + one_matrix_sides(query_heads * value_dim, hidden)
            if adapted > 0
            else 0
        )
    )


@formula(symbol="S_L", unit=COUNT, source=LATENT_ATTENTION)
def latent_sides(
    hidden: int,
    layers: int,
    query_heads: int,
    query_rank: int,
    latent_rank: int,
    rope_dim: int,
    nope_dim: int,
    value_dim: int,
) -> float:
    """Rows and columns of the matrices of latent attention: down, up, and out."""
    return layers * (
        (
            one_matrix_sides(hidden, query_rank)
            + one_matrix_sides(query_rank, query_heads * latent_key_dim(nope_dim, rope_dim))
            if query_rank > 0
            else one_matrix_sides(hidden, query_heads * latent_key_dim(nope_dim, rope_dim))
        )
        + one_matrix_sides(hidden, compressed_width(0, latent_rank, rope_dim))
        + one_matrix_sides(latent_rank, query_heads * expanded_dim(nope_dim, value_dim))
        + one_matrix_sides(query_heads * value_dim, hidden)
    )


@formula(symbol="S_R", unit=COUNT, source=LORA)
def routed_sides(hidden: int, layers: int, experts: int, matrices: int, intermediate: int, narrowed: int) -> float:
    """Rows and columns of the experts that a router chooses from."""
    return layers * experts * matrices * ((narrowed if narrowed > 0 else hidden) + intermediate)


@formula(symbol="S_X", unit=COUNT, source=LORA)
def expert_sides(
    hidden: int,
    layers: int,
    experts: int,
    matrices: int,
    intermediate: int,
    shared_intermediate: int,
    narrowed: int,
) -> float:
    """Rows and columns of all experts, shared ones included, and of the maps in front of them."""
    return routed_sides(hidden, layers, experts, matrices, intermediate, narrowed) + layers * (
        (matrices * (hidden + shared_intermediate) if shared_intermediate > 0 else 0)
        + (2 * (hidden + narrowed) if narrowed > 0 else 0)
    )


@formula(symbol="S", unit=COUNT, source=LORA)
def matrix_sides(model: Model, adapted: int) -> float:
    """Rows and columns of the matrices with adapters, in all layers."""
    return (
        sum(
            attention_sides(
                model.hidden,
                group.layers,
                group.query_heads,
                group.kv_heads,
                group.head_dim,
                group.value_dim,
                group.gated,
                group.value_maps,
                adapted,
            )
            for group in model.attention
        )
        + sum(
            attention_sides(
                model.hidden,
                group.layers,
                group.query_heads,
                group.kv_heads,
                group.head_dim,
                group.value_dim,
                group.gated,
                group.value_maps,
                adapted,
            )
            for group in model.sliding
        )
        + sum(
            group.layers * (model.hidden + group.query_heads * group.head_dim) * (2 if adapted > 0 else 1)
            for group in model.borrowing
        )
        + sum(
            latent_sides(
                model.hidden,
                group.layers,
                group.query_heads,
                group.query_rank,
                group.latent_rank,
                group.rope_dim,
                group.nope_dim,
                group.value_dim,
            )
            for group in model.latent
        )
        + sum(
            (group.layers * group.matrices * (model.hidden + group.intermediate) if adapted > 1 else 0)
            for group in model.feedforward
        )
        + sum(
            (
                expert_sides(
                    model.hidden,
                    group.layers,
                    group.experts,
                    group.matrices,
                    group.intermediate,
                    group.shared_intermediate,
                    group.narrowed,
                )
                if adapted > 1
                else 0
            )
            for group in model.mixtures
        )
        + sum((group.layers * 3 * (model.hidden + group.width) if adapted > 1 else 0) for group in model.per_layer)
    )


@formula(symbol="P_a", unit=COUNT, source=LORA)
def adapter_elements(model: Model, rank: int, adapted: int) -> float:
    """Two thin matrices beside each adapted one: rank times its rows and columns."""
    return rank * matrix_sides(model, adapted)
