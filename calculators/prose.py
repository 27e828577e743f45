"""Numbers of products in running text, held against the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from diagnostics import Diagnostic, Position, Severity

from calculators.catalogue import Catalogue, Fact

UNITS = {"TB/s": ("bytes-per-second", 1e12), "GB/s": ("bytes-per-second", 1e9), "GB": ("bytes", 1e9), "W": ("watts", 1)}
"""Unit to quantity and size. Peaks are left out: which format and which cores a sentence means, no pattern tells."""
ROUNDED = 0.015
"""Difference that rounding explains, as a share."""
_BETWEEN = r"(?:: | \(| has | with | reads (?:at )?| offers | holds | comes with | draws | is rated at )"
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)[ \u00a0](?P<unit>TB/s|GB/s|GB(?!/)|W)\b"


def check_lines(lines: Iterable[tuple[str, Position, str]], catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Advice (C213) where a text gives a product a number that none of its facts of that unit has.

    `lines` are (path, place of the first character, text). Only a number that stands right behind the name of a
    product counts as said of it.
    """
    named = _names(catalogue)
    alternatives = "|".join(re.escape(name) for name in sorted(named, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?P<name>{alternatives}){_BETWEEN}{_NUMBER}")
    for path, place, line in lines:
        for found in pattern.finditer(line):
            quantity, factor = UNITS[found["unit"]]
            value = float(found["number"].replace(",", "")) * factor
            facts = [one for one in catalogue.facts[named[found["name"]]] if one.quantity == quantity]
            if not facts or any(_agrees(value, one) for one in facts):
                continue
            known = ", ".join(f"{one.name} {one.given}" for one in facts)
            message = f"{found['name']}: {found['number']} {found['unit']} is not in the catalogue, which has {known}"
            where = Position(place.line, place.column + found.start("number"))
            yield Diagnostic(path, where, "C213", message, Severity.ADVICE)


def _agrees(value: float, fact: Fact) -> bool:
    # Data sheets add the two directions of a link.
    factors = (1, 2) if fact.name == "link" else (1,)
    return any(abs(value - factor * fact.value) <= ROUNDED * value for factor in factors)


def _names(catalogue: Catalogue) -> dict[str, str]:
    """What texts call the records of accelerators, to the key of their facts; a name of several records is left out."""
    found: dict[str, set[str]] = {}
    for id, record in catalogue.accelerators.items():
        whole = record.name
        short = re.sub(r"^(GeForce|Radeon|Apple|NVIDIA|AMD Instinct) ", "", whole)
        for name in {whole, short, re.sub(r" \d+ GB$", "", short)}:
            if re.search(r"\d", name):
                found.setdefault(name, set()).add(f"accelerators/{id}")
    return {name: keys.pop() for name, keys in found.items() if len(keys) == 1}
