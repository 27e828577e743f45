"""Parameters of a model, class by class, and the bytes they take."""

from __future__ import annotations

from calculators.formula import formula
from calculators.records import Model, NumberFormat, WeightLayout
from calculators.units import BYTES, BYTES_PER_VALUE, COUNT, SHARE

TRANSFORMER = "https://arxiv.org/abs/1706.03762"
GROUPED_QUERIES = "https://arxiv.org/abs/2305.13245"
LATENT_ATTENTION = "https://arxiv.org/abs/2405.04434"
GATED_UNITS = "https://arxiv.org/abs/2002.05202"
DELTA_NET = "https://arxiv.org/abs/2412.06464"
STATE_SPACE = "https://arxiv.org/abs/2405.21060"
EXPERTS = "https://arxiv.org/abs/2401.06066"
PER_LAYER = "https://ai.google.dev/gemma/docs/gemma-3n"
BLOCKS = "https://arxiv.org/abs/2310.10537"
MIXES = "https://github.com/ggml-org/llama.cpp/blob/master/src/llama-quant.cpp"
DIFFUSION = "https://arxiv.org/abs/2212.09748"


@formula(symbol="b", unit=BYTES_PER_VALUE, source=BLOCKS)
def bytes_each(format: NumberFormat) -> float:
    """Bytes for one value of a number format, the scales of its block included."""
    return format.block_bytes / format.block_values


@formula(symbol="P_T", unit=COUNT, source=TRANSFORMER)
def table_elements(model: Model) -> float:
    """The table of tokens: a row for each."""
    return model.vocabulary * model.hidden


@formula(symbol="P_E", unit=COUNT, source=TRANSFORMER)
def embedding_elements(model: Model) -> float:
    """The embedding: a row for each token, those that layers add, and what leads into and out of images."""
    return (
        table_elements(model)
        + model.outer
        + sum(group.layers * group.vocabulary * group.width for group in model.per_layer)
    )


@formula(symbol="P_O", unit=COUNT, source="https://arxiv.org/abs/1608.05859")
def head_elements(model: Model) -> float:
    """The output head, which costs nothing where it is the embedding."""
    return (1 - model.tied) * table_elements(model)


@formula(symbol="P_G", unit=COUNT, source=GROUPED_QUERIES)
def grouped_query_elements(
    hidden: int,
    layers: int,
    query_heads: int,
    kv_heads: int,
    head_dim: int,
    value_dim: int,
    gated: int,
    value_maps: int,
) -> float:
    """The matrices of attention: queries, gate and output for every head, keys and values for fewer."""
    return (
        layers
        * hidden
        * (query_heads * (head_dim + gated * head_dim + value_dim) + kv_heads * (head_dim + value_maps * value_dim))
    )


@formula(symbol="P_Q", unit=COUNT, source="https://arxiv.org/abs/2405.12981")
def borrowing_elements(hidden: int, layers: int, query_heads: int, head_dim: int) -> float:
    """Layers that use the keys and values of another have matrices for queries and output only."""
    return grouped_query_elements(hidden, layers, query_heads, 0, head_dim, head_dim, 0, 0)


@formula(symbol="w_L", unit=COUNT, source=LATENT_ATTENTION)
def compressed_width(query_rank: int, latent_rank: int, rope_dim: int) -> float:
    """What the matrices that lead down give for a token: compressed queries, keys and values, and one rotary key."""
    return query_rank + latent_rank + rope_dim


@formula(symbol="d_L", unit=COUNT, source=LATENT_ATTENTION)
def latent_key_dim(nope_dim: int, rope_dim: int) -> float:
    """Values in one head of the queries or keys of latent attention: the rotary part and the rest."""
    return nope_dim + rope_dim


@formula(symbol="d_U", unit=COUNT, source=LATENT_ATTENTION)
def expanded_dim(nope_dim: int, value_dim: int) -> float:
    """What one head makes of the compressed vector: its key, but for the rotary part, and its value."""
    return nope_dim + value_dim


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
        hidden * compressed_width(query_rank, latent_rank, rope_dim)
        + (query_rank if query_rank > 0 else hidden) * query_heads * latent_key_dim(nope_dim, rope_dim)
        + latent_rank * query_heads * expanded_dim(nope_dim, value_dim)
        + query_heads * value_dim * hidden
    )


@formula(symbol="P_D", unit=COUNT, source=DELTA_NET)
def delta_elements(hidden: int, layers: int, key_heads: int, value_heads: int, key_dim: int, value_dim: int) -> float:
    """Gated DeltaNet: queries, keys, values, gate, output, and two rates for each head of values."""
    return layers * hidden * (2 * key_heads * key_dim + 3 * value_heads * value_dim + 2 * value_heads)


