"""Which words fit a memory set-up, and which inputs do not go together."""

from __future__ import annotations

from calculators.formula import formula
from calculators.memory import of_images
from calculators.records import Accelerator, Model, NumberFormat
from calculators.units import COUNT
from calculators.weights import depth, drafting_elements


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


@formula(symbol="c", unit=COUNT, source="definition")
def split_case(count: int, stages: int) -> float:
    """0: one accelerator; 1: several."""
    return 1 if count * stages > 1 else 0


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


@formula(symbol="c", unit=COUNT, source="definition")
def within_limit(model: Model, tokens: int) -> float:
    """1 where no more tokens are asked for than the model was published for, else 0; images have no context."""
    return 1 if tokens <= model.context_limit or of_images(model) > 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def prompt_within(tokens: int, prompt: int) -> float:
    """1 where the prompt is no longer than the context that holds it, else 0."""
    return 1 if prompt <= tokens else 0


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
    """0: no layers that predict further tokens; 1: some are named, and none published; 2: some are shipped."""
    return (2 if drafting_elements(model) > 0 else 1) if sum(group.layers for group in model.drafting) > 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def encoders_case(model: Model) -> float:
    """1 where encoders of images or sound are shipped, else 0."""
    return model.encoders
