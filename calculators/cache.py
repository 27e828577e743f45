"""What a model keeps for every sequence it is working on."""

from __future__ import annotations

from math import ceil, floor

from calculators.formula import formula
from calculators.records import Model, NumberFormat
from calculators.splitting import MEGATRON, layers_share
from calculators.units import BYTES, BYTES_PER_VALUE, COUNT, EXACT_BYTES
from calculators.weights import DELTA_NET, LATENT_ATTENTION, STATE_SPACE, bytes_each, compressed_width

KV_CACHE = "https://arxiv.org/abs/2211.05102"
PAGED = "https://arxiv.org/abs/2309.06180"
WINDOW = "https://arxiv.org/abs/2310.06825"


@formula(symbol="b_V", unit=BYTES_PER_VALUE, source="definition")
def bytes_each_value(kv_format: NumberFormat, value_format: NumberFormat) -> float:
    """Bytes for one value of the values, which are stored as the keys are unless they have a format of their own."""
    return bytes_each(value_format) if value_format.block_bytes > 0 else bytes_each(kv_format)


@formula(symbol="Z", unit=COUNT, source=PAGED)
def token_places(tokens: int, sequences: int, prefix: int, block: int) -> float:
    """Places for tokens: whole blocks for every sequence, less those of a shared beginning, which are kept once."""
    return block * (sequences * ceil(tokens / block) - (sequences - 1) * floor(min(prefix, tokens) / block))


@formula(symbol="Z_W", unit=COUNT, source=WINDOW)
def window_places(tokens: int, sequences: int, prefix: int, block: int, window: int) -> float:
    """Places in layers that keep a window: what is left of a shared beginning inside it is kept once."""
    return block * (
        sequences * ceil(min(tokens, window) / block)
        - (sequences - 1) * floor(max(0, min(prefix, tokens) - max(0, tokens - window)) / block)
    )


@formula(symbol="M_KV", unit=BYTES, source=KV_CACHE)
def kv_cache_bytes(
    layers: int,
    kv_heads: int,
    head_dim: int,
    value_dim: int,
    places: int,
    bytes_per_key: float,
    bytes_per_value: float,
) -> float:
    """Keys and values kept for every place of a token."""
    return layers * kv_heads * (head_dim * bytes_per_key + value_dim * bytes_per_value) * places


@formula(symbol="M_C", unit=BYTES, source=LATENT_ATTENTION)
def latent_kv_cache_bytes(layers: int, latent_rank: int, rope_dim: int, places: int, bytes_per_key: float) -> float:
    """One compressed vector and one rotary key for every token; no factor of two, for both come from it."""
    return layers * compressed_width(0, latent_rank, rope_dim) * places * bytes_per_key


@formula(symbol="M_KV", unit=BYTES, source=KV_CACHE)
def attention_cache_bytes(
    model: Model,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    prefix: int,
    block: int,
) -> float:
    """Keys and values of the layers that keep every token."""
    return sum(
        kv_cache_bytes(
            group.layers,
            group.kv_heads,
            group.head_dim,
            group.value_dim,
            token_places(tokens, sequences, prefix, block),
            bytes_each(kv_format),
            bytes_each_value(kv_format, value_format),
        )
        for group in model.attention
    )


@formula(symbol="M_SW", unit=BYTES, source=WINDOW)
def sliding_cache_bytes(
    model: Model,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    prefix: int,
    block: int,
) -> float:
    """Keys and values of the layers that keep only a window or chunk of tokens."""
    return sum(
        kv_cache_bytes(
            group.layers,
            group.kv_heads,
            group.head_dim,
            group.value_dim,
            window_places(tokens, sequences, prefix, block, group.window),
            bytes_each(kv_format),
            bytes_each_value(kv_format, value_format),
        )
        for group in model.sliding
    )


@formula(symbol="M_LA", unit=BYTES, source=LATENT_ATTENTION)
def latent_cache_bytes(
    model: Model, tokens: int, sequences: int, kv_format: NumberFormat, prefix: int, block: int
) -> float:
    """Compressed keys and values of the layers of latent attention, in the format of the keys."""
    return sum(
        latent_kv_cache_bytes(
            group.layers,
            group.latent_rank,
            group.rope_dim,
            token_places(tokens, sequences, prefix, block),
            bytes_each(kv_format),
        )
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
def cache_bytes(
    model: Model,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    prefix: int,
    block: int,
) -> float:
    """All that is kept for the sequences."""
    return (
        attention_cache_bytes(model, tokens, sequences, kv_format, value_format, prefix, block)
        + sliding_cache_bytes(model, tokens, sequences, kv_format, value_format, prefix, block)
        + latent_cache_bytes(model, tokens, sequences, kv_format, prefix, block)
        + recurrent_bytes(model, sequences)
    )


@formula(symbol="m_T", unit=EXACT_BYTES, source=KV_CACHE)
def bytes_per_token(model: Model, kv_format: NumberFormat, value_format: NumberFormat) -> float:
    """What one more token adds to the cache of one sequence; recurrent layers and full windows add nothing."""
    return attention_cache_bytes(model, 1, 1, kv_format, value_format, 0, 1) + latent_cache_bytes(
        model, 1, 1, kv_format, 0, 1
    )


@formula(symbol="n_loc", unit=COUNT, source=MEGATRON)
def local_heads(kv_heads: int, count: int) -> float:
    """Heads on each accelerator: never less than one, so that some are held more than once."""
    return max(1, ceil(kv_heads / count))


@formula(symbol="M_S,1", unit=BYTES, source=MEGATRON)
def cache_cut_bytes(
    model: Model,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    prefix: int,
    block: int,
    count: int,
) -> float:
    """The cache of all layers, cut by tensor parallelism into whole heads; latent vectors are held by all."""
    return (
        sum(
            kv_cache_bytes(
                group.layers,
                local_heads(group.kv_heads, count),
                group.head_dim,
                group.value_dim,
                token_places(tokens, sequences, prefix, block),
                bytes_each(kv_format),
                bytes_each_value(kv_format, value_format),
            )
            for group in model.attention
        )
        + sum(
            kv_cache_bytes(
                group.layers,
                local_heads(group.kv_heads, count),
                group.head_dim,
                group.value_dim,
                window_places(tokens, sequences, prefix, block, group.window),
                bytes_each(kv_format),
                bytes_each_value(kv_format, value_format),
            )
            for group in model.sliding
        )
        + latent_cache_bytes(model, tokens, sequences, kv_format, prefix, block)
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


@formula(symbol="M_S,1", unit=BYTES, source=MEGATRON)
def cache_share_bytes(
    model: Model,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    prefix: int,
    block: int,
    count: int,
    stages: int,
    fullest: int,
    offloaded: int,
) -> float:
    """The cache on the fullest accelerator: of its own layers, and of its own heads in them."""
    return layers_share(model, stages, fullest, offloaded) * cache_cut_bytes(
        model, tokens, sequences, kv_format, value_format, prefix, block, count
    )
