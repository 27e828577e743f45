"""What formulas reckon with: models as groups of layers, number formats, accelerators. Numbers in base units.

Formulas read these fields by name, on both sides; provenance lives beside them, in `evidence`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How values are stored: blocks of so many values in so many bytes, scales included."""

    id: str
    name: str
    block_values: int
    block_bytes: float
    holds_cache: bool
    """Whether engines offer it for the KV cache."""


@dataclass(frozen=True, slots=True)
class WeightLayout:
    """Which format each class of tensors is stored in. A file of "8 bit" is rarely 8 bit throughout."""

    id: str
    name: str
    attention: NumberFormat
    feedforward: NumberFormat
    routed: NumberFormat
    embedding: NumberFormat
    head: NumberFormat
    vectors: NumberFormat
    """Norms, biases and routers."""
    companions: NumberFormat
    """Models that work beside this one."""
    values: NumberFormat
    """The matrices that make the values of attention; in a mixed file finer than the others."""
    values_raised: NumberFormat
    """The same in the layers that the mix raises."""
    values_few: NumberFormat
    """The same where fewer than four heads of queries share one of keys, in layers that are not raised."""
    values_large: NumberFormat
    """The same in models of 80 layers whose heads share keys: they gain much for few bytes."""
    values_of_eight: NumberFormat
    """The same in models of eight experts."""
    keys_of_eight: NumberFormat
    """The matrices that make keys, in models of eight experts."""
    output: NumberFormat
    """The last matrix of attention."""
    output_of_eight: NumberFormat
    """The same in models of eight experts."""
    down: NumberFormat
    """The last matrix of a network."""
    down_raised: NumberFormat
    mixed: int
    """1 where a file mixes formats and stores an embedding that is the head as the head, else 0."""
    experts_mixed: int
    """1 where the mix holds for experts too, else 0."""
    every_third: int
    """1 where the first and last eighth of the layers and every third between are raised, else 0."""
    every_third_of_eight: int
    """1 where this is done to the networks of models of eight experts, else 0."""
    first: int
    """Number of first layers whose values are raised."""
    first_part: int
    """The networks of the first of so many equal parts of the layers are raised; 0 for none."""


@dataclass(frozen=True, slots=True)
class AttentionGroup:
    """Layers of multi-head, grouped-query or multi-query attention that keep every token."""

    layers: int
    query_heads: int
    kv_heads: int
    head_dim: int
    """Width of the queries and keys of a head."""
    value_dim: int
    """Width of its values."""
    gated: int
    """1 where a gate as wide as the queries is projected beside them, else 0."""
    value_maps: int
    """1 where values have a matrix of their own, 0 where they are made of the keys."""
    norms: int
    """Values of the norms, biases and sinks of one layer."""


@dataclass(frozen=True, slots=True)
class SlidingGroup:
    """Layers of attention that keep only the last `window` tokens, or those of one chunk."""

    layers: int
    query_heads: int
    kv_heads: int
    head_dim: int
    value_dim: int
    gated: int
    value_maps: int
    norms: int
    window: int


@dataclass(frozen=True, slots=True)
class BorrowingGroup:
    """Layers that keep nothing: they use the keys and values of an earlier layer."""

    layers: int
    query_heads: int
    head_dim: int
    norms: int


@dataclass(frozen=True, slots=True)
class LatentGroup:
    """Layers of multi-head latent attention: one compressed vector and one rotary key for each token."""

    layers: int
    query_heads: int
    query_rank: int
    """0 where queries are not compressed."""
    latent_rank: int
    rope_dim: int
    nope_dim: int
    value_dim: int
    norms: int


@dataclass(frozen=True, slots=True)
class DeltaGroup:
    """Layers of gated DeltaNet: a matrix for each head of values, whatever the number of tokens."""

    layers: int
    key_heads: int
    value_heads: int
    key_dim: int
    value_dim: int
    kernel: int
    """Tokens that the short convolution looks at."""
    norms: int


