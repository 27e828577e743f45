"""A small site that has the search dialog, and what is asked of it in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from playwright.sync_api import Page
from termbase.model import Disambiguation, Glossary, Name, NameKind, Question, Source, Term
from termbase.search import build_search

ROOT = Path(__file__).resolve().parents[3]
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


def field(page: Page) -> Any:
    return page.locator("dialog.search input[name=q]")
