"""Memory for inference: what is needed on each accelerator, and whether it is there."""

from __future__ import annotations

from calculators.cache import cache_bytes, cache_share_bytes
from calculators.formula import formula
from calculators.records import Accelerator, Model, NumberFormat, Reserve, WeightLayout
from calculators.units import BYTES, COUNT, EXACT_BYTES, SECONDS, SHARE
from calculators.weights import bytes_each, parameters, unread_bytes, weights_share_bytes


@formula(symbol="M_R", unit=BYTES, source="definition")
def reserve_low_bytes(reserve: Reserve) -> float:
    """Workspace and engine on each accelerator, at least: the smallest that was observed."""
    return sum(item.low for item in reserve.items)


@formula(symbol="M_R'", unit=BYTES, source="definition")
def reserve_high_bytes(reserve: Reserve) -> float:
    """Workspace and engine on each accelerator, at most: the largest that was observed."""
    return sum(item.high for item in reserve.items)


@formula(symbol="ΔM_R", unit=BYTES, source="definition")
def reserve_span_bytes(reserve: Reserve) -> float:
    """How far the largest and the smallest reserve lie apart."""
    return reserve_high_bytes(reserve) - reserve_low_bytes(reserve)


@formula(symbol="M_S", unit=EXACT_BYTES, source="definition")
def exact_cache_bytes(model: Model, tokens: int, sequences: int, kv_format: NumberFormat) -> float:
    """All that is kept for the sequences, to be shown to the byte."""
    return cache_bytes(model, tokens, sequences, kv_format)


@formula(symbol="M", unit=BYTES, source="definition")
def needed_low_bytes(
    model: Model,
    layout: WeightLayout,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    count: int,
    reserve: Reserve,
) -> float:
    """Needed on each accelerator, at least."""
    return (
        weights_share_bytes(model, layout, count)
        + cache_share_bytes(model, tokens, sequences, kv_format, count)
        + reserve_low_bytes(reserve)
    )


@formula(symbol="M'", unit=BYTES, source="definition")
def needed_high_bytes(
    model: Model,
    layout: WeightLayout,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    count: int,
    reserve: Reserve,
) -> float:
    """Needed on each accelerator, at most."""
    return (
        weights_share_bytes(model, layout, count)
        + cache_share_bytes(model, tokens, sequences, kv_format, count)
        + reserve_high_bytes(reserve)
    )


@formula(symbol="C", unit=BYTES, source="definition")
def capacity_bytes(accelerator: Accelerator) -> float:
    """Memory of one accelerator that a program can use."""
    return accelerator.capacity


@formula(symbol="M_free", unit=BYTES, source="definition")
def spare_bytes(accelerator: Accelerator, needed_high_bytes: float) -> float:
    """What is left on each accelerator when most is needed."""
    return accelerator.capacity - needed_high_bytes


@formula(symbol="M_short", unit=BYTES, source="definition")
def shortfall_bytes(accelerator: Accelerator, needed_low_bytes: float) -> float:
    """What is missing on each accelerator when least is needed."""
    return needed_low_bytes - accelerator.capacity


@formula(symbol="v", unit=COUNT, source="definition")
def verdict(accelerator: Accelerator, needed_low_bytes: float, needed_high_bytes: float) -> float:
    """0: does not fit; 1: depends on the engine; 2: fits."""
    return 2 if needed_high_bytes <= accelerator.capacity else (1 if needed_low_bytes <= accelerator.capacity else 0)


@formula(symbol="f", unit=COUNT, source="definition")
def fits(
    model: Model,
    layout: WeightLayout,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    count: int,
    reserve: Reserve,
    accelerator: Accelerator,
) -> float:
    """1 where even the most that is needed is there, else 0."""
    return (
        1
        if needed_high_bytes(model, layout, tokens, sequences, kv_format, count, reserve) <= accelerator.capacity
        else 0
    )


@formula(symbol="f", unit=COUNT, source="definition")
def fits_together(
    model: Model,
    layout: WeightLayout,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    count: int,
    reserve: Reserve,
    accelerator: Accelerator,
) -> float:
    """The same, but a computer of shared memory is not counted on more than once."""
    return (
        0
        if accelerator.unified > 0 and count > 1
        else fits(model, layout, tokens, sequences, kv_format, count, reserve, accelerator)
    )


