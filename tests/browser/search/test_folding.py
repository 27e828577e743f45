"""Folding and distance: the same in JavaScript as in Python."""

from __future__ import annotations

import json
import random
import string
import sys
import unicodedata
from typing import Any

import yaml
from playwright.sync_api import Page
from termbase.search import key_of, words_of

from tests.browser.search.dialog import ROOT, read

FOLD = """async ([name, texts]) => {
  const fold = await import("./assets/js/search/fold.js");
  return JSON.stringify(JSON.parse(texts).map((text) => fold[name](text)));
}"""


def fold(page: Page, name: str, texts: list[Any]) -> list[Any]:
    found = json.loads(page.evaluate(FOLD, [name, json.dumps(texts)]))
    assert isinstance(found, list)
    return found


def test_words_and_keys_are_those_of_python(page: Page, site: str) -> None:
    page.goto(site)
    cases = read("folding.yml")["words"]
    assert fold(page, "wordsOf", [text for text, _, _ in cases]) == [words for _, words, _ in cases]
    assert fold(page, "keyOf", [words for _, words, _ in cases]) == [key for _, _, key in cases]


def test_every_character_is_folded_as_in_python(page: Page, site: str) -> None:
    page.goto(site)
    known = [
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"}
    ]
    texts = [f"a{character}1 {character}" for character in known]
    assert len(texts) > 100_000
    found = fold(page, "wordsOf", texts)
    different = [
        (text, list(words_of(text)), words)
        for text, words in zip(texts, found, strict=True)
        if list(words_of(text)) != words
    ]
    assert different == []


def test_random_texts_are_folded_as_in_python(page: Page, site: str) -> None:
    page.goto(site)
    dice = random.Random(20261123)
    signs = string.ascii_letters + string.digits + "  --++##__.:/'’()<>éßΣςµ²½ﬁＡ"
    texts = ["".join(dice.choices(signs, k=dice.randrange(14))) for _ in range(20_000)]
    words = fold(page, "wordsOf", texts)
    assert words == [list(words_of(text)) for text in texts]
    assert fold(page, "keyOf", words) == [key_of(words_of(text)) for text in texts]


def test_addresses_are_those_of_python(page: Page, site: str) -> None:
    page.goto(site)
    cases = yaml.safe_load((ROOT / "tests" / "termbase" / "names.yml").read_text(encoding="utf-8"))
    assert fold(page, "namePath", [name for name, _ in cases]) == [path for _, path in cases]


def test_numbers(page: Page, site: str) -> None:
    page.goto(site)
    cases = read("folding.yml")
    pairs = cases["numbers"] + cases["not_numbers"]
    singular, plural = ([pair[side] for pair in pairs] for side in (0, 1))
    forward, back = fold(page, "forms", singular), fold(page, "forms", plural)
    related = [b in fs or s in bs for s, b, fs, bs in zip(singular, plural, forward, back, strict=True)]
    assert related == [True] * len(cases["numbers"]) + [False] * len(cases["not_numbers"])
    assert all(one not in forms for one, forms in zip(singular + plural, forward + back, strict=True))


def edits(a: str, b: str) -> int:
    """Optimal string alignment by the book, without band or bound."""
    table = [[max(i, j) if not i or not j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def test_distance_and_its_filter_against_the_book(page: Page, site: str) -> None:
    page.goto(site)
    dice = random.Random(7)
    cases = []
    for _ in range(4000):
        a = "".join(dice.choices("abcd", k=dice.randrange(9)))
        b = list(a)
        for _ in range(dice.randrange(5)):
            place = dice.randrange(len(b) + 1)
            b[place : place + dice.randrange(2)] = dice.choice(["", "a", "b", "cd", "e"])
        cases.append([a, "".join(b), dice.randrange(5)])
    found = page.evaluate(
        """async (cases) => {
          const { distance, letters, possible } = await import("./assets/js/search/distance.js");
          return cases.map(([a, b, max]) => [
            distance(a, b, max), distance(a, b, max, true), possible(letters(a), letters(b), max)]);
        }""",
        cases,
    )
    for (a, b, most), (whole, begun, possible) in zip(cases, found, strict=True):
        exact = edits(a, b)
        assert whole == min(exact, most + 1), (a, b, most)
        assert begun == min(*(edits(a, b[:end]) for end in range(len(b) + 1)), most + 1), (a, b, most)
        assert possible or exact > most, (a, b, most)
