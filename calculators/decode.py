"""How fast a language model can possibly generate, and how soon it can answer: bounds, from bandwidth up."""

from __future__ import annotations

from math import pow

from calculators.cache import cache_cut_bytes
from calculators.formula import formula
from calculators.interconnect import bus_factor, transfer_seconds
from calculators.records import Accelerator, Model, NumberFormat, WeightLayout
from calculators.splitting import MEGATRON, vector_bytes
from calculators.units import BYTES, COUNT, FLOP, SECONDS, TOKENS_PER_SECOND
from calculators.weights import (
    EXPERTS,
    attention_elements,
    bytes_each,
    embedding_elements,
    expert_elements,
    feedforward_elements,
    one_expert_elements,
    weights_bytes,
)

SCALING_BOOK = "https://jax-ml.github.io/scaling-book/inference/"
ABSORBED = "https://arxiv.org/abs/2405.04434"
SPECULATION = "https://arxiv.org/abs/2211.17192"

# -- what has to be read


@formula(symbol="E_S", unit=COUNT, source=EXPERTS)
def covered_experts(experts: int, active_experts: int, sequences: int) -> float:
    """Experts of a layer that at least one sequence needs, on average, if tokens chose independently of each other."""
    return experts * (1 - pow(max(0, 1 - active_experts / experts), sequences))


@formula(symbol="M_I,S", unit=BYTES, source=EXPERTS)
def resting_bytes(model: Model, layout: WeightLayout, sequences: int) -> float:
    """Experts that no sequence of the batch needs: they are not read."""
    return bytes_each(layout.routed) * sum(
        (group.experts - covered_experts(group.experts, group.active_experts, sequences))
        * (
            one_expert_elements(model.hidden, group.layers, group.matrices, group.intermediate, group.narrowed)
            + group.layers * group.biases
        )
        for group in model.mixtures
    )


@formula(symbol="M_B", unit=BYTES, source=SCALING_BOOK)
def read_bytes(model: Model, layout: WeightLayout, sequences: int) -> float:
    """Weights read in one step: all but the experts that rest and the embedding, of which only rows are looked up."""
    return (
        weights_bytes(model, layout)
        - resting_bytes(model, layout, sequences)
        - (embedding_elements(model) - model.tied * model.vocabulary * model.hidden) * bytes_each(layout.embedding)
    )


@formula(symbol="M_B,1", unit=BYTES, source=MEGATRON)
def read_share_bytes(model: Model, layout: WeightLayout, sequences: int, count: int) -> float:
    """The same on each accelerator: matrices are cut, norms and routers are copied."""
    return (read_bytes(model, layout, sequences) - vector_bytes(model, layout)) / count + vector_bytes(model, layout)


# -- what has to be computed


@formula(symbol="P_M", unit=COUNT, source="https://arxiv.org/abs/2001.08361")
def working_elements(model: Model) -> float:
    """Weights of matrices, without the output head, that work on one token."""
    return (
        attention_elements(model)
        + feedforward_elements(model)
        + expert_elements(model)
        - sum(
            (group.experts - group.active_experts)
            * one_expert_elements(model.hidden, group.layers, group.matrices, group.intermediate, group.narrowed)
            for group in model.mixtures
        )
    )


@formula(symbol="F_M", unit=FLOP, source="https://arxiv.org/abs/2001.08361")
def token_flop(model: Model) -> float:
    """Operations on one token in all matrices: two for each weight, the output head included."""
    return 2 * (working_elements(model) + model.vocabulary * model.hidden)


@formula(symbol="F_A", unit=FLOP, source=ABSORBED)
def attended_flop(model: Model, tokens: int) -> float:
    """Operations of attention for one more token: latent in its absorbed form, recurrent layers left out."""
    return (
        sum(
            2 * group.layers * group.query_heads * (group.head_dim + group.value_dim) * tokens
            for group in model.attention
        )
        + sum(
            2 * group.layers * group.query_heads * (group.head_dim + group.value_dim) * min(tokens, group.window)
            for group in model.sliding
        )
        + sum(
            2 * group.layers * group.query_heads * (2 * group.latent_rank + group.rope_dim) * tokens
            for group in model.latent
        )
    )


