"""Every variable of every formula, once: its name, symbol, unit, meaning and range.

A formula may only use these names for arguments, assigned names and fields of records.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from calculators import records
from calculators.units import (
    BITS_PER_SECOND,
    BYTES,
    BYTES_PER_SECOND,
    BYTES_PER_VALUE,
    COUNT,
    DEVICE_HOURS,
    ENERGY,
    FLOP,
    FLOP_PER_BYTE,
    FLOP_PER_SECOND,
    MONEY,
    MONEY_PER_HOUR,
    MONEY_PER_TOKEN,
    SECONDS,
    SHARE,
    TOKENS_PER_SECOND,
    WATTS,
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
        Variable("places", "Z", COUNT, "places for tokens in the cache", 0, 10**15),
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
        Variable("attention_maps", "a", COUNT, "matrices of attention in one block", 0, 100),
        Variable("modulation_maps", "a_m", COUNT, "matrices that turn time and prompt into scales and shifts", 0, 100),
        Variable("elements", "P_1", COUNT, "weights of one of them", 0, 10**15),
        Variable("outer", "P_o", COUNT, "weights in front of the first block and behind the last", 0, 10**12),
        Variable("last_norm", "v_L", COUNT, "values of the norm behind the last layer", 0, 10**6),
        Variable("encoders", "f_e", COUNT, "1 where encoders of images or sound come with it, else 0", 0, 1),
        # Number formats
        Variable("block_values", "v_B", COUNT, "values in one block of a format", 1, 2**20),
        Variable(
            "block_bytes", "m_B", BYTES_PER_VALUE, "bytes of one block, scales included", 0.125, 2**22, whole=False
        ),
        Variable(
            "bytes_per_key",
            "b_K",
            BYTES_PER_VALUE,
            "bytes for each value of the keys, scales included",
            0.125,
            8,
            whole=False,
            term="kv-cache-quantization",
        ),
        Variable("mixed", "f_m", COUNT, "1 where a file mixes formats, else 0", 0, 1),
        Variable("experts_mixed", "f_x", COUNT, "1 where the mix holds for experts too, else 0", 0, 1),
        Variable("every_third", "f_3", COUNT, "1 where a mix raises every third layer and both ends, else 0", 0, 1),
        Variable("first", "L_f", COUNT, "number of first layers that a mix raises", 0, 100),
        Variable("first_part", "q", COUNT, "a mix raises one of so many parts of the layers, 0 for none", 0, 100),
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
        # Pictures
        Variable("extent", "X", COUNT, "length of a scale", 1e-9, 1e30, whole=False),
        Variable("part", "x", COUNT, "a length on a scale", 0, 1e30, whole=False),
        Variable("place", "i", COUNT, "number of a mark on a scale, or place in the catalogue", 0, 10**4),
        Variable(
            "peak", "R", FLOP_PER_SECOND, "peak rate of arithmetic, dense", 1e6, 1e20, whole=False, term="peak-rate"
        ),
        Variable("size", "s", COUNT, "distance between two marks", 1e-9, 1e30, whole=False),
        # Arithmetic and its limits
        Variable("arithmetic", "a", COUNT, "kind of arithmetic: which peak counts", 0, 9, term="floating-point-format"),
        Variable("rate", "R", FLOP_PER_SECOND, "peak in one kind of arithmetic", 0, 1e20, whole=False),
        Variable("accumulator", "b_a", COUNT, "bits of the type that products are summed in", 0, 64),
        Variable(
            "own_peak", "R", FLOP_PER_SECOND, "peak of your own accelerator", 1e9, 1e18, whole=False, term="peak-rate"
        ),
        Variable("flop", "F", FLOP, "operations to do", 0, 1e40, whole=False, term="flop"),
        Variable("moved_bytes", "Q", BYTES, "bytes to move between the chip and its memory", 1, 1e30, whole=False),
        Variable(
            "intensity",
            "I",
            FLOP_PER_BYTE,
            "operations for each byte moved",
            0,
            1e15,
            whole=False,
            term="arithmetic-intensity",
        ),
        Variable("operation", "o", COUNT, "kind of operation: 0 GEMM, 1 attention, 2 elementwise", 0, 2),
        Variable("rows", "m", COUNT, "rows of the result, or tokens that ask", 1, 10**8, term="gemm"),
        Variable("columns", "n", COUNT, "columns of the result, or tokens that are asked", 1, 10**8, term="gemm"),
        Variable("inner", "k", COUNT, "values summed for each result, or width of a head", 1, 10**6, term="gemm"),
        Variable("shared_queries", "g_q", COUNT, "heads of queries for each head of keys and values", 1, 1024),
        Variable("flop_each", "f", COUNT, "operations on each value", 1, 10**4),
        Variable("passes_over", "r", COUNT, "times that each value is read or written", 1, 100),
        # Decoding and prefill
        Variable("prompt", "T_p", COUNT, "tokens of the prompt", 1, 10**8, term="prefill"),
        Variable(
            "accepted",
            "τ",
            COUNT,
            "tokens that one step yields for a sequence",
            1,
            64,
            whole=False,
            term="speculative-decoding",
        ),
        Variable("acceptance", "α", SHARE, "share of drafted tokens that are accepted", 0, 0.999, whole=False),
        Variable("drafted", "γ", COUNT, "tokens drafted for each step", 0, 64),
        Variable("compute_seconds", "t_R", SECONDS, "time to compute", 0, 1e18, whole=False),
        Variable("memory_seconds", "t_B", SECONDS, "time to read", 0, 1e18, whole=False),
        Variable("matrix_seconds", "t_M", SECONDS, "time for the matrices", 0, 1e18, whole=False),
        Variable("attention_seconds", "t_A", SECONDS, "time for attention", 0, 1e18, whole=False),
        Variable("exchange_seconds", "t_X", SECONDS, "time to exchange", 0, 1e18, whole=False),
        Variable(
            "step_seconds", "t", SECONDS, "time of one step", 1e-12, 1e18, whole=False, term="time-per-output-token"
        ),
        Variable("prefill_seconds", "t_p", SECONDS, "time to the first token", 1e-12, 1e18, whole=False),
        Variable("last_memory_bound", "S_B", COUNT, "most sequences at which reading takes longer", 0, 10**6),
        Variable("tokens_each", "v_1", TOKENS_PER_SECOND, "tokens a second of one sequence", 0, 1e15, whole=False),
        Variable("tokens_together", "v", TOKENS_PER_SECOND, "tokens a second, all sequences", 1e-9, 1e18, whole=False),
        Variable("prefill_rate", "v_p", TOKENS_PER_SECOND, "tokens of prompts in a second", 1e-9, 1e18, whole=False),
        Variable("step_flop", "F_1", FLOP, "operations of a step", 0, 1e40, whole=False),
        Variable("step_bytes", "Q_1", BYTES, "bytes that a step reads", 1, 1e30, whole=False),
        Variable("step_intensity", "I_1", FLOP_PER_BYTE, "operations for each byte of a step", 0, 1e15, whole=False),
        Variable(
            "prefill_intensity", "I_p", FLOP_PER_BYTE, "operations for each byte of prefill", 0, 1e15, whole=False
        ),
        Variable("operation_intensity", "I_o", FLOP_PER_BYTE, "the same of an operation", 0, 1e15, whole=False),
        Variable("operation_attainable", "R_o", FLOP_PER_SECOND, "what an operation can reach", 1, 1e20, whole=False),
        Variable("ridge", "I_R", FLOP_PER_BYTE, "ridge point", 0, 1e9, whole=False, term="roofline-model"),
        Variable("model_elements", "P", COUNT, "parameters that work on one token", 1, 10**15, term="parameter"),
        Variable("image_tokens", "T_i", COUNT, "tokens of an image in latent space", 1, 10**7),
        Variable("guidance", "G", COUNT, "passes in one step: 2 with classifier-free guidance", 1, 4),
        # Links
        Variable("lanes", "l", COUNT, "lanes side by side", 1, 1024),
        Variable("lane_rate", "r_l", BITS_PER_SECOND, "bits a second on one lane", 1e6, 1e15, whole=False),
        Variable("payload_bits", "c_1", COUNT, "bits before coding", 1, 10**6),
        Variable("line_bits", "c_2", COUNT, "bits after coding", 1, 10**6),
        Variable("protocol_share", "η", SHARE, "share that packet headers leave", 0.01, 1, whole=False),
        Variable(
            "link_bandwidth",
            "W",
            BYTES_PER_SECOND,
            "bytes a second over the link, one direction",
            1e3,
            1e16,
            whole=False,
            term="bandwidth",
        ),
        Variable("inside_bandwidth", "W_1", BYTES_PER_SECOND, "the same inside a node", 1e3, 1e16, whole=False),
        Variable(
            "outside_bandwidth",
            "W_2",
            BYTES_PER_SECOND,
            "the same between nodes, for each accelerator",
            1e3,
            1e16,
            whole=False,
        ),
        Variable("latency", "λ", SECONDS, "time of a step that carries nothing", 0, 10, whole=False, term="latency"),
        Variable("inside_latency", "λ_1", SECONDS, "the same inside a node", 0, 10, whole=False),
        Variable("outside_latency", "λ_2", SECONDS, "the same between nodes", 0, 10, whole=False),
        Variable("data_bytes", "D", BYTES, "bytes to send", 1, 1e18, whole=False),
        Variable("collective", "o", COUNT, "kind of collective operation", 0, 5, term="collective-communication"),
        Variable("ranks", "n", COUNT, "accelerators that take part", 1, 10**6),
        Variable("per_node", "g", COUNT, "accelerators in each node", 1, 1024),
        Variable("nodes", "k", COUNT, "nodes", 1, 10**5),
        Variable("exchanged_hidden", "h", COUNT, "width of what is sent for each token", 1, 10**6),
        Variable("reached", "k_E", COUNT, "experts that each token is sent to, shared ones included", 1, 1024),
        Variable("dispatch_bytes", "b_d", BYTES_PER_VALUE, "bytes of a value on the way there", 0.125, 8, whole=False),
        Variable("combine_bytes", "b_c", BYTES_PER_VALUE, "bytes of a value on the way back", 0.125, 8, whole=False),
        Variable("ring_seconds", "t_1", SECONDS, "time by a ring", 0, 1e18, whole=False),
        Variable("tree_seconds", "t_2", SECONDS, "time by a tree", 0, 1e18, whole=False),
        Variable("hierarchy_seconds", "t_3", SECONDS, "time by a hierarchy", 0, 1e18, whole=False),
        Variable("inside_seconds", "t_i", SECONDS, "time inside the nodes", 0, 1e18, whole=False),
        Variable("outside_seconds", "t_o", SECONDS, "time between the nodes", 0, 1e18, whole=False),
        Variable("overlapped_seconds", "t_3", SECONDS, "time by levels, both at once", 0, 1e18, whole=False),
        Variable("levels_seconds", "t_3'", SECONDS, "time by levels, one after the other", 0, 1e18, whole=False),
        Variable("fastest_seconds", "t_min", SECONDS, "the least of these times", 0, 1e18, whole=False),
        Variable("seconds", "t", SECONDS, "time that was measured", 1e-9, 1e9, whole=False),
        Variable("bus_share", "f", COUNT, "bytes over the slowest link for each byte of the buffer", 0, 2, whole=False),
        Variable("disk_bandwidth", "W_d", BYTES_PER_SECOND, "bytes a second from the disk", 1e6, 1e14, whole=False),
        Variable(
            "network_bandwidth", "W_n", BYTES_PER_SECOND, "bytes a second over the network", 1e6, 1e14, whole=False
        ),
        Variable(
            "host_bandwidth",
            "W_h",
            BYTES_PER_SECOND,
            "bytes a second from host to device",
            1e6,
            1e14,
            whole=False,
            term="host-device-transfer",
        ),
        Variable("disk_seconds", "t_d", SECONDS, "time of the disk", 0, 1e18, whole=False),
        Variable("network_seconds", "t_n", SECONDS, "time of the network", 0, 1e18, whole=False),
        Variable("host_seconds", "t_h", SECONDS, "time from host to device", 0, 1e18, whole=False),
        # Training
        Variable("trained_elements", "N", COUNT, "parameters that work on one token", 1, 10**15, term="parameter"),
        Variable("trained_tokens", "D", COUNT, "tokens trained on", 1, 10**17, term="token"),
        Variable(
            "recomputed",
            "ρ",
            COUNT,
            "1 where activations are computed again, else 0",
            0,
            1,
            term="activation-checkpointing",
        ),
        Variable("attention_width", "w_A", COUNT, "layers × heads × width of a head", 0, 10**9),
        Variable("sequence", "T", COUNT, "tokens in a sequence", 1, 10**8, term="context-length"),
        Variable(
            "utilization",
            "u",
            SHARE,
            "share of the peak that is reached",
            0.001,
            1,
            whole=False,
            term="model-flops-utilization",
        ),
        Variable(
            "achieved",
            "R_1",
            FLOP_PER_SECOND,
            "operations a second on each accelerator, as reached",
            1e6,
            1e18,
            whole=False,
        ),
        Variable(
            "tokens_per_second",
            "v",
            TOKENS_PER_SECOND,
            "tokens a second",
            1e-9,
            1e15,
            whole=False,
            term="tokens-per-second",
        ),
        Variable("training_seconds", "t", SECONDS, "time of the training", 1e-9, 1e18, whole=False),
        Variable("device_seconds", "H", DEVICE_HOURS, "hours of accelerators together", 0, 1e20, whole=False),
        # Memory of training
        Variable("method", "f_m", COUNT, "0: all weights are trained; 1: LoRA; 2: QLoRA", 0, 2, term="lora"),
        Variable("rank", "r", COUNT, "rank of the adapters", 1, 10**5, term="lora"),
        Variable("adapted", "f_a", COUNT, "matrices with adapters: 0 queries and values, 1 attention, 2 all", 0, 2),
        Variable(
            "micro_batch", "b", COUNT, "sequences that an accelerator works on at once", 1, 10**6, term="batch-size"
        ),
        Variable(
            "accumulation", "m", COUNT, "micro-batches between two updates", 1, 10**6, term="gradient-accumulation"
        ),
        Variable(
            "recompute",
            "f_r",
            COUNT,
            "what is computed again: 0 nothing, 1 attention, 2 all but the inputs of layers",
            0,
            2,
            term="activation-checkpointing",
        ),
        Variable("dropout", "f_d", COUNT, "1 where dropout keeps its masks, else 0", 0, 1),
        Variable("zero_stage", "z", COUNT, "stage of ZeRO", 0, 3, term="zero-redundancy-optimizer"),
        Variable("data_parallel", "n_d", COUNT, "copies that share the batch", 1, 10**6, term="data-parallelism"),
        Variable(
            "tensor_parallel", "n_t", COUNT, "accelerators that share each matrix", 1, 1024, term="tensor-parallelism"
        ),
        Variable(
            "sequence_parallel", "f_s", COUNT, "1 with sequence parallelism, else 0", 0, 1, term="sequence-parallelism"
        ),
        Variable(
            "offload",
            "f_o",
            COUNT,
            "in system memory: 0 nothing, 1 optimizer, 2 weights as well",
            0,
            2,
            term="offloading",
        ),
        Variable("weight_width", "b_w", BYTES_PER_VALUE, "bytes of a weight", 1, 8, whole=False),
        Variable("gradient_width", "b_g", BYTES_PER_VALUE, "bytes of a gradient", 1, 8, whole=False, term="gradient"),
        Variable("master_width", "b_c", BYTES_PER_VALUE, "bytes of the copy of a weight in fp32", 0, 8, whole=False),
        Variable("moment_width", "b_m", BYTES_PER_VALUE, "bytes of a state of the optimizer", 1, 8, whole=False),
        Variable(
            "activation_width", "b_v", BYTES_PER_VALUE, "bytes of an activation", 1, 8, whole=False, term="activation"
        ),
        Variable("moments", "k_m", COUNT, "states of the optimizer for a parameter of a matrix", 0, 4),
        Variable("other_moments", "k_o", COUNT, "states of the optimizer for any other parameter", 0, 4),
        Variable("factored", "f_f", COUNT, "1 where states are kept by rows and columns, else 0", 0, 1),
        Variable("quantised", "f_q", COUNT, "1 where states are kept in blocks of fewer bits, else 0", 0, 1),
        Variable("device_elements", "P_1", COUNT, "parameters on the fullest accelerator", 0, 10**16, whole=False),
        Variable("device_matrix_elements", "P_M", COUNT, "those of them in matrices of layers", 0, 10**16, whole=False),
        Variable("adapter_elements", "P_a", COUNT, "parameters of all adapters", 0, 10**16, term="lora"),
        Variable(
            "trainable_elements",
            "P_t",
            COUNT,
            "parameters that are trained, on the fullest accelerator",
            0,
            10**16,
            whole=False,
        ),
        Variable("trainable_matrix_elements", "P_tM", COUNT, "those of them in matrices", 0, 10**16, whole=False),
        Variable(
            "factor_elements", "P_f", COUNT, "rows and columns of the matrices that are trained", 0, 10**16, whole=False
        ),
        Variable(
            "largest_elements",
            "P_max",
            COUNT,
            "parameters of the largest part that is gathered",
            0,
            10**14,
            whole=False,
        ),
        Variable("largest_tensor_elements", "P_T", COUNT, "parameters of the largest tensor", 0, 10**14, whole=False),
        Variable("trained_in_all", "P_0", COUNT, "parameters that are trained, of the whole model", 0, 10**16),
        Variable("weight_parts", "n_w", COUNT, "parts that weights are divided into", 1, 10**6),
        Variable("gradient_parts", "n_g", COUNT, "parts that gradients are divided into", 1, 10**6),
        Variable("optimizer_parts", "n_o", COUNT, "parts that states are divided into", 1, 10**6),
        Variable("frozen_bytes", "M_F", BYTES, "weights that are not trained", 0, 1e18, whole=False),
        Variable(
            "optimizer_bytes",
            "M_O",
            BYTES,
            "states and copies of the optimizer",
            0,
            1e18,
            whole=False,
            term="optimizer-state",
        ),
        Variable("device_weights_bytes", "M_W", BYTES, "weights on each accelerator", 0, 1e18, whole=False),
        Variable("device_gradients_bytes", "M_G", BYTES, "gradients on each accelerator", 0, 1e18, whole=False),
        Variable(
            "device_optimizer_bytes", "M_O", BYTES, "states of the optimizer on each accelerator", 0, 1e18, whole=False
        ),
        Variable("gathered_bytes", "M_g", BYTES, "a layer that is gathered", 0, 1e18, whole=False),
        Variable("held_bytes", "M_h", BYTES, "what does not depend on the batch, at most", 0, 1e18, whole=False),
        Variable(
            "whole_bytes", "A_w", BYTES, "activations as wide as the hidden state, for each token", 0, 1e15, whole=False
        ),
        Variable(
            "split_bytes",
            "A_s",
            BYTES,
            "activations that tensor parallelism divides, for each token",
            0,
            1e15,
            whole=False,
        ),
        Variable("core_bytes", "A_c", BYTES, "scores of attention, for each token", 0, 1e15, whole=False),
        Variable("whole_parts", "n_s", COUNT, "parts that activations of full width are divided into", 1, 1024),
        Variable("kept_bytes", "A", BYTES, "activations of one micro-batch in all layers", 0, 1e18, whole=False),
        Variable("working_bytes", "A_1", BYTES, "one layer while it is computed again", 0, 1e18, whole=False),
        Variable("activations_low_bytes", "M_A", BYTES, "activations at least", 0, 1e18, whole=False),
        Variable("activations_high_bytes", "M_A'", BYTES, "activations at most", 0, 1e18, whole=False),
        Variable("logits_low_bytes", "M_L", BYTES, "logits at least", 0, 1e18, whole=False),
        Variable("logits_high_bytes", "M_L'", BYTES, "logits at most", 0, 1e18, whole=False),
        Variable(
            "training_reserve_low_bytes", "M_R", BYTES, "kernels and communication at least", 0, 1e13, whole=False
        ),
        Variable(
            "training_reserve_high_bytes", "M_R'", BYTES, "kernels and communication at most", 0, 1e13, whole=False
        ),
        Variable("most_batch", "b_fit", COUNT, "largest micro-batch that fits", 0, 10**6),
        Variable("longest_sequence", "s_fit", COUNT, "longest sequence that fits", 0, 10**8),
        Variable("fewest_copies", "n_fit", COUNT, "fewest copies that fit, as a power of two", 0, 10**6),
        # Cost and energy
        Variable("price", "p", MONEY_PER_HOUR, "price of one accelerator for an hour", 0.001, 1000, whole=False),
        Variable(
            "purchase", "p_b", MONEY, "price of one accelerator with its share of the server", 1, 1e7, whole=False
        ),
        Variable(
            "hosting",
            "p_k",
            MONEY_PER_HOUR,
            "housing, people and power of one's own accelerator for an hour",
            0,
            1000,
            whole=False,
        ),
        Variable("lifetime", "t_L", SECONDS, "how long it is kept", 86400, 1e9, whole=False),
        Variable("busy", "β", SHARE, "share of the time that it works", 0.01, 1, whole=False),
        Variable("power", "P_W", WATTS, "power of one accelerator", 1, 1e5, whole=False, term="thermal-design-power"),
        Variable("pue", "e", COUNT, "power usage effectiveness: all power by that of the computers", 1, 3, whole=False),
        Variable("electricity", "p_e", MONEY, "price of a kilowatt-hour", 0, 10, whole=False),
        Variable("energy", "E", ENERGY, "energy", 0, 1e24, whole=False),
        Variable("generated_tokens", "T_o", COUNT, "tokens generated for each request", 1, 10**7),
        Variable("rent_cost", "C_r", MONEY_PER_HOUR, "cost of an hour of work, rented", 0, 1e6, whole=False),
        Variable("own_cost", "C_o", MONEY_PER_HOUR, "cost of an hour of work, owned", 0, 1e6, whole=False),
        Variable("token_cost", "C_T", MONEY_PER_TOKEN, "cost of a token", 0, 1e6, whole=False),
        Variable("stated_elements", "N'", COUNT, "parameters, where they are not those of the model", 0, 10**15),
        Variable("break_even", "t_=", SECONDS, "time after which buying is cheaper", 0, 1e18, whole=False),
        Variable("prompt_cost", "C_p", MONEY_PER_TOKEN, "cost of a token of the prompt", 0, 1e6, whole=False),
        Variable("answer_cost", "C_T", MONEY_PER_TOKEN, "cost of a generated token", 0, 1e6, whole=False),
        Variable("prompt_money", "C_1", MONEY, "cost of a prompt", 0, 1e12, whole=False),
        Variable("answer_money", "C_2", MONEY, "cost of an answer", 0, 1e12, whole=False),
        Variable("other_prompt_money", "C_1'", MONEY, "the same for the other set-up", 0, 1e12, whole=False),
        Variable("other_answer_money", "C_2'", MONEY, "the same for the other set-up", 0, 1e12, whole=False),
        Variable("other_levels_seconds", "t_3''", SECONDS, "the same for the other set-up", 0, 1e18, whole=False),
        # What was seen in practice
        Variable("least", "η", SHARE, "least share that was seen", 0.001, 2, whole=False),
        Variable("most", "η'", SHARE, "largest share that was seen", 0.001, 2, whole=False),
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
        RecordVariable(
            "value_format",
            "V",
            records.NumberFormat,
            "number format of the values in the KV cache",
            term="kv-cache-quantization",
        ),
        RecordVariable("accelerator", "", records.Accelerator, "the accelerator", term="ai-accelerator"),
        RecordVariable("link", "", records.Link, "the link"),
        RecordVariable("second_link", "2", records.Link, "the link between nodes", term="scale-out-network"),
        RecordVariable("host_link", "h", records.Link, "the link from host to device", term="pci-express"),
        RecordVariable("offer", "", records.Offer, "what an accelerator is rented for"),
        RecordVariable("decode_share", "d", records.Share, "what decoding reaches of its bound"),
        RecordVariable("prefill_share", "p", records.Share, "what prefill reaches of the peak"),
        RecordVariable("training_share", "t", records.Share, "what training reaches of the peak"),
        RecordVariable("link_share", "l", records.Share, "what collectives reach of the link"),
        RecordVariable(
            "precision",
            "",
            records.Precision,
            "what is kept in training, and how wide",
            term="mixed-precision-training",
        ),
        RecordVariable("optimizer", "", records.Optimizer, "what the optimizer remembers", term="optimizer-state"),
        RecordVariable("unfused", "u", records.Share, "activations as they are kept, of what is counted"),
        RecordVariable("distributed", "d", records.Reserve, "what communication between processes takes"),
        RecordVariable("reserve", "", records.Reserve, "what the engine takes for itself"),
        RecordVariable("image_reserve", "", records.Reserve, "what an engine of images takes for itself"),
        RecordVariable("neighbour", "", records.Reserve, "what else is on the accelerator"),
        # Fields that are records: the classes of weights
        RecordVariable("attention", "A", records.NumberFormat, "format of the attention matrices"),
        RecordVariable("feedforward", "F", records.NumberFormat, "format of the feed-forward matrices"),
        RecordVariable("routed", "X", records.NumberFormat, "format of the experts"),
        RecordVariable("embedding", "E", records.NumberFormat, "format of the embedding"),
        RecordVariable("head", "O", records.NumberFormat, "format of the output head"),
        RecordVariable("vectors", "V", records.NumberFormat, "format of norms, biases and routers"),
        RecordVariable("companions", "P", records.NumberFormat, "format of models that work beside it"),
        RecordVariable("values", "val", records.NumberFormat, "format of the matrices that make values"),
        RecordVariable("values_raised", "val'", records.NumberFormat, "the same in raised layers"),
        RecordVariable("output", "out", records.NumberFormat, "format of the last matrix of attention"),
        RecordVariable("down", "down", records.NumberFormat, "format of the last matrix of a network"),
        RecordVariable("down_raised", "down'", records.NumberFormat, "the same in raised layers"),
    )
)
