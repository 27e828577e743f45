"""A page for every model, and the list of them: what it is, what it needs, what holds it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from calculators import cache, engine, memory, units, weights
from calculators.accelerator_page import filters
from calculators.catalogue import Catalogue
from calculators.engine import Values
from calculators.expression import Formula
from calculators.inference_memory import INFERENCE_MEMORY
from calculators.inputs import read_setup
from calculators.markup import Html, element, joined
from calculators.nomenclature import VARIABLES
from calculators.records import Accelerator, Model, WeightLayout
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

FULL = "bf16"
"""The layout that is meant where a page gives one size, and the format of the cache."""
HELD_IN = (("16 bits", "bf16"), ("8 bits", "fp8"), ("4 bits", "q4_K"))
"""The layouts of the table of accelerators."""
CONTEXTS = (8192, 32768, 131072)
SHORT_CONTEXTS = CONTEXTS[:2]
COUNTS = (1, 2, 4, 8)
"""How many of an accelerator a table tries: up to one machine."""


def model_url(id: str) -> str:
    """Address of the page of a model."""
    return f"{MODELS}{id}/"


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
        body=lambda links: _index(catalogue, links),
    )
    for id in catalogue.models:
        yield model_page(catalogue, id)


def model_page(catalogue: Catalogue, id: str) -> ReferencePage:
    """The page of one model; title and description carry its numbers."""
    model = catalogue.models[id]
    size = f"{model.name}: {counted(model)}, {_weights_text(catalogue, model)} in {FULL}"
    return ReferencePage(
        url=model_url(id),
        title=f"{model.name}: {billions(model)} parameters, {_weights_text(catalogue, model)} in {FULL}",
        description=f"{size}, {state_text(catalogue, model)}. {_fewest_text(catalogue, model)}".strip(),
        heading=model.name,
        above=("Models", MODELS),
        body=lambda links: _body(catalogue, model, links),
    )


# -- numbers


def billions(model: Model) -> str:
    """`70.6 B`."""
    return _billions(weights.parameters(model))


def _billions(number: float) -> str:
    return f"{units.grouped(number / 1e9, 1)} B"


def counted(model: Model) -> str:
    """`70.6 B parameters`, or `30.5 B parameters, 3.3 B at work` where experts take turns."""
    active = f", {_billions(weights.active_parameters(model))} at work" if is_mixture(model) else ""
    return f"{billions(model)} parameters{active}"


def setup_values(catalogue: Catalogue, model: Model, layout: str, tokens: int, count: int = 1) -> Values:
    """The variables of the memory calculator for one sequence with the cache in bf16."""
    given = {"model": model.id, "weights": layout, "context": str(tokens), "kv": FULL, "count": str(count)}
    setup, found = read_setup(INFERENCE_MEMORY, catalogue, given)
    if setup is None:
        raise ValueError("\n".join(map(str, found)))
    return setup.values


def needed(catalogue: Catalogue, model: Model, layout: str, tokens: int, count: int = 1) -> tuple[float, float]:
    """What is needed on each accelerator, at least and at most."""
    values = setup_values(catalogue, model, layout, tokens, count)
    low = engine.compute(memory.needed_low_bytes, values)
    high = engine.compute(memory.needed_high_bytes, values)
    assert low is not None
    assert high is not None
    return low, high


def contexts(model: Model, standard: tuple[int, ...] = CONTEXTS) -> list[int]:
    """Lengths to show: the usual ones that the model was published for, and all it was published for."""
    return sorted({tokens for tokens in standard if tokens < model.context_limit} | {model.context_limit})


def holding(catalogue: Catalogue, model: Model) -> dict[str, dict[tuple[str, int], int]]:
    """By accelerator, layout and context: the fewest of 1, 2, 4, 8 that hold the model even at most; 0 for none."""
    cases = [
        (layout, tokens)
        for _, layout in HELD_IN
        if layout in catalogue.layouts
        for tokens in contexts(model, SHORT_CONTEXTS)
    ]
    bounds = {(*case, count): needed(catalogue, model, *case, count) for case in cases for count in COUNTS}

    def enough(accelerator: Accelerator, case: tuple[str, int], count: int) -> bool:
        # A computer of shared memory is not counted on more than once, as in `memory.fits_together`.
        if accelerator.unified and count > 1:
            return False
        return memory.verdict(accelerator, *bounds[(*case, count)]) == 2

    return {
        id: {case: next((count for count in COUNTS if enough(accelerator, case, count)), 0) for case in cases}
        for id, accelerator in catalogue.accelerators.items()
    }


def classes(model: Model) -> list[tuple[Formula, float]]:
    """The classes of weights that the model has, each with its formula and number; they add up to all weights."""
    formulas = next(one for one in INFERENCE_MEMORY.terms if one.id == "weights").formulas
    # What stands after the total are parts of classes, not further ones.
    found = [
        (formula, formula(model))
        for formula in formulas[: formulas.index(weights.parameters)]
        if formula.parameters == ("model",)
    ]
    return [(formula, number) for formula, number in found if number]


def is_mixture(model: Model) -> bool:
    """Whether some weights rest while others work on a token."""
    return weights.active_parameters(model) < weights.parameters(model)


def _weights_text(catalogue: Catalogue, model: Model) -> str:
    return units.text(weights.weights_bytes(model, catalogue.layouts[FULL]), BYTES)


def cache_at(catalogue: Catalogue, model: Model, tokens: int, kv_format: str = FULL) -> float:
    """All that is kept for one sequence of so many tokens, in bytes."""
    return cache.cache_bytes(model, tokens, 1, catalogue.formats[kv_format])


def state_text(catalogue: Catalogue, model: Model) -> str:
    """`327,680 bytes of KV cache a token`, or what is kept at most where a token adds nothing."""
    each = cache.bytes_per_token(model, catalogue.formats[FULL])
    if each:
        return f"{units.text(each, units.EXACT_BYTES)} of KV cache a token"
    most = cache_at(catalogue, model, model.context_limit)
    return f"at most {units.text(most, BYTES)} of state a sequence"


def _fewest_text(catalogue: Catalogue, model: Model) -> str:
    """What one reads in a chat: the fewest of a well-known accelerator."""
    known = next((one for one in catalogue.accelerators.values() if one.id == "h100-sxm"), None)
    if known is None:
        return ""
    tokens = min(SHORT_CONTEXTS[-1], model.context_limit)
    tried = {count: needed(catalogue, model, FULL, tokens, count)[1] for count in COUNTS}
    count = next((count for count, most in tried.items() if most <= known.capacity), 0)
    where = f"At {units.plain(tokens)} tokens in {FULL} it fits on"
    return f"{where} {count} × {known.name}." if count else f"More than {COUNTS[-1]} × {known.name} in {FULL}."


# -- one model


def _body(catalogue: Catalogue, model: Model, links: Links) -> Html:
    return joined(
        _summary(catalogue, model, links),
        _memory(catalogue, model, links),
        _holders(catalogue, model, links),
        _state(catalogue, model, links),
        _parameters(catalogue, model),
        _shape(catalogue, model, links),
        _sources(catalogue, model, links),
    )


def _summary(catalogue: Catalogue, model: Model, links: Links) -> Html:
    size = weights.weights_bytes(model, catalogue.layouts[FULL])
    each = cache.bytes_per_token(model, catalogue.formats[FULL])
    kept = "each token of a sequence adds " if each else "a sequence keeps at most "
    amount = (
        units.text(each, units.EXACT_BYTES)
        if each
        else units.text(cache_at(catalogue, model, model.context_limit), BYTES)
    )
    tokens = min(SHORT_CONTEXTS[-1], model.context_limit)
    address = calculator_address(INFERENCE_MEMORY, {"model": model.id, "context": tokens})
    by = f"By {model.vendor}. " if model.vendor else ""
    layers = next((one.given for one in catalogue.facts[f"models/{model.id}"] if one.name == "num_hidden_layers"), "")
    deep = f"{layers} layers, " if layers.isdigit() else ""
    return element(
        "section",
        element("h2", "In short", class_="head", id="in-short"),
        element(
            "p",
            f"{counted(model)}. In {FULL} the weights take {units.text(size, BYTES)} "
            f"({units.binary_text(size, BYTES)}), and {kept}{amount} of ",
            Html(links.term("kv-cache", "KV cache")),
            ".",
        ),
        element(
            "p",
            f"{by}{deep}context up to {units.plain(model.context_limit)} tokens. ".replace(". context", ". Context"),
            element("a", "Work it out with your own numbers", href=links.to(address)),
            class_="on",
        ),
        class_="defn",
        aria_labelledby="in-short",
    )


def _groups(model: Model) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every kind of group that the model has, by the field that holds it."""
    for one in dataclasses.fields(model):
        value = getattr(model, one.name)
        if isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
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

    bodies = [element("tbody", *(row(name, value) for name, value in _numbers(model)))]
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
        _scroll(
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


def _scroll(table: Html, label: str) -> Html:
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=label)


