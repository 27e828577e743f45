"""Variables of formulas: arithmetic and its limits, decoding and prefill."""

from __future__ import annotations

from calculators.units import BYTES, COUNT, FLOP, FLOP_PER_BYTE, FLOP_PER_SECOND, SECONDS, SHARE, TOKENS_PER_SECOND
from calculators.variable import Variable

SPEED: tuple[Variable, ...] = (
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
    Variable("step_seconds", "t", SECONDS, "time of one step", 1e-12, 1e18, whole=False, term="time-per-output-token"),
    Variable("prefill_seconds", "t_p", SECONDS, "time to the first token", 1e-12, 1e18, whole=False),
    Variable("last_memory_bound", "S_B", COUNT, "most sequences at which reading takes longer", 0, 10**6),
    Variable("tokens_each", "v_1", TOKENS_PER_SECOND, "tokens a second of one sequence", 0, 1e15, whole=False),
    Variable("tokens_together", "v", TOKENS_PER_SECOND, "tokens a second, all sequences", 1e-9, 1e18, whole=False),
    Variable("prefill_rate", "v_p", TOKENS_PER_SECOND, "tokens of prompts in a second", 1e-9, 1e18, whole=False),
    Variable("step_flop", "F_1", FLOP, "operations of a step", 0, 1e40, whole=False),
    Variable("step_bytes", "Q_1", BYTES, "bytes that a step reads", 1, 1e30, whole=False),
    Variable("step_intensity", "I_1", FLOP_PER_BYTE, "operations for each byte of a step", 0, 1e15, whole=False),
    Variable("prefill_intensity", "I_p", FLOP_PER_BYTE, "operations for each byte of prefill", 0, 1e15, whole=False),
    Variable("operation_intensity", "I_o", FLOP_PER_BYTE, "the same of an operation", 0, 1e15, whole=False),
    Variable("operation_attainable", "R_o", FLOP_PER_SECOND, "what an operation can reach", 1, 1e20, whole=False),
    Variable("ridge", "I_R", FLOP_PER_BYTE, "ridge point", 0, 1e9, whole=False, term="roofline-model"),
    # A step of diffusion
    Variable("image_width_pixels", "w_i", COUNT, "width of an image in pixels", 64, 16384),
    Variable("image_height_pixels", "h_i", COUNT, "height of an image in pixels", 64, 16384),
    Variable("image_tokens", "T_i", COUNT, "tokens of an image in latent space", 1, 10**7),
    Variable("prompt_tokens", "T_t", COUNT, "tokens of the prompt of an image", 0, 10**5),
    Variable("guidance", "G", COUNT, "passes in one step: 2 with classifier-free guidance", 1, 4),
    Variable("image_steps", "n_I", COUNT, "steps that an image takes", 1, 10**4, term="diffusion-model"),
    Variable("diffusion_step_flop", "F_D", FLOP, "operations of a step of diffusion", 0, 1e40, whole=False),
    Variable("diffusion_step_bytes", "Q_D", BYTES, "bytes that a step of diffusion reads", 1, 1e30, whole=False),
    Variable("diffusion_intensity", "I_D", FLOP_PER_BYTE, "operations for each byte of it", 0, 1e15, whole=False),
    Variable("diffusion_attainable", "R_D", FLOP_PER_SECOND, "what it can reach", 1, 1e20, whole=False),
    Variable("diffusion_step_seconds", "t_D", SECONDS, "time of a step of diffusion", 0, 1e18, whole=False),
    # What was seen in practice
    Variable("least", "η", SHARE, "least share that was seen", 0.001, 2, whole=False),
    Variable("most", "η'", SHARE, "largest share that was seen", 0.001, 2, whole=False),
)
