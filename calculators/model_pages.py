"""A page for every model, and the list of them: what it is, what it needs, what holds it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from calculators import units, weights
from calculators.catalogue import Catalogue
from calculators.inference_memory import INFERENCE_MEMORY
from calculators.markup import Html, element, joined
from calculators.model_index import models_table
from calculators.model_numbers import (
    FULL,
    SHORT_CONTEXTS,
    billions,
    cache_at,
    classes,
    counted,
    fewest_text,
    is_mixture,
    model_url,
    of_images,
    per_token,
    state_text,
    weights_text,
)
from calculators.model_tables import holders_section, memory_section, scroll, state_section
from calculators.nomenclature import VARIABLES
from calculators.records import Model
from calculators.reference import (
    ACCELERATORS,
    MODELS,
    Links,
    ReferencePage,
    calculator_address,
    section,
    source_link,
)
from calculators.rendering import source_link as formula_link
from calculators.units import BYTES, SHARE


def model_pages(catalogue: Catalogue) -> Iterator[ReferencePage]:
    """`/models/` and `/models/<id>/`."""
    largest = max(catalogue.models.values(), key=weights.parameters)
    yield ReferencePage(
        url=MODELS,
        title=f"{len(catalogue.models)} models: parameters, memory, KV cache",
        description=f"What {len(catalogue.models)} open models need, from their published configurations: parameters, "
        f"memory by number format, state for each token, and the accelerators that hold them, up to {largest.name}.",
        heading="Models",
        above=("Calculators", "calculators/"),
        body=lambda links: models_table(catalogue, links),
    )
    for id in catalogue.models:
        yield model_page(catalogue, id)


def model_page(catalogue: Catalogue, id: str) -> ReferencePage:
    """The page of one model; title and description carry its numbers."""
    model = catalogue.models[id]
    size = f"{model.name}: {counted(model)}, {weights_text(catalogue, model)} in {FULL}"
    return ReferencePage(
        url=model_url(id),
        title=f"{model.name}: {billions(model)} parameters, {weights_text(catalogue, model)} in {FULL}",
        description=f"{size}, {state_text(catalogue, model)}. {fewest_text(catalogue, model)}".strip(),
        heading=model.name,
        above=("Models", MODELS),
        body=lambda links: _body(catalogue, model, links),
    )


def _body(catalogue: Catalogue, model: Model, links: Links) -> Html:
    return joined(
        _summary(catalogue, model, links),
        memory_section(catalogue, model, links),
        holders_section(catalogue, model, links),
        state_section(catalogue, model, links),
        _parameters(catalogue, model),
        _beside(catalogue, model),
        _shape(catalogue, model, links),
        _sources(catalogue, model, links),
    )


def _summary(catalogue: Catalogue, model: Model, links: Links) -> Html:
    size = weights.weights_bytes(model, catalogue.layouts[FULL])
    takes = f"{counted(model)}. In {FULL} the weights take {units.text(size, BYTES)} ({units.binary_text(size, BYTES)})"
    tokens = min(SHORT_CONTEXTS[-1], model.context_limit)
    chosen: dict[str, str | int] = {"model": model.id} if of_images(model) else {"model": model.id, "context": tokens}
    if of_images(model):
        parts = weights.companion_elements(model)
        said = joined(
            f"{takes}, of which {units.text(2 * parts, BYTES)} are models that work beside the transformer, listed "
            "below. It works on a whole image at once and keeps nothing from step to step: there is no ",
            Html(links.term("kv-cache", "KV cache")),
            ".",
        )
    else:
        each = per_token(model, catalogue.formats[FULL])
        most = cache_at(catalogue, model, model.context_limit)
        amount = units.text(each, units.EXACT_BYTES) if each else units.text(most, BYTES)
        kept = "each token of a sequence adds " if each else "a sequence keeps at most "
        said = joined(f"{takes}, and {kept}{amount} of ", Html(links.term("kv-cache", "KV cache")), ".")
    address = calculator_address(INFERENCE_MEMORY, chosen)
    return element(
        "section",
        element("h2", "In short", class_="head", id="in-short"),
        element("p", said),
        element(
            "p",
            f"{_origin(catalogue, model)} ",
            element("a", "Work it out with your own numbers", href=links.to(address)),
            class_="on",
        ),
        class_="defn",
        aria_labelledby="in-short",
    )


def _origin(catalogue: Catalogue, model: Model) -> str:
    """`By Meta. 80 layers, context up to 131,072 tokens.`"""
    given = {one.name: one.given for one in catalogue.facts[f"models/{model.id}"]}
    by = f"By {model.vendor}. " if model.vendor else ""
    if of_images(model):
        return f"{by}{units.plain(weights.depth(model))} blocks."
    layers = given.get("num_hidden_layers", "")
    context = f"ontext up to {units.plain(model.context_limit)} tokens."
    return f"{by}{layers} layers, c{context}" if layers.isdigit() else f"{by}C{context}"


def _groups(model: Model) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every kind of group that the model has, by the field that holds it."""
    for one in dataclasses.fields(model):
        value = getattr(model, one.name)
        if isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]) and one.name != "companions":
            yield one.name, value


