"""The files of the term search: what they hold, how big they are, that equal glossaries give equal bytes."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from termbase.model import Disambiguation, Glossary, Question, Term
from termbase.names import name_path
from termbase.search import FOLDER, SHARD_BYTES, SearchFiles, build_search, key_of, words_of

CASES = yaml.safe_load((Path(__file__).parents[1] / "search" / "folding.yml").read_text(encoding="utf-8"))
Make = Callable[..., Any]


def key(text: str) -> str:
    return key_of(words_of(text))


def built(glossary: Glossary) -> SearchFiles:
    return build_search(glossary, lambda slug: f"{slug}/")


def names(files: SearchFiles) -> dict[str, Any]:
    found = json.loads(files.files[files.names_path])
    assert isinstance(found, dict)
    return found


def column(files: SearchFiles, name: str) -> list[list[str]]:
    """The rows of a column, one a term, each a list of names."""
    data = names(files)
    rows = data[name].split("\n")
    rows += [""] * (len(data["headwords"].split("\n")) - len(rows))
    return [row.split("\t") if row else [] for row in rows]


def hidden_names(files: SearchFiles) -> list[list[str]]:
    """The hidden names, one row a term."""
    rows = [""] * len(names(files)["headwords"].split("\n"))
    for number, (start, _) in enumerate(names(files)["hidden"]):
        for place, line in enumerate(shard(files, "hidden", number).split("\n")):
            rows[start + place] = line
    return [row.split("\t") if row else [] for row in rows]


def shard(files: SearchFiles, name: str, number: int = 0) -> Any:
    digest = names(files)[name][number][1]
    return json.loads(files.files[f"{FOLDER}{name}-{number}.{digest}.json"])


def found_in(files: SearchFiles, word: str) -> list[tuple[str, int]]:
    """The documents a word leads to, as (headword, part); read as the script reads them."""
    data = names(files)
    heads = data["headwords"].split("\n")
    numbers = [number for number, (first, _) in enumerate(data["words"]) if first <= word]
    for row in shard(files, "words", numbers[-1]) if numbers else ():
        found, *steps = row.split(" ")
        if found == word:
            places, place = [], 0
            for step in steps:
                place += int(step)
                places.append((heads[place // data["stride"]], place % data["stride"]))
            return places
    return []


# ---- Folding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "words", "expected"), CASES["words"])
def test_words_and_key(text: str, words: list[str], expected: str) -> None:
    assert list(words_of(text)) == words
    assert key_of(words) == expected


@pytest.mark.parametrize("texts", CASES["same"], ids=lambda texts: texts[0])
def test_what_makes_no_difference(texts: list[str]) -> None:
    assert len({key(text) for text in texts}) == 1


@pytest.mark.parametrize(("one", "other"), CASES["different"])
def test_what_stays_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words
    assert all(words)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_case_makes_no_difference(text: str) -> None:
    assert words_of(text.upper()) == words_of(text.lower()) == words_of(text)


# ---- Names --------------------------------------------------------------------------------------


def test_columns_stand_in_the_order_of_headwords(term: Make, glossary: Make) -> None:
    files = built(
        glossary(
            term("warp", "Warp", aliases=["warp of threads"]),
            term(
                "gpu-ram",
                "GPU RAM",
                abbreviations=["VRAM"],
                aliases=["GPU memory", "video RAM"],
                unlinked=["memory"],
                hidden=["frame buffer"],
            ),
            term("all-reduce", "all-reduce"),
        )
    )
    assert names(files)["headwords"].split("\n") == ["all-reduce", "GPU RAM", "Warp"]
    assert column(files, "abbreviations") == [[], ["VRAM"], []]
    assert column(files, "aliases") == [[], ["GPU memory", "video RAM"], ["warp of threads"]]
    assert column(files, "unlinked") == [[], ["memory"], []]
    assert hidden_names(files) == [[], ["frame buffer"], []]


def test_a_slug_travels_only_where_the_headword_does_not_give_it(term: Make, glossary: Make) -> None:
    files = built(
        glossary(
            term("gpu", "Graphics Processing Unit"), term("shared-memory", "Shared Memory"), term("cplusplus", "C++")
        )
    )
    assert names(files)["headwords"].split("\n") == ["C++", "Graphics Processing Unit", "Shared Memory"]
    assert column(files, "slugs") == [[], ["gpu"], []]


def test_a_hidden_name_that_says_what_another_says_is_left_out(term: Make, glossary: Make) -> None:
    hidden = ["frame-buffer", "Frame Buffer", "video buffer", "Video-Buffer", "__vb__", "vb"]
    files = built(glossary(term("framebuffer", "Framebuffer", hidden=hidden)))
    assert hidden_names(files) == [["Video-Buffer", "__vb__", "vb"]]


def test_addresses_that_follow_no_pattern_are_listed(term: Make, glossary: Make) -> None:
    three = glossary(term("alpha", "Alpha"), term("beta", "Beta"), term("gamma", "Gamma"))
    data = names(build_search(three, lambda slug: "elsewhere/b.html" if slug == "beta" else f"terms/{slug}/index.html"))
    assert data["url"] == ["terms/", "/index.html"]
    assert data["urls"] == {"beta": "elsewhere/b.html"}


def test_ambiguous_names_lead_to_their_senses_in_order(term: Make, glossary: Make) -> None:
    both = glossary(
        term("multi-process-service", "Multi-Process Service", abbreviations=["MPS"]),
        term("metal-performance-shaders", "Metal Performance Shaders", abbreviations=["MPS"]),
        disambiguations={
            "MPS": Disambiguation("MPS", "Two things.", ("multi-process-service", "metal-performance-shaders", "gone"))
        },
    )
    data = names(built(both))
    assert data["headwords"].split("\n") == ["Metal Performance Shaders", "Multi-Process Service"]
    assert data["ambiguous"] == [["MPS", [1, 0]]]


def test_an_empty_glossary_is_files_too(glossary: Make) -> None:
    files = built(glossary())
    assert names(files)["headwords"] == ""
    assert list(files.files) == [files.names_path]


# ---- Texts --------------------------------------------------------------------------------------


@pytest.fixture
def three(term: Make, glossary: Make) -> Glossary:
    made = glossary(
        term(
            "warp",
            "Warp",
            definition="A group of 32 threads that run one instruction.",
            questions=(
                Question("Why 32 threads?", "…"),
                Question('What does "misaligned address" mean?', "Not searched."),
            ),
        ),
        term("grid", "Grid", definition="All blocks of threads of one kernel."),
        term("c", "C", definition="A language older than C++."),
    )
    assert isinstance(made, Glossary)
    return made


def test_words_of_questions_and_definitions_lead_to_their_places(three: Glossary) -> None:
    files = built(three)
    assert found_in(files, "threads") == [("Grid", 0), ("Warp", 0), ("Warp", 1)]
    assert found_in(files, "misaligned") == [("Warp", 2)]
    assert found_in(files, "c++") == [("C", 0)]
    assert found_in(files, "searched") == []
    assert found_in(files, "what") == [], "a word of the question, not of its subject"


def test_definitions_and_questions_are_told_by_term(three: Glossary) -> None:
    files = built(three)
    assert shard(files, "definitions") == [
        "A language older than C++.",
        "All blocks of threads of one kernel.",
        "A group of 32 threads that run one instruction.",
    ]
    assert shard(files, "questions") == [[], [], ["Why 32 threads?", 'What does "misaligned address" mean?']]


def test_no_hidden_name_travels_with_the_others(term: Make, glossary: Make) -> None:
    files = built(glossary(term("warp", "Warp", hidden=["half-warp"]), term("yarn", "Yarn")))
    assert b"half-warp" not in files.files[files.names_path]
    assert names(files)["hidden"][0][0] == 0


def test_no_definition_travels_with_the_names(three: Glossary) -> None:
    files = built(three)
    raw = files.files[files.names_path].decode()
    assert "instruction" not in raw
    assert "misaligned" not in raw


# ---- Files --------------------------------------------------------------------------------------

SYLLABLES = "ba ce di fo gu ham jet kil lor mun nap pir quo ras sem tiv ul vex wor zan".split()


def many(count: int, term: Make, glossary: Make) -> Glossary:
    """A glossary of made-up words: names of two words from a stock of 200, two aliases, two questions a term."""
    dice = random.Random(count)
    stock = ["".join(dice.choices(SYLLABLES, k=dice.choice((2, 3)))) for _ in range(200)]
    terms: dict[str, Term] = {}
    while len(terms) < count:
        said = [" ".join(dice.choices(stock, k=dice.choice((2, 3)))) for _ in range(3)]
        slug = name_path(said[0])
        terms[slug] = term(
            slug,
            said[0].title(),
            aliases=said[1:],
            hidden=[" ".join(dice.choices(stock, k=3)) for _ in range(4)],
            definition=" ".join(dice.choices(stock, k=15)) + ".",
            questions=tuple(Question(" ".join(dice.choices(stock, k=8)) + "?", "…") for _ in range(2)),
        )
    made = glossary(*terms.values())
    assert isinstance(made, Glossary)
    return made


def test_the_names_of_a_thousand_terms_take_20_kb_and_no_shard_more_than_its_limit(term: Make, glossary: Make) -> None:
    files = built(many(1000, term, glossary))
    assert len(gzip.compress(files.files[files.names_path], 6)) <= 20_000
    shards = {path: data for path, data in files.files.items() if path != files.names_path}
    assert max(map(len, shards.values())) <= SHARD_BYTES
    kinds = [len(names(files)[kind]) for kind in ("hidden", "definitions", "questions", "words")]
    assert min(kinds) > 1, "the limit was not put to the test"
    assert len(shards) == sum(kinds)


def test_every_word_and_every_text_is_where_the_routes_say(term: Make, glossary: Make) -> None:
    made = many(600, term, glossary)
    files = built(made)
    data = names(files)
    by_head = {one.headword: one for one in made.terms.values()}
    heads = data["headwords"].split("\n")
    for kind, text in (
        ("definitions", lambda one: one.definition),
        ("questions", lambda one: [q.ask for q in one.questions]),
    ):
        starts = [start for start, _ in data[kind]]
        told = [entry for number in range(len(starts)) for entry in shard(files, kind, number)]
        assert told == [text(by_head[head]) for head in heads]
        assert starts == [
            sum(len(shard(files, kind, before)) for before in range(number)) for number in range(len(starts))
        ]
    term_of_choice = by_head[heads[123]]
    for part, text in enumerate([term_of_choice.definition, *(q.ask for q in term_of_choice.questions)]):
        for word in words_of(text):
            assert (heads[123], part) in found_in(files, word)


def test_a_word_that_fills_a_shard_alone_counts_as_a_stop_word(
    monkeypatch: pytest.MonkeyPatch, term: Make, glossary: Make
) -> None:
    monkeypatch.setattr("termbase.search.SHARD_BYTES", 400)
    files = built(glossary(*(term(f"t{n}", f"T{n}", definition=f"Chip of kind n{n}.") for n in range(300))))
    assert found_in(files, "chip") == []
    assert "chip" in names(files)["stop"].split(" ")
    assert found_in(files, "n77") == [("T77", 0)]


def test_equal_glossaries_give_equal_bytes_in_any_order(term: Make, glossary: Make) -> None:
    made = many(50, term, glossary)
    shuffled = list(made.terms.values())
    random.Random(1).shuffle(shuffled)
    other = Glossary({one.slug: one for one in shuffled}, made.topics, {})
    assert built(made) == built(other)
    assert list(built(made).files) == sorted(built(made).files)


def test_a_changed_definition_changes_no_name_but_its_own(term: Make, glossary: Make) -> None:
    one = built(glossary(term("a", "A"), term("b", "B")))
    other = built(glossary(term("a", "A"), term("b", "B", definition="Something else entirely, and longer.")))
    assert one.names_path != other.names_path, "it names the shards, which changed"
    same = {path for path in one.files if "questions" in path}
    assert same
    assert same <= set(other.files)
    assert not {path for path in one.files if "definitions" in path} & set(other.files)