def _size(value: float) -> Html:
    return joined(units.text(value, BYTES), element("small", units.binary_text(value, BYTES)))


def _state(catalogue: Catalogue, model: Model, links: Links) -> Html:
    lengths = contexts(model)
    rows = [
        element(
            "tr",
            element("th", one.name, scope="row"),
            element("td", units.text(cache.bytes_per_token(model, one), units.EXACT_BYTES), class_="r"),
            *(element("td", _size(cache_at(catalogue, model, tokens, id)), class_="r") for tokens in lengths),
        )
        for id, one in catalogue.collection("caches").items()
    ]
    heads = ["A further token", *(f"{units.plain(tokens)} tokens" for tokens in lengths)]
    label = "State of one sequence, by format"
    return section(
        "state",
        "State for each sequence",
        _scroll(
            element(
                "table",
                element("caption", label, class_="visually-hidden"),
                element(
                    "thead",
                    element(
                        "tr",
                        element("th", Html(links.term("kv-cache-quantization", "KV cache in")), scope="col"),
                        *(element("th", head, scope="col", class_="r") for head in heads),
                    ),
                ),
                element("tbody", *rows),
                class_="tbl pinned",
            ),
            label,
        ),
        element("p", cache.bytes_per_token.meaning, " ", formula_link(cache.bytes_per_token), class_="small dim"),
    )


