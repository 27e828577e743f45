"""Memory for training: what is needed on each accelerator, and whether it is there."""

from __future__ import annotations

from math import ceil

from calculators.activations import (
    activations_high_bytes,
    core_bytes,
    kept_bytes,
    logits_high_bytes,
    split_bytes,
    whole_bytes,
    whole_parts,
    working_bytes,
)
from calculators.formula import formula
from calculators.memory import heads_divide
from calculators.records import Accelerator, Model, Precision, Reserve, Share
from calculators.training_states import model_states_bytes
from calculators.units import BYTES, COUNT


@formula(symbol="n", unit=COUNT, source="definition")
def copies(data_parallel: int, expert_parallel: int) -> float:
    """Copies of the model, in whole groups that share the experts."""
    return ceil(data_parallel / expert_parallel) * expert_parallel


@formula(symbol="n", unit=COUNT, source="definition")
def devices(data_parallel: int, expert_parallel: int, tensor_parallel: int, stages: int) -> float:
    """Accelerators in all."""
    return copies(data_parallel, expert_parallel) * tensor_parallel * stages


@formula(symbol="B", unit=COUNT, source="definition")
def batch_tokens(sequence: int, micro_batch: int, accumulation: int, data_parallel: int) -> float:
    """Tokens between two updates."""
    return sequence * micro_batch * accumulation * data_parallel


@formula(symbol="M_R", unit=BYTES, source="definition")
def training_reserve_low_bytes(
    reserve: Reserve,
    distributed: Reserve,
    data_parallel: int,
    expert_parallel: int,
    tensor_parallel: int,
    stages: int,
) -> float:
    """Kernels and, with several accelerators, communication: the least that was observed."""
    return sum(item.low for item in reserve.items) + (
        sum(item.low for item in distributed.items)
        if devices(data_parallel, expert_parallel, tensor_parallel, stages) > 1
        else 0
    )


@formula(symbol="M_R'", unit=BYTES, source="definition")
def training_reserve_high_bytes(
    reserve: Reserve,
    distributed: Reserve,
    data_parallel: int,
    expert_parallel: int,
    tensor_parallel: int,
    stages: int,
) -> float:
    """Kernels and, with several accelerators, communication: the most that was observed."""
    return sum(item.high for item in reserve.items) + (
        sum(item.high for item in distributed.items)
        if devices(data_parallel, expert_parallel, tensor_parallel, stages) > 1
        else 0
    )


@formula(symbol="M_h", unit=BYTES, source="definition")
def held_bytes(
    device_weights_bytes: float,
    device_gradients_bytes: float,
    device_optimizer_bytes: float,
    gathered_bytes: float,
    training_reserve_high_bytes: float,
) -> float:
    """What does not depend on the batch, at most."""
    return (
        device_weights_bytes
        + device_gradients_bytes
        + device_optimizer_bytes
        + gathered_bytes
        + training_reserve_high_bytes
    )


@formula(symbol="M", unit=BYTES, source="definition")
def training_low_bytes(
    device_weights_bytes: float,
    device_gradients_bytes: float,
    device_optimizer_bytes: float,
    gathered_bytes: float,
    activations_low_bytes: float,
    logits_low_bytes: float,
    training_reserve_low_bytes: float,
) -> float:
    """Needed on each accelerator, at least."""
    return (
        device_weights_bytes
        + device_gradients_bytes
        + device_optimizer_bytes
        + gathered_bytes
        + activations_low_bytes
        + logits_low_bytes
        + training_reserve_low_bytes
    )


@formula(symbol="M'", unit=BYTES, source="definition")
def training_high_bytes(
    device_weights_bytes: float,
    device_gradients_bytes: float,
    device_optimizer_bytes: float,
    gathered_bytes: float,
    activations_high_bytes: float,
    logits_high_bytes: float,
    training_reserve_high_bytes: float,
) -> float:
    """Needed on each accelerator, at most."""
    return (
        device_weights_bytes
        + device_gradients_bytes
        + device_optimizer_bytes
        + gathered_bytes
        + activations_high_bytes
        + logits_high_bytes
        + training_reserve_high_bytes
    )


