"""Memory for inference: what is needed on each accelerator, and whether it is there."""

from __future__ import annotations

from calculators.cache import cache_bytes, cache_share_bytes
from calculators.formula import formula
from calculators.records import Accelerator, Model, NumberFormat, Reserve, WeightLayout
from calculators.splitting import (
    held_weights_bytes,
    layers_bytes,
    offloaded_read_bytes,
    offloaded_share,
    token_read_bytes,
    vector_bytes,
)
from calculators.units import BYTES, COUNT, EXACT_BYTES, SECONDS, SHARE
from calculators.weights import bytes_each, drafting_elements, parameters


@formula(symbol="f", unit=COUNT, source="definition")
def of_images(model: Model) -> float:
    """1 for a diffusion transformer, which has no vocabulary and keeps nothing for a sequence, else 0."""
    return 1 if sum(group.layers for group in model.denoising) > 0 else 0


@formula(symbol="M_R", unit=BYTES, source="definition")
def reserve_low_bytes(model: Model, reserve: Reserve, image_reserve: Reserve, neighbour: Reserve) -> float:
    """Workspace and engine on each accelerator, and what else is on it, at least: the smallest that was observed."""
    return (
        sum(item.low for item in image_reserve.items)
        if of_images(model) > 0
        else sum(item.low for item in reserve.items)
    ) + sum(item.low for item in neighbour.items)


@formula(symbol="M_R'", unit=BYTES, source="definition")
def reserve_high_bytes(model: Model, reserve: Reserve, image_reserve: Reserve, neighbour: Reserve) -> float:
    """Workspace and engine on each accelerator, and what else is on it, at most: the largest that was observed."""
    return (
        sum(item.high for item in image_reserve.items)
        if of_images(model) > 0
        else sum(item.high for item in reserve.items)
    ) + sum(item.high for item in neighbour.items)


@formula(symbol="ΔM_R", unit=BYTES, source="definition")
def reserve_span_bytes(model: Model, reserve: Reserve, image_reserve: Reserve, neighbour: Reserve) -> float:
    """How far the largest and the smallest reserve lie apart."""
    return reserve_high_bytes(model, reserve, image_reserve, neighbour) - reserve_low_bytes(
        model, reserve, image_reserve, neighbour
    )


@formula(symbol="M_S", unit=EXACT_BYTES, source="definition")
def exact_cache_bytes(
    model: Model,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    prefix: int,
    block: int,
) -> float:
    """All that is kept for the sequences, to be shown to the byte."""
    return cache_bytes(model, tokens, sequences, kv_format, value_format, prefix, block)


@formula(symbol="M", unit=BYTES, source="definition")
def needed_low_bytes(
    model: Model,
    layout: WeightLayout,
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
    reserve: Reserve,
    image_reserve: Reserve,
    neighbour: Reserve,
) -> float:
    """Needed on each accelerator, at least."""
    return (
        held_weights_bytes(model, layout, count, stages, fullest, offloaded)
        + cache_share_bytes(
            model,
            tokens,
            sequences,
            kv_format,
            value_format,
            prefix,
            block,
            count,
            stages,
            fullest,
            offloaded,
        )
        + reserve_low_bytes(model, reserve, image_reserve, neighbour)
    )


@formula(symbol="M'", unit=BYTES, source="definition")
def needed_high_bytes(
    model: Model,
    layout: WeightLayout,
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
    reserve: Reserve,
    image_reserve: Reserve,
    neighbour: Reserve,
) -> float:
    """Needed on each accelerator, at most."""
    return (
        held_weights_bytes(model, layout, count, stages, fullest, offloaded)
        + cache_share_bytes(
            model,
            tokens,
            sequences,
            kv_format,
            value_format,
            prefix,
            block,
            count,
            stages,
            fullest,
            offloaded,
        )
        + reserve_high_bytes(model, reserve, image_reserve, neighbour)
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
    value_format: NumberFormat,
    prefix: int,
    block: int,
    count: int,
    stages: int,
    fullest: int,
    offloaded: int,
    reserve: Reserve,
    image_reserve: Reserve,
    neighbour: Reserve,
    accelerator: Accelerator,
) -> float:
    """1 where even the most that is needed is there, else 0."""
    return (
        1
        if needed_high_bytes(
            model,
            layout,
            tokens,
            sequences,
            kv_format,
            value_format,
            prefix,
            block,
            count,
            stages,
            fullest,
            offloaded,
            reserve,
            image_reserve,
            neighbour,
        )
        <= accelerator.capacity
        else 0
    )


@formula(symbol="c", unit=COUNT, source="definition")
def heads_case(query_heads: int, kv_heads: int, count: int) -> float:
    """1 where heads do not divide evenly."""
    return 1 if query_heads % count != 0 or (kv_heads % count != 0 and count % kv_heads != 0) else 0


