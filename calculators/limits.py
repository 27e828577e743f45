"""What binds a step of decoding, what would change it, and what was seen of the bound in practice."""

from __future__ import annotations

from calculators.decode import (
    SCALING_BOOK,
    attended_flop,
    attention_seconds,
    compute_seconds,
    exchange_seconds,
    kept_share_bytes,
    matrix_seconds,
    memory_seconds,
    prefill_compute_seconds,
    prefill_flop,
    read_share_bytes,
    step_seconds,
    token_flop,
    tokens_each,
)
from calculators.formula import formula
from calculators.interconnect import data_bytes_rate
from calculators.records import Accelerator, Link, Model, NumberFormat, Share, WeightLayout
from calculators.roofline import ROOFLINE, attainable, operation_bytes, operation_flop, peak_rate
from calculators.splitting import MEGATRON, weights_share_bytes
from calculators.units import (
    BYTES,
    BYTES_PER_SECOND,
    COUNT,
    FLOP,
    FLOP_PER_BYTE,
    FLOP_PER_SECOND,
    SECONDS,
    TOKENS_PER_SECOND,
)


@formula(symbol="B", unit=BYTES_PER_SECOND, source="definition")
def memory_bandwidth(accelerator: Accelerator) -> float:
    """Bandwidth of the memory of one accelerator."""
    return accelerator.bandwidth + 0  # type: ignore[operator]


@formula(symbol="W", unit=BYTES_PER_SECOND, source="definition")
def exchange_bandwidth(link: Link) -> float:
    """Bytes a second between accelerators, one direction, coding and headers taken off."""
    return data_bytes_rate(link)


@formula(symbol="t_X", unit=SECONDS, source=MEGATRON)
def step_exchange_seconds(model: Model, sequences: int, count: int, link_bandwidth: float, latency: float) -> float:
    """Time of the all-reduces of one step, of 16 bits for each value."""
    return exchange_seconds(model, sequences, count, link_bandwidth, latency)


@formula(symbol="b", unit=COUNT, source="definition")
def binding(
    compute_seconds: float, memory_seconds: float, attention_seconds: float, exchange_seconds: float, peak: float
) -> float:
    """What takes longest: 0 reading weights, 1 attention, 2 arithmetic, 3 exchange; 4 to 6 where no peak is known."""
    return (
        (3 if peak > 0 else 6)
        if exchange_seconds > max(compute_seconds, memory_seconds, attention_seconds)
        else (
            (1 if peak > 0 else 5)
            if attention_seconds > max(compute_seconds, memory_seconds)
            else ((2 if compute_seconds > memory_seconds else 0) if peak > 0 else 4)
        )
    )


@formula(symbol="c", unit=COUNT, source="definition")
def attention_case(
    model: Model,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    count: int,
    accelerator: Accelerator,
    attention_seconds: float,
) -> float:
    """1 where computing attention takes longer than reading the cache, else 0."""
    return (
        1
        if attention_seconds
        > kept_share_bytes(model, tokens, sequences, kv_format, value_format, count) / accelerator.bandwidth  # type: ignore[operator]
        else 0
    )


