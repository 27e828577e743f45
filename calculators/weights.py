"""Parameters of a model, class by class, and the bytes they take."""

from __future__ import annotations

from calculators.formula import formula
from calculators.records import Model, NumberFormat, WeightLayout
from calculators.units import BYTES, BYTES_PER_VALUE, COUNT

TRANSFORMER = "https://arxiv.org/abs/1706.03762"
GROUPED_QUERIES = "https://arxiv.org/abs/2305.13245"
LATENT_ATTENTION = "https://arxiv.org/abs/2405.04434"
GATED_UNITS = "https://arxiv.org/abs/2002.05202"
MEGATRON = "https://arxiv.org/abs/1909.08053"
BLOCKS = "https://arxiv.org/abs/2310.10537"


@formula(symbol="b", unit=BYTES_PER_VALUE, source=BLOCKS)
def bytes_each(format: NumberFormat) -> float:
    """Bytes for one value of a number format, the scales of its block included."""
    return format.block_bytes / format.block_values


@formula(symbol="P_E", unit=COUNT, source=TRANSFORMER)
def embedding_elements(model: Model) -> float:
    """The embedding: one row for each token of the vocabulary."""
    return model.vocabulary * model.hidden


@formula(symbol="P_O", unit=COUNT, source="https://arxiv.org/abs/1608.05859")
def head_elements(model: Model) -> float:
    """The output head, which costs nothing where it is the embedding."""
    return (1 - model.tied) * model.vocabulary * model.hidden


@formula(symbol="P_G", unit=COUNT, source=GROUPED_QUERIES)
def grouped_query_elements(hidden: int, layers: int, query_heads: int, kv_heads: int, head_dim: int) -> float:
    """The four matrices of attention: queries and output for every head, keys and values for fewer."""
    return 2 * layers * hidden * head_dim * (query_heads + kv_heads)


@formula(symbol="P_L", unit=COUNT, source=LATENT_ATTENTION)
def latent_elements(
    hidden: int,
    layers: int,
    query_heads: int,
    query_rank: int,
    latent_rank: int,
    rope_dim: int,
    nope_dim: int,
    value_dim: int,
) -> float:
    """The matrices of latent attention: down to the compressed vectors, up to the heads, and out."""
    return layers * (
        hidden * (query_rank + latent_rank + rope_dim)
        + query_rank * query_heads * (nope_dim + rope_dim)
        + latent_rank * query_heads * (nope_dim + value_dim)
        + query_heads * value_dim * hidden
    )


@formula(symbol="P_A", unit=COUNT, source=GROUPED_QUERIES)
def attention_elements(model: Model) -> float:
    """The matrices of attention in all layers."""
    return (
        sum(
            grouped_query_elements(model.hidden, group.layers, group.query_heads, group.kv_heads, group.head_dim)
            for group in model.attention
        )
        + sum(
            grouped_query_elements(model.hidden, group.layers, group.query_heads, group.kv_heads, group.head_dim)
            for group in model.sliding
        )
        + sum(
            latent_elements(
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
    )


@formula(symbol="P_F", unit=COUNT, source=GATED_UNITS)
def feedforward_elements(model: Model) -> float:
    """The matrices of the feed-forward networks."""
    return sum(group.layers * group.matrices * model.hidden * group.intermediate for group in model.feedforward)


@formula(symbol="P_B", unit=COUNT, source=GROUPED_QUERIES)
def attention_vectors(
    hidden: int, layers: int, query_heads: int, kv_heads: int, head_dim: int, bias: int, head_norm: int
) -> float:
    """The norm in front of attention, its biases, and the norms of its heads."""
    return layers * (hidden + bias * (query_heads + 2 * kv_heads) * head_dim + head_norm * 2 * head_dim)


@formula(symbol="P_V", unit=COUNT, source=TRANSFORMER)
def vector_elements(model: Model) -> float:
    """Norms and biases: one norm in front of each attention and feed-forward network, and one at the end."""
    return (
        sum(
            attention_vectors(
                model.hidden,
                group.layers,
                group.query_heads,
                group.kv_heads,
                group.head_dim,
                group.bias,
                group.head_norm,
            )
            for group in model.attention
        )
        + sum(
            attention_vectors(
                model.hidden,
                group.layers,
                group.query_heads,
                group.kv_heads,
                group.head_dim,
                group.bias,
                group.head_norm,
            )
            for group in model.sliding
        )
        + sum(group.layers * (model.hidden + group.query_rank + group.latent_rank) for group in model.latent)
        + sum(group.layers * model.hidden for group in model.feedforward)
        + model.hidden
    )


@formula(symbol="P", unit=COUNT, source="definition")
def parameters(model: Model) -> float:
    """All weights of the model."""
    return (
        embedding_elements(model)
        + head_elements(model)
        + attention_elements(model)
        + feedforward_elements(model)
        + vector_elements(model)
    )


@formula(symbol="M_W", unit=BYTES, source="definition")
def weights_bytes(model: Model, layout: WeightLayout) -> float:
    """Each class of weights in the format it is stored in."""
    return (
        embedding_elements(model) * bytes_each(layout.embedding)
        + head_elements(model) * bytes_each(layout.head)
        + attention_elements(model) * bytes_each(layout.attention)
        + feedforward_elements(model) * bytes_each(layout.feedforward)
        + vector_elements(model) * bytes_each(layout.vectors)
    )


@formula(symbol="M_V", unit=BYTES, source="definition")
def vector_bytes(model: Model, layout: WeightLayout) -> float:
    """Norms and biases, which every accelerator holds whole."""
    return vector_elements(model) * bytes_each(layout.vectors)


@formula(symbol="M_W,1", unit=BYTES, source=MEGATRON)
def weights_share_bytes(model: Model, layout: WeightLayout, count: int) -> float:
    """Weights on each accelerator under tensor parallelism: matrices are cut, norms and biases are copied."""
    return (weights_bytes(model, layout) - vector_bytes(model, layout)) / count + vector_bytes(model, layout)
