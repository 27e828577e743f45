"""A step of a diffusion transformer: what it computes and reads, and what an image takes at least."""

from __future__ import annotations

from math import ceil

from calculators.formula import formula
from calculators.records import Model, WeightLayout
from calculators.roofline import ROOFLINE, attainable
from calculators.units import BYTES, COUNT, FLOP, FLOP_PER_BYTE, FLOP_PER_SECOND, SECONDS
from calculators.weights import companion_bytes, weights_bytes

TRANSFORMERS = "https://arxiv.org/abs/2212.09748"
STREAMS = "https://arxiv.org/abs/2403.03206"
GUIDANCE = "https://arxiv.org/abs/2207.12598"


@formula(symbol="T_i", unit=COUNT, source=STREAMS)
def image_tokens(image_width_pixels: int, image_height_pixels: int) -> float:
    """Tokens of an image: one for every sixteen by sixteen pixels, of which the VAE takes eight and a patch two."""
    return ceil(image_width_pixels / 16) * ceil(image_height_pixels / 16)


@formula(symbol="F_m", unit=FLOP, source=STREAMS)
def denoising_matrix_flop(image_model: Model, image_tokens: int, prompt_tokens: int) -> float:
    """Operations in the matrices of all blocks: two for each weight that a token of the image or the prompt passes."""
    return sum(
        2
        * group.layers
        * image_model.hidden
        * (
            (group.image_maps * image_model.hidden + group.matrices * group.image_width) * image_tokens
            + (group.prompt_maps * image_model.hidden + group.matrices * group.prompt_width) * prompt_tokens
            + group.modulation_maps * image_model.hidden
        )
        for group in image_model.denoising
    )


@formula(symbol="F_s", unit=FLOP, source=STREAMS)
def denoising_attention_flop(image_model: Model, image_tokens: int, prompt_tokens: int) -> float:
    """Operations of attention: every token looks at all others; a second attention is the image's own."""
    return sum(
        group.layers
        * image_model.hidden
        * (4 * (image_tokens + prompt_tokens) ** 2 + (group.image_maps - 4) * image_tokens**2)
        for group in image_model.denoising
    )


@formula(symbol="F_D", unit=FLOP, source=TRANSFORMERS)
def diffusion_step_flop(image_model: Model, image_tokens: int, prompt_tokens: int, guidance: int) -> float:
    """Operations of one step, with guidance as many passes as it takes."""
    return guidance * (
        denoising_matrix_flop(image_model, image_tokens, prompt_tokens)
        + denoising_attention_flop(image_model, image_tokens, prompt_tokens)
    )


@formula(symbol="Q_D", unit=BYTES, source="definition")
def diffusion_step_bytes(image_model: Model, layout: WeightLayout) -> float:
    """Bytes that one step reads: the weights of the transformer once, those of its companions not."""
    return weights_bytes(image_model, layout) - companion_bytes(image_model, layout)


@formula(symbol="I_D", unit=FLOP_PER_BYTE, source=ROOFLINE)
def diffusion_intensity(diffusion_step_flop: float, diffusion_step_bytes: float) -> float:
    """Operations for each byte of a step of diffusion."""
    return diffusion_step_flop / diffusion_step_bytes


@formula(symbol="R_D", unit=FLOP_PER_SECOND, source=ROOFLINE)
def diffusion_attainable(peak: float, bandwidth: float, diffusion_intensity: float) -> float:
    """The most that a step can reach: the peak, or what memory can feed."""
    return attainable(peak, bandwidth, diffusion_intensity)


@formula(symbol="t_D", unit=SECONDS, source=ROOFLINE)
def diffusion_step_seconds(diffusion_step_flop: float, diffusion_attainable: float) -> float:
    """The least time of one step on one accelerator."""
    return diffusion_step_flop / diffusion_attainable


@formula(symbol="t_I", unit=SECONDS, source="definition")
def image_seconds(diffusion_step_seconds: float, image_steps: int) -> float:
    """The least time of an image, without reading the prompt and drawing the pixels."""
    return diffusion_step_seconds * image_steps


@formula(symbol="c", unit=COUNT, source="definition")
def diffusion_case(diffusion_intensity: float, ridge: float) -> float:
    """1 where arithmetic limits a step of diffusion, 0 where memory does, 2 where no peak is known."""
    return (1 if diffusion_intensity >= ridge else 0) if ridge > 0 else 2
