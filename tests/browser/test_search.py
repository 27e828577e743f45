"""The search dialog in a real browser: folding, ranking, keys, addresses, what is fetched and when."""

from __future__ import annotations

import json
import random
import shutil
import string
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from playwright.sync_api import Page, Route, expect
from termbase.load import load_glossary
from termbase.model import Disambiguation, Glossary, Name, NameKind, Question, Source, Term
from termbase.search import build_search, key_of, words_of

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "search"
THEME = ROOT / "docs" / ".overrides"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="{{ 'assets/css/book.css'|url }}">
<script type="module" src="{{ 'assets/js/search-open.js'|url }}"></script></head><body>
<main><h1>A page</h1><p><a class="find" href="{{ 'a-z/'|url }}" data-search>Find a term</a>
<a id="try" href="{{ 'a-z/'|url }}" data-search="warp">warp</a></p>
<p><label>A field of the page <input id="field"></label></p></main>
{% include "book/partials/search.html" %}</body></html>"""

Serve = Callable[..., str]


def read(name: str) -> Any:
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def entry(slug: str, title: str, definition: str = "", questions: list[str] | None = None, **names: list[str]) -> Term:
    """A term; `names` are lists under the keys of the front matter."""
    kinds = {
        "abbreviation": NameKind.ABBREVIATION,
        "aliases": NameKind.ALIAS,
        "unlinked": NameKind.UNLINKED,
        "hidden": NameKind.HIDDEN,
    }
    given = [Name(title, NameKind.HEADWORD)]
    given += [Name(text, kind) for key, kind in kinds.items() for text in names.get(key, ())]
    return Term(
        slug=slug,
        names=tuple(given),
        definition=definition or "Zzz.",
        topic="things",
        sources=(Source("A handbook", "https://handbook.example/"),),
        added="2026-11-01",
        changed="2026-11-01",
        body="",
        path=f"glossary/{slug}.md",
        questions=tuple(Question(ask, "Yes.") for ask in questions or ()),
    )


def glossary_of(*terms: Term, ambiguous: dict[str, list[str]] | None = None) -> Glossary:
    senses = {name: Disambiguation(name, "Several things.", tuple(slugs)) for name, slugs in (ambiguous or {}).items()}
    return Glossary({term.slug: term for term in terms}, {}, senses)


def publish(glossary: Glossary, folder: Path, *, pages: bool = True, text: str = "") -> Path:
    """A site with the theme's scripts and dialog, its start page and one page deeper; `pages`: the terms' too.

    `text`: where the full-text index is said to be.
    """
    shutil.copytree(THEME / "assets", folder / "assets", dirs_exist_ok=True)
    search = build_search(glossary, lambda slug: f"{slug}/")
    for path, content in search.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for address, up in (("", "."), ("deep/er/", "../..")):
        loader = ChoiceLoader([DictLoader({"page.html": PAGE}), FileSystemLoader(THEME)])
        environment = Environment(loader=loader, autoescape=True)
        environment.filters["url"] = lambda path, up=up: path if up == "." else f"{up}/{path}"
        page = environment.get_template("page.html").render(
            search={"names": search.names_path, "text": text}, base_url=up
        )
        (folder / address).mkdir(parents=True, exist_ok=True)
        (folder / address / "index.html").write_text(page, encoding="utf-8")
    for slug in ("a-z", *glossary.terms) if pages else ():
        (folder / slug).mkdir(exist_ok=True)
        (folder / slug / "index.html").write_text(
            f"<!doctype html><html lang=en><title>{slug}</title><link rel=icon href=data:,><h1>{slug}</h1>"
        )
    return folder


WARPS = glossary_of(
    entry("warp", "Warp", "A group of 32 threads.", ["Why is it called a warp?"]),
    entry("warp-scheduler", "Warp Scheduler", "It picks a warp <b>each</b> cycle."),
    entry("gpu", "Graphics Processing Unit", "A chip.", abbreviation=["GPU"]),
    entry(
        "weaving", "Weaving", "Crossing threads.", ["Where does the word warp <img src=x onerror=alert(1)> come from?"]
    ),
    entry("hostile", "<img src=x onerror=alert(1)>", "A headword that looks like markup."),
    entry("service", "Multi-Process Service", "Shares a GPU.", abbreviation=["MPS"]),
    entry("shaders", "Metal Performance Shaders", "Apple's.", abbreviation=["MPS"]),
    ambiguous={"MPS": ["service", "shaders"]},
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve_site: Serve) -> str:
    """Address of a small site that has the dialog."""
    return serve_site(publish(WARPS, tmp_path_factory.mktemp("warps")))


@pytest.fixture(scope="module")
def real() -> Glossary:
    return load_glossary(ROOT / "glossary").glossary


@pytest.fixture(scope="module")
def real_site(real: Glossary, tmp_path_factory: pytest.TempPathFactory, serve_site: Serve) -> str:
    """The small site's dialog with the real glossary, without building the real site."""
    return serve_site(publish(real, tmp_path_factory.mktemp("real")))


