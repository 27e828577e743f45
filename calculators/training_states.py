"""What training holds whatever the batch: weights, gradients, states of the optimizer, and how ZeRO divides them."""

from __future__ import annotations

from math import ceil

from calculators.adapters import LORA, matrix_sides, routed_sides
from calculators.formula import formula
from calculators.records import Model, Optimizer, Precision, WeightLayout
from calculators.splitting import MEGATRON, PIPELINE, held_weights_bytes, layers_share
from calculators.units import BYTES, BYTES_PER_VALUE, COUNT, SHARE
from calculators.weights import (
    attention_elements,
    bytes_each,
    depth,
    embedding_elements,
    expert_elements,
    expert_mix_bytes,
    feedforward_elements,
    head_elements,
    parameters,
    table_elements,
    vector_elements,
)

ZERO = "https://arxiv.org/abs/1910.02054"
DEEPSPEED = "https://deepspeed.readthedocs.io/en/latest/memory.html"
OFFLOAD = "https://arxiv.org/abs/2101.06840"
QLORA = "https://arxiv.org/abs/2305.14314"
ADAFACTOR = "https://arxiv.org/abs/1804.04235"
EXPERT_PARALLEL = (
    "https://github.com/NVIDIA/Megatron-LM/blob/d98e8a64ddf34856e74b24714e3bedb2f5a39553/"
    "megatron/training/theoretical_memory_usage.py"
)
BLOOM = "https://bigscience.notion.site/BigScience-176B-Model-ad073ca07cdf479398d5f95d88e218c4"


@formula(symbol="s", unit=SHARE, source=PIPELINE)
def stage_share(model: Model, stages: int) -> float:
    """Share of the layers on the fullest stage of a pipeline."""
    return layers_share(model, stages, 0, 0)


@formula(symbol="P_M", unit=COUNT, source=MEGATRON)
def device_matrix_elements(model: Model, tensor_parallel: int, stages: int) -> float:
    """Parameters in the matrices of layers, on the fullest accelerator."""
    return (
        (attention_elements(model) + feedforward_elements(model) + expert_elements(model))
        * stage_share(model, stages)
        / tensor_parallel
    )


@formula(symbol="P_1", unit=COUNT, source=MEGATRON)
def device_elements(model: Model, tensor_parallel: int, stages: int, device_matrix_elements: float) -> float:
    """Parameters on the fullest accelerator: the first stage has the embedding, the last one the output head."""
    return (
        device_matrix_elements
        + vector_elements(model) * stage_share(model, stages)
        + (
            embedding_elements(model) + head_elements(model)
            if stages == 1
            else max(embedding_elements(model), head_elements(model))
        )
        / tensor_parallel
    )


@formula(symbol="P_t", unit=COUNT, source="definition")
def trainable_elements(
    model: Model,
    method: int,
    tensor_parallel: int,
    stages: int,
    device_elements: float,
    adapter_elements: int,
) -> float:
    """Parameters that are trained, on the fullest accelerator: all, or the adapters."""
    return adapter_elements * stage_share(model, stages) / tensor_parallel if method > 0 else device_elements


@formula(symbol="P_tM", unit=COUNT, source="definition")
def trainable_matrix_elements(method: int, device_matrix_elements: float, trainable_elements: float) -> float:
    """Those of them in matrices of layers; adapters are nothing else."""
    return trainable_elements if method > 0 else device_matrix_elements


@formula(symbol="P_0", unit=COUNT, source="definition")
def trained_in_all(model: Model, method: int, adapter_elements: int) -> float:
    """Parameters that are trained, of the whole model."""
    return adapter_elements if method > 0 else parameters(model)


@formula(symbol="p", unit=SHARE, source="definition")
def trained_share(model: Model, trained_in_all: int) -> float:
    """Share of the parameters that is trained."""
    return trained_in_all / max(parameters(model), 1)


@formula(symbol="M_F", unit=BYTES, source=QLORA)
def frozen_bytes(
    model: Model,
    layout: WeightLayout,
    precision: Precision,
    method: int,
    tensor_parallel: int,
    stages: int,
    device_elements: float,
) -> float:
    """Weights that are not trained: none, those of the model as in training, or the same in a quantised format."""
    return (
        0
        if method == 0
        else (
            precision.weight_width * device_elements
            if method == 1
            else held_weights_bytes(model, layout, tensor_parallel, stages, 0, 0)
        )
    )


@formula(symbol="P_f", unit=COUNT, source=ADAFACTOR)
def factor_elements(model: Model, method: int, adapted: int, tensor_parallel: int, stages: int) -> float:
    """Rows and columns of all matrices that are trained, and the vectors; of adapters only their long sides."""
    return (
        matrix_sides(model, adapted) * stage_share(model, stages) / tensor_parallel
        if method > 0
        else matrix_sides(model, 2) * stage_share(model, stages) / tensor_parallel
        + vector_elements(model) * stage_share(model, stages)
        + (2 - model.tied) * (model.vocabulary + model.hidden)
    )