@formula(symbol="M_1", unit=BYTES, source="definition")
def copies_need_bytes(
    frozen_bytes: float,
    absent_frozen_bytes: float,
    trainable_elements: float,
    absent_elements: float,
    optimizer_bytes: float,
    absent_optimizer_bytes: float,
    precision: Precision,
    zero_stage: int,
    data_parallel: int,
    expert_parallel: int,
    offload: int,
    gathered_bytes: float,
    activations_high_bytes: float,
    logits_high_bytes: float,
    reserve: Reserve,
    distributed: Reserve,
    tensor_parallel: int,
    stages: int,
) -> float:
    """Needed on each accelerator, at most, with so many copies."""
    return (
        model_states_bytes(
            frozen_bytes,
            absent_frozen_bytes,
            trainable_elements,
            absent_elements,
            optimizer_bytes,
            absent_optimizer_bytes,
            precision,
            zero_stage,
            copies(data_parallel, expert_parallel),
            offload,
        )
        + gathered_bytes
        + activations_high_bytes
        + logits_high_bytes
        + training_reserve_high_bytes(reserve, distributed, data_parallel, expert_parallel, tensor_parallel, stages)
    )


@formula(symbol="f", unit=COUNT, source="definition")
def copies_fit(
    frozen_bytes: float,
    absent_frozen_bytes: float,
    trainable_elements: float,
    absent_elements: float,
    optimizer_bytes: float,
    absent_optimizer_bytes: float,
    precision: Precision,
    zero_stage: int,
    data_parallel: int,
    expert_parallel: int,
    offload: int,
    gathered_bytes: float,
    activations_high_bytes: float,
    logits_high_bytes: float,
    reserve: Reserve,
    distributed: Reserve,
    tensor_parallel: int,
    stages: int,
    accelerator: Accelerator,
) -> float:
    """1 where even the most that is needed is there; a computer of shared memory is not counted on more than once."""
    return (
        0
        if accelerator.unified > 0 and devices(data_parallel, expert_parallel, tensor_parallel, stages) > 1
        else (
            1
            if copies_need_bytes(
                frozen_bytes,
                absent_frozen_bytes,
                trainable_elements,
                absent_elements,
                optimizer_bytes,
                absent_optimizer_bytes,
                precision,
                zero_stage,
                data_parallel,
                expert_parallel,
                offload,
                gathered_bytes,
                activations_high_bytes,
                logits_high_bytes,
                reserve,
                distributed,
                tensor_parallel,
                stages,
            )
            <= accelerator.capacity
            else 0
        )
    )


@formula(symbol="f", unit=COUNT, source="definition")
def batch_fits(
    model: Model,
    precision: Precision,
    dropout: int,
    sequence: int,
    micro_batch: int,
    tensor_parallel: int,
    sequence_parallel: int,
    recompute: int,
    stages: int,
    accumulation: int,
    unfused: Share,
    held_bytes: float,
    accelerator: Accelerator,
) -> float:
    """1 where such a micro-batch fits beside what is held, else 0."""
    return (
        1
        if held_bytes
        + activations_high_bytes(
            model,
            kept_bytes(
                model,
                precision,
                whole_bytes(model, precision, dropout),
                split_bytes(model, precision),
                core_bytes(model, precision, dropout, sequence, recompute),
                sequence,
                micro_batch,
                tensor_parallel,
                whole_parts(tensor_parallel, sequence_parallel),
                recompute,
            ),
            working_bytes(
                model,
                whole_bytes(model, precision, dropout),
                split_bytes(model, precision),
                sequence,
                micro_batch,
                tensor_parallel,
                whole_parts(tensor_parallel, sequence_parallel),
                recompute,
            ),
            stages,
            accumulation,
            unfused,
        )
        + logits_high_bytes(model, precision, sequence, micro_batch, tensor_parallel, stages)
        <= accelerator.capacity
        else 0
    )


# -- what must hold of the inputs


@formula(symbol="f", unit=COUNT, source="definition")
def tensor_parallel_divides(model: Model, tensor_parallel: int) -> float:
    """1 where the heads of every layer can be spread evenly, else 0."""
    return heads_divide(model, tensor_parallel)


@formula(symbol="f", unit=COUNT, source="definition")
def sequence_within(model: Model, sequence: int) -> float:
    """1 where a sequence is no longer than the model was published for, else 0."""
    return 1 if sequence <= model.context_limit else 0


@formula(symbol="f", unit=COUNT, source="definition")
def has_experts(model: Model, expert_parallel: int) -> float:
    """1 where there are experts to be shared, if that is asked for, else 0."""
    return 1 if expert_parallel == 1 or sum(group.layers for group in model.mixtures) > 0 else 0


