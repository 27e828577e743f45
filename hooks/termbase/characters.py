"""Characters that deceive: what cannot be seen, turns the direction of a line, or looks like another letter.

Names are compared by what readers see, so that `СUDA` with a Cyrillic first letter is no new name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

JOINERS = "\u200c\u200d"
"""Some scripts need them between letters; between Latin letters they only hide something."""
MOST_COMBINING = 3  # the pattern below asks for one more
"""Marks on one letter; Vietnamese and Hebrew need two or three."""

_SUSPECT = re.compile(r"[^\t\n\x20-\x7e]")
_COMBINED = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4,}")


def deceptive_characters(text: str) -> Iterator[tuple[int, int, str]]:
    """(line, column, what it is) of every character that a reader cannot see as what it is; both count from 1."""
    for number, line in enumerate(text.split("\n"), 1):
        for found in _SUSPECT.finditer(line):
            if problem := _problem(line, found.start()):
                yield number, found.start() + 1, problem
        if stacked := _COMBINED.search(line):
            marks = len(stacked.group())
            yield number, stacked.start() + 1, f"{marks} combining marks on one letter; at most {MOST_COMBINING}"


def _problem(line: str, place: int) -> str:
    character = line[place]
    category, code = unicodedata.category(character), f"U+{ord(character):04X}"
    if character in JOINERS:
        before = line[place - 1 : place]
        return "" if before and script(before) not in ("", "LATIN") else f"invisible character {code}; remove it"
    if category == "Cf":
        # Direction marks, zero-width characters, soft hyphens and tags alike.
        name = unicodedata.name(character, "format character").lower()
        return f"invisible character {code} ({name}); remove it"
    if category == "Cc":
        return f"control character {code}; remove it"
    if category in ("Co", "Cs", "Cn"):
        return f"character {code} means something only in private; use one that all fonts have"
    if category in ("Zl", "Zp"):
        return f"line separator {code}; begin a new line instead"
    return ""


def script(character: str) -> str:
    """The script that a letter belongs to, as the first word of its Unicode name; empty for what is no letter."""
    if not character.isalpha() or ord(character) in (0xAA, 0xBA, 0xB5):
        return ""
    first = unicodedata.name(unicodedata.normalize("NFKC", character)[:1] or character, "").split(" ")[0]
    return {"CJK": "HAN", "HIRAGANA": "HAN", "KATAKANA": "HAN", "HANGUL": "HAN", "BOPOMOFO": "HAN"}.get(first, first)


def mixed_scripts(name: str) -> tuple[str, ...]:
    """The scripts of the first word that mixes some, or nothing. `µops` and `CUDA 核心` do not."""
    for word in re.findall(r"\w+", name):
        scripts = {script(character) for character in word} - {""}
        if len(scripts) > 1 and scripts != {"LATIN", "HAN"}:
            return tuple(sorted(one.title() for one in scripts))
    return ()


_CYRILLIC = dict(zip("авекмнорстухіјѕԛԝһԁӏьгп", "abekmhopctyxijsqwhdlbrn", strict=True))
_GREEK = dict(zip("αβγεικνορτυχωηκζ", "abyeiknoptuxwnkz", strict=True))
_OTHER = {"ı": "i", "ł": "l", "ø": "o", "ɡ": "g", "ɑ": "a", "0": "o", "1": "l", "|": "l"}
_TABLE = str.maketrans({**_CYRILLIC, **_GREEK, **_OTHER, "i": "l"})


def skeleton(name: str) -> str:
    """What a name looks like at a glance: letters of other scripts, accents, `0`, `1`, `I` and `l` made one."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(one for one in folded if not unicodedata.combining(one))
    return " ".join(plain.translate(_TABLE).split())
