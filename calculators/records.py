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
    embedding: NumberFormat
    head: NumberFormat
    vectors: NumberFormat
    """Norms and biases."""


@dataclass(frozen=True, slots=True)
class AttentionGroup:
    """Layers of multi-head, grouped-query or multi-query attention that keep every token."""

    layers: int
    query_heads: int
    kv_heads: int
    head_dim: int
    bias: int
    """1 where queries, keys and values have a bias, else 0."""
    head_norm: int
    """1 where queries and keys are normalised by a learned vector, else 0."""


@dataclass(frozen=True, slots=True)
class SlidingGroup:
    """Layers of attention that keep only the last `window` tokens."""

    layers: int
    query_heads: int
    kv_heads: int
    head_dim: int
    bias: int
    head_norm: int
    window: int


@dataclass(frozen=True, slots=True)
class LatentGroup:
    """Layers of multi-head latent attention: one compressed vector and one rotary key for each token."""

    layers: int
    query_heads: int
    query_rank: int
    latent_rank: int
    rope_dim: int
    nope_dim: int
    value_dim: int


@dataclass(frozen=True, slots=True)
class FeedForwardGroup:
    """Layers of a dense feed-forward network."""

    layers: int
    intermediate: int
    matrices: int
    """3 for a gated network, 2 for a plain one."""


@dataclass(frozen=True, slots=True)
class Model:
    """A decoder as groups of layers of known kinds."""

    id: str
    name: str
    hidden: int
    vocabulary: int
    tied: int
    """1 where the output head is the embedding, else 0."""
    context_limit: int
    attention: tuple[AttentionGroup, ...] = ()
    sliding: tuple[SlidingGroup, ...] = ()
    latent: tuple[LatentGroup, ...] = ()
    feedforward: tuple[FeedForwardGroup, ...] = ()
    vendor: str = ""


@dataclass(frozen=True, slots=True)
class Accelerator:
    """One device and its memory."""

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

    @classmethod
    def own(cls, *, capacity: float, bandwidth: float | None) -> Accelerator:
        """One that the catalogue does not have."""
        return cls("own", "accelerator of your own", "", capacity, False, capacity, bandwidth, 0)


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
