"""The HTML of pages: everything is there without JavaScript, nothing is inline, every text is escaped."""

from __future__ import annotations

import gzip
import html
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from calculators import engine, memory, units
from calculators.calculator import Calculator
from calculators.catalogue import Catalogue
from calculators.fences import FENCES, TABLES, check_fences, fence_html, formulas
from calculators.inputs import read_setup
from calculators.javascript import without_comments
from calculators.listing import CALCULATORS
from calculators.markup import element, joined
from calculators.modules import calculator_module, configuration_module, hashed_name
from calculators.pages import calculator_html
from calculators.rendering import Rendering
from calculators.table import Table, table_html
from calculators.tables import specs_table
from calculators.teaser import teaser_html


@pytest.fixture
def rendering(catalogue: Catalogue) -> Rendering:
    def link(slug: str, text: str) -> str:
        return f'<a data-term="{slug}">{html.escape(text)}</a>'

    return Rendering(CALCULATORS[0], catalogue, link, "../../assets/calculators/memory.js")


class Checked(HTMLParser):
    """Collects ids and attributes, and checks that elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("input", "br", "hr"):
            self.open.append(tag)
        self.note(attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.note(attrs)

    def note(self, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def checked(content: str) -> Checked:
    parser = Checked()
    parser.feed(content)
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    assert not {name for name in parser.attributes if name == "style" or name.startswith("on")}
    return parser


def test_a_calculator_shows_the_result_of_its_defaults(rendering: Rendering) -> None:
    content = calculator_html(rendering)
    parser = checked(content)
    text = html.unescape(re.sub(r"<[^>]+>", " ", content))
    for wanted in ("it does not fit: at least", "141.1 GB", "131.4 GiB", "10.7 GB", "H200 SXM", "vllm-project/vllm"):
        assert wanted in text
    assert content.count("<math") >= 12
    for label in re.findall(r'<label for="([^"]+)"', content):
        assert label in parser.ids
    assert 'data-term="kv-cache"' in content
    assert "<script" not in content


def test_the_example_of_the_home_page(rendering: Rendering) -> None:
    content = teaser_html(rendering, "calculators/memory/")
    checked(content)
    assert 'href="calculators/memory/"' in content
    assert "at least 2 are needed" in content


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str, catalogue: Catalogue) -> None:
    table = TABLES[name](catalogue, lambda slug, text: html.escape(text))
    assert all(len(row) == len(table.heads) for row in table.rows)
    checked(table_html(table))


def test_the_table_of_memory_has_the_numbers_of_the_calculator(catalogue: Catalogue) -> None:
    table = TABLES["memory"](catalogue, lambda slug, text: text)
    row = next(row for row in table.rows if row[0] == "Llama-3.1-70B" and row[1] == "32,768")
    given = {"model": "llama-3.1-70b", "weights": "bf16", "context": "32768", "accelerator": "own", "memory": "1"}
    setup, found = read_setup(CALCULATORS[0], catalogue, given)
    assert setup is not None, found
    needed = engine.compute(memory.needed_high_bytes, setup.values)
    assert any(cell.startswith(units.text(needed, units.BYTES)) for cell in row)


def test_specs_show_conflicts_and_sources(catalogue: Catalogue) -> None:
    content = table_html(specs_table(catalogue, "b200-sxm"))
    checked(content)
    assert "Bandwidth, elsewhere" in content
    assert "7.672 TB/s" in content


def test_texts_are_escaped_once() -> None:
    assert element("p", "<b> & ", element("i", "x")) == "<p>&lt;b&gt; &amp; <i>x</i></p>"
    assert element("a", "x", href='"><script>') == '<a href="&quot;&gt;&lt;script&gt;">x</a>'
    assert joined("a<", None, element("rect", x=1)) == 'a&lt;<rect x="1"/>'
    table = Table("<caption>", (joined("<"),), ((joined("&"),),))
    assert "&lt;caption&gt;" in table_html(table)


@pytest.mark.parametrize(
    ("markdown", "problems"),
    [
        ("```calculator\nmemory\n```\n", []),
        (
            "text\n\n```calculator\nmemroy\n```\n",
            ['page.md:4:1: C211 calculator: unknown "memroy"; did you mean "memory"?'],
        ),
        (
            "```formula\nweight_bytes\n```",
            ['page.md:2:1: C211 formula: unknown "weight_bytes"; did you mean "weights_bytes"?'],
        ),
        ("```specs\nh100\n```", ['page.md:2:1: C211 specs: unknown "h100"; did you mean "h100-sxm"?']),
        (
            "```table\n```",
            ['page.md:2:1: C211 table: unknown "```"; there are memory, accelerators, formats'],
        ),
        (
            "```worked\nsped\ncount: 2\n```\n",
            ['page.md:2:1: C211 worked: unknown "sped"; did you mean "speed"?'],
        ),
        (
            "```worked\nspeed\ncuont: 2\nsay: verdict_txt\nshow: stp\nmodel: llama-3.1-7b\njust words\n```\n",
            [
                'page.md:3:1: C211 worked: unknown "cuont"; did you mean "count"?',
                'page.md:4:1: C211 worked: unknown "verdict_txt"; did you mean "verdict_text"?',
                'page.md:5:1: C211 worked: unknown "stp"; did you mean "step"?',
                "page.md:6:1: C211 worked: model: there is no “llama-3.1-7b” in the catalogue; did you mean "
                '"llama-3.1-70b"?',
                'page.md:7:1: C211 worked: expected a key and a value, such as "count: 2", found "just words"',
            ],
        ),
        ("```worked\nspeed\ncount: none\n```\n", ["page.md:3:1: C211 worked: count: expected a whole number"]),
        ("````\n```calculator\nnothing\n```\n````\n", []),
        ("```python\ncalculator\n```\n", []),
    ],
)
def test_fences_are_checked_at_their_place(markdown: str, problems: list[str], catalogue: Catalogue) -> None:
    said = [str(one) for one in check_fences(markdown, "page.md", catalogue)]
    assert len(said) == len(problems), said
    for line, wanted in zip(said, problems, strict=True):
        assert line.startswith(wanted)


def test_lines_of_front_matter_are_counted(catalogue: Catalogue) -> None:
    found = check_fences("```table\nx\n```", "page.md", catalogue, lines_above=5)
    assert found[0].position.line == 7


def test_every_fence_draws_something(rendering: Rendering, catalogue: Catalogue) -> None:
    contents = {"calculator": "memory", "formula": "cache_bytes", "specs": "h100-sxm", "table": "formats"}
    contents["worked"] = "memory\nmodel: llama-3.1-8b\nsay: verdict_text\nshow: weights needed"
    assert set(contents) == set(FENCES)
    for fence, content in contents.items():
        checked(fence_html(fence, content, catalogue, lambda id: rendering))
    assert fence_html("table", "unknown", catalogue, lambda id: rendering) == ""


def test_a_worked_example_is_the_calculator_run_for_its_inputs(rendering: Rendering, catalogue: Catalogue) -> None:
    content = "memory\nmodel: llama-3.1-8b\nweights: fp8\naccelerator: h100-sxm\nshow: weights"
    drawn = fence_html("worked", content, catalogue, lambda id: rendering)
    assert "In fp8 it fits on one H100 SXM" in drawn
    assert "calculators/memory/?model=llama-3.1-8b&amp;accelerator=h100-sxm&amp;context=32768" in drawn
    assert ">9.1 GB<" in drawn
    assert fence_html("worked", "memory\nmodel: no such", catalogue, lambda id: rendering) == ""


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda one: one.id)
def test_every_calculator_is_whole_without_javascript(calculator: Calculator, catalogue: Catalogue) -> None:
    content = calculator_html(Rendering(calculator, catalogue, lambda slug, text: html.escape(text), "x.js"))
    parser = checked(content)
    for label in re.findall(r'<label for="([^"]+)"', content):
        assert label in parser.ids
    assert content.count("<math") >= 2 * len(calculator.terms)
    assert "None" not in re.sub(r"<[^>]+>", " ", content)


@pytest.mark.parametrize("name", sorted(formulas()))
def test_every_formula_can_be_shown_in_general(name: str, rendering: Rendering, catalogue: Catalogue) -> None:
    checked(fence_html("formula", name, catalogue, lambda id: rendering))


def test_modules_are_stable_small_and_named_by_their_content(catalogue: Catalogue) -> None:
    shared = configuration_module(catalogue)
    module = calculator_module(CALCULATORS[0], catalogue, "./configuration.js")
    assert shared == configuration_module(catalogue)
    assert module == calculator_module(CALCULATORS[0], catalogue, "./configuration.js")
    assert hashed_name("memory", module) != hashed_name("memory", module + " ")
    assert "eval" not in module
    outside_texts = re.sub(r'"(?:\\.|[^"\\])*"', '""', shared + module)
    assert "NaN" not in outside_texts
    assert "Infinity" not in outside_texts


def test_modules_are_the_same_in_every_process() -> None:
    """The order of a set differs from one process to the next."""
    code = (
        "from calculators.catalogue import open_catalogue; from calculators.modules import configuration_module;"
        "print(configuration_module(open_catalogue()))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert made[0]
    assert len(set(made)) == 1


SCRIPTS = Path(__file__).parents[2] / "docs/.overrides/assets/js/calculators"
AT_ONCE = ("calculator", "engine", "numbers", "mathematics", "bars")
"""The scripts that every page of a calculator loads before anybody does anything."""


@pytest.mark.parametrize("calculator", CALCULATORS, ids=[one.id for one in CALCULATORS])
def test_the_scripts_of_a_page_stay_under_30_kb_compressed(calculator: Calculator, catalogue: Catalogue) -> None:
    contents = [calculator_module(calculator, catalogue, "./configuration.js")]
    named = (*AT_ONCE, "comparing") if calculator.comparison else AT_ONCE
    contents += [without_comments((SCRIPTS / f"{name}.js").read_text(encoding="utf-8")) for name in named]
    assert sum(len(gzip.compress(one.encode(), 9)) for one in contents) < 30_000


@pytest.mark.parametrize("calculator", CALCULATORS, ids=[one.id for one in CALCULATORS])
def test_every_calculator_is_well_formed_html(calculator: Calculator, catalogue: Catalogue) -> None:
    content = calculator_html(Rendering(calculator, catalogue, lambda slug, text: html.escape(text), "module.js"))
    parser = checked(content)
    for label in re.findall(r'<label for="([^"]+)"', content):
        assert label in parser.ids
    for described in re.findall(r'aria-describedby="([^"]+)"', content):
        assert described in parser.ids
    names = re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', content)
    assert len(names) == len(set(names))
    assert {one.key for one in calculator.inputs} <= set(names)