@formula(symbol="b_m", unit=BYTES_PER_VALUE, source="https://arxiv.org/abs/2110.02861")
def state_width(optimizer: Optimizer, precision: Precision) -> float:
    """Bytes of one state of the optimizer, scales included."""
    return optimizer.block_bytes / optimizer.block_values if optimizer.quantised > 0 else precision.moment_width


@formula(symbol="M_O", unit=BYTES, source=ZERO)
def optimizer_bytes(
    optimizer: Optimizer,
    precision: Precision,
    trainable_elements: float,
    trainable_matrix_elements: float,
    factor_elements: float,
) -> float:
    """The copy of the weights in fp32 and the states of the optimizer, before they are divided."""
    return precision.master_width * trainable_elements + state_width(optimizer, precision) * (
        factor_elements
        if optimizer.factored > 0
        else optimizer.moments * trainable_matrix_elements
        + optimizer.other_moments * (trainable_elements - trainable_matrix_elements)
    )


@formula(symbol="s_away", unit=SHARE, source=EXPERT_PARALLEL)
def absent_share(model: Model, tensor_parallel: int, stages: int, expert_parallel: int) -> float:
    """Share of the routed experts that would lie here, but lies with other copies."""
    return (1 - 1 / expert_parallel) * stage_share(model, stages) / tensor_parallel


@formula(symbol="S_R", unit=COUNT, source=LORA)
def all_routed_sides(model: Model) -> float:
    """Rows and columns of routed experts in all layers."""
    return sum(
        routed_sides(model.hidden, group.layers, group.experts, group.matrices, group.intermediate, group.narrowed)
        for group in model.mixtures
    )


@formula(symbol="P_away", unit=COUNT, source=EXPERT_PARALLEL)
def absent_elements(
    model: Model,
    method: int,
    rank: int,
    adapted: int,
    tensor_parallel: int,
    stages: int,
    expert_parallel: int,
) -> float:
    """Parameters trained in the matrices of routed experts, or beside them, that other copies hold for this one."""
    return absent_share(model, tensor_parallel, stages, expert_parallel) * (
        expert_elements(model) if method == 0 else (rank * all_routed_sides(model) if adapted > 1 else 0)
    )


@formula(symbol="M_F,away", unit=BYTES, source="definition")
def absent_frozen_bytes(
    model: Model,
    layout: WeightLayout,
    precision: Precision,
    method: int,
    tensor_parallel: int,
    stages: int,
    expert_parallel: int,
) -> float:
    """Weights of routed experts that are not trained and that other copies hold for this one."""
    return absent_share(model, tensor_parallel, stages, expert_parallel) * (
        0
        if method == 0
        else (
            precision.weight_width * expert_elements(model)
            if method == 1
            else expert_elements(model) * bytes_each(layout.routed) + expert_mix_bytes(model, layout)
        )
    )


@formula(symbol="M_away", unit=BYTES, source=EXPERT_PARALLEL)
def absent_optimizer_bytes(
    model: Model,
    optimizer: Optimizer,
    precision: Precision,
    method: int,
    adapted: int,
    absent_elements: float,
    tensor_parallel: int,
    stages: int,
    expert_parallel: int,
) -> float:
    """Their copy in fp32 and their states, which other copies hold too."""
    return precision.master_width * absent_elements + state_width(optimizer, precision) * (
        (
            absent_share(model, tensor_parallel, stages, expert_parallel) * all_routed_sides(model)
            if method == 0 or adapted > 1
            else 0
        )
        if optimizer.factored > 0
        else optimizer.moments * absent_elements
    )


@formula(symbol="n_w", unit=COUNT, source=ZERO)
def weight_parts(zero_stage: int, data_parallel: int) -> float:
    """Parts that weights are divided into: from stage 3 on one for each copy."""
    return data_parallel if zero_stage > 2 else 1


@formula(symbol="n_g", unit=COUNT, source=ZERO)
def gradient_parts(zero_stage: int, data_parallel: int) -> float:
    """Parts that gradients are divided into: from stage 2 on one for each copy."""
    return data_parallel if zero_stage > 1 else 1


@formula(symbol="n_o", unit=COUNT, source=ZERO)
def optimizer_parts(zero_stage: int, data_parallel: int) -> float:
    """Parts that the state of the optimizer is divided into: from stage 1 on one for each copy."""
    return data_parallel if zero_stage > 0 else 1


