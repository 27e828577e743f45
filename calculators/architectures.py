"""From a published config.json to groups of layers, by the table of architectures. Exact, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from calculators import records, units
from calculators.configuration import Problem, Refused, Tree, keys, parse, read_config, shown, value
from calculators.nomenclature import VARIABLES
from calculators.records import Model
from calculators.schema import ArchitectureKeys

GROUPS: dict[str, type] = {
    "attention": records.AttentionGroup,
    "sliding": records.SlidingGroup,
    "borrowing": records.BorrowingGroup,
    "latent": records.LatentGroup,
    "delta": records.DeltaGroup,
    "state_space": records.StateSpaceGroup,
    "feedforward": records.FeedForwardGroup,
    "mixtures": records.ExpertGroup,
    "per_layer": records.PerLayerGroup,
    "denoising": records.DenoisingGroup,
    "drafting": records.DraftingGroup,
}
"""The kinds of layers, by the field of the model that holds them."""

MIXING = ("attention", "sliding", "borrowing", "latent", "delta", "state_space", "denoising")
"""The kinds that let tokens see one another: together they are as many as the model has layers."""

SHAPE = ("hidden", "vocabulary", "tied", "context_limit", "encoders", "outer", "last_norm")


@dataclass(frozen=True, slots=True)
class GroupRule:
    """How one group of layers is read; it exists if `when` has a value and `unless` has none, nor 0 or false."""

    fields: dict[str, Tree]
    when: str | None
    unless: str | None


@dataclass(frozen=True, slots=True)
class Architecture:
    """How a config.json becomes a model."""

    inside: str | None
    """The key under which the language model is described, where it is not the whole."""
    only_if: dict[str, str]
    depth: Tree
    shape: dict[str, Tree]
    groups: dict[str, tuple[GroupRule, ...]]


def architecture_of(written: ArchitectureKeys) -> tuple[Architecture | None, list[tuple[tuple[str | int, ...], str]]]:
    """The architecture that the table describes, or the places and texts of what is no expression."""
    wrong: list[tuple[tuple[str | int, ...], str]] = []

    def tree(expression: str, *place: str | int) -> Tree:
        try:
            return parse(expression)
        except ValueError:
            if (place, expression) not in wrong:
                wrong.append((place, expression))
            return 0

    shape = {name: tree(getattr(written, name) or written.hidden, name) for name in SHAPE}
    depth = tree(written.depth, "depth")
    groups: dict[str, tuple[GroupRule, ...]] = {}
    for kind, record in GROUPS.items():
        groups[kind] = tuple(
            GroupRule(
                {
                    field: tree(getattr(one, _written_as(one, field)), kind, number, _written_as(one, field))
                    for field in record.__dataclass_fields__  # type: ignore[attr-defined]
                },
                one.when,
                one.unless,
            )
            for number, one in enumerate(getattr(written, kind))
        )
    return (None, wrong) if wrong else (Architecture(written.inside, written.only_if, depth, shape, groups), [])


def _written_as(written: Any, field: str) -> str:
    # The values of a head are as wide as its keys, unless the table says otherwise.
    return field if getattr(written, field) is not None else "head_dim"


def flattened(architecture: Architecture, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keys that the table speaks of, those of the language model first."""
    inner = config.get(architecture.inside) if architecture.inside else None
    return {**config, **inner} if isinstance(inner, dict) else config


OWN_MODEL = "model of your own"
ANY = ""
"""Where the table says how to estimate what it does not know: no architecture has this name."""


def estimate_from(architectures: Mapping[str, Architecture], text: str) -> Model | None:
    """A plain transformer of the measures in a config.json that was refused; None where they are not there."""
    try:
        config = read_config(text)
    except Refused:
        return None
    if ANY not in architectures:
        return None
    return model_of(architectures[ANY], flattened(architectures[ANY], config), "own", OWN_MODEL)[0]


