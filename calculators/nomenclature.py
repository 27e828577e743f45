"""Every variable of every formula, once: its name, symbol, unit, meaning and range.

A formula may only use these names for arguments, assigned names and fields of records.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from calculators import records
from calculators.units import (
    BYTES,
    BYTES_PER_SECOND,
    BYTES_PER_VALUE,
    COUNT,
    FLOP_PER_SECOND,
    Quantity,
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A number that formulas speak of."""

    name: str
    symbol: str
    """Base and index joined by an underscore: `h_kv`."""
    quantity: Quantity
    meaning: str
    low: float = 0
    high: float = 2**53
    whole: bool = True
    term: str = ""
    """Slug of the term that explains it, if there is one."""


@dataclass(frozen=True, slots=True)
class RecordVariable:
    """A record that formulas take as a whole."""

    name: str
    symbol: str
    """Index that tells its values apart: `E` in `b_E`."""
    record: type
    meaning: str
    term: str = ""


Entry = TypeVar("Entry", Variable, RecordVariable)


def _by_name(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry.name: entry for entry in entries}


VARIABLES: dict[str, Variable] = _by_name(
    (
        # What is asked for
        Variable(
            "tokens", "T", COUNT, "tokens kept for each sequence: prompt and answer", 1, 10**8, term="context-length"
        ),
        Variable("sequences", "S", COUNT, "sequences worked on at once", 1, 10**6, term="batch-size"),
        Variable("count", "n", COUNT, "accelerators that share the work", 1, 1024, term="tensor-parallelism"),
        # The shape of a model
        Variable("layers", "L", COUNT, "layers of this kind", 0, 10**4),
        Variable("hidden", "h", COUNT, "width of the hidden state", 1, 10**6),
        Variable("vocabulary", "V", COUNT, "tokens of the vocabulary", 1, 10**7),
        Variable("tied", "t", COUNT, "1 where the output head is the embedding, else 0", 0, 1),
        Variable("context_limit", "T_max", COUNT, "longest context the model was published for", 1, 10**8),
        Variable("query_heads", "n_q", COUNT, "heads of the queries", 1, 10**4, term="attention"),
        Variable("kv_heads", "n_kv", COUNT, "heads of the keys and values", 1, 10**4, term="grouped-query-attention"),
        Variable("local_kv_heads", "n_loc", COUNT, "heads of the keys and values on one accelerator", 1, 10**4),
        Variable("head_dim", "d", COUNT, "values in one head", 1, 10**5),
        Variable("gated", "f_g", COUNT, "1 where a gate is projected beside the queries, else 0", 0, 1),
        Variable("value_maps", "f_v", COUNT, "1 where values have a matrix of their own, else 0", 0, 1),
        Variable("norms", "v", COUNT, "values of the norms, biases and other vectors of one layer", 0, 10**9),
        Variable("window", "W", COUNT, "tokens that a sliding window keeps", 1, 10**8),
        Variable("kept_tokens", "T_W", COUNT, "tokens that are kept", 1, 10**8),
        Variable("query_rank", "r_q", COUNT, "width of the compressed queries, 0 where they are not", 0, 10**5),
        Variable(
            "latent_rank",
            "r_kv",
            COUNT,
            "width of the compressed keys and values",
            1,
            10**5,
            term="multi-head-latent-attention",
        ),
        Variable("rope_dim", "d_r", COUNT, "values in the rotary part of a head", 1, 10**5),
        Variable("nope_dim", "d_c", COUNT, "values in the rest of a query or key head", 1, 10**5),
        Variable("value_dim", "d_v", COUNT, "values in one value head", 1, 10**5),
        Variable("intermediate", "I", COUNT, "width of the feed-forward network", 1, 10**7),
        Variable("matrices", "m", COUNT, "matrices of the feed-forward network", 2, 3),
        Variable("experts", "E", COUNT, "experts of a layer", 1, 10**5, term="mixture-of-experts"),
        Variable("active_experts", "k", COUNT, "experts that work on one token", 1, 10**5, term="mixture-of-experts"),
        Variable("shared_intermediate", "I_s", COUNT, "width of the shared experts together", 0, 10**7),
        Variable("narrowed", "h_E", COUNT, "width in front of the experts, 0 for the hidden state itself", 0, 10**6),
        Variable("biases", "v_E", COUNT, "values of the biases of one expert", 0, 10**8),
        Variable("width", "w", COUNT, "width of the embedding that each layer adds", 0, 10**6),
        Variable("key_heads", "n_k", COUNT, "heads of the keys of a recurrent layer", 1, 10**4),
        Variable("value_heads", "n_v", COUNT, "heads of the values of a recurrent layer", 1, 10**4),
        Variable("key_dim", "d_k", COUNT, "values in one key head", 1, 10**5),
        Variable("kernel", "c", COUNT, "tokens that the short convolution looks at", 1, 1000),
        Variable("state_heads", "n_s", COUNT, "heads of a state-space layer", 1, 10**5),
        Variable("state", "N", COUNT, "values of the state for each value of a head", 1, 10**5),
        Variable("state_groups", "g", COUNT, "groups that share the inputs of the state", 1, 10**4),
        Variable("drafting", "L_d", COUNT, "layers that predict further tokens", 0, 1000),
        Variable("encoders", "f_e", COUNT, "1 where encoders of images or sound come with it, else 0", 0, 1),
        # Number formats
        Variable("block_values", "v_B", COUNT, "values in one block of a format", 1, 2**20),
        Variable(
            "block_bytes", "m_B", BYTES_PER_VALUE, "bytes of one block, scales included", 0.125, 2**22, whole=False
        ),
        Variable(
            "bytes_per_value",
            "b",
            BYTES_PER_VALUE,
            "bytes for each value, scales included",
            0.125,
            8,
            whole=False,
            term="block-scaling",
        ),
        # Accelerators and engines
        Variable("capacity", "C", BYTES, "memory that a program can use", 1e6, 1e15, whole=False, term="gpu-ram"),
        Variable(
            "bandwidth",
            "B",
            BYTES_PER_SECOND,
            "bandwidth of that memory",
            1e6,
            1e16,
            whole=False,
            term="memory-bandwidth",
        ),
        Variable(
            "unified",
            "u",
            COUNT,
            "1 for a computer of shared memory that is not split, else 0",
            0,
            1,
            term="unified-memory-architecture",
        ),
        Variable("low", "m_lo", BYTES, "at least, as observed", 0, 1e12, whole=False),
        Variable("high", "m_hi", BYTES, "at most, as observed", 0, 1e12, whole=False),
        # Results that go into other formulas
        Variable("idle_elements", "P_I", COUNT, "weights of experts that rest", 0, 10**16),
        Variable("longest_context", "T_fit", COUNT, "longest context that fits", 0, 10**8),
        Variable("most_sequences", "S_fit", COUNT, "most sequences that fit", 0, 10**6),
        Variable("fewest", "n_fit", COUNT, "fewest accelerators that are enough, as a power of two", 0, 64),
        Variable("needed_low_bytes", "M_lo", BYTES, "needed on each accelerator, at least", 0, 1e18, whole=False),
        Variable("needed_high_bytes", "M_hi", BYTES, "needed on each accelerator, at most", 0, 1e18, whole=False),
        Variable("other_needed_high_bytes", "M_hi'", BYTES, "the same for the other set-up", 0, 1e18, whole=False),
        # Pictures
        Variable("extent", "X", COUNT, "length of a scale", 1e-9, 1e30, whole=False),
        Variable("part", "x", COUNT, "a length on a scale", 0, 1e30, whole=False),
        Variable("place", "i", COUNT, "number of a mark on a scale", 0, 100),
        Variable(
            "peak", "R", FLOP_PER_SECOND, "peak rate of arithmetic, dense", 1e6, 1e20, whole=False, term="peak-rate"
        ),
        Variable("size", "s", COUNT, "distance between two marks", 1e-9, 1e30, whole=False),
    )
)

RECORDS: dict[str, RecordVariable] = _by_name(
    (
        RecordVariable("model", "", records.Model, "the model"),
        RecordVariable(
            "layout", "", records.WeightLayout, "which format each class of weights is stored in", term="quantization"
        ),
        RecordVariable("format", "", records.NumberFormat, "a number format", term="quantization"),
        RecordVariable(
            "kv_format", "K", records.NumberFormat, "number format of the KV cache", term="kv-cache-quantization"
        ),
        RecordVariable("accelerator", "", records.Accelerator, "the accelerator", term="ai-accelerator"),
        RecordVariable("reserve", "", records.Reserve, "what the engine takes for itself"),
        # Fields that are records: the classes of weights
        RecordVariable("attention", "A", records.NumberFormat, "format of the attention matrices"),
        RecordVariable("feedforward", "F", records.NumberFormat, "format of the feed-forward matrices"),
        RecordVariable("routed", "X", records.NumberFormat, "format of the experts"),
        RecordVariable("embedding", "E", records.NumberFormat, "format of the embedding"),
        RecordVariable("head", "O", records.NumberFormat, "format of the output head"),
        RecordVariable("vectors", "V", records.NumberFormat, "format of norms, biases and routers"),
    )
)
