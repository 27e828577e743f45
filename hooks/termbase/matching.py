"""Names found in running text.

A trie of tokens, walked once from each word: the cost does not depend on how many names there are.
Longest name first; letters of abbreviations count with their case, words do not; blanks and hyphens
between the words of a name are the same; a plural is matched by one rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(r"\w+|[^\w\s]")
_GAP = re.compile(r"[\s\-\u2010\u2011\u2013]+")
_GAPS = frozenset("-\u2010\u2011\u2013")


@dataclass(frozen=True, slots=True)
class Span:
    """A name found in a text: `text[start:end]` names the term `slug`."""

    start: int
    end: int
    slug: str


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    slug: str = ""


class Matcher:
    """Finds the linking names of a glossary."""

    def __init__(self, names: Iterable[tuple[str, bool, str]]) -> None:
        """`names`: (name, whether its case matters, slug)."""
        self._exact, self._folded = _Node(), _Node()
        for text, case_matters, slug in names:
            root = self._exact if case_matters else self._folded
            tokens = [token for token in _TOKEN.findall(text) if token not in _GAPS]
            if not tokens:
                continue
            if not case_matters:
                tokens = [token.casefold() for token in tokens]
            for last in (tokens[-1], *plurals(tokens[-1])):
                node = root
                for token in (*tokens[:-1], last):
                    node = node.next.setdefault(token, _Node())
                # A name that is written outranks the plural of another.
                if last == tokens[-1] or not node.slug:
                    node.slug = slug
        self._starts = {token.casefold() for token in self._exact.next} | set(self._folded.next)

    def find(self, text: str) -> Iterator[Span]:
        """The names in `text`, from left to right, never overlapping."""
        places = self._places(text)
        if not places:
            return
        tokens = [(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
        after = 0
        for place in places:
            token, start, _ = tokens[place]
            if place < after or not _begins(text, start):
                continue
            exact, folded = token in self._exact.next, token.casefold() in self._folded.next
            found = (
                self._walk(self._exact, text, tokens, place, fold=False) if exact else (0, ""),
                self._walk(self._folded, text, tokens, place, fold=True) if folded else (0, ""),
            )
            length, slug = max(found, key=lambda one: one[0])
            if length:
                yield Span(start, tokens[place + length - 1][2], slug)
                after = place + length

    def _places(self, text: str) -> list[int]:
        """The tokens that may begin a name: few, so that most texts are settled here."""
        folded = text.casefold()
        # Where folding makes one letter two, it may part a token as well.
        whole = len(folded) == len(text)
        tokens = _TOKEN.findall(folded) if whole else [token.casefold() for token in _TOKEN.findall(text)]
        starts = self._starts
        return [place for place, token in enumerate(tokens) if token in starts]

    def _walk(
        self, node: _Node, text: str, tokens: list[tuple[str, int, int]], place: int, *, fold: bool
    ) -> tuple[int, str]:
        best = (0, "")
        ahead, end = place, tokens[place][1]
        while ahead < len(tokens):
            token, start, after = tokens[ahead]
            if token in _GAPS and ahead > place:
                # A hyphen joins the words of a name only when words follow directly.
                ahead += 1
                continue
            gap = text[end:start]
            if gap and not _GAP.fullmatch(gap):
                break
            following = node.next.get(token.casefold() if fold else token)
            if following is None:
                break
            node, end = following, after
            ahead += 1
            if node.slug and _ends(text, end):
                best = (ahead - place, node.slug)
        return best


def plurals(word: str) -> tuple[str, ...]:
    """How the last word of a name may end in the plural."""
    if not word[-1:].isalnum() or word.casefold().endswith("ss"):
        return ()
    if word.casefold().endswith(("s", "x", "ch", "sh")):
        return (word + "es",)
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word[:-1] + "ies", word + "s")
    return (word + "s",)


def _begins(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    if not before:
        return True
    # "non-warp", "v1.2", "$PTX" and "foo_bar" are words of their own.
    if before[-1] in "-.$@#_/\\&" and len(before) == 2 and (before[0].isalnum() or before[-1] in "$@#\\&"):
        return before[-1] == "/" and before[0].isalnum()
    return before[-1] not in "$@#\\&"


def _ends(text: str, end: int) -> bool:
    after = text[end : end + 2]
    if not after:
        return True
    if after[0] in "-\u2010\u2011._+#" and len(after) == 2:
        return not (after[1].isalnum() or after[1] in "_+") and after[0] not in "+#"
    return after[0] not in "+#"
