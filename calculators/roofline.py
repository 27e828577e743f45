"""The roofline: how fast an operation can be done by its operations for each byte, and where memory is the limit."""

from __future__ import annotations

from calculators.formula import formula
from calculators.records import Accelerator
from calculators.units import BYTES, COUNT, FLOP, FLOP_PER_BYTE, FLOP_PER_SECOND, SECONDS

ROOFLINE = "https://doi.org/10.1145/1498765.1498785"
FLASH_ATTENTION = "https://arxiv.org/abs/2205.14135"


@formula(symbol="R", unit=FLOP_PER_SECOND, source="definition")
def peak_rate(accelerator: Accelerator, arithmetic: int) -> float:
    """Dense peak of one accelerator in this arithmetic; 0 where nobody states it."""
    return accelerator.own_peak + sum(peak.rate if peak.arithmetic == arithmetic else 0 for peak in accelerator.peaks)


@formula(symbol="b_a", unit=COUNT, source="definition")
def accumulator_bits(accelerator: Accelerator, arithmetic: int) -> float:
    """Bits of the type that products are summed in; 0 where it is not known."""
    return sum(peak.accumulator if peak.arithmetic == arithmetic else 0 for peak in accelerator.peaks)


@formula(symbol="c", unit=COUNT, source="definition")
def sums_case(accelerator: Accelerator, arithmetic: int) -> float:
    """0: no peak is known; 1: it is your own, and what it sums in yours to know; 2: it sums in 16 bits; 3: in 32."""
    return (
        (
            1
            if accumulator_bits(accelerator, arithmetic) == 0
            else (2 if accumulator_bits(accelerator, arithmetic) < 32 else 3)
        )
        if peak_rate(accelerator, arithmetic) > 0
        else 0
    )


@formula(symbol="I_R", unit=FLOP_PER_BYTE, source=ROOFLINE)
def ridge_point(peak: float, bandwidth: float) -> float:
    """Operations for each byte from which on arithmetic, and not memory, is the limit."""
    return peak / bandwidth


@formula(symbol="R_I", unit=FLOP_PER_SECOND, source=ROOFLINE)
def attainable(peak: float, bandwidth: float, intensity: float) -> float:
    """The most that can be reached: the peak, where one is known, or what memory can feed."""
    return min(peak, intensity * bandwidth) if peak > 0 else intensity * bandwidth


@formula(symbol="I", unit=FLOP_PER_BYTE, source=ROOFLINE)
def arithmetic_intensity(flop: float, moved_bytes: float) -> float:
    """Operations for each byte that has to be moved."""
    return flop / moved_bytes


@formula(symbol="t", unit=SECONDS, source=ROOFLINE)
def roofline_seconds(flop: float, moved_bytes: float, peak: float, bandwidth: float) -> float:
    """The least time an operation takes: at the most that can be reached with its operations for each byte."""
    return (
        flop / attainable(peak, bandwidth, arithmetic_intensity(flop, moved_bytes))
        if arithmetic_intensity(flop, moved_bytes) > 0
        else moved_bytes / bandwidth
    )


# -- three kinds of operation


@formula(
    symbol="F",
    unit=FLOP,
    source="https://docs.nvidia.com/deeplearning/performance/dl-performance-matrix-multiplication/",
)
def gemm_flop(rows: int, columns: int, inner: int) -> float:
    """Product of two matrices: a multiplication and an addition for each value summed."""
    return 2 * rows * columns * inner


@formula(
    symbol="Q",
    unit=BYTES,
    source="https://docs.nvidia.com/deeplearning/performance/dl-performance-matrix-multiplication/",
)
def gemm_bytes(rows: int, columns: int, inner: int, bytes_per_value: float) -> float:
    """Both matrices read once, and the result written once."""
    return bytes_per_value * (rows * inner + inner * columns + rows * columns)


@formula(symbol="F", unit=FLOP, source=FLASH_ATTENTION)
def attention_flop(rows: int, columns: int, inner: int, shared_queries: int) -> float:
    """Attention of one head of keys and values: scores and weighted values, for each head of queries that shares it."""
    return 4 * rows * columns * inner * shared_queries


@formula(symbol="Q", unit=BYTES, source=FLASH_ATTENTION)
def attention_bytes(rows: int, columns: int, inner: int, shared_queries: int, bytes_per_value: float) -> float:
    """Keys and values read once, queries read and results written; the scores never leave the chip."""
    return bytes_per_value * (2 * columns * inner + 2 * rows * inner * shared_queries)


@formula(symbol="F", unit=FLOP, source="definition")
def elementwise_flop(rows: int, columns: int, flop_each: int) -> float:
    """So many operations on each value."""
    return rows * columns * flop_each


@formula(symbol="Q", unit=BYTES, source="definition")
def elementwise_bytes(rows: int, columns: int, passes_over: int, bytes_per_value: float) -> float:
    """Every value read and written as often as there are operands and results."""
    return bytes_per_value * rows * columns * passes_over


@formula(symbol="F_o", unit=FLOP, source="definition")
def operation_flop(operation: int, rows: int, columns: int, inner: int, shared_queries: int) -> float:
    """Operations of what was chosen: a product of matrices, attention, or one operation on each value."""
    return (
        gemm_flop(rows, columns, inner)
        if operation == 0
        else (
            attention_flop(rows, columns, inner, shared_queries)
            if operation == 1
            else elementwise_flop(rows, columns, 1)
        )
    )


@formula(symbol="Q_o", unit=BYTES, source="definition")
def operation_bytes(
    operation: int, rows: int, columns: int, inner: int, shared_queries: int, bytes_per_value: float
) -> float:
    """Bytes moved by what was chosen; an operation on each value reads two and writes one."""
    return (
        gemm_bytes(rows, columns, inner, bytes_per_value)
        if operation == 0
        else (
            attention_bytes(rows, columns, inner, shared_queries, bytes_per_value)
            if operation == 1
            else elementwise_bytes(rows, columns, 3, bytes_per_value)
        )
    )
