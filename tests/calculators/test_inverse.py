"""Questions asked backwards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from calculators.inverse import first, largest


@given(low=st.integers(0, 1000), span=st.integers(0, 10**6), limit=st.integers(-10, 2 * 10**6))
def test_largest(low: int, span: int, limit: int) -> None:
    trials: list[int] = []

    def holds(value: int) -> bool:
        trials.append(value)
        return value <= limit

    expected = max(low - 1, min(limit, low + span))
    assert largest(holds, low, low + span) == expected
    assert len(trials) <= 22
    assert all(low <= trial <= low + span for trial in trials)


def test_first() -> None:
    assert first(lambda size: size > 3, (1, 2, 4, 8)) == 4
    assert first(lambda size: size > 9, (1, 2, 4, 8)) == 0