@formula(symbol="M_30", unit=BYTES, source="definition")
def rule_of_thumb_bytes(model: Model, layout: WeightLayout) -> float:
    """The rule of thumb, for comparison: parameters × bytes, plus 30 %."""
    return 1.3 * parameters(model) * bytes_each(layout.feedforward)


@formula(symbol="t_W", unit=SECONDS, source="https://arxiv.org/abs/2211.05102")
def read_seconds(model: Model, layout: WeightLayout, count: int, accelerator: Accelerator) -> float:
    """Time to read from memory the weights that one token needs: no answer comes faster, token by token."""
    return (weights_share_bytes(model, layout, count) - unread_bytes(model, layout) / count) / accelerator.bandwidth  # type: ignore[operator]


@formula(symbol="u", unit=SHARE, source="definition")
def used_share(accelerator: Accelerator, needed_high_bytes: float) -> float:
    """Share of the memory in use when most is needed."""
    return needed_high_bytes / accelerator.capacity


@formula(symbol="c", unit=COUNT, source="definition")
def split_case(count: int) -> float:
    """0: one accelerator; 1: several."""
    return 1 if count > 1 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def sequences_case(sequences: int) -> float:
    """0: one sequence; 1: several."""
    return 1 if sequences > 1 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def limit_case(model: Model, longest_context: int) -> float:
    """0: not even one token fits; 1: some do; 2: as many as the model was published for."""
    return 0 if longest_context < 1 else (2 if longest_context >= model.context_limit else 1)


@formula(symbol="c", unit=COUNT, source="definition")
def most_case(most_sequences: int) -> float:
    """0: no sequence fits; 1: one does; 2: several do."""
    return min(most_sequences, 2)


@formula(symbol="c", unit=COUNT, source="definition")
def fewest_case(fewest: int) -> float:
    """0: no number of them is enough; 1: one is; 2: several are."""
    return min(fewest, 2)


@formula(symbol="c", unit=COUNT, source="definition")
def read_case(accelerator: Accelerator) -> float:
    """1; not known where the bandwidth is not."""
    return 1 if accelerator.bandwidth > 0 else 0  # type: ignore[operator]


@formula(symbol="T_max", unit=COUNT, source="definition")
def model_limit(model: Model) -> float:
    """Longest context the model was published for."""
    return model.context_limit


@formula(symbol="c", unit=COUNT, source="definition")
def beyond_case(model: Model, tokens: int) -> float:
    """1 where more tokens are asked for than the model was published for, else 0."""
    return 1 if tokens > model.context_limit else 0


@formula(symbol="c", unit=COUNT, source="definition")
def heads_case(kv_heads: int, count: int) -> float:
    """1 where heads do not divide evenly."""
    return 1 if kv_heads % count != 0 and count % kv_heads != 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def uneven_case(model: Model, count: int) -> float:
    """1 or more where heads cannot be spread evenly over the accelerators, else 0."""
    return sum(heads_case(group.kv_heads, count) for group in model.attention) + sum(
        heads_case(group.kv_heads, count) for group in model.sliding
    )


@formula(symbol="c", unit=COUNT, source="definition")
def mixture_case(idle_elements: int) -> float:
    """1 where some experts rest while others work, else 0."""
    return 1 if idle_elements > 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def drafting_case(model: Model) -> float:
    """1 where layers that predict further tokens are shipped, else 0."""
    return min(model.drafting, 1)


@formula(symbol="c", unit=COUNT, source="definition")
def encoders_case(model: Model) -> float:
    """1 where encoders of images or sound are shipped, else 0."""
    return model.encoders


@formula(symbol="X", unit=BYTES, source="definition")
def scale_extent(accelerator: Accelerator, needed_high_bytes: float, other_needed_high_bytes: float) -> float:
    """Length of the scale of the picture: a little more than the longest thing on it."""
    return 1.05 * max(accelerator.capacity, needed_high_bytes, other_needed_high_bytes)