@dataclass(frozen=True, slots=True)
class StateSpaceGroup:
    """Layers of Mamba-2: a state for each head, whatever the number of tokens."""

    layers: int
    state_heads: int
    head_dim: int
    state: int
    state_groups: int
    kernel: int
    norms: int


@dataclass(frozen=True, slots=True)
class FeedForwardGroup:
    """Layers of a dense feed-forward network."""

    layers: int
    intermediate: int
    matrices: int
    """3 for a gated network, 2 for a plain one."""
    norms: int


@dataclass(frozen=True, slots=True)
class ExpertGroup:
    """Layers of a mixture of experts, of which a router chooses some for each token; shared experts always work."""

    layers: int
    experts: int
    active_experts: int
    intermediate: int
    shared_intermediate: int
    """Width of all shared experts together; 0 where there are none."""
    matrices: int
    narrowed: int
    """Width that tokens are mapped to in front of the experts; 0 where experts see the hidden state itself."""
    biases: int
    """Values of the biases of one expert."""
    norms: int


@dataclass(frozen=True, slots=True)
class PerLayerGroup:
    """Layers that each add a small embedding of the token of their own."""

    layers: int
    vocabulary: int
    width: int
    norms: int


@dataclass(frozen=True, slots=True)
class DenoisingGroup:
    """Blocks of a diffusion transformer, which works on a whole image at once and keeps nothing between steps."""

    layers: int
    attention_maps: int
    """Matrices of attention, each as wide and as high as the hidden state."""
    modulation_maps: int
    """Matrices of the same size that turn time and prompt into scales and shifts."""
    intermediate: int
    """Width of the feed-forward networks of all streams together."""
    matrices: int
    image_maps: int
    """Those matrices of attention that a token of the image passes; with more than four it has a second attention."""
    image_width: int
    """Width of the network that a token of the image passes."""
    prompt_maps: int
    prompt_width: int
    """The same for a token of the prompt; blocks of one stream have one set of weights for both."""
    norms: int


@dataclass(frozen=True, slots=True)
class DraftingGroup:
    """Layers that predict further tokens."""

    layers: int
    elements: int
    """Weights of one of them; 0 where they are named, and not published."""


@dataclass(frozen=True, slots=True)
class Companion:
    """A model that works beside another one, such as a text encoder."""

    name: str
    elements: int


@dataclass(frozen=True, slots=True)
class Model:
    """A model as groups of layers of known kinds."""

    id: str
    name: str
    hidden: int
    vocabulary: int
    tied: int
    """1 where the output head is the embedding, else 0."""
    context_limit: int
    attention: tuple[AttentionGroup, ...] = ()
    sliding: tuple[SlidingGroup, ...] = ()
    borrowing: tuple[BorrowingGroup, ...] = ()
    latent: tuple[LatentGroup, ...] = ()
    delta: tuple[DeltaGroup, ...] = ()
    state_space: tuple[StateSpaceGroup, ...] = ()
    feedforward: tuple[FeedForwardGroup, ...] = ()
    mixtures: tuple[ExpertGroup, ...] = ()
    per_layer: tuple[PerLayerGroup, ...] = ()
    denoising: tuple[DenoisingGroup, ...] = ()
    drafting: tuple[DraftingGroup, ...] = ()
    """Shipped with the model, but not counted, as in its quoted size."""
    companions: tuple[Companion, ...] = ()
    outer: int = 0
    """Weights that lead into the first block of a diffusion model and out of the last."""
    last_norm: int = 0
    """Values of the norm behind the last layer."""
    encoders: int = 0
    """1 where encoders of images or sound are shipped with it, which are not counted, else 0."""
    vendor: str = ""


@dataclass(frozen=True, slots=True)
class Peak:
    """The dense peak of one accelerator in one kind of arithmetic."""

    arithmetic: int
    """Which kind, as in `ARITHMETIC`."""
    rate: float
    accumulator: int
    """Bits of the type that products are summed in."""


ARITHMETIC = ("bf16", "fp8", "fp4", "int8", "tf32", "fp32")
"""Kinds of arithmetic, by their number; where a maker gives no peak for bf16, that for fp16 stands in its place."""