@formula(symbol="c", unit=COUNT, source="https://arxiv.org/abs/1909.08053")
def heads_divide(model: Model, count: int) -> float:
    """1 where the heads of all layers can be spread evenly over the accelerators, else 0."""
    return (
        1
        if sum(heads_case(group.query_heads, group.kv_heads, count) for group in model.attention)
        + sum(heads_case(group.query_heads, group.kv_heads, count) for group in model.sliding)
        + sum(group.query_heads % count for group in model.borrowing)
        + sum(group.query_heads % count for group in model.latent)
        + sum(group.value_heads % count for group in model.delta)
        + sum(group.state_heads % count for group in model.state_space)
        == 0
        else 0
    )


@formula(symbol="f", unit=COUNT, source="definition")
def fits_together(
    model: Model,
    layout: WeightLayout,
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
    reserve: Reserve,
    image_reserve: Reserve,
    neighbour: Reserve,
    accelerator: Accelerator,
) -> float:
    """The same, but heads must divide, and a computer of shared memory or a slice counts once at most."""
    return (
        0
        if (accelerator.unified > 0 and count * stages > 1) or heads_divide(model, count) < 1
        else fits(
            model,
            layout,
            tokens,
            sequences,
            kv_format,
            value_format,
            prefix,
            block,
            count,
            stages,
            fullest,
            offloaded,
            reserve,
            image_reserve,
            neighbour,
            accelerator,
        )
    )


@formula(symbol="M_30", unit=BYTES, source="definition")
def rule_of_thumb_bytes(model: Model, layout: WeightLayout) -> float:
    """The rule of thumb, for comparison: parameters × bytes, plus 30 %."""
    return 1.3 * parameters(model) * bytes_each(layout.feedforward)


@formula(symbol="M_W", unit=BYTES, source="definition")
def bare_weights_bytes(elements: int, layout: WeightLayout) -> float:
    """Weights of a model of which only the number of parameters is known, all in the format of the matrices."""
    return elements * bytes_each(layout.feedforward)


@formula(symbol="M_30", unit=BYTES, source="definition")
def bare_thumb_bytes(elements: int, layout: WeightLayout) -> float:
    """The rule of thumb for them: parameters × bytes, plus 30 %."""
    return 1.3 * bare_weights_bytes(elements, layout)


@formula(symbol="t_W", unit=SECONDS, source="https://arxiv.org/abs/2211.05102")
def read_seconds(
    model: Model,
    layout: WeightLayout,
    count: int,
    offloaded: int,
    host_bandwidth: float,
    accelerator: Accelerator,
) -> float:
    """Time to read the weights that one token needs, those in system memory from there: no token comes sooner."""
    return (
        (token_read_bytes(model, layout) - offloaded_read_bytes(model, layout, offloaded))
        / (count * accelerator.bandwidth)  # type: ignore[operator]
        + offloaded_read_bytes(model, layout, offloaded) / host_bandwidth
    )


@formula(symbol="M_host", unit=BYTES, source="definition")
def host_bytes(
    model: Model,
    layout: WeightLayout,
    tokens: int,
    sequences: int,
    kv_format: NumberFormat,
    value_format: NumberFormat,
    prefix: int,
    block: int,
    offloaded: int,
) -> float:
    """System memory for the layers that stay there: their weights and their cache."""
    return offloaded_share(model, offloaded) * (
        layers_bytes(model, layout)
        + vector_bytes(model, layout)
        + cache_bytes(model, tokens, sequences, kv_format, value_format, prefix, block)
    )


@formula(symbol="u", unit=SHARE, source="definition")
def used_share(accelerator: Accelerator, needed_high_bytes: float) -> float:
    """Share of the memory in use when most is needed."""
    return needed_high_bytes / accelerator.capacity


@formula(symbol="n", unit=COUNT, source="definition")
def all_accelerators(count: int, stages: int) -> float:
    """Accelerators of all stages together."""
    return count * stages


@formula(symbol="T_max", unit=COUNT, source="definition")
def model_limit(model: Model) -> float:
    """Longest context the model was published for."""
    return model.context_limit


@formula(symbol="M_MTP", unit=BYTES, source="https://arxiv.org/abs/2412.19437")
def drafting_bytes(model: Model, layout: WeightLayout) -> float:
    """The layers that predict further tokens, stored as the others are."""
    return drafting_elements(model) * bytes_each(layout.routed)


@formula(symbol="X", unit=BYTES, source="definition")
def scale_extent(
    accelerator: Accelerator, needed_high_bytes: float, other_capacity_bytes: float, other_needed_high_bytes: float
) -> float:
    """Length of the scale of the picture: a little more than the longest thing on it."""
    return 1.05 * max(accelerator.capacity, needed_high_bytes, other_capacity_bytes, other_needed_high_bytes)