@formula(symbol="M_W", unit=BYTES, source=ZERO)
def device_weights_bytes(
    frozen_bytes: float,
    absent_frozen_bytes: float,
    trainable_elements: float,
    absent_elements: float,
    precision: Precision,
    weight_parts: int,
    offload: int,
) -> float:
    """Weights on each accelerator, unless in system memory: divided among all copies, or without absent experts."""
    return (
        (
            frozen_bytes
            + precision.weight_width * trainable_elements
            - (absent_frozen_bytes + precision.weight_width * absent_elements if weight_parts == 1 else 0)
        )
        / weight_parts
        if offload < 2
        else 0
    )


@formula(symbol="M_G", unit=BYTES, source=ZERO)
def device_gradients_bytes(
    trainable_elements: float, absent_elements: float, precision: Precision, gradient_parts: int, offload: int
) -> float:
    """Gradients on each accelerator, divided likewise, unless they are in system memory with the optimizer."""
    return (
        precision.gradient_width
        * (trainable_elements - (absent_elements if gradient_parts == 1 else 0))
        / gradient_parts
        if offload == 0
        else 0
    )


@formula(symbol="M_O,1", unit=BYTES, source=ZERO)
def device_optimizer_bytes(
    optimizer_bytes: float, absent_optimizer_bytes: float, optimizer_parts: int, offload: int
) -> float:
    """State of the optimizer on each accelerator, divided likewise, unless it is in system memory."""
    return (
        (optimizer_bytes - (absent_optimizer_bytes if optimizer_parts == 1 else 0)) / optimizer_parts
        if offload == 0
        else 0
    )


@formula(symbol="M_Z", unit=BYTES, source=ZERO)
def model_states_bytes(
    frozen_bytes: float,
    absent_frozen_bytes: float,
    trainable_elements: float,
    absent_elements: float,
    optimizer_bytes: float,
    absent_optimizer_bytes: float,
    precision: Precision,
    zero_stage: int,
    data_parallel: int,
    offload: int,
) -> float:
    """Weights, gradients and states of the optimizer on each accelerator, by the ZeRO paper."""
    return (
        device_weights_bytes(
            frozen_bytes,
            absent_frozen_bytes,
            trainable_elements,
            absent_elements,
            precision,
            weight_parts(zero_stage, data_parallel),
            offload,
        )
        + device_gradients_bytes(
            trainable_elements, absent_elements, precision, gradient_parts(zero_stage, data_parallel), offload
        )
        + device_optimizer_bytes(
            optimizer_bytes, absent_optimizer_bytes, optimizer_parts(zero_stage, data_parallel), offload
        )
    )


@formula(symbol="M_Z", unit=BYTES, source=ZERO)
def bare_states_bytes(
    elements: int,
    method: int,
    layout: WeightLayout,
    precision: Precision,
    optimizer: Optimizer,
    zero_stage: int,
    data_parallel: int,
    tensor_parallel: int,
    stages: int,
    offload: int,
) -> float:
    """The same of a model of which only the number of parameters is known, spread evenly and without adapters."""
    device_elements = elements / (tensor_parallel * stages)
    trainable_elements = device_elements if method == 0 else 0
    return model_states_bytes(
        0
        if method == 0
        else (precision.weight_width if method == 1 else bytes_each(layout.feedforward)) * device_elements,
        0,
        trainable_elements,
        0,
        optimizer_bytes(optimizer, precision, trainable_elements, trainable_elements, 0),
        0,
        precision,
        zero_stage,
        data_parallel,
        offload,
    )


@formula(symbol="M_H", unit=BYTES, source=OFFLOAD)
def moved_states_bytes(
    frozen_bytes: float,
    absent_frozen_bytes: float,
    trainable_elements: float,
    absent_elements: float,
    optimizer_bytes: float,
    absent_optimizer_bytes: float,
    precision: Precision,
    zero_stage: int,
    data_parallel: int,
    offload: int,
) -> float:
    """In system memory, for each accelerator: what was moved there."""
    return (
        0
        if offload == 0
        else model_states_bytes(
            frozen_bytes,
            absent_frozen_bytes,
            trainable_elements,
            absent_elements,
            optimizer_bytes,
            absent_optimizer_bytes,
            precision,
            zero_stage,
            data_parallel,
            0,
        )
        - (
            device_weights_bytes(
                frozen_bytes,
                absent_frozen_bytes,
                trainable_elements,
                absent_elements,
                precision,
                weight_parts(zero_stage, data_parallel),
                0,
            )
            if offload == 1
            else 0
        )
    )


@formula(symbol="P_max", unit=COUNT, source=DEEPSPEED)
def largest_elements(model: Model, tensor_parallel: int, expert_parallel: int) -> float:
    """Parameters of the largest part that is gathered at once: a layer with the experts held here, or the embedding."""
    return (
        max(
            table_elements(model),
            (attention_elements(model) + feedforward_elements(model) + expert_elements(model) / expert_parallel)
            / max(depth(model), 1),
        )
        / tensor_parallel
    )