@dataclass(frozen=True, slots=True)
class Accelerator:
    """One device: its memory, and how fast it computes and exchanges."""

    id: str
    name: str
    vendor: str
    capacity: float
    """Bytes that a program can use: measured where known, else the nameplate."""
    measured: bool
    """Whether `capacity` was measured."""
    nameplate: float
    bandwidth: float | None
    """Bytes a second from its own memory."""
    unified: int
    """1 for a computer that shares its memory with the processor and is not split over several, else 0."""
    own_peak: float = 0
    """Peak of one that the catalogue does not have, in whatever arithmetic is asked for; else 0."""
    power: float | None = None
    """Rated power of the whole device, in watts."""
    link: float | None = None
    """Bytes a second, one direction, over the fastest link to others of its kind."""
    peaks: tuple[Peak, ...] = ()
    place: int = 0
    """Where it stands in the catalogue, counted from 1; 0 for one that is not there."""

    @classmethod
    def own(
        cls,
        *,
        capacity: float = 0.0,
        bandwidth: float | None = None,
        own_peak: float | None = None,
        power: float | None = None,
        link: float | None = None,
    ) -> Accelerator:
        """One that the catalogue does not have."""
        name = "accelerator of your own"
        return cls("own", name, "", capacity, False, capacity, bandwidth, 0, own_peak or 0, power, link)


@dataclass(frozen=True, slots=True)
class ReserveItem:
    """One part of what an engine takes besides weights and cache, as observed: at least and at most."""

    id: str
    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reserve:
    """Everything an engine takes on each accelerator besides weights and cache."""

    id: str
    name: str
    items: tuple[ReserveItem, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A way for data between two devices; rates are of one direction."""

    id: str
    name: str
    vendor: str
    """The family it belongs to: PCI Express, NVLink, InfiniBand …"""
    lanes: int
    lane_rate: float
    """Bits a second on each lane, as signalled, or as quoted where the quoted rate is already without coding."""
    payload_bits: int
    """Of so many bits on the wire …"""
    line_bits: int
    """… so many are coded from it; equal to the former where the quoted rate is already without coding."""
    protocol_share: float
    """Share that headers of packets leave to the data; 1 where it is not known and not counted."""
    latency: float | None = None
    """Seconds until the first byte arrives, as measured."""

    @classmethod
    def own(cls, *, lane_rate: float) -> Link:
        """One that the catalogue does not have, by its rate after all coding."""
        return cls("own", "link of your own", "", 1, lane_rate, 1, 1, 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """What was seen of a limit in practice, from the least to the most."""

    id: str
    name: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Offer:
    """What one accelerator was offered for, on one day."""

    id: str
    name: str
    """What was offered, by whom and when, in a line."""
    accelerator: str
    """Its id in the catalogue."""
    kind: str
    """`rent` or `buy`."""
    price: float
    """US dollars: for an hour, or to own it."""
    date: str
    place: int
    """Where that accelerator stands in the catalogue; 0 for an offer of one's own."""
    memory: float | None = None
    """Bytes, where it was offered with another memory than the catalogue has."""

    @classmethod
    def own(cls, *, price: float) -> Offer:
        """One that the catalogue does not have."""
        return cls("own", "price of your own", "own", "rent", price, "", 0)


@dataclass(frozen=True, slots=True)
class Precision:
    """What is kept for each parameter that is trained, in bytes."""

    id: str
    name: str
    weight_width: float
    gradient_width: float
    master_width: float
    """Of a copy of the weights in fp32, which updates are added to; 0 where there is none."""
    moment_width: float
    """Of one state of the optimizer."""
    activation_width: float


@dataclass(frozen=True, slots=True)
class Optimizer:
    """What is remembered between steps."""

    id: str
    name: str
    moments: int
    """States for each parameter of a matrix."""
    other_moments: int
    """States for each other parameter: embedding, output head, vectors."""
    factored: int
    """1 where a matrix has one value for each row and column in place of a state, else 0."""
    quantised: int
    """1 where states are kept in blocks of fewer bits, else 0."""
    block_values: int
    block_bytes: float
