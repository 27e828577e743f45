"""How many operations a training takes, how long that is, and what share of the peak it reaches."""

from __future__ import annotations

from calculators.formula import formula
from calculators.records import Model
from calculators.units import COUNT, DEVICE_HOURS, FLOP, FLOP_PER_SECOND, SECONDS, SHARE, TOKENS_PER_SECOND
from calculators.weights import active_parameters

SCALING_LAWS = "https://arxiv.org/abs/2001.08361"
PALM = "https://arxiv.org/abs/2204.02311"
MEGATRON_TIME = "https://arxiv.org/abs/2104.04473"


@formula(symbol="F", unit=FLOP, source=SCALING_LAWS)
def training_flop(trained_elements: int, trained_tokens: int) -> float:
    """Operations to train: two forward and four backward for each parameter and token."""
    return 6 * trained_elements * trained_tokens


@formula(symbol="w_A", unit=COUNT, source=PALM)
def attention_width(model: Model) -> float:
    """Width of all heads in all layers, for the operations of attention; half of queries and values together."""
    return (
        sum(group.layers * group.query_heads * (group.head_dim + group.value_dim) / 2 for group in model.attention)
        + sum(group.layers * group.query_heads * (group.head_dim + group.value_dim) / 2 for group in model.sliding)
        + sum(
            group.layers * group.query_heads * (group.nope_dim + group.rope_dim + group.value_dim) / 2
            for group in model.latent
        )
    )


@formula(symbol="F_1", unit=FLOP, source=PALM)
def training_token_flop(trained_elements: int, attention_width: float, sequence: int) -> float:
    """Operations on one token with attention, counted as if every token looked at all others of its sequence."""
    return 6 * trained_elements + 12 * attention_width * sequence


@formula(symbol="F", unit=FLOP, source=PALM)
def model_flop(trained_elements: int, trained_tokens: int, attention_width: float, sequence: int) -> float:
    """Operations of the model in the whole training: what MFU counts."""
    return trained_tokens * training_token_flop(trained_elements, attention_width, sequence)


@formula(symbol="f", unit=COUNT, source=MEGATRON_TIME)
def carried_out(recomputed: int) -> float:
    """Operations that are carried out for each of the model: activations computed again take one more forward pass."""
    return (3 + recomputed) / 3


@formula(symbol="F'", unit=FLOP, source=MEGATRON_TIME)
def hardware_flop(
    trained_elements: int, trained_tokens: int, attention_width: float, sequence: int, recomputed: int
) -> float:
    """Operations that are carried out: what HFU counts."""
    return model_flop(trained_elements, trained_tokens, attention_width, sequence) * carried_out(recomputed)


@formula(symbol="u", unit=SHARE, source=PALM)
def model_utilization(
    tokens_per_second: float, trained_elements: int, attention_width: float, sequence: int, ranks: int, peak: float
) -> float:
    """MFU: operations of the model in a second by the peak of all accelerators."""
    return tokens_per_second * training_token_flop(trained_elements, attention_width, sequence) / (ranks * peak)


@formula(symbol="u'", unit=SHARE, source=PALM)
def hardware_utilization(utilization: float, recomputed: int) -> float:
    """HFU: with the operations that are done again."""
    return utilization * carried_out(recomputed)


@formula(symbol="t", unit=SECONDS, source=MEGATRON_TIME)
def training_seconds(flop: float, ranks: int, peak: float, utilization: float) -> float:
    """Time of the training at this share of the peak; 0 where the peak is not known."""
    return flop / (ranks * peak * utilization) if peak > 0 else 0


@formula(symbol="t", unit=SECONDS, source="definition")
def paced_training_seconds(trained_tokens: int, tokens_per_second: float) -> float:
    """Time at a pace that was measured."""
    return trained_tokens / tokens_per_second


@formula(symbol="H", unit=DEVICE_HOURS, source="definition")
def device_seconds(training_seconds: float, ranks: int) -> float:
    """Hours of all accelerators together."""
    return training_seconds * ranks


@formula(symbol="v", unit=TOKENS_PER_SECOND, source="definition")
def training_pace(trained_tokens: int, training_seconds: float) -> float:
    """Tokens trained on in a second."""
    return trained_tokens / training_seconds


@formula(symbol="R_n", unit=FLOP_PER_SECOND, source="definition")
def cluster_peak(peak: float, ranks: int) -> float:
    """Peak of all accelerators together."""
    return peak * ranks


# -- what a calculator takes from a model, or is told instead


@formula(symbol="N", unit=COUNT, source="definition")
def elements_trained(model: Model, stated_elements: int) -> float:
    """Parameters that work on one token: those of the model, or those that were stated."""
    return stated_elements if stated_elements > 0 else active_parameters(model)


@formula(symbol="w_A", unit=COUNT, source="definition")
def width_trained(model: Model, stated_elements: int) -> float:
    """Width of the heads of the model; 0 where parameters were stated, whose shape is not known."""
    return 0 if stated_elements > 0 else attention_width(model)


@formula(symbol="c", unit=COUNT, source="definition")
def stated_case(stated_elements: int) -> float:
    """1 where parameters were stated, else 0."""
    return 1 if stated_elements > 0 else 0
