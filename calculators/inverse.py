"""Questions asked backwards: the largest input that still fits, the first choice that holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def largest(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The largest whole number from `low` to `high` for which `holds`; `low - 1` where not even `low` does.

    `holds` must not become true again once it is false. Takes about log2(high - low) trials.
    """
    passed, failed = low - 1, high + 1
    trial = high
    while passed + 1 < failed:
        if holds(trial):
            passed = trial
        else:
            failed = trial
        trial = (passed + failed) // 2
    return passed


def first(holds: Callable[[int], bool], candidates: Iterable[int]) -> int:
    """The first candidate for which `holds`, or 0 where none does."""
    return next((candidate for candidate in candidates if holds(candidate)), 0)
