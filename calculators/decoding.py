"""A step of decoding as calculators ask for it and speak of it: shared by speed and cost."""

from __future__ import annotations

from calculators import decode, limits, memory, memory_cases, roofline
from calculators.calculator import Amount, Check, Choice, Compute, Fragment, Largest, Named, Own

ARITHMETICS = (
    Named("bf16", "bf16 or fp16", 0),
    Named("fp8", "fp8", 1),
    Named("fp4", "fp4", 2),
    Named("int8", "int8", 3),
    Named("tf32", "tf32", 4),
    Named("fp32", "fp32", 5),
)
BANDWIDTH_AND_PEAK = (
    Own("bandwidth", "bandwidth", "GB/s", "Its bandwidth, GB/s"),
    Own("peak", "own_peak", "TFLOP/s", "Its dense peak, TFLOP/s", required=False),
)


def accelerator_choice(*further: Own) -> Choice:
    """The choice of an accelerator; one's own has a bandwidth, perhaps a peak, and what is asked for besides."""
    own = (*BANDWIDTH_AND_PEAK, *further)
    return Choice("accelerator", "accelerator", "Accelerator", "accelerators", "h100-sxm", own=own)


CACHE_FORMATS = (
    Choice("kv", "kv_format", "KV cache in", "caches", "bf16"),
    Choice("kv-values", "value_format", "Values of the cache in", "value_caches", "as-keys"),
)
EXCHANGE = (
    Choice(
        "link",
        "link",
        "Link between them",
        "links",
        "nvlink-4",
        own=(Own("rate", "lane_rate", "GB/s", "Its rate, one direction, GB/s"),),
    ),
    Amount("latency", "latency", "Wait of an exchange, µs", 4, unit="µs"),
)
CHECKS = (
    Check("model", limits.writes, "{model} makes images, it writes no tokens"),
    Check("context", memory_cases.within_limit, "{model} was published for no more than {model_limit} tokens"),
    Check("prompt", memory_cases.prompt_within, "more than the {tokens} tokens of the context"),
)
LIMITS = (
    Compute("model_limit", memory.model_limit),
    Compute("peak", roofline.peak_rate),
    Compute("bandwidth", limits.memory_bandwidth),
    Compute("link_bandwidth", limits.exchange_bandwidth),
)
STEP = (
    Compute("compute_seconds", decode.compute_seconds),
    Compute("memory_seconds", decode.memory_seconds),
    Compute("matrix_seconds", decode.matrix_seconds),
    Compute("attention_seconds", decode.attention_seconds),
    Compute("exchange_seconds", limits.step_exchange_seconds),
    Compute("step_seconds", decode.step_seconds),
)
PREFILL = (
    Compute("prefill_seconds", decode.prefill_seconds),
    Compute("prefill_rate", decode.prefill_rate),
)
TURNING = (
    Compute("binding", limits.binding),
    Compute("attention_case", limits.attention_case),
    Largest("last_memory_bound", "sequences", decode.reading_rules),
    Compute("turning_point", limits.turning_point),
    Compute("turning_case", limits.turning_case),
)
"""What binds, and the number of sequences from which on it is arithmetic."""

BOUND_BY = (
    "Reading the weights binds: {memory_seconds} of the step. More sequences at once add little but the reading of "
    "their caches; smaller weights and more accelerators make it faster; more arithmetic would not.",
    "Attention binds, with a cache of its own for every sequence: {attention_seconds} of the step, {attention_how}.",
    "Arithmetic binds: {compute_seconds} of the step. A narrower arithmetic or more accelerators make it faster; more "
    "bandwidth hardly would.",
    "Exchange between the accelerators binds: {exchange_seconds} of the step. Fewer accelerators, less latency or a "
    "faster link make it faster; more bandwidth of memory hardly would.",
    "Reading the weights takes {memory_seconds} of the step, the longest of what is known: smaller weights and more "
    "accelerators make it faster.",
    "Attention takes {attention_seconds} of the step to read its caches, the longest of what is known: a shorter "
    "context, a smaller cache format or fewer sequences make it faster.",
    "Exchange between the accelerators takes {exchange_seconds} of the step, the longest of what is known: fewer "
    "accelerators, less latency or a faster link make it faster.",
)
"""What is said of what binds, by the number of `limits.binding`."""

SAID = (
    Fragment(
        "attention_how",
        (
            "most of it for reading. A shorter context, a smaller cache format or fewer sequences make it faster; more "
            "arithmetic hardly would",
            "most of it for computing. A shorter context, fewer sequences or a narrower arithmetic make it faster; "
            "more bandwidth would not",
        ),
        "attention_case",
    ),
    Fragment(
        "unknown_text",
        (
            "",
            "Computing may take longer still, the more so the more sequences: nobody states a peak of {accelerator} in "
            "{arithmetic}.",
        ),
        "peak_case",
    ),
    Fragment("where", ("one {accelerator}", "{count} × {accelerator}"), "split_case"),
    Fragment("batch", ("one sequence", "{sequences} sequences at once"), "batch_case"),
    Fragment("binding_text", tuple(f"With {{batch}}, {one[0].lower()}{one[1:]}" for one in BOUND_BY), "binding"),
    Fragment("crowded_text", ("", "With {batch} it does not fit in the memory of {where}."), "crowded_case"),
)
BINDING_ANSWERS = (
    "binding",
    (
        "reading weights",
        "attention",
        "arithmetic",
        "exchange",
        "reading weights, arithmetic unknown",
        "attention, arithmetic unknown",
        "exchange, arithmetic unknown",
    ),
)
PREFILL_ANSWERS = (
    "prefill_binding",
    ("reading weights", "arithmetic", "exchange", "reading weights, arithmetic unknown"),
)
