"""What a model keeps for every sequence it is working on."""

from __future__ import annotations

from math import ceil

from calculators.formula import formula
from calculators.records import Model, NumberFormat
from calculators.units import BYTES, COUNT, EXACT_BYTES
from calculators.weights import LATENT_ATTENTION, MEGATRON, bytes_each

KV_CACHE = "https://arxiv.org/abs/2211.05102"


@formula(symbol="M_KV", unit=BYTES, source=KV_CACHE)
def kv_cache_bytes(
    layers: int, kv_heads: int, head_dim: int, tokens: int, sequences: int, bytes_per_value: float
) -> float:
    """Keys and values kept for every token of every sequence."""
    return 2 * layers * kv_heads * head_dim * tokens * sequences * bytes_per_value


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
        kv_cache_bytes(group.layers, group.kv_heads, group.head_dim, tokens, sequences, bytes_each(kv_format))
        for group in model.attention
    )


@formula(symbol="M_SW", unit=BYTES, source="https://arxiv.org/abs/2310.06825")
def sliding_cache_bytes(model: Model, tokens: int, sequences: int, kv_format: NumberFormat) -> float:
    """Keys and values of the layers that keep only a window of tokens."""
    return sum(
        kv_cache_bytes(
            group.layers, group.kv_heads, group.head_dim, min(tokens, group.window), sequences, bytes_each(kv_format)
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


@formula(symbol="M_S", unit=BYTES, source="definition")
def cache_bytes(model: Model, tokens: int, sequences: int, kv_format: NumberFormat) -> float:
    """All that is kept for the sequences."""
    return (
        attention_cache_bytes(model, tokens, sequences, kv_format)
        + sliding_cache_bytes(model, tokens, sequences, kv_format)
        + latent_cache_bytes(model, tokens, sequences, kv_format)
    )


@formula(symbol="m_T", unit=EXACT_BYTES, source=KV_CACHE)
def bytes_per_token(model: Model, kv_format: NumberFormat) -> float:
    """What one more token adds to the cache of one sequence; layers with a full window add nothing."""
    return attention_cache_bytes(model, 1, 1, kv_format) + latent_cache_bytes(model, 1, 1, kv_format)


@formula(symbol="n_loc", unit=COUNT, source=MEGATRON)
def local_heads(kv_heads: int, count: int) -> float:
    """Heads of keys and values on each accelerator: never less than one, so that some are held more than once."""
    return max(1, ceil(kv_heads / count))


@formula(symbol="M_S,1", unit=BYTES, source=MEGATRON)
def cache_share_bytes(model: Model, tokens: int, sequences: int, kv_format: NumberFormat, count: int) -> float:
    """The cache on each accelerator under tensor parallelism: whole heads; latent vectors are held by all."""
    return (
        sum(
            kv_cache_bytes(
                group.layers,
                local_heads(group.kv_heads, count),
                group.head_dim,
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
    )