def _numbers(record: Any) -> Iterator[tuple[str, float]]:
    for one in dataclasses.fields(record):
        value = getattr(record, one.name)
        if isinstance(value, int | float) and one.name in VARIABLES:
            yield one.name, value


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _shape(catalogue: Catalogue, model: Model, links: Links) -> Html:
    def row(name: str, value: float) -> Html:
        variable = VARIABLES[name]
        text = _sentence(variable.meaning)
        if variable.low == 0 and variable.high == 1 and "1 where" in variable.meaning:
            text = _sentence(re.sub(r"^1 where |, else 0.*$", "", variable.meaning))
            shown = "yes" if value else "no"
        else:
            shown = units.plain(value)
        return element(
            "tr",
            element("th", Html(links.term(variable.term, text)) if variable.term else text, scope="row"),
            element("td", shown, class_="r"),
        )

    absent = ("vocabulary", "tied", "context_limit", "last_norm", "encoders") if of_images(model) else ()
    whole = [(name, value) for name, value in _numbers(model) if name not in absent and (value or name != "outer")]
    bodies = [element("tbody", *(row(name, value) for name, value in whole))]
    for _, groups in _groups(model):
        for group in groups:
            meaning = " ".join((type(group).__doc__ or "").split())
            head = element("tr", element("th", meaning, colspan=2, scope="rowgroup", class_="group"))
            bodies.append(element("tbody", head, *(row(name, value) for name, value in _numbers(group))))
    table = element("table", element("caption", "Shape", class_="visually-hidden"), *bodies, class_="tbl shape")
    return section("shape", "What it is made of", table)


def _parameters(catalogue: Catalogue, model: Model) -> Html:
    whole = weights.parameters(model)
    rows = [
        element(
            "tr",
            element("th", formula.meaning, " ", element("small", formula_link(formula)), scope="row"),
            element("td", units.plain(number), class_="r"),
            element("td", units.text(number / whole, SHARE), class_="r"),
        )
        for formula, number in classes(model)
    ]
    total = element(
        "tr",
        element("th", weights.parameters.meaning, scope="row"),
        element("td", units.plain(whole), class_="r"),
        element("td", units.text(1, SHARE), class_="r"),
        class_="total",
    )
    if is_mixture(model):
        active = weights.active_parameters(model)
        cells = [units.plain(active), units.text(active / whole, SHARE)]
        text = element("th", weights.active_parameters.meaning, scope="row")
        total = joined(total, element("tr", text, *(element("td", one, class_="r") for one in cells)))
    return section(
        "parameters",
        "Parameters",
        scroll(
            element(
                "table",
                element("caption", "Parameters by class", class_="visually-hidden"),
                element(
                    "thead",
                    element(
                        "tr",
                        element("th", "Class", scope="col"),
                        element("th", "Parameters", scope="col", class_="r"),
                        element("th", "Share", scope="col", class_="r"),
                    ),
                ),
                element("tbody", *rows, total),
                class_="tbl",
            ),
            "Parameters by class",
        ),
    )