@formula(symbol="F_P", unit=FLOP, source=SCALING_BOOK)
def prefill_attention_flop(model: Model, prompt: int) -> float:
    """Operations of attention for a whole prompt, each token looking back only."""
    return (
        sum(
            group.layers * group.query_heads * (group.head_dim + group.value_dim) * prompt**2
            for group in model.attention
        )
        + sum(
            group.layers
            * group.query_heads
            * (group.head_dim + group.value_dim)
            * (2 * prompt - min(prompt, group.window))
            * min(prompt, group.window)
            for group in model.sliding
        )
        + sum(
            group.layers * group.query_heads * (group.nope_dim + group.rope_dim + group.value_dim) * prompt**2
            for group in model.latent
        )
    )


@formula(symbol="F_p", unit=FLOP, source=SCALING_BOOK)
def prefill_flop(model: Model, prompt: int, sequences: int) -> float:
    """Operations for the prompts of all sequences; the output head only works on the last token of each."""
    return sequences * (
        2 * working_elements(model) * prompt
        + 2 * model.vocabulary * model.hidden
        + prefill_attention_flop(model, prompt)
    )


# -- what several accelerators have to exchange


@formula(symbol="n_X", unit=COUNT, source=MEGATRON)
def exchanges(model: Model) -> float:
    """All-reduces in one pass under tensor parallelism: one after each attention, one after each network behind it."""
    return (
        sum(group.layers for group in model.attention)
        + sum(group.layers for group in model.sliding)
        + sum(group.layers for group in model.borrowing)
        + sum(group.layers for group in model.latent)
        + sum(group.layers for group in model.delta)
        + sum(group.layers for group in model.state_space)
        + sum(group.layers for group in model.feedforward)
        + sum(group.layers for group in model.mixtures)
    )


@formula(symbol="M_X", unit=BYTES, source="definition")
def exchanged_bytes(model: Model, rows: int) -> float:
    """What each of them adds up: 16 bits for each value of each token."""
    return 2 * rows * model.hidden


@formula(symbol="t_X", unit=SECONDS, source=MEGATRON)
def exchange_seconds(model: Model, rows: int, count: int, link_bandwidth: float, latency: float) -> float:
    """Time of those all-reduces: what cannot be sent faster, and a fixed time for each."""
    return (
        exchanges(model)
        * transfer_seconds(bus_factor(0, count) * exchanged_bytes(model, rows), link_bandwidth, latency)
        if count > 1
        else 0
    )


# -- one step of decoding


@formula(symbol="t_R", unit=SECONDS, source=SCALING_BOOK)
def compute_seconds(model: Model, sequences: int, count: int, peak: float) -> float:
    """Time to compute the matrices of one step at the peak; 0 where the peak is not known."""
    return sequences * token_flop(model) / (count * peak) if peak > 0 else 0


@formula(symbol="t_B", unit=SECONDS, source=SCALING_BOOK)
def memory_seconds(model: Model, layout: WeightLayout, sequences: int, count: int, accelerator: Accelerator) -> float:
    """Time to read the weights of one step."""
    return read_share_bytes(model, layout, sequences, count) / accelerator.bandwidth  # type: ignore[operator]


@formula(symbol="t_M", unit=SECONDS, source=SCALING_BOOK)
def matrix_seconds(compute_seconds: float, memory_seconds: float) -> float:
    """Time for the matrices: computing and reading at once."""
    return max(compute_seconds, memory_seconds)


@formula(symbol="M_S,1", unit=BYTES, source=SCALING_BOOK)
def kept_share_bytes(
    model: Model, tokens: int, sequences: int, kv_format: NumberFormat, value_format: NumberFormat, count: int
) -> float:
    """Cache and state of all sequences on one accelerator, in no blocks."""
    return cache_cut_bytes(model, tokens, sequences, kv_format, value_format, 0, 1, count)


