"""The keys of the data files: the one place that says what a contributor may write. Text in, checked text out."""

from __future__ import annotations

import decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from calculators.units import BYTES, GIVEN_IN

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^\S([^\n]*\S)?$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-._][a-zA-Z0-9]+)*$")]
Date = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$")]
Amount = Annotated[str, StringConstraints(pattern=r"^(\d+(\.\d+)?) (\S+)$")]
Whole = Annotated[str, StringConstraints(pattern=r"^\d{1,15}$")]
Decimal = Annotated[str, StringConstraints(pattern=r"^\d{1,15}(\.\d+)?$")]
ConfigKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
LayerKind = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_*-]+$")]
ConfigValue = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_*-][A-Za-z0-9_* -]{0,2000}$")]
"""A number, true, false or null; or kinds of layers, as a text of letters or as words with blanks between them."""
Expression = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_ |+*/(),'-]{1,600}$")]


class Closed(BaseModel):
    """Refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceKeys(Closed):
    """Where values come from."""

    title: Line
    url: Url
    by: Literal["vendor", "standard", "paper", "community", "own"]
    """`own` is a measurement of this project, whose record stands in its repository."""
    read: Date
    dated: Date | None = None


class FactKeys(Closed):
    """A value with its unit and source."""

    value: Amount
    source: Id
    second: Id | None = None
    note: Line | None = None


class PeakKeys(Closed):
    """A dense peak; what it accumulates in is part of the fact."""

    value: Amount
    source: Id
    accumulate: Literal["fp16", "fp32", "int32"]
    sparse: Amount | None = None
    """What the source prints with sparsity, where that is what it prints."""
    second: Id | None = None
    note: Line | None = None


class LinkKeys(Closed):
    """The fastest link to others of its kind, per direction."""

    name: Line
    value: Amount
    both: Amount | None = None
    """What the source prints for both directions together, where that is what it prints."""
    source: Id
    second: Id | None = None
    note: Line | None = None


class ConflictKeys(Closed):
    """What another source says of the same value."""

    of: Literal[
        "memory", "usable", "bandwidth", "power", "link",
        "peak fp32", "peak tf32", "peak bf16", "peak fp16", "peak fp8", "peak fp4", "peak int8",
    ]  # fmt: skip
    value: Amount
    source: Id
    note: Line


class AcceleratorKeys(Closed):
    """One device."""

    name: Line
    vendor: Line
    kind: Literal["module", "card", "computer", "slice"]
    """A slice is a part of a device that programs see as a device of its own, such as a MIG instance."""
    memory: FactKeys
    term: Id | None = None
    usable: FactKeys | None = None
    bandwidth: FactKeys | None = None
    power: FactKeys | None = None
    link: LinkKeys | None = None
    peaks: dict[Literal["fp32", "tf32", "bf16", "fp16", "fp8", "fp4", "int8"], PeakKeys] = Field({})
    unstated: Line | None = None
    """Why there is no peak in bf16 or fp16."""
    conflicts: list[ConflictKeys] = Field([])


class AcceleratorsFile(Closed):
    """accelerators.yml"""

    sources: dict[Id, SourceKeys]
    accelerators: dict[Id, AcceleratorKeys]


class FormatKeys(Closed):
    """A number format: so many values in so many bytes."""

    name: Line
    values: Whole
    bytes: Decimal
    source: Id
    cache: Id | None = None


class MixKeys(Closed):
    """What a mixed file stores in other formats than the rest, as the program that writes it decides."""

    values: Id | None = None
    values_raised: Id | None = None
    values_few: Id | None = None
    values_large: Id | None = None
    values_of_eight: Id | None = None
    keys_of_eight: Id | None = None
    output: Id | None = None
    output_of_eight: Id | None = None
    down: Id | None = None
    down_raised: Id | None = None
    raised: Literal["every-third", "first"] | None = None
    raised_of_eight: Literal["every-third"] | None = None
    first: Whole = "0"
    first_part: Whole = "0"


class LayoutKeys(Closed):
    """Which class of weights is stored in which format."""

    name: Line
    matrices: Id
    experts: Id | None = None
    embedding: Id
    head: Id
    vectors: Id
    companions: Id | None = None
    mix: MixKeys | None = None
    source: Id


class FormatsFile(Closed):
    """formats.yml"""

    sources: dict[Id, SourceKeys]
    formats: dict[Id, FormatKeys]
    layouts: dict[Id, LayoutKeys]


class GroupKeys(Closed):
    """A group of layers, as expressions over keys of config.json."""

    layers: Expression
    when: ConfigKey | None = None
    unless: ConfigKey | None = None


class AttentionKeys(GroupKeys):
    """Attention; without a word on them, values are as wide as keys and have a matrix of their own."""

    query_heads: Expression
    kv_heads: Expression
    head_dim: Expression
    value_dim: Expression | None = None
    gated: Expression = "0"
    value_maps: Expression = "1"
    norms: Expression


class SlidingKeys(AttentionKeys):
    """The same with a window."""

    window: Expression


class BorrowingKeys(GroupKeys):
    """Attention with the keys and values of an earlier layer."""

    query_heads: Expression
    head_dim: Expression
    norms: Expression


class LatentKeys(GroupKeys):
    """Latent attention."""

    query_heads: Expression
    query_rank: Expression
    latent_rank: Expression
    rope_dim: Expression
    nope_dim: Expression
    value_dim: Expression
    norms: Expression


class DeltaKeys(GroupKeys):
    """Gated DeltaNet."""

    key_heads: Expression
    value_heads: Expression
    key_dim: Expression
    value_dim: Expression
    kernel: Expression
    norms: Expression


class StateSpaceKeys(GroupKeys):
    """Mamba-2."""

    state_heads: Expression
    head_dim: Expression
    state: Expression
    state_groups: Expression
    kernel: Expression
    norms: Expression


class FeedForwardKeys(GroupKeys):
    """Feed-forward networks."""

    intermediate: Expression
    matrices: Expression
    norms: Expression


class ExpertKeys(GroupKeys):
    """Mixtures of experts."""

    experts: Expression
    active_experts: Expression
    intermediate: Expression
    shared_intermediate: Expression = "0"
    matrices: Expression
    narrowed: Expression = "0"
    biases: Expression = "0"
    norms: Expression


class PerLayerKeys(GroupKeys):
    """Embeddings that layers add."""

    vocabulary: Expression
    width: Expression
    norms: Expression


class DenoisingKeys(GroupKeys):
    """Blocks of a diffusion transformer."""

    attention_maps: Expression
    modulation_maps: Expression
    intermediate: Expression
    matrices: Expression
    image_maps: Expression
    image_width: Expression
    prompt_maps: Expression
    prompt_width: Expression
    norms: Expression


class DraftingKeys(GroupKeys):
    """Layers that predict further tokens."""

    elements: Expression
    """0 where a configuration names such layers, and the published files hold none."""


class ArchitectureKeys(Closed):
    """How a config.json becomes groups of layers."""

    source: Id
    inside: ConfigKey | None = None
    hidden: Expression
    vocabulary: Expression
    tied: Expression
    context_limit: Expression
    depth: Expression
    encoders: Expression = "0"
    outer: Expression = "0"
    last_norm: Expression | None = None
    """That of the hidden state, unless the table says otherwise."""
    only_if: dict[ConfigKey, Line] = Field({})
    attention: list[AttentionKeys] = Field([])
    sliding: list[SlidingKeys] = Field([])
    borrowing: list[BorrowingKeys] = Field([])
    latent: list[LatentKeys] = Field([])
    delta: list[DeltaKeys] = Field([])
    state_space: list[StateSpaceKeys] = Field([])
    feedforward: list[FeedForwardKeys] = Field([])
    mixtures: list[ExpertKeys] = Field([])
    per_layer: list[PerLayerKeys] = Field([])
    denoising: list[DenoisingKeys] = Field([])
    drafting: list[DraftingKeys] = Field([])


class ArchitecturesFile(Closed):
    """architectures.yml"""

    sources: dict[Id, SourceKeys]
    architectures: dict[ConfigKey, ArchitectureKeys]
    estimate: ArchitectureKeys | None = None
    """How to estimate what is refused."""


class PartKeys(Closed):
    """A model that works beside another one, such as a text encoder, and how many weights it has."""

    name: Line
    parameters: Whole
    source: Id


class ModelKeys(Closed):
    """A model by its published configuration."""

    name: Line
    maker: Line
    source: Id
    architecture: ConfigKey
    config: dict[ConfigKey, ConfigValue | dict[LayerKind, Whole]]
    """As published; of a list only how often each kind of layer stands in it, where their order does not matter."""
    parts: list[PartKeys] = Field([])


class ModelsFile(Closed):
    """models.yml"""

    sources: dict[Id, SourceKeys]
    models: dict[Id, ModelKeys]


class ReserveItemKeys(Closed):
    """One part of the reserve, between two observations."""

    name: Line
    low: Amount
    low_source: Id
    high: Amount
    high_source: Id


class ReserveKeys(Closed):
    """What an engine takes for itself, or what else is on the card."""

    name: Line
    neighbour: Literal["yes"] | None = None
    """Whether it is no engine but something that shares the card with one."""
    items: list[ReserveItemKeys] = Field(min_length=1)


class EnginesFile(Closed):
    """engines.yml"""

    sources: dict[Id, SourceKeys]
    reserves: dict[Id, ReserveKeys]


def base_units(amount: str, quantity: str) -> float | None:
    """`80 GB` as bytes; None where the unit does not measure that quantity."""
    number, _, unit = amount.partition(" ")
    factor = GIVEN_IN[quantity].get(unit)
    if factor is None:
        return None
    # In decimals, so that 2.039 TB/s is exactly 2,039,000,000,000 bytes a second; there is no part of a byte.
    exact = decimal.Decimal(number) * decimal.Decimal(factor)
    return float(round(exact)) if quantity == BYTES.id else float(exact)