def model_from(architectures: Mapping[str, Architecture], text: str) -> tuple[Model | None, list[Problem]]:
    """The model that the text of a config.json describes, or every reason why it is none (also C307, C308)."""
    try:
        config = read_config(text)
        # Diffusers names the class in a key of its own.
        named = config.get("architectures", [config.get("_class_name")])
        if not isinstance(named, list) or not named or not isinstance(named[0], str):
            raise Refused("architectures", "C308", "architecture", found=shown(config.get("architectures")))
        if named[0] == ANY or named[0] not in architectures:
            known = ", ".join(sorted(filter(None, architectures)))
            raise Refused("architectures", "C308", "unknown", name=shown(named[0]), known=known)
    except Refused as refused:
        return None, [refused.problem]
    architecture = architectures[named[0]]
    return model_of(architecture, flattened(architecture, config), "own", OWN_MODEL)


def model_of(
    architecture: Architecture, config: Mapping[str, Any], id: str, name: str, vendor: str = ""
) -> tuple[Model | None, list[Problem]]:
    """The model that a configuration describes, or every reason why it is none (codes C111, C113, C114, C117)."""
    problems = list(_unmet(architecture, config))
    if problems:
        return None, problems
    reading = _Reading(config, problems)
    shape: dict[str, Any] = {field: reading.number(field, tree) for field, tree in architecture.shape.items()}
    groups: dict[str, Any] = {
        kind: tuple(GROUPS[kind](**fields) for rule in rules if (fields := reading.group(rule)))
        for kind, rules in architecture.groups.items()
    }
    depth = reading.number("layers", architecture.depth)
    if problems:
        return None, sorted(set(problems))
    model = Model(id=id, name=name, vendor=vendor, **shape, **groups)
    problems += _impossible(model, depth, architecture)
    return (None, problems) if problems else (model, [])


def _unmet(architecture: Architecture, config: Mapping[str, Any]) -> Iterator[Problem]:
    for key, wanted in architecture.only_if.items():
        found = config.get(key)
        if found is not None and shown(found).strip('"') not in wanted.split(" | "):
            yield Refused(key, "C113", "only", wanted=wanted, found=shown(found)).problem


class _Reading:
    def __init__(self, config: Mapping[str, Any], problems: list[Problem]) -> None:
        self.config, self.problems = config, problems

    def number(self, field: str, tree: Tree) -> int:
        """The value of a field, within the range of its variable."""
        named = list(keys(tree))
        try:
            found = value(tree, self.config)
            if found is None:
                missing = [key for key in named if self.config.get(key) is None]
                raise Refused((missing or named)[-1], "C114", "missing")
            variable = VARIABLES[field]
            # What the table itself says needs no check: a model of images has no vocabulary.
            if named and not variable.low <= found <= variable.high:
                limits = {"low": units.plain(variable.low), "high": units.plain(variable.high)}
                raise Refused(named[0], "C111", "range", meaning=variable.meaning, found=units.plain(found), **limits)
        except Refused as refused:
            self.problems.append(refused.problem)
            return 0
        return found

    def group(self, rule: GroupRule) -> dict[str, int] | None:
        """The fields of a group; None where there are no such layers."""
        if (rule.when and not self.config.get(rule.when)) or (rule.unless and self.config.get(rule.unless)):
            return None
        layers = self.number("layers", rule.fields["layers"])
        if not layers:
            return None
        return {field: layers if field == "layers" else self.number(field, tree) for field, tree in rule.fields.items()}


def _impossible(model: Model, depth: int, architecture: Architecture) -> Iterator[Problem]:
    mixing = sum(group.layers for kind in MIXING for group in getattr(model, kind))
    if mixing != depth or not depth:
        key = next(
            (key for kind in MIXING for rule in architecture.groups[kind] for key in keys(rule.fields["layers"])), ""
        )
        yield Refused(key, "C111", "depth", found=mixing, depth=depth).problem
    heads = [(group.query_heads, group.kv_heads) for group in model.attention]
    heads += [(group.query_heads, group.kv_heads) for group in model.sliding]
    for query_heads, kv_heads in heads:
        if query_heads % kv_heads:
            yield Refused("num_key_value_heads", "C111", "heads", found=query_heads, heads=kv_heads).problem
