from __future__ import annotations

from collections.abc import Callable

import pytest
from diagnostics import Severity
from termbase.index import NameIndex, check_names
from termbase.model import Disambiguation, Glossary, Term

Make = Callable[..., Term]
Gather = Callable[..., Glossary]


@pytest.fixture
def index(term: Make, glossary: Gather) -> NameIndex:
    pot = Disambiguation("MPS", "An abbreviation of two unrelated things.", ("multi-process-service", "metal-shaders"))
    return NameIndex(
        glossary(
            term(
                "streaming-multiprocessor", "Streaming Multiprocessor", abbreviations=["SM"], aliases=["multiprocessor"]
            ),
            term("multi-process-service", "Multi-Process Service", abbreviations=["MPS"]),
            term("metal-shaders", "Metal Performance Shaders", abbreviations=["MPS"], unlinked=["shaders"]),
            term("flop", "Operation", abbreviations=["FLOPs"]),
            term("flops", "Rate", abbreviations=["FLOPS"], hidden=["speed"]),
            disambiguations={"MPS": pot},
        )
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("SM", "streaming-multiprocessor"),
        ("sm", "streaming-multiprocessor"),
        ("SMs", "streaming-multiprocessor"),
        ("streaming  multiprocessor", "streaming-multiprocessor"),
        ("streaming-multiprocessor", "streaming-multiprocessor"),
        ("StreamingMultiprocessors", "streaming-multiprocessor"),
        ("FLOPs", "flop"),
        ("FLOPS", "flops"),
        ("speed", "flops"),
        ("shaders", "metal-shaders"),
    ],
)
def test_look_up(index: NameIndex, name: str, slug: str) -> None:
    found = index.look_up(name)
    assert isinstance(found, Term)
    assert found.slug == slug


@pytest.mark.parametrize("name", ["MPS", "mps", "Mps"])
def test_ambiguous_name_gives_its_senses(index: NameIndex, name: str) -> None:
    found = index.look_up(name)
    assert isinstance(found, Disambiguation)
    assert found.senses == ("multi-process-service", "metal-shaders")


@pytest.mark.parametrize("name", ["", "s", "nothing", "∞"])
def test_unknown_name(index: NameIndex, name: str) -> None:
    assert index.look_up(name) is None


def test_nearest_shown_name(index: NameIndex) -> None:
    assert index.nearest("multiprocesor") == '; did you mean "multiprocessor"?'


def test_addresses_are_unambiguous_linking_names(index: NameIndex) -> None:
    pages = {
        address: page if isinstance(page, Disambiguation) else page[0] for address, page in index.addresses.items()
    }
    assert pages == {
        "metal-performance-shaders": "metal-shaders",
        "mps": index.glossary.disambiguations["MPS"],
        "multiprocessor": "streaming-multiprocessor",
        "operation": "flop",
        "rate": "flops",
        "sm": "streaming-multiprocessor",
    }


def test_ambiguous_and_unlinked_names_do_not_link(index: NameIndex) -> None:
    names = {name for name, _, _ in index.linking_names}
    assert "MPS" not in names
    assert "shaders" not in names
    assert "speed" not in names
    assert ("SM", True, "streaming-multiprocessor") in index.linking_names


def test_same_letters_in_another_case_are_two_abbreviations(index: NameIndex) -> None:
    errors = [one for one in check_names(index) if one.severity is Severity.ERROR]
    assert errors == []
    # They share one address, so neither has a page; the writer is told.
    told = [one.message.split(" has no page")[0] for one in check_names(index) if one.code == "G209"]
    assert told == ['"FLOPs"']


def test_everyday_word_that_links_is_advised_against(term: Make, glossary: Gather) -> None:
    index = NameIndex(glossary(term("gpu-ram", "GPU RAM", aliases=["memory"])))
    assert [(one.code, one.severity) for one in check_names(index)] == [("G210", Severity.ADVICE)]
