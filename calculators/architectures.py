"""From a published config.json to groups of layers, by the table of architectures. Exact, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from calculators.records import AttentionGroup, FeedForwardGroup, LatentGroup, Model, SlidingGroup
from calculators.schema import ArchitectureKeys

Problem = tuple[str, str, str]
"""Key of the config, code, message."""

_GROUPS: dict[str, type] = {
    "attention": AttentionGroup,
    "sliding": SlidingGroup,
    "latent": LatentGroup,
    "feedforward": FeedForwardGroup,
}


def groups_of_layers(
    architecture: ArchitectureKeys, config: Mapping[str, str], id: str, name: str, vendor: str = ""
) -> tuple[Model | None, list[Problem]]:
    """The model that a configuration describes, or every reason why it is none (codes C111, C113, C114)."""
    problems = list(_unmet(architecture, config))
    if problems:
        return None, problems
    reading = _Reading(config, problems)
    shape: dict[str, Any] = {field: reading.number(getattr(architecture, field)) for field in _SHAPE}
    groups: dict[str, Any] = {
        kind: tuple(
            record(**{field: reading.number(getattr(keys, field)) for field in record.__dataclass_fields__})  # type: ignore[attr-defined]
            for keys in getattr(architecture, kind)
            if _exists(keys, config)
        )
        for kind, record in _GROUPS.items()
    }
    if problems:
        return None, sorted(set(problems))
    model = Model(id=id, name=name, vendor=vendor, **shape, **groups)
    problems += _impossible(model)
    return (None, problems) if problems else (model, [])


_SHAPE = ("hidden", "vocabulary", "tied", "context_limit")


def _given(config: Mapping[str, str], key: str) -> str | None:
    value = config.get(key)
    return None if value == "null" else value


def _unmet(architecture: ArchitectureKeys, config: Mapping[str, str]) -> Iterator[Problem]:
    for key, wanted in architecture.only_if.items():
        found = _given(config, key)
        if found is not None and found != wanted:
            yield key, "C113", f"the mapping holds only for {wanted}, found {found}; extend architectures.yml"


def _exists(keys: Any, config: Mapping[str, str]) -> bool:
    return not (
        (keys.when and _given(config, keys.when) is None) or (keys.unless and _given(config, keys.unless) is not None)
    )


class _Reading:
    def __init__(self, config: Mapping[str, str], problems: list[Problem]) -> None:
        self.config, self.problems = config, problems

    def number(self, expression: str) -> int:
        """The value of `a | b / c | 4`: the first alternative whose keys are all there."""
        alternatives = expression.split(" | ")
        for alternative in alternatives:
            parts = [self.part(part) for part in alternative.split(" / ")]
            if None in parts:
                continue
            first, *divisors = (part for part in parts if part is not None)
            for divisor in divisors:
                if divisor == 0 or first % divisor:
                    self.problems.append((alternative.split(" / ")[0], "C111", f"{alternative} is no whole number"))
                    return 0
                first //= divisor
            return first
        missing = alternatives[-1].split(" / ")[0]
        self.problems.append((missing, "C114", f"the architecture needs {' or '.join(alternatives)}; add the key"))
        return 0

    def part(self, word: str) -> int | None:
        if word.isdigit():
            return int(word)
        value = _given(self.config, word)
        return None if value is None else {"true": 1, "false": 0}.get(value) if not value.isdigit() else int(value)


def _impossible(model: Model) -> Iterator[Problem]:
    if not (model.attention or model.sliding or model.latent) or not model.feedforward:
        yield "", "C111", "no layers of attention, or none of a feed-forward network"
    heads = [(group.query_heads, group.kv_heads) for group in model.attention]
    heads += [(group.query_heads, group.kv_heads) for group in model.sliding]
    for query_heads, kv_heads in heads:
        if kv_heads == 0 or query_heads % kv_heads:
            message = f"{query_heads} heads of queries cannot share {kv_heads} of keys and values"
            yield "num_key_value_heads", "C111", message
    if min(model.hidden, model.vocabulary, model.context_limit) <= 0:
        yield "hidden_size", "C111", "hidden size, vocabulary and context must be more than nothing"
