"""What the forward pass keeps for the backward pass, by the counting of Korthikanti et al., for any shape of model.

For a block as in GPT, a feed-forward network four times as wide, dropout and activations in 16 bits it comes to
sbh (34 + 5as/h) in each layer, as they write it.
"""

from __future__ import annotations

from calculators.formula import formula
from calculators.records import Model, Precision, Share
from calculators.training_states import stage_share
from calculators.units import BYTES, COUNT
from calculators.weights import LATENT_ATTENTION, compressed_width, depth, latent_key_dim

KORTHIKANTI = "https://arxiv.org/abs/2205.05198"
ML_ENGINEERING = "https://github.com/stas00/ml-engineering/blob/master/training/performance/README.md"


@formula(symbol="A_w", unit=BYTES, source=KORTHIKANTI)
def whole_bytes(model: Model, precision: Precision, dropout: int) -> float:
    """For each token: inputs of both norms, of attention and of the network, masks of dropout, routed copies."""
    return depth(model) * model.hidden * (4 * precision.activation_width + 2 * dropout) + sum(
        group.layers * group.active_experts * model.hidden * precision.activation_width for group in model.mixtures
    )


@formula(symbol="a_A", unit=COUNT, source=KORTHIKANTI)
def attention_values(layers: int, query_heads: int, kv_heads: int, head_dim: int, value_dim: int, gated: int) -> float:
    """Queries, keys, values, and what goes into the output matrix."""
    return layers * (query_heads * (head_dim * (1 + gated) + value_dim) + kv_heads * (head_dim + value_dim))


@formula(symbol="a_L", unit=COUNT, source=LATENT_ATTENTION)
def latent_values(
    layers: int,
    query_heads: int,
    query_rank: int,
    latent_rank: int,
    rope_dim: int,
    nope_dim: int,
    value_dim: int,
) -> float:
    """Compressed vectors, and the queries, keys, values and outputs that come of them."""
    return layers * compressed_width(query_rank, latent_rank, rope_dim) + attention_values(
        layers, query_heads, query_heads, latent_key_dim(nope_dim, rope_dim), value_dim, 0
    )


@formula(symbol="A_s", unit=BYTES, source=KORTHIKANTI)
def split_bytes(model: Model, precision: Precision) -> float:
    """For each token: what lies inside attention and inside the networks; a gated network keeps both of its halves."""
    return precision.activation_width * (
        sum(
            attention_values(
                group.layers, group.query_heads, group.kv_heads, group.head_dim, group.value_dim, group.gated
            )
            for group in model.attention
        )
        + sum(
            attention_values(
                group.layers, group.query_heads, group.kv_heads, group.head_dim, group.value_dim, group.gated
            )
            for group in model.sliding
        )
        + sum(2 * group.layers * group.query_heads * group.head_dim for group in model.borrowing)
        + sum(
            latent_values(
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
        + sum(group.layers * group.matrices * group.intermediate for group in model.feedforward)
        + sum(
            group.layers * group.matrices * (group.active_experts * group.intermediate + group.shared_intermediate)
            for group in model.mixtures
        )
        + sum(2 * group.layers * group.width for group in model.per_layer)
    )


@formula(symbol="A_c", unit=BYTES, source=KORTHIKANTI)
def core_bytes(model: Model, precision: Precision, dropout: int, sequence: int, recompute: int) -> float:
    """For each token: its score against every other one in each head, if kept; under dropout twice and a mask."""
    return (
        sequence
        * (precision.activation_width + dropout * (1 + precision.activation_width))
        * (
            sum(group.layers * group.query_heads for group in model.attention)
            + sum(group.layers * group.query_heads for group in model.sliding)
            + sum(group.layers * group.query_heads for group in model.borrowing)
            + sum(group.layers * group.query_heads for group in model.latent)
        )
        if recompute == 0
        else 0
    )


@formula(symbol="n_s", unit=COUNT, source=KORTHIKANTI)
def whole_parts(tensor_parallel: int, sequence_parallel: int) -> float:
    """Parts that activations as wide as the hidden state are divided into: more than one with sequence parallelism."""
    return tensor_parallel if sequence_parallel > 0 else 1


@formula(symbol="A", unit=BYTES, source=KORTHIKANTI)
def kept_bytes(
    model: Model,
    precision: Precision,
    whole_bytes: float,
    split_bytes: float,
    core_bytes: float,
    sequence: int,
    micro_batch: int,
    tensor_parallel: int,
    whole_parts: int,
    recompute: int,
) -> float:
    """Activations that one micro-batch leaves in all layers; with full recomputation the inputs of layers only."""
    return (
        sequence
        * micro_batch
        * (
            depth(model) * model.hidden * precision.activation_width / whole_parts
            if recompute > 1
            else whole_bytes / whole_parts + (split_bytes + core_bytes) / tensor_parallel
        )
    )


@formula(symbol="A_1", unit=BYTES, source=KORTHIKANTI)
def working_bytes(
    model: Model,
    whole_bytes: float,
    split_bytes: float,
    sequence: int,
    micro_batch: int,
    tensor_parallel: int,
    whole_parts: int,
    recompute: int,
) -> float:
    """With full recomputation one layer at a time stands there whole, its scores apart."""
    return (
        sequence * micro_batch * (whole_bytes / whole_parts + split_bytes / tensor_parallel) / max(depth(model), 1)
        if recompute > 1
        else 0
    )


@formula(symbol="n_f", unit=COUNT, source=KORTHIKANTI)
def batches_in_flight(stages: int, accumulation: int) -> float:
    """Micro-batches that the first stage of a pipeline has begun and not ended."""
    return min(stages, accumulation)


@formula(symbol="M_A", unit=BYTES, source=KORTHIKANTI)
def activations_low_bytes(
    model: Model, kept_bytes: float, working_bytes: float, stages: int, accumulation: int, unfused: Share
) -> float:
    """Activations on the first stage, with operators fused as the formula counts."""
    return unfused.least * (
        kept_bytes * stage_share(model, stages) * batches_in_flight(stages, accumulation) + working_bytes
    )


@formula(symbol="M_A'", unit=BYTES, source=ML_ENGINEERING)
def activations_high_bytes(
    model: Model, kept_bytes: float, working_bytes: float, stages: int, accumulation: int, unfused: Share
) -> float:
    """The same with operators one by one, each of which keeps its own input; inputs of layers are kept once."""
    return (unfused.most if working_bytes == 0 else 1) * kept_bytes * stage_share(model, stages) * batches_in_flight(
        stages, accumulation
    ) + unfused.most * working_bytes


@formula(symbol="M_L", unit=BYTES, source=KORTHIKANTI)
def logits_low_bytes(model: Model, sequence: int, micro_batch: int, tensor_parallel: int, stages: int) -> float:
    """One number in fp32 for each token of the vocabulary; with a pipeline they lie on the last stage."""
    return 4 * sequence * micro_batch * model.vocabulary / tensor_parallel if stages == 1 else 0


@formula(symbol="M_L'", unit=BYTES, source=ML_ENGINEERING)
def logits_high_bytes(
    model: Model,
    precision: Precision,
    sequence: int,
    micro_batch: int,
    tensor_parallel: int,
    stages: int,
) -> float:
    """The same where they are first made in the format of activations and then widened."""
    return (
        (4 + precision.activation_width) * sequence * micro_batch * model.vocabulary / tensor_parallel
        if stages == 1
        else 0
    )
