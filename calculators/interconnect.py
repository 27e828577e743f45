"""How long data takes between devices: one transfer, a collective operation, a model on its way to memory."""

from __future__ import annotations

from math import ceil, log2

from calculators.formula import formula
from calculators.records import Link, Model, NumberFormat, Share, WeightLayout
from calculators.units import BITS_PER_SECOND, BYTES, BYTES_PER_SECOND, COUNT, SECONDS, SHARE
from calculators.weights import bytes_each, parameters, weights_bytes

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


@formula(
    symbol="W",
    unit=BYTES_PER_SECOND,
    source="https://intel.com/content/www/us/en/docs/programmable/683111/23-4/avalon-st-interface-with-optional-sr.html",
)
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


@formula(symbol="t", unit=SECONDS, source=COLLECTIVES)
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


# -- what a calculator makes of two links


@formula(symbol="n", unit=COUNT, source="definition")
def all_ranks(per_node: int, nodes: int) -> float:
    """Accelerators of all nodes together."""
    return per_node * nodes


@formula(symbol="W_1", unit=BYTES_PER_SECOND, source="definition")
def inside_rate(link: Link) -> float:
    """Bytes a second inside a node, one direction, coding and headers taken off."""
    return data_bytes_rate(link)


@formula(symbol="W_2", unit=BYTES_PER_SECOND, source="definition")
def outside_rate(second_link: Link) -> float:
    """Bytes a second between nodes for each accelerator, one direction, coding and headers taken off."""
    return data_bytes_rate(second_link)


@formula(symbol="W", unit=BYTES_PER_SECOND, source="definition")
def ring_bandwidth(nodes: int, inside_bandwidth: float, outside_bandwidth: float) -> float:
    """The slowest link on the way round; every accelerator has an adapter of its own."""
    return min(inside_bandwidth, outside_bandwidth) if nodes > 1 else inside_bandwidth


@formula(symbol="λ", unit=SECONDS, source="definition")
def ring_latency(nodes: int, inside_latency: float, outside_latency: float) -> float:
    """The longest wait on the way round."""
    return max(inside_latency, outside_latency) if nodes > 1 else inside_latency


@formula(symbol="t_min", unit=SECONDS, source="definition")
def least_seconds(ring_seconds: float, tree_seconds: float, overlapped_seconds: float) -> float:
    """The fastest of ring, tree and levels that work at once."""
    return min(ring_seconds, tree_seconds, overlapped_seconds)


@formula(symbol="t'", unit=SECONDS, source="definition")
def seen_shortest(fastest_seconds: float, link_share: Share) -> float:
    """The fastest, at the largest share of a link that was seen."""
    return fastest_seconds / link_share.most


@formula(symbol="t''", unit=SECONDS, source="definition")
def seen_longest(fastest_seconds: float, link_share: Share) -> float:
    """The fastest, at the least share of a link that was seen."""
    return fastest_seconds / link_share.least


@formula(symbol="a", unit=COUNT, source="definition")
def fastest_way(ring_seconds: float, tree_seconds: float, overlapped_seconds: float) -> float:
    """0: by levels; 1: in a ring; 2: by a tree."""
    return 0 if overlapped_seconds <= min(ring_seconds, tree_seconds) else (1 if ring_seconds <= tree_seconds else 2)


@formula(symbol="b", unit=COUNT, source="definition")
def exchange_binding(
    collective: int,
    per_node: int,
    nodes: int,
    data_bytes: float,
    inside_bandwidth: float,
    outside_bandwidth: float,
    levels_seconds: float,
) -> float:
    """What takes longest by levels: 0 waiting, 1 the link inside the nodes, 2 the one between; 3 for one device."""
    return (
        3
        if per_node * nodes == 1
        else (
            0
            if levels_seconds
            > 2
            * (
                inside_seconds(collective, per_node, data_bytes, inside_bandwidth, 0)
                + outside_seconds(collective, per_node, nodes, data_bytes, outside_bandwidth, 0)
            )
            else (
                1
                if inside_seconds(collective, per_node, data_bytes, inside_bandwidth, 0)
                >= outside_seconds(collective, per_node, nodes, data_bytes, outside_bandwidth, 0)
                else 2
            )
        )
    )


