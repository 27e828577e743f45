"""What stands beside the host writes what the host would."""

from __future__ import annotations

import posixpath
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.templates import url_filter
from termbase.host import SHEETS, NamePages, lean_assets, look_up_once, quicken

THEME = Path(__file__).resolve().parents[2] / "docs" / ".overrides"
ADDRESSES = (
    ".",
    "a-z/",
    "warp/",
    "warp-scheduler/",
    "topics/",
    "topics/memory/",
    "assets/css/book.css",
    "../warp/",
    "#a",
)
PAGES = ("", "warp/", "topics/", "topics/memory/", "calculators/memory/", "404.html", None)


def environment(**templates: str) -> jinja2.Environment:
    env = jinja2.Environment(loader=jinja2.DictLoader(templates), autoescape=True)
    env.filters["url"] = url_filter
    return env


def test_addresses_are_those_of_the_host() -> None:
    quick = environment()
    quicken(quick)
    slow = environment()
    for _ in range(2):
        for address in ADDRESSES:
            for at in PAGES:
                context: dict[str, Any] = {"page": None, "base_url": "../.."}
                if at is not None:
                    context["page"] = SimpleNamespace(url=at)
                text = f"{{{{ '{address}'|url }}}}"
                assert quick.from_string(text).render(context) == slow.from_string(text).render(context), (address, at)


@pytest.mark.parametrize("text", ["PTX", "C++", "A & B", "<i>", "\u2297"])
def test_the_page_of_a_name_is_drawn_as_if_alone(text: str) -> None:
    env = environment(
        name="{{ name.text }}: {{ term.definition }} {% if name.kind == 'alias' %}also {{ name.text }}{% endif %}"
    )
    names = NamePages(env)
    for kind in ("abbreviation", "alias"):
        for name in ("other", text):
            context = {"name": {"text": name, "kind": kind}, "term": {"slug": "x", "definition": "d"}, "places": []}
            assert names.draw("name", context).decode() == env.get_template("name").render(context)


def test_extensions_do_what_they_did_under_their_names() -> None:
    config = MkDocsConfig()
    config.load_dict(
        {"site_name": "x", "markdown_extensions": ["tables", {"toc": {"permalink": True}}, "pymdownx.superfences"]}
    )
    assert config.validate() == ([], [])
    text = "# A\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```python\nx = 1\n```\n"
    wanted = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs).convert(text)
    look_up_once(config)
    assert not any(isinstance(one, str) for one in config.markdown_extensions)
    for _ in range(2):
        assert (
            Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs).convert(text)
            == wanted
        )


@pytest.mark.parametrize("joined", SHEETS)
def test_a_joined_style_sheet_holds_its_parts_in_order(joined: str) -> None:
    sent = lean_assets(THEME)
    parts = [sent[f"{posixpath.dirname(joined)}/{name}.css"] for name in SHEETS[joined]]
    assert sent[joined] == b"".join(part.strip() for part in parts) + b"\n"


@pytest.mark.parametrize(
    "text", ["{{ a.name }}", "{{ a.items }}", "{{ a.missing }}", "{{ a.items().__len__() }}", "{{ b.c.d }}"]
)
def test_attributes_of_dictionaries_are_those_of_the_engine(text: str) -> None:
    quick, slow = environment(), environment()
    quicken(quick)
    given = {"a": {"name": "x", "items": 1}, "b": SimpleNamespace(c={"d": "<i>"})}
    assert quick.from_string(text).render(given) == slow.from_string(text).render(given)
