from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from termbase.export import llms_txt
from termbase.linking import Mention
from termbase.model import Contrast, Disambiguation, Glossary, Term, Topic
from termbase.pages import common_context, embeddable, name_pages, page_specs
from termbase.settings import Settings, SettingsError, settings_from
from termbase.views import MOST_MENTIONS, Views, long_date, shorten

Make = Callable[..., Term]
Gather = Callable[..., Glossary]


@pytest.fixture
def views(term: Make, glossary: Gather) -> Views:
    terms = [term(f"t{number}", f"Term {number:02}", requires=("t0",) if number else ()) for number in range(20)]
    mentions = {f"t{number}": [Mention("t0", f"Sentence {number}.")] for number in range(1, 20)}
    return Views(glossary(*terms), Settings("Words"), "https://words.example/", mentions)


def test_at_most_twelve_mentions_are_shown(views: Views) -> None:
    page = views.term("t0")
    assert len(page["mentions"]) == MOST_MENTIONS == 12
    assert page["more_mentions"] == 7
    assert page["mentions"][0] == {"term": views.ref("t1"), "sentence": "Sentence 1."}


def test_neighbours_in_topic_and_alphabet(views: Views) -> None:
    assert views.term("t0")["previous"] is None
    assert views.term("t3")["previous"]["slug"] == "t2"
    assert views.term("t3")["after"]["slug"] == "t4"
    assert views.term("t19")["next"] is None


def test_page_of_a_term_does_not_grow_with_the_glossary(term: Make, glossary: Gather) -> None:
    def size(number: int) -> int:
        terms = [term(f"term-{place:04}", f"Term {place:04}") for place in range(number)]
        views = Views(glossary(*terms), Settings("Words"), "https://words.example/")
        return len(str(views.term("term-0005"))) + len(str(common_context(views, "", [], "term-0005/")))

    assert abs(size(50) - size(2000)) <= 2  # the number of terms itself


def test_the_landmarks_of_a_topic_are_its_most_referred_terms(views: Views) -> None:
    first = views.topic_groups()[0]["topics"][0]["first"]
    assert first[0]["slug"] == "t0"
    assert len(first) == 4


def test_letters_hold_every_shown_name(term: Make, glossary: Gather) -> None:
    one = term("sm", "Streaming Multiprocessor", abbreviations=["SM"], unlinked=["core"], hidden=["smx"])
    letters = Views(glossary(one, term("two", "2:4 sparsity")), Settings("W"), "").letters()
    names: dict[str, Any] = {letter["letter"]: [entry["name"] for entry in letter["entries"]] for letter in letters}
    assert names == {"C": ["core"], "S": ["SM", "Streaming Multiprocessor"], "#": ["2:4 sparsity"]}


@pytest.mark.parametrize(("iso", "text"), [("2026-11-24", "24 November 2026"), ("2026-01-01", "1 January 2026")])
def test_long_date(iso: str, text: str) -> None:
    assert long_date(iso) == text


def test_chat_title_keeps_within_its_bytes() -> None:
    assert shorten("short", 67) == "short"
    long = shorten("A very long headword " * 6, 67)
    assert len(long.encode()) <= 67
    assert long.endswith("…")
    assert len(shorten("ü" * 80, 67).encode()) <= 67


def test_embedded_data_cannot_close_its_element() -> None:
    assert "<" not in embeddable({"a": "</script><b>&\u2028"})


def test_every_page_has_an_address_of_its_own(views: Views) -> None:
    addresses = [spec.url for spec in page_specs(views, {})] + [url for url, _, _ in name_pages(views)]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("extra", [[], {"nam": "x"}, {"name": 3}, {"url_prefix": "a/b"}, {"url_prefix": "Ä"}], ids=repr)
def test_settings_refuse_what_they_do_not_know(extra: Any) -> None:
    with pytest.raises(SettingsError):
        settings_from(extra, "Site")


def test_settings_have_defaults() -> None:
    settings = settings_from(None, "Site")
    assert (settings.name, settings.term_url("warp")) == ("Site", "warp/")
    assert settings_from({"url_prefix": "/t/"}, "Site").term_url("warp") == "t/warp/"


def test_topics_lead_to_their_neighbours_that_hold_terms(term: Make) -> None:
    terms = [term(f"t{place}", f"Term {place}", topic=topic) for place, topic in enumerate(("first", "last"))]
    topics = {id: Topic(id, id.title(), "A shelf.") for id in ("first", "empty", "last")}
    views = Views(Glossary({one.slug: one for one in terms}, topics, {}), Settings("Words"), "")
    assert views.topic("first")["previous"] is None
    assert views.topic("first")["next"]["url"] == "topics/last/"
    assert views.topic("last")["previous"]["title"] == "First"


def test_senses_of_a_name_lead_to_what_compares_them(term: Make, glossary: Gather) -> None:
    pot = Disambiguation("pot", "A vessel of two kinds.", ("gaiwan", "pitcher", "jar"))
    gaiwan = term("gaiwan", "Gaiwan", contrast=(Contrast("pitcher", "It pours."),))
    terms = [gaiwan, term("pitcher", "Pitcher"), term("jar", "Jar")]
    views = Views(glossary(*terms, disambiguations={"pot": pot}), Settings("Words"), "")
    assert [pair["url"] for pair in views.sense(pot)["sense"]["versus"]] == ["gaiwan-vs-pitcher/"]


def test_a_name_leads_on_to_what_else_may_be_meant(term: Make, glossary: Gather) -> None:
    others = [Contrast(f"pot-{number}", "It differs.") for number in range(5)]
    gaiwan = term("gaiwan", "Gaiwan", contrast=tuple(others), related=("pot-0", "jar"))
    pots = [term(one.term, f"Pot {number}") for number, one in enumerate(others)]
    page = Views(glossary(gaiwan, *pots, term("jar", "Jar")), Settings("Words"), "").name("gaiwan", gaiwan.names[0])
    told = [one["term"]["slug"] for one in page["term"]["contrast"]]
    assert told == ["pot-0", "pot-1", "pot-2"]
    assert [one["slug"] for one in page["term"]["related"]] == ["jar"]
    assert page["term"]["topic"]["url"].startswith("topics/")


def test_models_are_told_of_the_pages_beside_the_terms(views: Views) -> None:
    page = ("Tables", "tables/", "Numbers.")
    text = llms_txt(views, [page]).decode()
    assert text.endswith("## Tables and other pages\n\n- [Tables](https://words.example/tables/): Numbers.\n")
    assert llms_txt(views).decode() == text.partition("\n## Tables and")[0]