@formula(symbol="W_alg", unit=BYTES_PER_SECOND, source=NCCL_TESTS)
def fastest_algorithm_bandwidth(data_bytes: float, fastest_seconds: float) -> float:
    """Size of the buffer by the fastest time; 0 where nothing is exchanged."""
    return algorithm_bandwidth(data_bytes, fastest_seconds) if fastest_seconds > 0 else 0


@formula(symbol="W_bus", unit=BYTES_PER_SECOND, source=NCCL_TESTS)
def fastest_bus_bandwidth(collective: int, ranks: int, data_bytes: float, fastest_seconds: float) -> float:
    """The bus bandwidth that this would be shown as."""
    return bus_bandwidth(collective, ranks, data_bytes, fastest_seconds) if fastest_seconds > 0 else 0


@formula(symbol="M_g", unit=BYTES, source="definition")
def gradient_bytes(model: Model, format: NumberFormat) -> float:
    """Gradients of all parameters."""
    return parameters(model) * bytes_each(format)


@formula(symbol="t_g", unit=SECONDS, source=LEVELS)
def gradient_seconds(
    model: Model,
    format: NumberFormat,
    per_node: int,
    nodes: int,
    inside_bandwidth: float,
    outside_bandwidth: float,
    inside_latency: float,
    outside_latency: float,
) -> float:
    """An all-reduce of all gradients by levels, inside and between nodes at once."""
    return max(
        inside_seconds(0, per_node, gradient_bytes(model, format), inside_bandwidth, inside_latency),
        outside_seconds(0, per_node, nodes, gradient_bytes(model, format), outside_bandwidth, outside_latency),
    )


@formula(symbol="b", unit=COUNT, source="definition")
def gradient_binding(
    model: Model,
    format: NumberFormat,
    per_node: int,
    nodes: int,
    inside_bandwidth: float,
    outside_bandwidth: float,
    inside_latency: float,
    outside_latency: float,
) -> float:
    """What an exchange of gradients waits for: 0 nothing, 1 the link inside the nodes, 2 the link between them."""
    return (
        0
        if per_node * nodes == 1
        else (
            1
            if inside_seconds(0, per_node, gradient_bytes(model, format), inside_bandwidth, inside_latency)
            >= outside_seconds(0, per_node, nodes, gradient_bytes(model, format), outside_bandwidth, outside_latency)
            else 2
        )
    )


@formula(symbol="t_d", unit=SECONDS, source="definition")
def disk_stage(model: Model, layout: WeightLayout, disk_bandwidth: float) -> float:
    """Time to read the weights of the model from disk."""
    return stage_seconds(weights_bytes(model, layout), disk_bandwidth)


@formula(symbol="t_n", unit=SECONDS, source="definition")
def network_stage(model: Model, layout: WeightLayout, network_bandwidth: float) -> float:
    """Time to fetch them over the network."""
    return stage_seconds(weights_bytes(model, layout), network_bandwidth)


@formula(symbol="t_h", unit=SECONDS, source="definition")
def host_stage(model: Model, layout: WeightLayout, per_node: int, host_link: Link) -> float:
    """Time to copy them to the accelerators of one node, each over a link of its own."""
    return stage_seconds(weights_bytes(model, layout) / per_node, data_bytes_rate(host_link))


@formula(symbol="c", unit=COUNT, source="definition")
def slowest_stage(disk_seconds: float, network_seconds: float, host_seconds: float) -> float:
    """0: the disk; 1: the network; 2: the way from host to device."""
    return 0 if disk_seconds >= max(network_seconds, host_seconds) else (1 if network_seconds >= host_seconds else 2)


@formula(symbol="t", unit=SECONDS, source="definition")
def crossing_seconds(data_bytes: float, link: Link, inside_latency: float) -> float:
    """Time of one transfer over this link."""
    return inside_latency + data_bytes / data_bytes_rate(link)


@formula(symbol="X", unit=SECONDS, source="definition")
def time_extent(levels_seconds: float, other_levels_seconds: float) -> float:
    """Length of the scale of the picture."""
    return 1.05 * max(levels_seconds, other_levels_seconds, 0.000000001)


@formula(symbol="c", unit=COUNT, source="definition")
def nodes_case(per_node: int, nodes: int) -> float:
    """0: one node; 1: several; 2: several of one accelerator each, which have no link inside."""
    return (2 if per_node == 1 else 1) if nodes > 1 else 0


@formula(symbol="D", unit=BYTES, source="definition")
def data_size(data_bytes: float) -> float:
    """Size of the buffer."""
    return max(data_bytes, 0)