NAMED_ONLY = "Its config.json names layers that predict further tokens; the published files hold none of them."


def _beside(catalogue: Catalogue, model: Model) -> Html | None:
    """The models that work beside it, and the layers that predict further tokens."""
    facts = {one.name: one for one in catalogue.facts[f"models/{model.id}"]}
    parts = [(joined(source_link(facts[one.name].sources[0], one.name)), one.elements) for one in model.companions]
    if drafting := weights.drafting_elements(model):
        formula = weights.drafting_elements
        parts.append((joined(formula.meaning, " ", element("small", formula_link(formula))), int(drafting)))
    if any(group.layers for group in model.drafting) and not drafting:
        return section("beside", "Beside it", element("p", NAMED_ONLY, class_="small dim"))
    if not parts:
        return None
    rows = [
        element(
            "tr",
            element("th", name, scope="row"),
            element("td", units.plain(elements), class_="r"),
            element("td", units.text(2 * elements, BYTES), class_="r"),
        )
        for name, elements in parts
    ]
    heads = element(
        "tr",
        element("th", "What", scope="col"),
        element("th", "Parameters", scope="col", class_="r"),
        element("th", "In 16 bits", scope="col", class_="r"),
    )
    caption = element("caption", "What is shipped with it", class_="visually-hidden")
    table = element("table", caption, element("thead", heads), element("tbody", *rows), class_="tbl")
    counted_in = (
        "They are counted above, in 16 bits whatever the transformer is in."
        if model.companions
        else ("They are not counted above, as in the size the model is quoted with.")
    )
    return section(
        "beside", "Beside it", scroll(table, "What is shipped with it"), element("p", counted_in, class_="small dim")
    )


def _sources(catalogue: Catalogue, model: Model, links: Links) -> Html:
    facts = catalogue.facts[f"models/{model.id}"]
    sources = list(dict.fromkeys(source for fact in facts for source in fact.sources))
    rows = [
        element(
            "tr",
            element("th", element("code", fact.name), scope="row"),
            element("td", source_link(fact.sources[0], fact.given) if fact.sources else fact.given, class_="r"),
        )
        for fact in facts
    ]
    keys = element(
        "table",
        element("caption", "Keys of config.json", class_="visually-hidden"),
        element("tbody", *rows),
        class_="tbl shape",
    )
    return section(
        "sources",
        "Sources",
        element(
            "ol",
            *(
                element(
                    "li",
                    element("a", source.title, href=source.url),
                    " ",
                    element("span", source.date, class_="dim"),
                )
                for source in sources
            ),
            element(
                "li",
                "Formats: the name of each leads to its source. Accelerators: ",
                element("a", "all values with their sources", href=links.to(ACCELERATORS)),
                ".",
            ),
            element("li", "Workspace and engine: ", *_evidence(catalogue, model)),
            element("li", "As data: ", element("a", "models.json", href=links.to("api/v1/models.json")), "."),
            class_="small sources",
        ),
        element("details", element("summary", f"The {len(rows)} keys of config.json that count", class_="small"), keys),
    )


def _evidence(catalogue: Catalogue, model: Model) -> list[Html]:
    found = dict.fromkeys(
        source
        for facts in (catalogue.facts.get(f"reserves/{'images' if of_images(model) else 'engine'}", ()),)
        for fact in facts
        for source in fact.sources
    )
    return [
        joined(", " if place else None, element("a", source.title, href=source.url), f" ({source.date})")
        for place, source in enumerate(found)
    ]
