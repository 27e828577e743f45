"""How long data takes between devices: one transfer, a collective operation, a model on its way to memory."""

from __future__ import annotations

from math import ceil, log2

from calculators.formula import formula
from calculators.records import Link
from calculators.units import BITS_PER_SECOND, BYTES_PER_SECOND, COUNT, SECONDS, SHARE

NCCL_TESTS = "https://github.com/NVIDIA/nccl-tests/blob/master/doc/PERFORMANCE.md"
COLLECTIVES = "https://doi.org/10.1177/1094342005051521"
TREES = "https://developer.nvidia.com/blog/massively-scale-deep-learning-training-nccl-2-4/"
LEVELS = "https://github.com/stas00/ml-engineering/blob/master/network/README.md"

ALL_REDUCE, ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL, BROADCAST = range(5)
"""The numbers of the collective operations in formulas."""


# -- one link


@formula(symbol="r", unit=BITS_PER_SECOND, source="definition")
def signalled(link: Link) -> float:
    """Bits a second on all lanes together, before decoding."""
    return link.lanes * link.lane_rate


@formula(symbol="W", unit=BYTES_PER_SECOND, source="https://pcisig.com/faq")
def link_bytes(link: Link) -> float:
    """Bytes a second in one direction, after coding: of so many bits on the wire so many are payload."""
    return link.lanes * link.lane_rate * link.payload_bits / link.line_bits / 8


@formula(symbol="W'", unit=BYTES_PER_SECOND, source="definition")
def data_bytes_rate(link: Link) -> float:
    """Bytes a second that packet headers leave to the data, where their share is known."""
    return link_bytes(link) * link.protocol_share


@formula(symbol="η_c", unit=SHARE, source="definition")
def coding_share(link: Link) -> float:
    """Share of the signalled bits that is payload."""
    return link.payload_bits / link.line_bits


@formula(symbol="t", unit=SECONDS, source="https://doi.org/10.1016/S0167-8191(05)80116-4")
def transfer_seconds(data_bytes: float, link_bandwidth: float, latency: float) -> float:
    """Time of one transfer: until the first byte arrives, and then the rest."""
    return latency + data_bytes / link_bandwidth


# -- bandwidth as it is reported


@formula(symbol="f", unit=COUNT, source=NCCL_TESTS)
def bus_factor(collective: int, ranks: int) -> float:
    """Bytes that cross the slowest link for each byte of the buffer: all-reduce, broadcast, or another."""
    return 2 * (ranks - 1) / ranks if collective == 0 else (1 if collective == 4 else (ranks - 1) / ranks)


@formula(symbol="W_alg", unit=BYTES_PER_SECOND, source=NCCL_TESTS)
def algorithm_bandwidth(data_bytes: float, seconds: float) -> float:
    """Size of the buffer by the time: what nccl-tests prints as algbw."""
    return data_bytes / seconds


@formula(symbol="W_bus", unit=BYTES_PER_SECOND, source=NCCL_TESTS)
def bus_bandwidth(collective: int, ranks: int, data_bytes: float, seconds: float) -> float:
    """What a ring would have sent over each link: what nccl-tests prints as busbw; no rate of any wire."""
    return bus_factor(collective, ranks) * data_bytes / seconds


# -- collective operations


@formula(symbol="t_1", unit=SECONDS, source=COLLECTIVES)
def ring_seconds(collective: int, ranks: int, data_bytes: float, link_bandwidth: float, latency: float) -> float:
    """In a ring: everybody sends a part to the next, again and again; many steps, but no byte twice over a link."""
    return (
        bus_factor(collective, ranks) * data_bytes / link_bandwidth
        + (2 if collective == 0 else 1) * (ranks - 1) * latency
    )


@formula(symbol="f_2", unit=COUNT, source=COLLECTIVES)
def tree_factor(collective: int, ranks: int) -> float:
    """The same for a tree or by doubling: an all-to-all passes on half of the buffer in each step."""
    return (
        2
        if collective == 0
        else (1 if collective == 4 else (ceil(log2(ranks)) / 2 if collective == 3 else (ranks - 1) / ranks))
    )


@formula(symbol="t_2", unit=SECONDS, source=TREES)
def tree_seconds(collective: int, ranks: int, data_bytes: float, link_bandwidth: float, latency: float) -> float:
    """By trees or doubling: few steps, for small messages."""
    return (
        tree_factor(collective, ranks) * data_bytes / link_bandwidth
        + (2 if collective == 0 else 1) * ceil(log2(ranks)) * latency
        if ranks > 1
        else 0
    )


@formula(symbol="t_i", unit=SECONDS, source=LEVELS)
def inside_seconds(
    collective: int, per_node: int, data_bytes: float, inside_bandwidth: float, inside_latency: float
) -> float:
    """The part inside the nodes: before and after what crosses between them."""
    return (2 if collective == 0 else 1) * (
        (per_node - 1) / per_node * data_bytes / inside_bandwidth + (per_node - 1) * inside_latency
    )


@formula(symbol="t_o", unit=SECONDS, source=LEVELS)
def outside_seconds(
    collective: int,
    per_node: int,
    nodes: int,
    data_bytes: float,
    outside_bandwidth: float,
    outside_latency: float,
) -> float:
    """The part between nodes: each accelerator exchanges its share over its own adapter; an all-to-all sends it all."""
    return (2 if collective == 0 else 1) * (
        (nodes - 1) / nodes * (data_bytes if collective == 3 else data_bytes / per_node) / outside_bandwidth
        + (nodes - 1) * outside_latency
    )


@formula(symbol="t_3", unit=SECONDS, source=LEVELS)
def overlapped_seconds(inside_seconds: float, outside_seconds: float) -> float:
    """By levels, both parts at once: the least such an operation takes."""
    return max(inside_seconds, outside_seconds)


@formula(symbol="t_3'", unit=SECONDS, source=LEVELS)
def levels_seconds(inside_seconds: float, outside_seconds: float) -> float:
    """By levels, one part after the other."""
    return inside_seconds + outside_seconds


@formula(symbol="W_nic", unit=BYTES_PER_SECOND, source=LEVELS)
def adapter_bandwidth(link_bandwidth: float, per_node: int, nodes: int) -> float:
    """What each adapter carries while all-reduce by levels shows this bus bandwidth."""
    return link_bandwidth * (nodes - 1) / (per_node * nodes - 1)


@formula(symbol="t_E", unit=SECONDS, source="https://arxiv.org/abs/2505.09343")
def expert_exchange_seconds(
    rows: int,
    reached: int,
    exchanged_hidden: int,
    dispatch_bytes: float,
    combine_bytes: float,
    link_bandwidth: float,
) -> float:
    """Expert parallelism: every token travels to each of its experts and back."""
    return (dispatch_bytes + combine_bytes) * rows * reached * exchanged_hidden / link_bandwidth


# -- a model on its way to memory


@formula(symbol="t_d", unit=SECONDS, source="definition")
def stage_seconds(data_bytes: float, link_bandwidth: float) -> float:
    """Time of one stage on the way."""
    return data_bytes / link_bandwidth


@formula(symbol="t_L", unit=SECONDS, source="definition")
def load_seconds(disk_seconds: float, network_seconds: float, host_seconds: float) -> float:
    """Time to load: stages work at the same time, so the slowest counts, not their sum."""
    return max(disk_seconds, network_seconds, host_seconds)