@formula(symbol="b", unit=COUNT, source="definition")
def prefill_binding(
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
    """What the first token waits for longest: 0 reading weights, 1 arithmetic, 2 exchange; 3 where no peak is known."""
    return (
        2
        if exchange_seconds(model, prompt * sequences, count, link_bandwidth, latency)
        > max(
            prefill_compute_seconds(model, prompt, sequences, count, peak),
            read_share_bytes(model, layout, prompt * sequences, count) / accelerator.bandwidth,  # type: ignore[operator]
        )
        else (
            3
            if peak == 0
            else (
                1
                if prefill_compute_seconds(model, prompt, sequences, count, peak)
                > read_share_bytes(model, layout, prompt * sequences, count) / accelerator.bandwidth  # type: ignore[operator]
                else 0
            )
        )
    )


@formula(symbol="S_R", unit=COUNT, source="definition")
def turning_point(last_memory_bound: int) -> float:
    """Sequences at once from which on arithmetic takes longer than reading the weights."""
    return last_memory_bound + 1


@formula(symbol="c", unit=COUNT, source="definition")
def turning_case(last_memory_bound: int) -> float:
    """1 where there is such a number, else 0."""
    return 1 if last_memory_bound < 1000000 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def peak_case(peak: float) -> float:
    """1 where the peak is not known, else 0."""
    return 0 if peak > 0 else 1


@formula(symbol="c", unit=COUNT, source="definition")
def several_case(count: int) -> float:
    """0: one accelerator; 1: several."""
    return 1 if count > 1 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def writes(model: Model) -> float:
    """1 where a model writes token after token, 0 where it makes images."""
    return 1 if model.vocabulary > 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def speculation_case(accepted: float) -> float:
    """1 where a step yields more than one token, else 0."""
    return 1 if accepted > 1 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def crowded_case(
    model: Model,
    layout: WeightLayout,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    count: int,
    accelerator: Accelerator,
) -> float:
    """1 where weights and cache alone are more than the memory, as far as that is known; else 0."""
    return (
        1
        if accelerator.capacity > 0
        and weights_share_bytes(model, layout, count)
        + kept_share_bytes(model, tokens, sequences, kv_format, value_format, count)
        > accelerator.capacity
        else 0
    )


@formula(symbol="v'", unit=TOKENS_PER_SECOND, source="definition")
def seen_least(tokens_each: float, decode_share: Share) -> float:
    """The bound times the least share that was seen of it."""
    return tokens_each * decode_share.least


@formula(symbol="v''", unit=TOKENS_PER_SECOND, source="definition")
def seen_most(tokens_each: float, decode_share: Share) -> float:
    """The bound times the largest share that was seen of it."""
    return tokens_each * decode_share.most


@formula(symbol="t_p'", unit=SECONDS, source="definition")
def prefill_seen_least(prefill_seconds: float, prefill_share: Share) -> float:
    """The bound by the largest share that was seen of it."""
    return prefill_seconds / prefill_share.most


@formula(symbol="t_p''", unit=SECONDS, source="definition")
def prefill_seen_most(prefill_seconds: float, prefill_share: Share) -> float:
    """The bound by the least share that was seen of it."""
    return prefill_seconds / prefill_share.least


# -- points of the roofline, for one accelerator


@formula(symbol="F_1", unit=FLOP, source=SCALING_BOOK)
def step_flop(model: Model, tokens: int, sequences: int, count: int) -> float:
    """Operations of one step on one accelerator, attention included."""
    return sequences * (token_flop(model) + attended_flop(model, tokens)) / count


@formula(symbol="Q_1", unit=BYTES, source=SCALING_BOOK)
def step_bytes(
    model: Model,
    layout: WeightLayout,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    count: int,
) -> float:
    """Bytes that one step reads on one accelerator: weights and cache."""
    return read_share_bytes(model, layout, sequences, count) + kept_share_bytes(
        model, tokens, sequences, kv_format, value_format, count
    )


@formula(symbol="I_1", unit=FLOP_PER_BYTE, source=ROOFLINE)
def step_intensity(step_flop: float, step_bytes: float) -> float:
    """Operations for each byte of a step of decoding."""
    return step_flop / step_bytes


@formula(symbol="I_p", unit=FLOP_PER_BYTE, source=ROOFLINE)
def prefill_intensity(model: Model, layout: WeightLayout, prompt: int, sequences: int, count: int) -> float:
    """Operations for each byte of prefill: the weights are read once for all tokens of the prompts."""
    return prefill_flop(model, prompt, sequences) / count / read_share_bytes(model, layout, prompt * sequences, count)


@formula(symbol="I_o", unit=FLOP_PER_BYTE, source=ROOFLINE)
def operation_intensity(
    operation: int, rows: int, columns: int, inner: int, shared_queries: int, bytes_per_value: float
) -> float:
    """Operations for each byte of the operation that was chosen."""
    return operation_flop(operation, rows, columns, inner, shared_queries) / operation_bytes(
        operation, rows, columns, inner, shared_queries, bytes_per_value
    )


@formula(symbol="R_1", unit=FLOP_PER_SECOND, source=ROOFLINE)
def step_attainable(peak: float, bandwidth: float, step_intensity: float) -> float:
    """The most that a step can reach on one accelerator."""
    return attainable(peak, bandwidth, step_intensity)


@formula(symbol="R_p", unit=FLOP_PER_SECOND, source=ROOFLINE)
def prefill_attainable(peak: float, bandwidth: float, prefill_intensity: float) -> float:
    """The most that prefill can reach on one accelerator."""
    return attainable(peak, bandwidth, prefill_intensity)


@formula(symbol="R_o", unit=FLOP_PER_SECOND, source=ROOFLINE)
def operation_attainable(peak: float, bandwidth: float, operation_intensity: float) -> float:
    """The most that the operation can reach on one accelerator."""
    return attainable(peak, bandwidth, operation_intensity)


@formula(symbol="t_o", unit=SECONDS, source=ROOFLINE)
def operation_seconds(
    operation: int, rows: int, columns: int, inner: int, shared_queries: int, operation_attainable: float
) -> float:
    """The least time of the operation on one accelerator."""
    return operation_flop(operation, rows, columns, inner, shared_queries) / operation_attainable


@formula(symbol="c", unit=COUNT, source="definition")
def operation_case(operation_intensity: float, ridge: float) -> float:
    """1 where arithmetic limits the operation, 0 where memory does, 2 where no peak is known."""
    return (1 if operation_intensity >= ridge else 0) if ridge > 0 else 2


# -- all at once, for tables and rankings


@formula(symbol="v_1", unit=TOKENS_PER_SECOND, source=SCALING_BOOK)
def decode_rate(
    model: Model,
    layout: WeightLayout,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    count: int,
    accelerator: Accelerator,
    arithmetic: int,
    link: Link,
    latency: float,
) -> float:
    """The most tokens a second of one sequence; 0 where the model does not fit."""
    peak = peak_rate(accelerator, arithmetic)
    return (
        0
        if crowded_case(model, layout, tokens, sequences, kv_format, value_format, count, accelerator) > 0
        else tokens_each(
            step_seconds(
                matrix_seconds(
                    compute_seconds(model, sequences, count, peak),
                    memory_seconds(model, layout, sequences, count, accelerator),
                ),
                attention_seconds(model, tokens, sequences, kv_format, value_format, count, accelerator, peak),
                step_exchange_seconds(model, sequences, count, exchange_bandwidth(link), latency),
            ),
            1,
        )
    )
