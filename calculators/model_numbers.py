"""What pages say of a model in numbers: the same formulas as the calculator, for one sequence or one image."""

from __future__ import annotations

from calculators import cache, engine, memory, units, weights
from calculators.catalogue import AS_KEYS, Catalogue
from calculators.engine import Values
from calculators.expression import Formula
from calculators.inference_memory import INFERENCE_MEMORY
from calculators.inputs import read_setup
from calculators.records import Accelerator, Model, NumberFormat
from calculators.reference import MODELS
from calculators.units import BYTES

FULL = "bf16"
"""The layout that is meant where a page gives one size, and the format of the cache."""
HELD_IN = (("16 bits", "bf16"), ("8 bits", "fp8"), ("4 bits", "q4_K_M"))
"""The layouts of the table of accelerators."""
USUAL = (
    "bf16", "fp8", "nvfp4", "mxfp4-experts", "int4-g128", "nf4-dq",
    "q8_0", "q6_K", "q5_K_M", "q4_K_M", "q3_K_M", "q2_K",
)  # fmt: skip
"""The layouts that a page shows at once."""
CONTEXTS = (8192, 32768, 131072)
SHORT_CONTEXTS = CONTEXTS[:2]
COUNTS = (1, 2, 4, 8, 16)
"""How many of an accelerator a table tries."""
KNOWN_COUNTS = COUNTS[:-1]
"""How many of a well-known one a description tries: up to one machine."""


def model_url(id: str) -> str:
    """Address of the page of a model."""
    return f"{MODELS}{id}/"


def billions(model: Model) -> str:
    """`70.6 B`."""
    return _billions(weights.parameters(model))


def _billions(number: float) -> str:
    return f"{units.grouped(number / 1e9, 1)} B"


def counted(model: Model) -> str:
    """`70.6 B parameters`, or `30.5 B parameters, 3.3 B at work` where experts take turns."""
    active = f", {_billions(weights.active_parameters(model))} at work" if is_mixture(model) else ""
    return f"{billions(model)} parameters{active}"


def of_images(model: Model) -> bool:
    """Whether it makes images, and has no context."""
    return bool(memory.of_images(model))


def setup_values(catalogue: Catalogue, model: Model, layout: str, tokens: int, count: int = 1) -> Values:
    """The variables of the memory calculator for one sequence with the cache in bf16."""
    setup, found = read_setup(INFERENCE_MEMORY, catalogue, {"context": "1"})
    if setup is None:
        raise ValueError("\n".join(map(str, found)))
    chosen = {"model": model, "layout": catalogue.layouts[layout], "kv_format": catalogue.formats[FULL]}
    return {**setup.values, **chosen, "tokens": tokens, "count": count}


def needed(catalogue: Catalogue, model: Model, layout: str, tokens: int, count: int = 1) -> tuple[float, float]:
    """What is needed on each accelerator, at least and at most."""
    values = setup_values(catalogue, model, layout, tokens, count)
    low = engine.compute(memory.needed_low_bytes, values)
    high = engine.compute(memory.needed_high_bytes, values)
    assert low is not None
    assert high is not None
    return low, high


def contexts(model: Model, standard: tuple[int, ...] = CONTEXTS) -> list[int]:
    """Lengths to show: the usual ones that the model was published for, and all it was published for."""
    if of_images(model):
        return [model.context_limit]
    return sorted({tokens for tokens in standard if tokens < model.context_limit} | {model.context_limit})


def holding(catalogue: Catalogue, model: Model) -> dict[str, dict[tuple[str, int], int]]:
    """By accelerator, layout and context: the fewest of COUNTS that hold the model even at most; 0 for none."""
    cases = [
        (layout, tokens)
        for _, layout in HELD_IN
        if layout in catalogue.layouts
        for tokens in contexts(model, SHORT_CONTEXTS)
    ]
    counts = [count for count in COUNTS if memory.heads_divide(model, count)]
    bounds = {(*case, count): needed(catalogue, model, *case, count) for case in cases for count in counts}

    def enough(accelerator: Accelerator, case: tuple[str, int], count: int) -> bool:
        # A computer of shared memory, or a slice, is not counted on more than once, as in `memory.fits_together`.
        if accelerator.unified and count > 1:
            return False
        return memory.verdict(accelerator, *bounds[(*case, count)]) == 2

    return {
        id: {case: next((count for count in counts if enough(accelerator, case, count)), 0) for case in cases}
        for id, accelerator in catalogue.accelerators.items()
    }


def classes(model: Model) -> list[tuple[Formula, float]]:
    """The classes of weights that the model has, each with its formula and number; they add up to all weights."""
    formulas = next(one for one in INFERENCE_MEMORY.terms if one.id == "weights").formulas
    # What stands after the total are parts of classes, not further ones.
    found = [
        (formula, formula(model))
        for formula in formulas[: formulas.index(weights.parameters)]
        if formula.parameters == ("model",)
    ]
    return [(formula, number) for formula, number in found if number]


def is_mixture(model: Model) -> bool:
    """Whether some weights rest while others work on a token."""
    return weights.active_parameters(model) < weights.parameters(model)


def weights_text(catalogue: Catalogue, model: Model) -> str:
    return units.text(weights.weights_bytes(model, catalogue.layouts[FULL]), BYTES)


def cache_at(catalogue: Catalogue, model: Model, tokens: int, kv_format: str = FULL) -> float:
    """All that is kept for one sequence of so many tokens, in bytes."""
    return cache.cache_bytes(model, tokens, 1, catalogue.formats[kv_format], AS_KEYS, 0, 1)


def per_token(model: Model, kv_format: NumberFormat) -> float:
    """What a further token adds, keys and values in the same format."""
    return cache.bytes_per_token(model, kv_format, AS_KEYS)


def state_text(catalogue: Catalogue, model: Model) -> str:
    """`327,680 bytes of KV cache a token`, or what is kept at most where a token adds nothing."""
    if of_images(model):
        beside = weights.companion_elements(model)
        return f"{_billions(beside)} of them beside the transformer" if beside else "no KV cache"
    each = per_token(model, catalogue.formats[FULL])
    if each:
        return f"{units.text(each, units.EXACT_BYTES)} of KV cache a token"
    most = cache_at(catalogue, model, model.context_limit)
    return f"at most {units.text(most, BYTES)} of state a sequence"


def fewest_text(catalogue: Catalogue, model: Model) -> str:
    """What one reads in a chat: the fewest of a well-known accelerator."""
    known = next((one for one in catalogue.accelerators.values() if one.id == "h100-sxm"), None)
    if known is None:
        return ""
    tokens = min(SHORT_CONTEXTS[-1], model.context_limit)
    counts = [count for count in KNOWN_COUNTS if memory.heads_divide(model, count)]
    tried = {count: needed(catalogue, model, FULL, tokens, count)[1] for count in counts}
    count = next((count for count, most in tried.items() if most <= known.capacity), 0)
    where = f"In {FULL} it fits" if of_images(model) else f"At {units.plain(tokens)} tokens in {FULL} it fits"
    return f"{where} on {count} × {known.name}." if count else f"More than {counts[-1]} × {known.name} in {FULL}."