@formula(symbol="t_A", unit=SECONDS, source=SCALING_BOOK)
def attention_seconds(
    model: Model,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    count: int,
    accelerator: Accelerator,
    peak: float,
) -> float:
    """Time for attention: every sequence has a cache of its own to read, however large the batch."""
    return max(
        kept_share_bytes(model, tokens, sequences, kv_format, value_format, count) / accelerator.bandwidth,  # type: ignore[operator]
        sequences * attended_flop(model, tokens) / (count * peak) if peak > 0 else 0,
    )


@formula(symbol="t", unit=SECONDS, source=SCALING_BOOK)
def step_seconds(matrix_seconds: float, attention_seconds: float, exchange_seconds: float) -> float:
    """The least time of a step: matrices, attention and exchange, one after the other."""
    return matrix_seconds + attention_seconds + exchange_seconds


@formula(symbol="v_1", unit=TOKENS_PER_SECOND, source="definition")
def tokens_each(step_seconds: float, accepted: float) -> float:
    """The most tokens a second that one sequence can get."""
    return accepted / step_seconds


@formula(symbol="v", unit=TOKENS_PER_SECOND, source="definition")
def tokens_together(step_seconds: float, accepted: float, sequences: int) -> float:
    """The most tokens a second of all sequences together."""
    return sequences * accepted / step_seconds


@formula(symbol="τ", unit=COUNT, source=SPECULATION)
def accepted_tokens(acceptance: float, drafted: int) -> float:
    """Tokens that one step yields on average when so many are drafted and each is accepted with the same chance."""
    return (1 - pow(acceptance, drafted + 1)) / (1 - acceptance)


@formula(symbol="f", unit=COUNT, source="definition")
def reading_rules(
    model: Model, layout: WeightLayout, sequences: int, count: int, accelerator: Accelerator, peak: float
) -> float:
    """1 while reading the weights takes longer than computing with them, else 0."""
    return (
        1
        if memory_seconds(model, layout, sequences, count, accelerator) > compute_seconds(model, sequences, count, peak)
        else 0
    )


@formula(symbol="S_R", unit=COUNT, source=SCALING_BOOK)
def critical_batch(peak: float, bandwidth: float, bytes_per_value: float) -> float:
    """Tokens in a step from which on a dense layer is limited by arithmetic: the ridge point times half the bytes."""
    return peak / bandwidth * bytes_per_value / 2


# -- the first token


@formula(symbol="t_p", unit=SECONDS, source=SCALING_BOOK)
def prefill_compute_seconds(model: Model, prompt: int, sequences: int, count: int, peak: float) -> float:
    """Time to compute the prompts at the peak; 0 where the peak is not known."""
    return prefill_flop(model, prompt, sequences) / (count * peak) if peak > 0 else 0


@formula(symbol="t_p", unit=SECONDS, source=SCALING_BOOK)
def prefill_seconds(
    model: Model,
    layout: WeightLayout,
    prompt: int,
    sequences: int,
    count: int,
    accelerator: Accelerator,
    peak: float,
    link_bandwidth: float,
    latency: float,
) -> float:
    """The first token comes no sooner: the prompts computed, or the weights read once, and the exchange."""
    return max(
        prefill_compute_seconds(model, prompt, sequences, count, peak),
        read_share_bytes(model, layout, prompt * sequences, count) / accelerator.bandwidth,  # type: ignore[operator]
    ) + exchange_seconds(model, prompt * sequences, count, link_bandwidth, latency)


@formula(symbol="v_p", unit=TOKENS_PER_SECOND, source="definition")
def prefill_rate(prefill_seconds: float, prompt: int, sequences: int) -> float:
    """Tokens of prompts worked through in a second."""
    return prompt * sequences / prefill_seconds
