"""Every number of a reviewed entry is backed: by a claim that somebody checked, or by the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from termbase.body import prose_lines
from termbase.load import load_glossary
from termbase.model import Glossary, Term

from calculators.catalogue import Catalogue, open_catalogue

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = Path(__file__).parent / "claims"
VERDICTS = {"confirmed", "computed", "unverified", "corrected", "removed"}
"""corrected: the entry now says what the source says; removed: it no longer says it."""
UNITS = (
    r"(?:[kMGTPE]i?B(?:/s)?|B/s|[kMGT]b(?:it)?/s|bytes?|[TPGM]?FLOPS?|[TPG]?FLOP/s|TOPS|[kMGT]?Hz|[mµn]s|W|kW|MW|V|"
    r"mm²|nm|pJ|°C|%|GT/s|GPUs|SMs|cycles)"
)
NUMBER = re.compile(rf"(?<![\w.,/^-])(\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)[ \u00a0-]{UNITS}(?!\w)")
# "0.5 bytes", "1 GB" and the like are units being explained, and the size of a number format is its name.
PLAIN = {"0", "1", "2", "4", "8", "16", "32", "64", "100", "1000", "10"}


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary(ROOT / "glossary", ROOT).glossary


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_catalogue()


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text.replace(",", "")))


def of_catalogue(term: Term, catalogue: Catalogue) -> set[str]:
    """Numbers that the catalogue has of what an entry is about, or names."""
    text = "\n".join([term.definition, term.body, *(one.answer for one in term.questions)])
    keys = {f"accelerators/{id}" for id in term.accelerators}
    for id, record in catalogue.accelerators.items():
        short = re.sub(r"^(GeForce|Radeon|Apple|NVIDIA|AMD Instinct) ", "", record.name)
        if re.search(rf"(?<!\w){re.escape(re.sub(r' [0-9]+ GB$', '', short))}(?!\w)", text):
            keys.add(f"accelerators/{id}")
    found: set[str] = set()
    for key in keys:
        for fact in catalogue.facts.get(key, ()):
            found |= numbers_in(fact.given)
    return found


def test_every_reviewed_entry_has_claims_and_the_other_way_round(glossary: Glossary) -> None:
    reviewed = {slug for slug, term in glossary.terms.items() if term.reviewed}
    assert {path.stem for path in CLAIMS.glob("*.yml")} == reviewed


@pytest.mark.parametrize("path", sorted(CLAIMS.glob("*.yml")), ids=lambda path: path.stem)
def test_claims_say_what_where_and_whether(path: Path) -> None:
    for one in yaml.safe_load(path.read_text(encoding="utf-8")):
        assert set(one) <= {"claim", "source", "locator", "verdict", "note"}, one
        assert one["claim"], one
        assert one["verdict"] in VERDICTS, one
        if one["verdict"] == "confirmed":
            assert str(one["source"]).startswith("https://"), one


def test_every_number_is_backed(glossary: Glossary, catalogue: Catalogue) -> None:
    bare = []
    for slug, term in glossary.terms.items():
        if not term.reviewed:
            continue
        claims = yaml.safe_load((CLAIMS / f"{slug}.yml").read_text(encoding="utf-8"))
        backed = numbers_in("\n".join(str(one) for one in claims if one["verdict"] != "removed"))
        backed |= of_catalogue(term, catalogue) | PLAIN
        lines = [line for _, line in prose_lines(term.body)]
        for line in (*lines, term.definition, *(one.answer for one in term.questions)):
            found = [one for one in NUMBER.finditer(line) if one[1].replace(",", "") not in backed]
            bare += [f"{term.path}: {one[0]}: no claim and no fact of the catalogue" for one in found]
    assert bare == []