@formula(symbol="P_N", unit=COUNT, source=STATE_SPACE)
def state_space_elements(
    hidden: int, layers: int, state_heads: int, head_dim: int, state: int, state_groups: int
) -> float:
    """Mamba-2: gate, input and output for each head, two inputs of the state for each group, one rate a head."""
    return layers * hidden * (3 * state_heads * head_dim + 2 * state_groups * state + state_heads)


@formula(symbol="P_A", unit=COUNT, source=GROUPED_QUERIES)
def attention_elements(model: Model) -> float:
    """The matrices of attention, and of what stands in its place, in all layers."""
    return (
        sum(
            grouped_query_elements(
                model.hidden,
                group.layers,
                group.query_heads,
                group.kv_heads,
                group.head_dim,
                group.value_dim,
                group.gated,
                group.value_maps,
            )
            for group in model.attention
        )
        + sum(
            grouped_query_elements(
                model.hidden,
                group.layers,
                group.query_heads,
                group.kv_heads,
                group.head_dim,
                group.value_dim,
                group.gated,
                group.value_maps,
            )
            for group in model.sliding
        )
        + sum(
            borrowing_elements(model.hidden, group.layers, group.query_heads, group.head_dim)
            for group in model.borrowing
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
        + sum(
            delta_elements(
                model.hidden, group.layers, group.key_heads, group.value_heads, group.key_dim, group.value_dim
            )
            for group in model.delta
        )
        + sum(
            state_space_elements(
                model.hidden, group.layers, group.state_heads, group.head_dim, group.state, group.state_groups
            )
            for group in model.state_space
        )
        + sum(
            group.layers * (group.attention_maps + group.modulation_maps) * model.hidden**2 for group in model.denoising
        )
    )


@formula(symbol="P_F", unit=COUNT, source=GATED_UNITS)
def feedforward_elements(model: Model) -> float:
    """The matrices that work on every token: dense networks, shared experts, and the maps in front of experts."""
    return (
        sum(group.layers * group.matrices * model.hidden * group.intermediate for group in model.feedforward)
        + sum(
            group.layers * model.hidden * (group.matrices * group.shared_intermediate + 2 * group.narrowed)
            for group in model.mixtures
        )
        + sum(3 * group.layers * model.hidden * group.width for group in model.per_layer)
        + sum(group.layers * group.matrices * model.hidden * group.intermediate for group in model.denoising)
    )


@formula(symbol="P_1", unit=COUNT, source=EXPERTS)
def one_expert_elements(hidden: int, layers: int, matrices: int, intermediate: int, narrowed: int) -> float:
    """One expert in each layer."""
    return layers * matrices * intermediate * (narrowed if narrowed > 0 else hidden)


@formula(symbol="P_X", unit=COUNT, source=EXPERTS)
def expert_elements(model: Model) -> float:
    """The matrices of all experts that a router chooses from."""
    return sum(
        group.experts
        * one_expert_elements(model.hidden, group.layers, group.matrices, group.intermediate, group.narrowed)
        for group in model.mixtures
    )


@formula(symbol="P_I", unit=COUNT, source=EXPERTS)
def idle_elements(model: Model) -> float:
    """The matrices and biases of the experts that do not work on a token."""
    return sum(
        (group.experts - group.active_experts)
        * (
            one_expert_elements(model.hidden, group.layers, group.matrices, group.intermediate, group.narrowed)
            + group.layers * group.biases
        )
        for group in model.mixtures
    )


@formula(symbol="P_V", unit=COUNT, source=TRANSFORMER)
def vector_elements(model: Model) -> float:
    """Norms, biases and routers: small things of every layer, and one norm at the end."""
    return (
        sum(group.layers * group.norms for group in model.attention)
        + sum(group.layers * group.norms for group in model.sliding)
        + sum(group.layers * group.norms for group in model.borrowing)
        + sum(group.layers * group.norms for group in model.latent)
        + sum(group.layers * group.norms for group in model.delta)
        + sum(group.layers * group.norms for group in model.state_space)
        + sum(group.layers * group.norms for group in model.feedforward)
        + sum(group.layers * (group.norms + (model.hidden + group.biases) * group.experts) for group in model.mixtures)
        + sum(group.layers * group.norms + group.width for group in model.per_layer)
        + sum(group.layers * group.norms for group in model.denoising)
        + model.last_norm
    )


@formula(symbol="P_P", unit=COUNT, source="definition")
def companion_elements(model: Model) -> float:
    """Models that work beside this one: text encoders, and the decoder of images."""
    return sum(group.elements for group in model.companions)


@formula(symbol="P_MTP", unit=COUNT, source="https://arxiv.org/abs/2412.19437")
def drafting_elements(model: Model) -> float:
    """Layers that predict further tokens; they are shipped, but not counted in the size a model is quoted with."""
    return sum(group.layers * group.elements for group in model.drafting)


@formula(symbol="P", unit=COUNT, source="definition")
def parameters(model: Model) -> float:
    """All weights of the model."""
    return (
        embedding_elements(model)
        + head_elements(model)
        + attention_elements(model)
        + feedforward_elements(model)
        + expert_elements(model)
        + vector_elements(model)
        + companion_elements(model)
    )


@formula(symbol="P_k", unit=COUNT, source=EXPERTS)
def active_parameters(model: Model) -> float:
    """The weights that work on one token: all but the experts that the router leaves out."""
    return parameters(model) - idle_elements(model)


@formula(symbol="P_down", unit=COUNT, source=GATED_UNITS)
def down_elements(model: Model) -> float:
    """The last matrix of every network that works on every token."""
    return sum(group.layers * model.hidden * group.intermediate for group in model.feedforward) + sum(
        group.layers * model.hidden * group.shared_intermediate for group in model.mixtures
    )


@formula(symbol="P_out", unit=COUNT, source=GROUPED_QUERIES)
def output_elements(model: Model) -> float:
    """The last matrix of attention, where it stands apart from the others."""
    return (
        sum(group.layers * model.hidden * group.query_heads * group.value_dim for group in model.attention)
        + sum(group.layers * model.hidden * group.query_heads * group.value_dim for group in model.sliding)
        + sum(group.layers * model.hidden * group.query_heads * group.head_dim for group in model.borrowing)
    )


@formula(symbol="P_val", unit=COUNT, source=GROUPED_QUERIES)
def value_elements(model: Model) -> float:
    """The matrices that make the values of attention."""
    return sum(
        group.layers * model.hidden * group.kv_heads * group.value_dim * group.value_maps for group in model.attention
    ) + sum(
        group.layers * model.hidden * group.kv_heads * group.value_dim * group.value_maps for group in model.sliding
    )


@formula(symbol="P_key", unit=COUNT, source=GROUPED_QUERIES)
def key_elements(model: Model) -> float:
    """The matrices that make the keys of attention."""
    return sum(group.layers * model.hidden * group.kv_heads * group.head_dim for group in model.attention) + sum(
        group.layers * model.hidden * group.kv_heads * group.head_dim for group in model.sliding
    )


@formula(symbol="L", unit=COUNT, source="definition")
def depth(model: Model) -> float:
    """Layers that let tokens see one another."""
    return (
        sum(group.layers for group in model.attention)
        + sum(group.layers for group in model.sliding)
        + sum(group.layers for group in model.borrowing)
        + sum(group.layers for group in model.latent)
        + sum(group.layers for group in model.delta)
        + sum(group.layers for group in model.state_space)
        + sum(group.layers for group in model.denoising)
    )


@formula(symbol="s_r", unit=SHARE, source=MIXES)
def raised_share(layers: int, every_third: int, first: int, first_part: int) -> float:
    """Share of the layers that a mix raises: the first and last eighth and every third between, or the first few."""
    return (
        (
            layers // 8 + layers - 7 * layers // 8 + (7 * layers // 8 - layers // 8) // 3
            if every_third > 0
            else min(layers, first) + (layers // first_part if first_part > 0 else 0)
        )
        / layers
        if layers > 0
        else 0
    )


@formula(symbol="n_q/k", unit=COUNT, source="definition")
def queries_to_key(model: Model) -> float:
    """Heads of queries to one of keys, in all layers together."""
    return (
        sum(group.layers * group.query_heads for group in model.attention)
        + sum(group.layers * group.query_heads for group in model.sliding)
    ) / max(
        1,
        sum(group.layers * group.kv_heads for group in model.attention)
        + sum(group.layers * group.kv_heads for group in model.sliding),
    )


@formula(symbol="c_8", unit=COUNT, source="definition")
def eight_experts(model: Model) -> float:
    """1 where a router chooses from eight experts, for which mixed files have rules of their own, else 0."""
    return 1 if sum(group.layers if group.experts == 8 else 0 for group in model.mixtures) > 0 else 0


@formula(symbol="b_val,1", unit=BYTES_PER_VALUE, source=MIXES)
def plain_value_bytes_each(model: Model, layout: WeightLayout) -> float:
    """Bytes for each weight of the matrices of values in layers that are not raised, by how many share one of keys."""
    return (
        bytes_each(layout.values_large)
        if depth(model) == 80 and queries_to_key(model) > 1
        else (bytes_each(layout.values) if queries_to_key(model) >= 4 else bytes_each(layout.values_few))
    )


@formula(symbol="b_val", unit=BYTES_PER_VALUE, source=MIXES)
def value_bytes_each(model: Model, layout: WeightLayout) -> float:
    """Bytes for each weight of those matrices, over raised layers and the rest."""
    return (
        bytes_each(layout.values_of_eight)
        if eight_experts(model) > 0
        else plain_value_bytes_each(model, layout)
        + raised_share(depth(model), layout.every_third, layout.first, 0)
        * (bytes_each(layout.values_raised) - plain_value_bytes_each(model, layout))
    )


@formula(symbol="b_down", unit=BYTES_PER_VALUE, source=MIXES)
def down_bytes_each(model: Model, layout: WeightLayout) -> float:
    """Bytes for each weight of the last matrix of a network, over raised layers and the rest."""
    return bytes_each(layout.down) + raised_share(
        depth(model),
        layout.every_third_of_eight if eight_experts(model) > 0 else layout.every_third,
        0,
        layout.first_part,
    ) * (bytes_each(layout.down_raised) - bytes_each(layout.down))


@formula(symbol="M_mix", unit=BYTES, source=MIXES)
def mix_bytes(model: Model, layout: WeightLayout) -> float:
    """What a mixed file spends on the matrices of attention and of networks that it stores more finely."""
    return (
        value_elements(model) * (value_bytes_each(model, layout) - bytes_each(layout.attention))
        + key_elements(model) * eight_experts(model) * (bytes_each(layout.keys_of_eight) - bytes_each(layout.attention))
        + output_elements(model)
        * (
            (bytes_each(layout.output_of_eight) if eight_experts(model) > 0 else bytes_each(layout.output))
            - bytes_each(layout.attention)
        )
        + down_elements(model) * (down_bytes_each(model, layout) - bytes_each(layout.feedforward))
    )


@formula(symbol="M_mix,X", unit=BYTES, source=MIXES)
def expert_mix_bytes(model: Model, layout: WeightLayout) -> float:
    """The same for the last matrix of the experts, where they are stored as the rest is."""
    return (
        sum(
            group.experts * one_expert_elements(model.hidden, group.layers, 1, group.intermediate, group.narrowed)
            for group in model.mixtures
        )
        * (down_bytes_each(model, layout) - bytes_each(layout.feedforward))
        * layout.experts_mixed
    )


@formula(symbol="M_E", unit=BYTES, source="definition")
def embedding_bytes(model: Model, layout: WeightLayout) -> float:
    """The embedding, in the format of the output head where a mixed file uses it as the head too."""
    return table_elements(model) * (
        bytes_each(layout.head) if model.tied * layout.mixed > 0 else bytes_each(layout.embedding)
    ) + (embedding_elements(model) - table_elements(model)) * bytes_each(layout.embedding)


@formula(symbol="M_O", unit=BYTES, source="definition")
def head_bytes(model: Model, layout: WeightLayout) -> float:
    """The output head."""
    return head_elements(model) * bytes_each(layout.head)


@formula(symbol="M_P", unit=BYTES, source="definition")
def companion_bytes(model: Model, layout: WeightLayout) -> float:
    """Models that work beside this one, such as text encoders and the decoder of images."""
    return companion_elements(model) * bytes_each(layout.companions)


@formula(symbol="M_W", unit=BYTES, source="definition")
def weights_bytes(model: Model, layout: WeightLayout) -> float:
    """Each class of weights in the format it is stored in."""
    return (
        embedding_bytes(model, layout)
        + head_bytes(model, layout)
        + attention_elements(model) * bytes_each(layout.attention)
        + feedforward_elements(model) * bytes_each(layout.feedforward)
        + expert_elements(model) * bytes_each(layout.routed)
        + vector_elements(model) * bytes_each(layout.vectors)
        + mix_bytes(model, layout)
        + expert_mix_bytes(model, layout)
        + companion_bytes(model, layout)
    )


@formula(symbol="M_I", unit=BYTES, source=EXPERTS)
def unread_bytes(model: Model, layout: WeightLayout) -> float:
    """What one token leaves unread: experts that rest, and embeddings, of which it only looks up a row."""
    return (
        idle_elements(model) * bytes_each(layout.routed)
        + (
            expert_mix_bytes(model, layout) * idle_elements(model) / expert_elements(model)
            if expert_elements(model) > 0
            else 0
        )
        + embedding_bytes(model, layout) * (1 - model.tied)
        + (embedding_elements(model) - table_elements(model)) * model.tied * bytes_each(layout.embedding)
    )
