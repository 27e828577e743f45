"""Pages of models and accelerators, and their data: the numbers of the calculators, with their sources."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
from diagnostics import Position

from calculators import engine, memory, units, weights
from calculators.accelerator_page import accelerators_page, columns, peak_formats, ridge
from calculators.catalogue import Catalogue
from calculators.fences import check_ids
from calculators.inference_memory import INFERENCE_MEMORY
from calculators.inputs import read_setup
from calculators.model_numbers import COUNTS, classes, contexts, holding, needed
from calculators.model_pages import model_page, model_pages
from calculators.pages import terms_used
from calculators.published import ACCELERATORS_SCHEMA, MODELS_SCHEMA, accelerators, data_files, models
from calculators.reference import Links, calculator_address
from calculators.tables import specs_html, specs_table

LINKS = Links(lambda slug, text: f'<a data-term="{slug}">{html.escape(text)}</a>', lambda url: f"../{url}")
FEW = ("llama-3.1-70b", "mistral-7b-v0.1", "llama-3.1-405b")


class Parsed(HTMLParser):
    """Rows of cells as text, links, ids, attributes."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.names: set[str] = set()
        self._cell = False
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.names |= set(found)
        self.hrefs += [found["href"] or ""] if "href" in found else []
        self.ids += [found["id"] or ""] if "id" in found else []
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data


def parsed(content: str) -> Parsed:
    page = Parsed(content)
    assert len(page.ids) == len(set(page.ids))
    assert not {name for name in page.names if name == "style" or name.startswith("on")}
    return page


def test_title_and_description_carry_the_numbers(catalogue: Catalogue) -> None:
    page = model_page(catalogue, "llama-3.1-70b")
    assert page.url == "models/llama-3.1-70b/"
    assert page.title == "Llama-3.1-70B: 70.6 B parameters, 141.1 GB in bf16"
    assert page.description.startswith(
        "Llama-3.1-70B: 70.6 B parameters, 141.1 GB in bf16, 327,680 bytes of KV cache a token. "
    )
    assert "2 × H100 SXM" in page.description


def test_every_model_has_a_page_that_chats_can_show(catalogue: Catalogue) -> None:
    index, *pages = model_pages(catalogue)
    assert index.url == "models/"
    assert [page.url for page in pages] == [f"models/{id}/" for id in catalogue.models]
    for page in pages:
        assert len(page.title.encode()) <= 67
        assert 40 <= len(page.description) <= 200


@pytest.mark.parametrize("id", FEW)
def test_the_page_of_a_model(id: str, catalogue: Catalogue) -> None:
    model = catalogue.models[id]
    page = parsed(model_page(catalogue, id).body(LINKS))
    rows = {row[0]: row[1:] for row in page.rows if row}
    whole = weights.parameters(model)
    assert rows[weights.parameters.meaning][0] == units.plain(whole)
    most = needed(catalogue, model, "bf16", model.context_limit)[1]
    assert rows["bf16"] or rows["fp8"]
    cells = next(row for row in page.rows if row[0] == "Q8_0" and len(row) == 2 + len(contexts(model)))
    assert cells[-1].startswith(units.text(needed(catalogue, model, "q8_0", model.context_limit)[1], units.BYTES))
    assert units.text(most, units.BYTES) in " ".join(cell for row in page.rows for cell in row)
    sources = {source.url for fact in catalogue.facts[f"models/{id}"] for source in fact.sources}
    assert sources <= set(page.hrefs)


def test_classes_of_weights_add_up(catalogue: Catalogue) -> None:
    for model in catalogue.models.values():
        assert sum(number for _, number in classes(model)) == weights.parameters(model), model.id


def test_links_into_the_calculator_are_understood_by_it(catalogue: Catalogue) -> None:
    page = parsed(model_page(catalogue, "llama-3.1-70b").body(LINKS))
    asked = [urlsplit(href).query for href in page.hrefs if "calculators/memory/?" in href]
    assert len(asked) > 100
    folded = {key for group in INFERENCE_MEMORY.groups for key in group.keys}
    keys = {one.key for one in INFERENCE_MEMORY.inputs} - folded
    for query in asked[::20]:
        given = {key: value for key, (value,) in parse_qs(query).items()}
        assert set(given) == keys
        setup, found = read_setup(INFERENCE_MEMORY, catalogue, given)
        assert setup is not None, found
    with pytest.raises(KeyError):
        calculator_address(INFERENCE_MEMORY, {"modle": "llama-3.1-70b"})


@pytest.mark.parametrize("id", FEW)
def test_what_holds_a_model_is_what_the_calculator_says(id: str, catalogue: Catalogue) -> None:
    model = catalogue.models[id]
    setup, found = read_setup(INFERENCE_MEMORY, catalogue, {"context": "1"})
    assert setup is not None, found
    for accelerator, cases in holding(catalogue, model).items():
        for (layout, tokens), count in cases.items():
            chosen = {"model": model, "layout": catalogue.layouts[layout], "tokens": tokens}
            values = {**setup.values, **chosen, "accelerator": catalogue.accelerators[accelerator]}
            fitting = (number for number in COUNTS if engine.compute(memory.fits_together, {**values, "count": number}))
            assert next(fitting, 0) == count, (accelerator, layout, tokens)


