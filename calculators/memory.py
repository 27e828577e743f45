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
    read_bytes,
    vector_bytes,
)
from calculators.units import BYTES, COUNT, EXACT_BYTES, SECONDS, SHARE
from calculators.weights import bytes_each, depth, drafting_elements, parameters


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


@formula(symbol="c", unit=COUNT, source="definition")
def thumb_case(
    rule_of_thumb_bytes: float, needed_low_bytes: float, needed_high_bytes: float, count: int, stages: int
) -> float:
    """0: the rule of thumb is about right, in all; 1: too little; 2: too much."""
    return (
        1
        if rule_of_thumb_bytes < 0.95 * needed_low_bytes * count * stages
        else (2 if rule_of_thumb_bytes > 1.05 * needed_high_bytes * count * stages else 0)
    )


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
        (read_bytes(model, layout) - offloaded_read_bytes(model, layout, offloaded)) / (count * accelerator.bandwidth)  # type: ignore[operator]
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


@formula(symbol="c", unit=COUNT, source="definition")
def split_case(count: int, stages: int) -> float:
    """0: one accelerator; 1: several."""
    return 1 if count * stages > 1 else 0


@formula(symbol="n", unit=COUNT, source="definition")
def all_accelerators(count: int, stages: int) -> float:
    """Accelerators of all stages together."""
    return count * stages


@formula(symbol="c", unit=COUNT, source="definition")
def apart_case(value_format: NumberFormat) -> float:
    """1 where the values of the cache have a format of their own, else 0."""
    return 1 if value_format.block_bytes > 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def held_case(count: int, stages: int, offloaded: int) -> float:
    """1 where an accelerator holds a part of the model, 0 where it holds all of it."""
    return 1 if count * stages > 1 or offloaded > 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def sequences_case(sequences: int) -> float:
    """0: one sequence; 1: several."""
    return 1 if sequences > 1 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def limit_case(model: Model, longest_context: int) -> float:
    """0: not even one token fits; 1: some do; 2: as many as the model was published for; 3: it has no context."""
    return (
        3
        if of_images(model) > 0
        else (0 if longest_context < 1 else (2 if longest_context >= model.context_limit else 1))
    )


@formula(symbol="c", unit=COUNT, source="definition")
def most_case(model: Model, most_sequences: int) -> float:
    """0: no sequence fits, or there are none; 1: one does; 2: several do."""
    return 0 if of_images(model) > 0 else min(most_sequences, 2)


@formula(symbol="c", unit=COUNT, source="definition")
def fewest_case(fewest: int) -> float:
    """0: no number of them is enough; 1: one is; 2: several are."""
    return min(fewest, 2)


@formula(symbol="c", unit=COUNT, source="definition")
def read_case(model: Model, offloaded: int, accelerator: Accelerator) -> float:
    """1, and 2 where layers lie in system memory; 0 for images; not known where the bandwidth is not."""
    return (
        0 if of_images(model) > 0 else ((2 if offloaded > 0 else 1) if accelerator.bandwidth > 0 else 0)  # type: ignore[operator]
    )


@formula(symbol="T_max", unit=COUNT, source="definition")
def model_limit(model: Model) -> float:
    """Longest context the model was published for."""
    return model.context_limit


@formula(symbol="c", unit=COUNT, source="definition")
def within_limit(model: Model, tokens: int) -> float:
    """1 where no more tokens are asked for than the model was published for, else 0; images have no context."""
    return 1 if tokens <= model.context_limit or of_images(model) > 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def prefix_within(tokens: int, prefix: int) -> float:
    """1 where the shared beginning is no longer than the context, else 0."""
    return 1 if prefix <= tokens else 0


@formula(symbol="c", unit=COUNT, source="definition")
def stages_within(model: Model, stages: int) -> float:
    """1 where no stage is without a layer, else 0."""
    return 1 if stages <= max(1, depth(model)) else 0


@formula(symbol="c", unit=COUNT, source="definition")
def fullest_within(model: Model, stages: int, fullest: int) -> float:
    """1 where so many layers on the fullest stage are neither too few nor more than the other stages leave, else 0."""
    return 1 if fullest == 0 or (fullest * stages >= depth(model) and fullest + stages - 1 <= depth(model)) else 0


@formula(symbol="c", unit=COUNT, source="definition")
def offloaded_within(model: Model, offloaded: int) -> float:
    """1 where no more layers stay in system memory than there are, else 0."""
    return 1 if offloaded <= depth(model) else 0


@formula(symbol="c", unit=COUNT, source="definition")
def mixture_case(idle_elements: int) -> float:
    """1 where some experts rest while others work, else 0."""
    return 1 if idle_elements > 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def drafting_case(model: Model) -> float:
    """0: no layers that predict further tokens; 1: some, of a size not known; 2: some, of a known size."""
    return (2 if drafting_elements(model) > 0 else 1) if sum(group.layers for group in model.drafting) > 0 else 0


@formula(symbol="M_MTP", unit=BYTES, source="https://arxiv.org/abs/2412.19437")
def drafting_bytes(model: Model, layout: WeightLayout) -> float:
    """The layers that predict further tokens, stored as the others are."""
    return drafting_elements(model) * bytes_each(layout.routed)


@formula(symbol="c", unit=COUNT, source="definition")
def encoders_case(model: Model) -> float:
    """1 where encoders of images or sound are shipped, else 0."""
    return model.encoders


@formula(symbol="X", unit=BYTES, source="definition")
def scale_extent(accelerator: Accelerator, needed_high_bytes: float, other_needed_high_bytes: float) -> float:
    """Length of the scale of the picture: a little more than the longest thing on it."""
    return 1.05 * max(accelerator.capacity, needed_high_bytes, other_needed_high_bytes)