def _memory(catalogue: Catalogue, model: Model, links: Links) -> Html:
    lengths = contexts(model)
    label = "Memory for one sequence, by format and context"

    def cell(layout: WeightLayout, tokens: int) -> Html:
        address = calculator_address(
            INFERENCE_MEMORY, {"model": model.id, "weights": layout.id, "context": tokens, "kv": FULL}
        )
        high = needed(catalogue, model, layout.id, tokens)[1]
        text = units.text(high, BYTES)
        named = f"{text} in {layout.name} at {units.plain(tokens)} tokens"
        link = element("a", text, href=links.to(address), aria_label=named)
        return element("td", link, element("small", units.binary_text(high, BYTES)), class_="r")

    rows = [
        element(
            "tr",
            element("th", source_link(catalogue.facts[f"layouts/{id}"][0].sources[0], layout.name), scope="row"),
            element("td", _size(weights.weights_bytes(model, layout)), class_="r"),
            *(cell(layout, tokens) for tokens in lengths),
        )
        for id, layout in catalogue.layouts.items()
    ]
    heads = ["Weights alone", *(f"{units.plain(tokens)} tokens" for tokens in lengths)]
    return section(
        "memory",
        "Memory it needs",
        _scroll(
            element(
                "table",
                element("caption", label, class_="visually-hidden"),
                element(
                    "thead",
                    element(
                        "tr",
                        element("th", Html(links.term("quantization", "Weights in")), scope="col"),
                        *(element("th", head, scope="col", class_="r") for head in heads),
                    ),
                ),
                element("tbody", *rows),
                class_="tbl pinned",
            ),
            label,
        ),
        element(
            "p",
            f"One sequence on one accelerator, KV cache in {FULL}, and the most that workspace and engine were seen to "
            "take. Each number leads to its sum, term by term.",
            class_="small dim",
        ),
    )


def _holders(catalogue: Catalogue, model: Model, links: Links) -> Html:
    held = holding(catalogue, model)
    kinds = [(text, layout) for text, layout in HELD_IN if layout in catalogue.layouts]
    lengths = contexts(model, SHORT_CONTEXTS)
    label = "How many accelerators hold it"
    useful = [one for one in catalogue.accelerators.values() if any(held[one.id].values())]
    useful.sort(key=lambda one: (-one.capacity, one.name))
    small = [one for one in catalogue.accelerators.values() if not any(held[one.id].values())]

    def cell(one: Accelerator, layout: str, tokens: int) -> Html:
        count = held[one.id][layout, tokens]
        if not count:
            return element("td", element("span", "no", class_="dim"), class_="r")
        given: dict[str, str | int] = {
            "model": model.id,
            "accelerator": one.id,
            "context": tokens,
            "weights": layout,
            "kv": FULL,
            "count": count,
        }
        named = f"{count} × {one.name}, {catalogue.layouts[layout].name}, {units.plain(tokens)} tokens"
        address = links.to(calculator_address(INFERENCE_MEMORY, given))
        return element("td", element("a", str(count), href=address, aria_label=named), class_="r")

    rows = [
        element(
            "tr",
            element("th", element("a", one.name, href=links.to(f"{ACCELERATORS}#{one.id}")), scope="row"),
            *(cell(one, layout, tokens) for _, layout in kinds for tokens in lengths),
        )
        for one in useful
    ]
    upper = [
        element("th", f"{text} ({catalogue.layouts[layout].name})", colspan=len(lengths), scope="colgroup", class_="c")
        for text, layout in kinds
    ]
    lower = [element("th", short_count(tokens), scope="col", class_="r") for _ in kinds for tokens in lengths]
    table = element(
        "table",
        element("caption", label, class_="visually-hidden"),
        element(
            "thead",
            element("tr", element("th", "Accelerator", rowspan=2, scope="col"), *upper),
            element("tr", *lower),
        ),
        element("tbody", *rows),
        class_="tbl pinned held",
    )
    return section(
        "holds",
        "What holds it",
        _scroll(table, label) if useful else None,
        element(
            "p",
            f"The fewest of {', '.join(map(str, COUNTS[:-1]))} or {COUNTS[-1]} that hold it with one sequence of so "
            f"many tokens, KV cache in {FULL}, split by ",
            Html(links.term("tensor-parallelism", "tensor parallelism")),
            ", even when workspace and engine take the most they were seen to. Each number leads to its sum.",
            class_="small dim",
        ),
        element(
            "p",
            f"Too small even by {COUNTS[-1]}, or alone where they are not split: ",
            ", ".join(sorted(one.name for one in small)),
            ".",
            class_="small dim",
        )
        if small
        else None,
    )