ANSWER = """async (queries) => {
  const { attach, open } = await import("./assets/js/search.js"), dialog = document.querySelector("dialog.search");
  const search = attach(dialog);
  const sign = (node) => (node.nodeName === "MARK" ? `[${node.textContent}]` : node.textContent);
  const why = (hit) => [...(hit.querySelector(".w")?.childNodes ?? [])].map(sign).join("");
  const slug = (hit) => hit.getAttribute("href").split("/").at(-2);
  const answers = [];
  dialog.open || open("");
  await search.ready();
  for (const query of queries) {
    dialog.querySelector("input[name=q]").value = query;
    await search.search();
    answers.push([...dialog.querySelectorAll("#search-hits .grp, #search-hits .hit")].map((one) =>
      one.matches(".grp") ? `group: ${one.textContent.trim()}` : `${slug(one)}: ${why(one)}`));
  }
  return answers;
}"""


def ask(page: Page, *queries: str) -> list[list[str]]:
    """What the dialog shows for each query: "group: heading" and "slug: why", in order."""
    found = page.evaluate(ANSWER, list(queries))
    assert isinstance(found, list)
    return found


def slugs(answer: list[str]) -> list[str]:
    return [line.split(": ")[0] for line in answer if not line.startswith("group: ")]


def hits(page: Page) -> list[str]:
    """Addresses of the options shown."""
    return [str(hit.get_attribute("href")) for hit in page.locator(".hit").all()]


# ---- Folding: the same in JavaScript as in Python -------------------------------------------------

# As JSON text, because Playwright's own serialisation takes half a minute for all of Unicode.
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


# ---- Distance -----------------------------------------------------------------------------------


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


# ---- Ranking ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", read("ranking.yml"), ids=lambda case: case["rule"])
def test_rule(case: dict[str, Any], page: Page, tmp_path: Path, serve_site: Serve) -> None:
    terms = [entry(slug, **values) for slug, values in case["terms"].items()]
    page.goto(serve_site(publish(glossary_of(*terms, ambiguous=case.get("ambiguous")), tmp_path)))
    for (query, expected), found in zip(case["asks"].items(), ask(page, *case["asks"]), strict=True):
        if expected[-1:] == ["…"]:
            assert found[: len(expected) - 1] == expected[:-1], query
        else:
            assert found == expected, query


def expected(written: str, real: Glossary) -> list[str]:
    """The entries that may stand there: "a or b" allows both; "a | b" is a once it is written, until then b."""
    slugs = written.split(" or ")
    return slugs if len(slugs) > 1 else [next(slug for slug in written.split(" | ") if slug in real.terms)]


