"""What a model keeps for every sequence it is working on."""

from __future__ import annotations

from math import ceil

from calculators.formula import formula
from calculators.records import Model, NumberFormat
from calculators.units import BYTES, COUNT, EXACT_BYTES
from calculators.weights import DELTA_NET, LATENT_ATTENTION, MEGATRON, STATE_SPACE, bytes_each

KV_CACHE = "https://arxiv.org/abs/2211.05102"


@formula(symbol="M_KV", unit=BYTES, source=KV_CACHE)
def kv_cache_bytes(
    layers: int,
    kv_heads: int,
    head_dim: int,
    value_dim: int,
    tokens: int,
    sequences: int,
    bytes_per_value: float,
) -> float:
    """Keys and values kept for every token of every sequence."""
    return layers * kv_heads * (head_dim + value_dim) * tokens * sequences * bytes_per_value


@formula(symbol="M_C", unit=BYTES, source=LATENT_ATTENTION)
def latent_kv_cache_bytes(
    layers: int, latent_rank: int, rope_dim: int, tokens: int, sequences: int, bytes_per_value: float
) -> float:
    """One compressed vector and one rotary key for every token; no factor of two, for both come from it."""
    return layers * (latent_rank + rope_dim) * tokens * sequences * bytes_per_value


@formula(symbol="M_KV", unit=BYTES, source=KV_CACHE)
def attention_cache_bytes(model: Model, tokens: int, sequences: int, kv_format: NumberFormat) -> float:
    """Keys and values of the layers that keep every token."""
    return sum(
        kv_cache_bytes(
            group.layers, group.kv_heads, group.head_dim, group.value_dim, tokens, sequences, bytes_each(kv_format)
        )
        for group in model.attention
    )


@formula(symbol="M_SW", unit=BYTES, source="https://arxiv.org/abs/2310.06825")
def sliding_cache_bytes(model: Model, tokens: int, sequences: int, kv_format: NumberFormat) -> float:
    """Keys and values of the layers that keep only a window or chunk of tokens."""
    return sum(
        kv_cache_bytes(
            group.layers,
            group.kv_heads,
            group.head_dim,
            group.value_dim,
            min(tokens, group.window),
            sequences,
            bytes_each(kv_format),
        )
        for group in model.sliding
    )


@formula(symbol="M_LA", unit=BYTES, source=LATENT_ATTENTION)
def latent_cache_bytes(model: Model, tokens: int, sequences: int, kv_format: NumberFormat) -> float:
    """Compressed keys and values of the layers of latent attention."""
    return sum(
        latent_kv_cache_bytes(group.layers, group.latent_rank, group.rope_dim, tokens, sequences, bytes_each(kv_format))
        for group in model.latent
    )


@formula(symbol="M_D", unit=BYTES, source=DELTA_NET)
def delta_state_bytes(
    layers: int, key_heads: int, value_heads: int, key_dim: int, value_dim: int, kernel: int, sequences: int
) -> float:
    """State of gated DeltaNet in fp32: a matrix for each head of values, and what the convolution looks back at."""
    return (
        4
        * layers
        * sequences
        * (value_heads * key_dim * value_dim + (kernel - 1) * (2 * key_heads * key_dim + value_heads * value_dim))
    )


@formula(symbol="M_N", unit=BYTES, source=STATE_SPACE)
def state_space_bytes(
    layers: int, state_heads: int, head_dim: int, state: int, state_groups: int, kernel: int, sequences: int
) -> float:
    """State of Mamba-2 in fp32: that of every head, and what the convolution looks back at."""
    return (
        4
        * layers
        * sequences
        * (state_heads * head_dim * state + (kernel - 1) * (state_heads * head_dim + 2 * state_groups * state))
    )


@formula(symbol="M_RS", unit=BYTES, source=DELTA_NET)
def recurrent_bytes(model: Model, sequences: int) -> float:
    """State of the recurrent layers, the same for any number of tokens."""
    return sum(
        delta_state_bytes(
            group.layers,
            group.key_heads,
            group.value_heads,
            group.key_dim,
            group.value_dim,
            group.kernel,
            sequences,
        )
        for group in model.delta
    ) + sum(
        state_space_bytes(
            group.layers,
            group.state_heads,
            group.head_dim,
            group.state,
            group.state_groups,
            group.kernel,
            sequences,
        )
        for group in model.state_space
    )


@formula(symbol="M_S", unit=BYTES, source="definition")
def cache_bytes(model: Model, tokens: int, sequences: int, kv_format: NumberFormat) -> float:
    """All that is kept for the sequences."""
    return (
        attention_cache_bytes(model, tokens, sequences, kv_format)
        + sliding_cache_bytes(model, tokens, sequences, kv_format)
        + latent_cache_bytes(model, tokens, sequences, kv_format)
        + recurrent_bytes(model, sequences)
    )


@formula(symbol="m_T", unit=EXACT_BYTES, source=KV_CACHE)
def bytes_per_token(model: Model, kv_format: NumberFormat) -> float:
    """What one more token adds to the cache of one sequence; recurrent layers and full windows add nothing."""
    return attention_cache_bytes(model, 1, 1, kv_format) + latent_cache_bytes(model, 1, 1, kv_format)


@formula(symbol="n_loc", unit=COUNT, source=MEGATRON)
def local_heads(kv_heads: int, count: int) -> float:
    """Heads on each accelerator: never less than one, so that some are held more than once."""
    return max(1, ceil(kv_heads / count))


@formula(symbol="M_S,1", unit=BYTES, source=MEGATRON)
def cache_share_bytes(model: Model, tokens: int, sequences: int, kv_format: NumberFormat, count: int) -> float:
    """The cache on each accelerator under tensor parallelism: whole heads; latent vectors by all."""
    return (
        sum(
            kv_cache_bytes(
                group.layers,
                local_heads(group.kv_heads, count),
                group.head_dim,
                group.value_dim,
                tokens,
                sequences,
                bytes_each(kv_format),
            )
            for group in model.attention
        )
        + sum(
            kv_cache_bytes(
                group.layers,
                local_heads(group.kv_heads, count),
                group.head_dim,
                group.value_dim,
                min(tokens, group.window),
                sequences,
                bytes_each(kv_format),
            )
            for group in model.sliding
        )
        + sum(
            latent_kv_cache_bytes(
                group.layers, group.latent_rank, group.rope_dim, tokens, sequences, bytes_each(kv_format)
            )
            for group in model.latent
        )
        + sum(
            delta_state_bytes(
                group.layers,
                local_heads(group.key_heads, count),
                local_heads(group.value_heads, count),
                group.key_dim,
                group.value_dim,
                group.kernel,
                sequences,
            )
            for group in model.delta
        )
        + sum(
            state_space_bytes(
                group.layers,
                local_heads(group.state_heads, count),
                group.head_dim,
                group.state,
                local_heads(group.state_groups, count),
                group.kernel,
                sequences,
            )
            for group in model.state_space
        )
    )