def test_the_table_of_accelerators_shows_every_value_its_source_and_what_is_not_known(catalogue: Catalogue) -> None:
    content = accelerators_page(catalogue).body(LINKS)
    page = parsed(content)
    shown = columns(catalogue)
    rows = {row[0]: row for row in page.rows[1:]}
    assert len(rows) == len(catalogue.accelerators)
    assert all(len(row) == 1 + len(shown) for row in page.rows)
    place = {one.key: number for number, one in enumerate(shown, 1)}
    h100 = next(row for name, row in rows.items() if name.startswith("H100 SXM"))
    assert h100[place["memory"]] == "80"
    assert h100[place["usable"]].startswith("79.11")
    assert h100[place["bandwidth"]] == "3,350"
    assert h100[place["bf16"]] == "989fp32"
    assert h100[place["ridge"]] == "295"
    assert h100[place["link"]] == "450NVLink 4"
    b200 = next(row for name, row in rows.items() if name.startswith("B200 SXM"))
    assert re.fullmatch(r"7,700.*or 8,000.*or 7,672.*", b200[place["bandwidth"]])
    apple = next(row for name, row in rows.items() if name.startswith("Apple M4 Max 128"))
    assert apple[place["bf16"]] == units.UNKNOWN
    for id in catalogue.accelerators:
        for fact in catalogue.facts[f"accelerators/{id}"]:
            assert {source.url for source in fact.sources} <= set(page.hrefs)
            assert html.escape(fact.note, quote=False) in content
    assert {f"#{id}-notes" for id in catalogue.accelerators} >= {href for href in page.hrefs if href.startswith("#")}
    assert {href.removeprefix("#") for href in page.hrefs if href.startswith("#")} <= set(page.ids)


def test_ridge_point_needs_peak_and_bandwidth(catalogue: Catalogue) -> None:
    assert ridge(catalogue, "h100-sxm") == pytest.approx(989e12 / 3.35e12)
    unknown = next(id for id in catalogue.accelerators if catalogue.fact(f"accelerators/{id}", "peak bf16") is None)
    assert ridge(catalogue, unknown) is None
    assert "bf16" in peak_formats(catalogue)


def test_specs_say_what_is_not_known_and_what_is_summed_in(catalogue: Catalogue) -> None:
    known = {row[0]: row[1] for row in specs_table(catalogue, "h100-sxm").rows}
    assert known["Peak bf16"] == "989 TFLOP/s, summed in fp32"
    assert known["Ridge point, bf16"] == "295 FLOP/B"
    apple = parsed(specs_html(catalogue, "apple-m4-max"))
    assert ["Power", units.UNKNOWN, ""] in apple.rows


def test_unknown_ids_are_said_at_their_place(catalogue: Catalogue) -> None:
    found = check_ids(["h100-sxm", "h100-smx"], "glossary/h100.md", [Position(9, 16), Position(9, 26)], catalogue)
    assert [str(one) for one in found] == [
        'glossary/h100.md:9:26: C212 accelerators: the catalogue has no "h100-smx"; did you mean "h100-sxm"?'
    ]


def test_terms_of_a_calculator() -> None:
    used = terms_used(INFERENCE_MEMORY)
    assert {"kv-cache", "quantization", "gpu-ram", "context-length"} <= used
    assert "" not in used


def absolute(url: str) -> str:
    return f"https://site.example/{url}"


def test_data_fit_their_schemas_and_are_stable(catalogue: Catalogue) -> None:
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (ACCELERATORS_SCHEMA, accelerators(catalogue, absolute)),
        (MODELS_SCHEMA, models(catalogue, absolute)),
    ]
    for schema, data in pairs:
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        assert next(validator.iter_errors(data), None) is None
        assert next(validator.iter_errors({**data, "more": 1}), None) is not None
    files = dict(data_files(catalogue, absolute))
    assert files == dict(data_files(catalogue, absolute))
    for name in ("accelerators", "models"):
        listed = json.loads(files[f"api/v1/{name}.json"])[name]
        assert [one["id"] for one in listed] == sorted(one["id"] for one in listed)


def test_every_published_value_has_unit_source_and_date(catalogue: Catalogue) -> None:
    listed = accelerators(catalogue, absolute)["accelerators"]
    h100 = next(one for one in listed if one["id"] == "h100-sxm")
    assert h100["url"] == "https://site.example/accelerators/#h100-sxm"
    bandwidth = h100["values"]["bandwidth"]
    assert (bandwidth["value"], bandwidth["unit"], bandwidth["given"]) == (
        3_350_000_000_000,
        "bytes per second",
        "3.35 TB/s",
    )
    assert h100["peaks"]["bf16"]["accumulate"] == "fp32"
    for one in listed:
        for value in (*one["values"].values(), *one["peaks"].values(), *one["conflicts"]):
            assert value["sources"][0]["url"].startswith("https://")
            assert re.fullmatch(r"20\d\d-\d\d-\d\d", value["sources"][0]["date"])
    model = next(one for one in models(catalogue, absolute)["models"] if one["id"] == "llama-3.1-70b")
    assert model["config"]["hidden_size"]["value"] == 8192
    assert model["derived"]["parameters"]["value"] == 70_553_706_496
    assert model["derived"]["bytes_per_token"]["bf16"]["value"] == 327_680
    assert model["derived"]["weights_bytes"]["bf16"]["unit"] == "bytes"
