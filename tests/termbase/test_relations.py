from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from termbase.model import Contrast, Equivalent, Fit, Glossary, Term
from termbase.relations import check_relations, relate

Make = Callable[..., Term]
Gather = Callable[..., Glossary]


def test_inverses_are_computed(term: Make, glossary: Gather) -> None:
    relations = relate(
        glossary(
            term("core", "Core", broader=("gpu",), related=("memory",), requires=("gpu",)),
            term("gpu", "GPU"),
            term("memory", "Memory", contrast=(Contrast("gpu", "One stores, one works."),)),
        )
    )
    assert relations.narrower == {"gpu": ("core",)}
    assert relations.related == {"core": ("memory",), "memory": ("core",)}
    assert relations.leads_to == {"gpu": ("core",)}
    assert relations.contrast == {
        "memory": (("gpu", "One stores, one works."),),
        "gpu": (("memory", "One stores, one works."),),
    }


def test_related_leaves_out_what_is_broader(term: Make, glossary: Gather) -> None:
    relations = relate(glossary(term("core", "Core", broader=("gpu",)), term("gpu", "GPU", related=("core",))))
    assert not any(relations.related.values())


def test_equivalent_must_exist_where_a_term_is_named(term: Make, glossary: Gather) -> None:
    one = term(
        "warp", "Warp", equivalents=(Equivalent("AMD", "x", Fit.CLOSE), Equivalent("AMD", "y", Fit.CLOSE, term="wave"))
    )
    found = list(check_relations(glossary(one)))
    assert [str(each) for each in found] == [
        'glossary/warp.md:1:1: G203 equivalents: unknown term "wave"; leave it out until that entry is written'
    ]


def test_unreadable_entries_are_not_unknown(term: Make, glossary: Gather) -> None:
    assert list(check_relations(glossary(term("warp", "Warp", related=("broken",))), ["broken"])) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edges=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16))
def test_a_cycle_is_reported_exactly_when_there_is_one(
    term: Make, glossary: Gather, edges: list[tuple[int, int]]
) -> None:
    written: dict[int, list[str]] = {}
    for start, end in edges:
        if start != end and f"t{end}" not in written.setdefault(start, []):
            written[start].append(f"t{end}")
    terms = [term(f"t{number}", f"T{number}", requires=tuple(written.get(number, ()))) for number in range(8)]
    found = [one for one in check_relations(glossary(*terms)) if one.code == "G204"]

    def reaches(start: str, goal: str, seen: set[str]) -> bool:
        for other in written.get(int(start[1:]), ()):
            if other == goal or (other not in seen and reaches(other, goal, seen | {other})):
                return True
        return False

    cyclic = any(reaches(f"t{number}", f"t{number}", set()) for number in range(8))
    assert bool(found) == cyclic