@pytest.mark.parametrize("kind", read("queries.yml"))
def test_query_finds_its_entry_first(kind: str, page: Page, real: Glossary, real_site: str) -> None:
    page.goto(real_site)
    cases = [
        (query, [expected(one, real) for one in wanted if not one.startswith("https://")])
        for query, *wanted in read("queries.yml")[kind]
    ]
    answers = ask(page, *(query for query, _ in cases))
    wrong = [
        f"{query}: expected {', '.join('|'.join(one) for one in wanted)}; found {' | '.join(answer[:5])}"
        for (query, wanted), answer in zip(cases, answers, strict=True)
        if len(slugs(answer)) < len(wanted)
        or not all(slug in one for slug, one in zip(slugs(answer), wanted, strict=False))
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_there_are_many_queries_of_every_kind() -> None:
    queries = read("queries.yml")
    assert sum(map(len, queries.values())) >= 120
    assert min(map(len, queries.values())) >= 5
    everything = [query for kind in queries.values() for query, *_ in kind]
    assert len(everything) == len(set(everything))


STACK = "fundamentals device-hardware device-software host-software memory interconnect performance".split()


def test_most_queries_over_the_stack_are_in_the_words_of_public_threads(real: Glossary) -> None:
    over = [
        rest[-1].startswith("https://")
        for rows in read("queries.yml").values()
        for _, *rest in rows
        if real.terms[expected(rest[0], real)[0]].topic in STACK
    ]
    assert len(over) >= 250
    assert sum(over) >= 0.6 * len(over)


def test_every_name_finds_its_term_first(page: Page, real: Glossary, real_site: str) -> None:
    page.goto(real_site)
    names = [(name.text, key_of(words_of(name.text)), slug) for slug, term in real.terms.items() for name in term.names]
    claims: dict[str, set[str]] = {}  # FLOPs and FLOPS are two names and one key
    for _, key, slug in names:
        claims.setdefault(key, set()).add(slug)
    for one in real.disambiguations.values():
        claims[key_of(words_of(one.name))] = set(one.senses)
    answers = ask(page, *(text for text, _, _ in names))
    wrong = [
        f"{text}: expected {slug}; found {' | '.join(answer[:4])}"
        for (text, key, slug), answer in zip(names, answers, strict=True)
        if slugs(answer)[0] not in claims[key]
    ]
    assert not wrong, "\n" + "\n".join(wrong)


# ---- Opening, choosing, closing -------------------------------------------------------------------


def field(page: Page) -> Any:
    return page.locator("dialog.search input[name=q]")


@pytest.mark.parametrize("key", ["/", "s", "Control+k", "Meta+k"])
def test_a_key_opens_the_dialog_and_escape_closes_it(key: str, page: Page, site: str) -> None:
    page.goto(site)
    page.locator("a.find").focus()
    page.keyboard.press(key)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    page.keyboard.type("warp")
    expect(page.locator(".hit").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search")).to_be_hidden()
    expect(page.locator("a.find")).to_be_focused()


def test_letters_typed_into_a_field_of_the_page_stay_there(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("#field").focus()
    page.keyboard.type("s/s")
    expect(page.locator("#field")).to_have_value("s/s")
    expect(page.locator("dialog.search")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.search")).to_be_visible()


def test_single_keys_can_be_switched_off(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.get_by_role("checkbox").uncheck()
    page.reload()
    page.keyboard.press("/")
    page.keyboard.press("s")
    expect(page.locator("dialog.search")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("checkbox").check()
    page.reload()
    page.keyboard.press("s")
    expect(page.locator("dialog.search")).to_be_visible()


def test_a_link_may_bring_its_query(page: Page, site: str) -> None:
    page.goto(site)
    page.locator("#try").click()
    expect(field(page)).to_have_value("warp")
    expect(page.get_by_role("option").first).to_contain_text("Warp")


def test_close_button_and_backdrop_close(page: Page, site: str) -> None:
    page.goto(site)
    for close in (
        lambda: page.get_by_role("button", name="Close").click(),
        lambda: page.mouse.click(5, 5),
    ):
        page.locator("a.find").click()
        expect(page.locator("dialog.search")).to_be_visible()
        close()
        expect(page.locator("dialog.search")).to_be_hidden()


def test_arrows_home_and_end_choose_and_the_field_keeps_the_focus(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("warp")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    for key, chosen in (
        ("", 0),
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("ArrowDown", 0),
        ("ArrowUp", 2),
        ("Home", 0),
        ("End", 2),
        ("ArrowUp", 1),
    ):
        if key:
            page.keyboard.press(key)
        assert [option.get_attribute("aria-selected") for option in options.all()] == [
            str(place == chosen).lower() for place in range(3)
        ], key
        assert field(page).get_attribute("aria-activedescendant") == options.nth(chosen).get_attribute("id")
        expect(field(page)).to_be_focused()


def test_enter_opens_the_first_hit_and_the_chosen_one(page: Page, site: str) -> None:
    for keys, slug in ((["Enter"], "warp"), (["ArrowDown", "Enter"], "warp-scheduler")):
        page.goto(site + "deep/er/")
        page.keyboard.press("/")
        page.keyboard.type("warp")
        expect(page.get_by_role("option")).to_have_count(3)
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(f"{site}{slug}/")


def test_enter_pressed_before_the_names_came_waits_for_them(page: Page, site: str) -> None:
    waiting: list[Route] = []
    page.route("**/names.*.json", lambda route: waiting.append(route))
    page.goto(site)
    with page.expect_request("**/names.*.json"):
        page.keyboard.press("/")
        page.keyboard.type("gpu")
        page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    assert page.url.split("?")[0] == site
    waiting[0].continue_()
    page.wait_for_url(f"{site}gpu/")


def test_control_enter_opens_another_tab(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("gpu")
    expect(page.get_by_role("option").first).to_be_visible()
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.wait_for_url(f"{site}gpu/")
    expect(page.locator("dialog.search")).to_be_visible()


def test_a_click_or_a_tap_opens_a_hit(page: Page, phone: Page, site: str) -> None:
    page.goto(site + "?q=warp")
    page.get_by_role("option").nth(1).click()
    page.wait_for_url(f"{site}warp-scheduler/")
    phone.goto(site)
    phone.locator("a.find").tap()
    field(phone).fill("warp")
    phone.get_by_role("option").nth(1).tap()
    phone.wait_for_url(f"{site}warp-scheduler/")


def test_the_mouse_chooses_what_it_points_at(page: Page, site: str) -> None:
    page.goto(site + "?q=warp")
    second = page.get_by_role("option").nth(1)
    second.hover()
    expect(second).to_have_attribute("aria-selected", "true")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)


# ---- Addresses ------------------------------------------------------------------------------------


def test_a_search_is_a_link_while_it_is_open(page: Page, site: str) -> None:
    page.goto(site + "deep/er/?theme=dark#part")
    before = page.evaluate("history.length")
    page.keyboard.press("/")
    page.keyboard.type("warp & c++")
    page.wait_for_url("**/?theme=dark&q=warp+%26+c%2B%2B#part")
    page.reload()
    expect(field(page)).to_have_value("warp & c++")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.wait_for_url(site + "deep/er/?theme=dark#part")
    assert page.evaluate("history.length") == before


def test_back_from_a_hit_finds_the_search_open(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("gpu")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}gpu/")
    page.go_back()
    page.wait_for_url(f"{site}?q=gpu")
    expect(field(page)).to_have_value("gpu")
    expect(page.get_by_role("option").first).to_contain_text("Graphics Processing Unit")


# ---- What is fetched ------------------------------------------------------------------------------


def test_nothing_of_search_is_fetched_before_it_is_wanted_and_shards_only_when_needed(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(site)
    page.wait_for_load_state("networkidle")
    assert [path for path in asked if "search" in path] == ["assets/js/search-open.js"]

    with page.expect_response("**/names.*.json"):
        page.keyboard.press("/")
    page.wait_for_load_state("networkidle")
    data = [path.split("/")[-1].split(".")[0] for path in asked if "assets/search/" in path]
    assert data == ["names"]

    page.keyboard.type("gpu")
    expect(page.locator(".hit.first p")).to_have_text("A chip.")
    page.wait_for_load_state("networkidle")
    data = [path.split("/")[-1].split(".")[0] for path in asked if "assets/search/" in path]
    assert data[:2] == ["names", "definitions-0"]
    assert len(data) == len(set(data)), "fetched twice"


def test_all_scripts_are_asked_for_together(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("gpu")
    expect(page.locator(".hit.first p")).to_have_text("A chip.")
    scripts = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    imported = {url.split("/js/search/")[1] for url in scripts if "/js/search/" in url}
    ahead = page.evaluate("[...document.querySelectorAll('link[rel=modulepreload]')].map((one) => one.href)")
    assert imported == {url.split("/js/search/")[1] for url in ahead}
    assert imported == {path.name for path in (THEME / "assets" / "js" / "search").iterdir()}


def test_focus_fetches_the_names_ahead(page: Page, site: str) -> None:
    page.goto(site)
    with page.expect_request("**/names.*.json"):
        page.locator("a.find").focus()


def test_without_the_names_there_is_still_the_list(page: Page, site: str, complaints: list[str]) -> None:
    page.route("**/names.*.json", lambda route: route.abort())
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("w")
    expect(page.locator(".grp")).to_have_text("The names could not be fetched ")
    assert hits(page) == ["./a-z/"] or hits(page) == ["a-z/"]
    page.unroute("**/names.*.json")
    page.keyboard.type("arp")
    expect(page.get_by_role("option").first).to_contain_text("Warp")
    page.wait_for_timeout(50)
    assert all("ERR_FAILED" in one for one in complaints)
    complaints.clear()


def test_without_the_script_a_link_leads_to_the_list(page: Page, site: str, complaints: list[str]) -> None:
    page.route("**/js/search.js", lambda route: route.abort())
    page.goto(site)
    page.locator("a.find").click()
    page.wait_for_url(f"{site}a-z/")
    complaints.clear()


def test_without_shards_names_are_found(page: Page, site: str, complaints: list[str]) -> None:
    page.route("**/*-0.*.json", lambda route: route.abort())
    page.goto(site)
    assert ask(page, "gpu", "crossing") == [
        ["group: Terms 1", "gpu: Abbreviation, exact"],
        ["group: No term found for “crossing”", "a-z: "],
    ]
    assert all("ERR_FAILED" in one for one in complaints)
    complaints.clear()


def test_a_slow_answer_to_an_older_query_is_dropped(page: Page, site: str) -> None:
    waiting: list[Route] = []
    page.route("**/words-0.*.json", lambda route: waiting.append(route))
    page.goto(site)
    page.keyboard.press("/")
    with page.expect_request("**/words-0.*.json"):
        field(page).fill("crossing")
    field(page).fill("gpu")
    expect(page.get_by_role("option").first).to_contain_text("Graphics Processing Unit")
    waiting[0].continue_()
    page.wait_for_load_state("networkidle")
    assert "weaving" not in " ".join(hits(page))


# ---- What is shown and said -----------------------------------------------------------------------


def test_the_first_hit_shows_its_definition_and_the_senses_of_a_name_theirs(page: Page, site: str) -> None:
    page.goto(site + "?q=warp")
    expect(page.locator(".hit.first p")).to_have_text("A group of 32 threads.")
    expect(page.locator(".hit p")).to_have_count(1)
    page.goto(site + "?q=mps")
    expect(page.locator(".hit p")).to_have_text(["Shares a GPU.", "Apple's."])
    expect(page.get_by_role("group", name="MPS may mean").get_by_role("option")).to_have_count(2)


PLACES = """() =>
  [...document.querySelectorAll("#search-hits :is(.grp, .hit)")].map((one) => one.getBoundingClientRect().y)"""


def settled(page: Page) -> list[float]:
    """Where groups and hits stand when nothing has been added for a while: texts may be found late."""
    before: list[float] = []
    for _ in range(20):
        page.wait_for_timeout(400)
        now = page.evaluate(PLACES)
        if now and now == before:
            break
        before = now
    return before


@pytest.mark.parametrize("query", ["", "MPS"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_a_definition_arrives(
    query: str, width: int, open_page: Callable[..., Page], real: Glossary, real_site: str
) -> None:
    """The longest definition there is, and senses of one name, typed by a reader whose line is slow."""
    query = query or max(real.terms.values(), key=lambda term: len(term.definition)).headword
    page, waiting = open_page(viewport={"width": width, "height": 844}), list[Route]()
    page.route("**/definitions-*.json", lambda route: waiting.append(route))
    page.goto(real_site)
    page.keyboard.press("/")
    field(page).press_sequentially(query)
    # On a busy machine the hits of a beginning of the query ask for the same definitions first.
    for _ in range(200):
        if waiting:
            break
        page.wait_for_timeout(50)
    assert waiting, "no definition was asked for"
    before = settled(page)
    assert len(before) > 1
    assert page.locator(".hit p:not(:empty)").count() == 0
    for route in waiting:
        route.continue_()
    expect(page.locator(".hit.first p")).not_to_be_empty()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(PLACES)[: len(before)] == before


def test_where_no_definition_comes_no_room_is_left(page: Page, site: str, complaints: list[str]) -> None:
    page.route("**/definitions-*.json", lambda route: route.abort())
    page.goto(site)
    page.keyboard.press("/")
    field(page).press_sequentially("warp")
    expect(page.locator(".hit.first")).to_be_visible()
    expect(page.locator(".hit p")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    complaints.clear()


def test_text_is_shown_as_text(page: Page, site: str) -> None:
    page.goto(site + "?q=word")
    expect(page.get_by_role("option").first).to_contain_text("warp <img src=x onerror=alert(1)> come from?")
    field(page).fill("scheduler")
    expect(page.locator(".hit.first p")).to_have_text("It picks a warp <b>each</b> cycle.")
    field(page).fill("img src")
    expect(page.get_by_role("option").first).to_contain_text("<img src=x onerror=alert(1)>")
    field(page).fill("<img src=y onerror=alert(2)>")
    expect(page.locator(".grp").first).to_be_visible()
    assert page.locator("dialog.search :is(img, .hit p b)").count() == 0


def test_the_count_is_announced_once_the_reader_pauses(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    status = page.locator("dialog.search [role=status]")
    page.keyboard.type("warp")
    expect(status).to_have_text("3 terms")
    field(page).fill("weaving")
    expect(status).to_have_text("1 term")
    field(page).fill("qqqqq")
    expect(status).to_have_text("No term found for “qqqqq”")
    field(page).fill("")
    expect(status).to_have_text("")


@pytest.mark.parametrize("query", ["", "warp", "mps", "qqqqq"])
def test_the_dialog_has_no_accessibility_violation(query: str, page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type(query)
    expect(field(page)).to_have_attribute("aria-expanded", str(bool(query)).lower())
    results = Axe().run(page, context="dialog.search")
    assert results.violations_count == 0, results.generate_report()


def test_on_a_phone_the_dialog_fills_the_screen(phone: Page, site: str) -> None:
    phone.goto(site + "?q=warp")
    expect(phone.get_by_role("option").first).to_be_visible()
    box = phone.locator("dialog.search").bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["y"]), round(box["width"])) == (0, 0, 390)
    assert box["height"] >= 800
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


# ---- The second tier: the text of the pages ---------------------------------------------------------

TEXT_PAGE = """<!doctype html><html lang="en"><title>{0}</title><link rel="icon" href="data:,">
<main data-pagefind-body><h1>{0}</h1><p>{1}</p><h2 id="more">More of it</h2><p>{2}</p></main></html>"""
TEXTS = {
    "gpu": ("Graphics Processing Unit GPU", "A chip.", "It renders with shaders."),
    "loom": ("Loom", "A frame for crossing threads.", "Its shuttle &lt;img src=x onerror=alert(1)&gt; flies."),
    "mill": ("Mill", "Where looms stand.", "The shuttles make noise."),
}


@pytest.fixture(scope="module")
def text_site(tmp_path_factory: pytest.TempPathFactory, serve_site: Serve) -> str:
    """A small site whose text is indexed."""
    folder = publish(WARPS, tmp_path_factory.mktemp("texts"), text="pagefind/")
    for slug, texts in TEXTS.items():
        (folder / slug).mkdir(exist_ok=True)
        (folder / slug / "index.html").write_text(TEXT_PAGE.format(*texts), encoding="utf-8")
    subprocess.run([sys.executable, str(ROOT / "scripts" / "full_text.py"), str(folder)], check=True)
    return serve_site(folder)


def test_texts_are_listed_below_the_terms_and_open_where_they_were_found(page: Page, text_site: str) -> None:
    page.goto(text_site + "deep/er/?q=shuttle")
    texts = page.get_by_role("group", name="In the text").get_by_role("option")
    expect(texts).to_have_count(2)
    assert [one.split("deep/er/")[-1] for one in hits(page)][-2:] == ["../../mill/#more", "../../loom/#more"]
    expect(page.locator("dialog.search [role=status]")).to_have_text("No term found for “shuttle”, 2 texts")
    expect(texts.last).to_contain_text("Loom")
    expect(texts.last).to_contain_text("Under “More of it”")
    expect(texts.last.locator("mark")).to_have_text(["shuttle"])
    page.keyboard.press("End")
    assert field(page).get_attribute("aria-activedescendant") == texts.last.get_attribute("id")
    results = Axe().run(page, context="dialog.search")
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{text_site}loom/#more")


def test_text_of_pages_is_shown_as_text(page: Page, text_site: str) -> None:
    page.goto(text_site + "?q=flies")
    expect(page.locator(".text .hit")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("dialog.search img").count() == 0


def test_a_term_that_is_listed_is_not_listed_again_and_the_text_calls_terms_by_their_names(
    page: Page, text_site: str
) -> None:
    page.goto(text_site)
    answers = ask(page, "gpu", "renders")
    assert answers[0] == ["group: Terms 1", "gpu: Abbreviation, exact", "group: By your words 1", "service: Definition"]
    assert answers[1][-2:] == ["group: In the text 1", "gpu: Under “More of it”"]
    expect(page.locator(".text .hit b")).to_have_text("Graphics Processing UnitGPU")


def test_a_word_that_no_page_holds_finds_none(page: Page, text_site: str) -> None:
    page.goto(text_site)
    assert ask(page, "shqqq") == [["group: No term found for “shqqq”", "a-z: "]]


def test_the_index_is_asked_after_the_names_have_answered(page: Page, text_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(text_site)
    page.keyboard.press("/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "pagefind" in url]
    with page.expect_request("**/pagefind/pagefind.js"):
        page.keyboard.type("warp")
        expect(page.locator(".hit.first")).to_contain_text("Warp")


def test_without_the_index_the_names_serve_alone(
    page: Page, tmp_path: Path, serve_site: Serve, complaints: list[str]
) -> None:
    page.goto(serve_site(publish(WARPS, tmp_path, text="pagefind/")))
    with page.expect_response("**/pagefind/pagefind.js") as answer:
        assert ask(page, "weaving") == [["group: Terms 1", "weaving: Headword, exact"]]
    assert answer.value.status == 404
    assert ask(page, "qqqqq") == [["group: No term found for “qqqqq”", "a-z: "]]
    assert len(complaints) == 1, "it is asked for once"
    complaints.clear()


@pytest.mark.parametrize("place", ["site_url", "subpath_url"])
def test_the_text_of_the_real_site_is_searched_under_its_security_policy(
    place: str, page: Page, request: pytest.FixtureRequest, complaints: list[str]
) -> None:
    site = request.getfixturevalue(place)
    page.goto(site + "topics/?q=conditional+branch")
    text = page.get_by_role("group", name="In the text").get_by_role("option").first
    expect(text).to_be_visible()
    text.click()
    page.wait_for_url(lambda url: urlsplit(url).path != urlsplit(site).path + "topics/")
    anchor = urlsplit(page.url).fragment
    assert not anchor or page.locator(f"[id='{anchor}']").count() == 1
    assert complaints == []


def test_a_question_opens_where_it_is_answered(
    page: Page, real: Glossary, site_url: str, complaints: list[str]
) -> None:
    question = real.terms["warp"].questions[0].ask
    page.goto(f"{site_url}?q={quote(question)}")
    page.locator(".hit", has_text="Question:").and_(page.locator("[href*='/warp/#']")).click()
    page.wait_for_url(f"{site_url}warp/#question-*")
    expect(page.locator("dt:target")).to_have_text(question)
    expect(page.locator("dt:target")).to_be_in_viewport()
    assert complaints == []


# ---- The real site --------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["site_url", "subpath_url"])
def test_the_built_site_is_searched_from_every_depth(
    place: str, page: Page, request: pytest.FixtureRequest, complaints: list[str]
) -> None:
    site = request.getfixturevalue(place)
    for path in ("", "warp/", "topics/device-hardware/", "no/such/page/"):
        page.goto(site + path)
        page.keyboard.press("/")
        page.keyboard.type("sm")
        expect(page.locator(".hit.first")).to_contain_text("Abbreviation, exact")
        expect(page.locator(".hit.first p")).not_to_be_empty()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}streaming-multiprocessor/")
    page.goto(site + "?q=vram")
    expect(page.locator(".hit.first")).to_contain_text("GPU RAM")
    assert complaints == []
