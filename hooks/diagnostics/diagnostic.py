"""What is wrong, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic matters: an error stops the build, advice does not."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A place in a text file; line and column count from 1."""

    line: int = 1
    column: int = 1

    def shifted(self, lines: int) -> Position:
        """The same place when `lines` lines stand in front of the text it was measured in."""
        return Position(self.line + lines, self.column)


START = Position()


@dataclass(frozen=True, slots=True)
class Edit:
    """The one right way to mend something: `length` characters from `position` on become `text`."""

    position: Position
    length: int
    text: str


@dataclass(frozen=True, order=True, slots=True)
class Diagnostic:
    """One complaint to an author; sorts by place."""

    path: str
    """Relative to the folder the command was run in, with forward slashes."""
    position: Position
    code: str
    """A key of `diagnostics.codes.CODES`."""
    message: str
    """What was expected, what was found, what to do; one line."""
    severity: Severity = Severity.ERROR
    edit: Edit | None = field(default=None, compare=False)
    """What mends it, where only one thing can."""

    def __str__(self) -> str:
        return f"{self.path}:{self.position.line}:{self.position.column}: {self.code} {self.message}"


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """`; did you mean "x"?` for the candidate nearest to `word`, else the empty string."""
    near = _nearest(word, candidates, 1, 0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def surely_meant(word: str, candidates: Iterable[str]) -> str:
    """The one candidate that `word` is a slip of, or the empty string where there is doubt."""
    near = _nearest(word, candidates, 2, 0.8)
    return near[0] if len(near) == 1 else ""


def _nearest(word: str, candidates: Iterable[str], most: int, cutoff: float) -> list[str]:
    folded = {candidate.casefold(): candidate for candidate in candidates}
    return [folded[one] for one in difflib.get_close_matches(word.casefold(), folded, n=most, cutoff=cutoff)]


def has_errors(found: Iterable[Diagnostic]) -> bool:
    """Whether any of these stops the build."""
    return any(one.severity is Severity.ERROR for one in found)