@formula(symbol="f", unit=COUNT, source="definition")
def experts_divide(model: Model, expert_parallel: int) -> float:
    """1 where the experts of every layer can be spread evenly, else 0."""
    return 1 if sum(group.experts % expert_parallel for group in model.mixtures) == 0 else 0


@formula(symbol="f", unit=COUNT, source="definition")
def copies_divide(data_parallel: int, expert_parallel: int) -> float:
    """1 where the copies make whole groups that share the experts, else 0."""
    return 1 if data_parallel % expert_parallel == 0 else 0


@formula(symbol="f", unit=COUNT, source="definition")
def activations_known(model: Model) -> float:
    """1 where every layer is one of attention, else 0: what others keep is not published."""
    return (
        1
        if sum(group.layers for group in model.delta)
        + sum(group.layers for group in model.state_space)
        + sum(group.layers for group in model.denoising)
        == 0
        else 0
    )


@formula(symbol="f", unit=COUNT, source="definition")
def adapters_have_matrices(model: Model, method: int, adapted: int) -> float:
    """1 where queries and values have matrices of their own, if these are asked for, else 0."""
    return 0 if method > 0 and adapted == 0 and sum(group.layers for group in model.latent) > 0 else 1


@formula(symbol="f", unit=COUNT, source="definition")
def offload_has_stage(zero_stage: int, offload: int) -> float:
    """1 where ZeRO can move what is asked for: the optimizer from stage 1 on, weights in stage 3."""
    return 1 if offload == 0 or (offload == 1 and zero_stage > 0) or zero_stage > 2 else 0


# -- which words hold


@formula(symbol="c", unit=COUNT, source="definition")
def devices_case(data_parallel: int, expert_parallel: int, tensor_parallel: int, stages: int) -> float:
    """0: one accelerator; 1: several."""
    return 1 if devices(data_parallel, expert_parallel, tensor_parallel, stages) > 1 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def adapters_case(method: int) -> float:
    """1 with adapters, else 0."""
    return 1 if method > 0 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def pipeline_case(stages: int) -> float:
    """1 with a pipeline, else 0."""
    return 1 if stages > 1 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def batch_case(most_batch: int) -> float:
    """0: not one sequence fits; 1: one does; 2: several do."""
    return min(most_batch, 2)


@formula(symbol="c", unit=COUNT, source="definition")
def sequence_case(model: Model, longest_sequence: int) -> float:
    """0: not one token fits; 1: some do; 2: as many as the model was published for."""
    return 0 if longest_sequence < 1 else (2 if longest_sequence >= model.context_limit else 1)


@formula(symbol="c", unit=COUNT, source="definition")
def copies_case(fewest_copies: int, data_parallel: int) -> float:
    """0: no number of copies is enough; 1: fewer or as many as asked for are; 2: more are needed."""
    return 0 if fewest_copies < 1 else (1 if fewest_copies <= data_parallel else 2)


@formula(symbol="n", unit=COUNT, source="definition")
def fewest_devices(fewest_copies: int, expert_parallel: int, tensor_parallel: int, stages: int) -> float:
    """Accelerators in the fewest copies that fit; 0 where none do."""
    return devices(fewest_copies, expert_parallel, tensor_parallel, stages)


@formula(symbol="c", unit=COUNT, source="definition")
def deepspeed_case(method: int, expert_parallel: int, tensor_parallel: int, stages: int) -> float:
    """1 where DeepSpeed’s estimators have an answer: full training, not split but by ZeRO; else 0."""
    return 1 if method == 0 and expert_parallel * tensor_parallel * stages == 1 else 0


@formula(symbol="c", unit=COUNT, source="definition")
def experts_case(model: Model, expert_parallel: int) -> float:
    """0: no experts; 1: experts that a router chooses from, on every copy; 2: shared by some copies."""
    return 0 if sum(group.layers for group in model.mixtures) == 0 else min(expert_parallel, 2)


@formula(symbol="ΔM", unit=BYTES, source="definition")
def training_span_bytes(needed_low_bytes: float, needed_high_bytes: float) -> float:
    """How far the most and the least that may be needed lie apart."""
    return needed_high_bytes - needed_low_bytes


@formula(symbol="M_rest", unit=BYTES, source="definition")
def other_low_bytes(gathered_bytes: float, logits_low_bytes: float, training_reserve_low_bytes: float) -> float:
    """A gathered layer, logits, kernels and communication, at least."""
    return gathered_bytes + logits_low_bytes + training_reserve_low_bytes
