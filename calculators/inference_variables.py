"""Variables of formulas: what inference is asked for, the accelerator it runs on, and what comes out."""

from __future__ import annotations

from calculators.units import BYTES, BYTES_PER_SECOND, COUNT, FLOP_PER_SECOND
from calculators.variable import Variable

INFERENCE: tuple[Variable, ...] = (
    # What is asked for
    Variable("tokens", "T", COUNT, "tokens kept for each sequence: prompt and answer", 1, 10**8, term="context-length"),
    Variable("sequences", "S", COUNT, "sequences worked on at once", 1, 10**6, term="batch-size"),
    Variable("count", "n", COUNT, "accelerators that share the work", 1, 1024, term="tensor-parallelism"),
    Variable("prefix", "T_p", COUNT, "tokens at the beginning that all sequences share", 0, 10**8),
    Variable("block", "T_B", COUNT, "tokens in one block of the cache", 1, 10**4, term="paged-attention"),
    Variable("stages", "p", COUNT, "stages of the pipeline", 1, 1024, term="pipeline-parallelism"),
    Variable("fullest", "L_p", COUNT, "layers on the fullest stage, 0 where they are dealt out evenly", 0, 10**4),
    Variable("offloaded", "L_o", COUNT, "layers that stay in system memory", 0, 10**4),
    Variable(
        "host_bandwidth",
        "B_h",
        BYTES_PER_SECOND,
        "bandwidth of system memory",
        1e9,
        1e13,
        whole=False,
        term="memory-bandwidth",
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
        "1 for a computer of shared memory or a slice, which is not counted on more than once, else 0",
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
    Variable("rule_of_thumb_bytes", "M_30", BYTES, "what the rule of thumb gives", 0, 1e18, whole=False),
    Variable("other_needed_high_bytes", "M_hi'", BYTES, "the same for the other set-up", 0, 1e18, whole=False),
    Variable("other_capacity_bytes", "C'", BYTES, "the same for the other set-up", 0, 1e15, whole=False),
    # Pictures
    Variable("extent", "X", COUNT, "length of a scale", 1e-9, 1e30, whole=False),
    Variable("part", "x", COUNT, "a length on a scale", 0, 1e30, whole=False),
    Variable("place", "i", COUNT, "number of a mark on a scale, or place in the catalogue", 0, 10**4),
    Variable("peak", "R", FLOP_PER_SECOND, "peak rate of arithmetic, dense", 1e6, 1e20, whole=False, term="peak-rate"),
    Variable("size", "s", COUNT, "distance between two marks", 1e-9, 1e30, whole=False),
)