@formula(symbol="M_g", unit=BYTES, source=DEEPSPEED)
def gathered_bytes(largest_elements: float, precision: Precision, method: int, zero_stage: int) -> float:
    """With weights divided, the part at work is gathered whole, with its gradients if it is trained."""
    return (
        device_weights_bytes(0, 0, largest_elements, 0, precision, 1, 0)
        + (device_gradients_bytes(largest_elements, 0, precision, 1, 0) if method == 0 else 0)
        if zero_stage > 2
        else 0
    )


@formula(symbol="P_T", unit=COUNT, source=DEEPSPEED)
def largest_tensor_elements(model: Model) -> float:
    """Parameters of the largest tensor, which is the table of tokens in every model here."""
    return table_elements(model)


@formula(symbol="M_DS2", unit=BYTES, source=DEEPSPEED)
def deepspeed_two_bytes(device_elements: float, data_parallel: int, offload: int) -> float:
    """Model states with ZeRO 2 by DeepSpeed’s estimator as documented; its code divides gradients too since 2024."""
    return 4 * device_elements + 16 * device_elements / data_parallel if offload == 0 else 2 * device_elements


@formula(symbol="M_DS3", unit=BYTES, source=DEEPSPEED)
def deepspeed_three_bytes(
    device_elements: float, largest_tensor_elements: float, data_parallel: int, offload: int
) -> float:
    """Model states with ZeRO 3 by DeepSpeed’s estimator, with the largest tensor and its gradient gathered."""
    return 4 * largest_tensor_elements + (18 if offload == 0 else (2 if offload == 1 else 0)) * (
        device_elements / data_parallel
    )


@formula(symbol="n_n", unit=COUNT, source=DEEPSPEED)
def node_copies(data_parallel: int, per_node: int) -> float:
    """Accelerators that share the system memory of a node."""
    return min(data_parallel, per_node)


@formula(symbol="N", unit=COUNT, source=DEEPSPEED)
def nodes(data_parallel: int, per_node: int) -> float:
    """Nodes that the copies fill."""
    return ceil(data_parallel / per_node)


@formula(symbol="M_DS2h", unit=BYTES, source=DEEPSPEED)
def deepspeed_two_host_bytes(device_elements: float, data_parallel: int, per_node: int, offload: int) -> float:
    """System memory of a node with ZeRO 2 by DeepSpeed’s estimator, half as much again for buffers."""
    return (
        1.5
        * device_elements
        * (4 * node_copies(data_parallel, per_node) if offload == 0 else max(4 * data_parallel, 16))
    )


@formula(symbol="M_DS3h", unit=BYTES, source=DEEPSPEED)
def deepspeed_three_host_low_bytes(
    device_elements: float, largest_tensor_elements: float, data_parallel: int, per_node: int, offload: int
) -> float:
    """System memory of a node with ZeRO 3 by DeepSpeed’s estimator, where weights are divided while they are made."""
    return 1.5 * (
        4 * largest_tensor_elements * node_copies(data_parallel, per_node)
        if offload == 0
        else (16 if offload == 1 else 18) * device_elements / nodes(data_parallel, per_node)
    )


@formula(symbol="M_DS3h'", unit=BYTES, source=DEEPSPEED)
def deepspeed_three_host_high_bytes(device_elements: float, data_parallel: int, per_node: int, offload: int) -> float:
    """The same where every process first makes the model whole, in fp32."""
    return (
        1.5
        * device_elements
        * max(
            4 * node_copies(data_parallel, per_node),
            (0 if offload == 0 else (16 if offload == 1 else 18)) / nodes(data_parallel, per_node),
        )
    )


@formula(symbol="D", unit=BYTES, source=BLOOM)
def checkpoint_bytes(
    model: Model,
    optimizer: Optimizer,
    precision: Precision,
    method: int,
    adapted: int,
    trained_in_all: int,
) -> float:
    """A checkpoint to resume from: what is trained, its copy in fp32 and its states, without gradients."""
    return precision.weight_width * trained_in_all + optimizer_bytes(
        optimizer,
        precision,
        trained_in_all,
        trained_in_all
        if method > 0
        else attention_elements(model) + feedforward_elements(model) + expert_elements(model),
        factor_elements(model, method, adapted, 1, 1),
    )


@formula(symbol="D_W", unit=BYTES, source="definition")
def result_bytes(trained_in_all: int, precision: Precision) -> float:
    """What comes out: the trained weights alone, or the adapters."""
    return precision.weight_width * trained_in_all