def short_count(tokens: int) -> str:
    """`32k` for 32,768 and `128k` for 131,072, as contexts are called; other numbers in full."""
    return f"{tokens // 1024}k" if tokens % 1024 == 0 else units.plain(tokens)


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
            element("li", "Workspace and engine: ", *_evidence(catalogue)),
            element("li", "As data: ", element("a", "models.json", href=links.to("api/v1/models.json")), "."),
            class_="small sources",
        ),
        element("details", element("summary", f"The {len(rows)} keys of config.json that count", class_="small"), keys),
    )


def _evidence(catalogue: Catalogue) -> list[Html]:
    found = dict.fromkeys(
        source for facts in (catalogue.facts.get("reserves/engine", ()),) for fact in facts for source in fact.sources
    )
    return [
        joined(", " if place else None, element("a", source.title, href=source.url), f" ({source.date})")
        for place, source in enumerate(found)
    ]


# -- all models


def _index(catalogue: Catalogue, links: Links) -> Html:
    columns = (
        ("parameters", "Parameters"),
        ("size", f"Weights in {FULL}"),
        ("token", "A further token"),
        ("cache", f"Cache at {short_count(SHORT_CONTEXTS[-1])}"),
        ("context", "Longest context"),
    )

    def row(model: Model) -> Html:
        size = weights.weights_bytes(model, catalogue.layouts[FULL])
        each = cache.bytes_per_token(model, catalogue.formats[FULL])
        kept = cache_at(catalogue, model, min(SHORT_CONTEXTS[-1], model.context_limit))
        cells = (
            (weights.parameters(model), joined(billions(model))),
            (size, joined(units.text(size, BYTES))),
            (each, joined(units.text(each, units.EXACT_BYTES))),
            (kept, joined(units.text(kept, BYTES))),
            (model.context_limit, joined(units.plain(model.context_limit))),
        )
        return element(
            "tr",
            element(
                "th",
                element("a", model.name, href=links.to(model_url(model.id))),
                element("small", model.vendor) if model.vendor else None,
                scope="row",
                data_value=model.name,
            ),
            *(
                element("td", content, class_="r", data_l=head, data_value=f"{value:.15g}")
                for (value, content), (_, head) in zip(cells, columns, strict=True)
            ),
            id=model.id,
            data_of=model.vendor,
        )

    ordered = sorted(catalogue.models.values(), key=lambda one: (-weights.parameters(one), one.name))
    heads = [element("th", "Model", scope="col", data_sort="name")]
    heads += [
        element(
            "th", head, scope="col", class_="r", data_sort=key, aria_sort="descending" if key == "parameters" else None
        )
        for key, head in columns
    ]
    table = element(
        "table",
        element("caption", "Models, largest first", class_="visually-hidden"),
        element("thead", element("tr", *heads)),
        element("tbody", *(row(model) for model in ordered)),
        class_="tbl specs",
    )
    return joined(
        element(
            "div",
            element(
                "p",
                "What each one needs, worked out from its published configuration by the formulas of the ",
                element("a", "memory calculator", href=links.to(calculator_address(INFERENCE_MEMORY, {}))),
                ". The same ",
                element("a", "as data", href=links.to("api/v1/models.json")),
                ".",
            ),
            class_="lead prose",
        ),
        element(
            "div",
            filters("Maker", [one.vendor for one in ordered if one.vendor], [("name", "Name"), *columns]),
            _scroll(table, "Models"),
            data_sortable="parameters",
            data_of="models",
        ),
    )
