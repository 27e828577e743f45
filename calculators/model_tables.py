"""The tables of a model's page: state by format, memory by format and context, and the accelerators that hold it."""

from __future__ import annotations

from calculators import cache, units, weights
from calculators.catalogue import Catalogue
from calculators.inference_memory import INFERENCE_MEMORY
from calculators.markup import Html, element, joined
from calculators.model_numbers import (
    COUNTS,
    FULL,
    HELD_IN,
    SHORT_CONTEXTS,
    USUAL,
    cache_at,
    contexts,
    holding,
    needed,
    of_images,
    per_token,
)
from calculators.records import Accelerator, Model, WeightLayout
from calculators.reference import ACCELERATORS, Links, calculator_address, section, source_link
from calculators.rendering import source_link as formula_link
from calculators.units import BYTES

MOST_HOLDERS, FEW_HOLDERS = 24, 6
"""Rows that are shown of the accelerators that hold a model, and how many more are not worth a fold."""


def scroll(table: Html, label: str) -> Html:
    """A table that scrolls inside itself."""
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=label)


def _size(value: float) -> Html:
    return joined(units.text(value, BYTES), element("small", units.binary_text(value, BYTES)))


def state_section(catalogue: Catalogue, model: Model, links: Links) -> Html | None:
    """What is kept for one sequence; nothing for images."""
    if of_images(model):
        return None
    lengths = contexts(model)
    rows = [
        element(
            "tr",
            element("th", one.name, scope="row"),
            element("td", units.text(per_token(model, one), units.EXACT_BYTES), class_="r"),
            *(element("td", _size(cache_at(catalogue, model, tokens, id)), class_="r") for tokens in lengths),
        )
        for id, one in catalogue.collection("caches").items()
    ]
    heads = ["A further token", *(f"{units.plain(tokens)} tokens" for tokens in lengths)]
    label = "State of one sequence, by format"
    return section(
        "state",
        "State for each sequence",
        scroll(
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


def memory_section(catalogue: Catalogue, model: Model, links: Links) -> Html:
    """What is needed, by format and context."""
    images = of_images(model)
    lengths = contexts(model)
    label = "Memory for one image, by format" if images else "Memory for one sequence, by format and context"

    def cell(layout: WeightLayout, tokens: int) -> Html:
        address = calculator_address(
            INFERENCE_MEMORY, {"model": model.id, "weights": layout.id, "context": tokens, "kv": FULL}
        )
        high = needed(catalogue, model, layout.id, tokens)[1]
        text = units.text(high, BYTES)
        named = f"{text} in {layout.name}{'' if images else f' at {units.plain(tokens)} tokens'}"
        link = element("a", text, href=links.to(address), aria_label=named)
        return element("td", link, element("small", units.binary_text(high, BYTES)), class_="r")

    def table(layouts: list[WeightLayout], caption: str) -> Html:
        rows = [
            element(
                "tr",
                element("th", source_link(catalogue.facts[f"layouts/{one.id}"][0].sources[0], one.name), scope="row"),
                element("td", _size(weights.weights_bytes(model, one)), class_="r"),
                *(cell(one, tokens) for tokens in lengths),
            )
            for one in layouts
        ]
        head = element(
            "tr",
            element("th", Html(links.term("quantization", "Weights in")), scope="col"),
            *(element("th", head, scope="col", class_="r") for head in heads),
        )
        named = element("caption", caption, class_="visually-hidden")
        whole = element("table", named, element("thead", head), element("tbody", *rows), class_="tbl pinned")
        return scroll(whole, caption)

    heads = ["Weights alone", *("With workspace" if images else f"{units.plain(tokens)} tokens" for tokens in lengths)]
    what = "One image of 1,024 × 1,024 pixels on one accelerator" if images else "One sequence on one accelerator"
    stored = "" if images else f", KV cache in {FULL}"
    # A layout that treats experts apart is that of another model where there are none.
    offered = [one for one in catalogue.layouts.values() if model.mixtures or one.routed == one.feedforward]
    usual, others = [one for one in offered if one.id in USUAL], [one for one in offered if one.id not in USUAL]
    return section(
        "memory",
        "Memory it needs",
        table(usual or others, label),
        element(
            "details",
            element("summary", f"{len(others)} further formats", class_="small"),
            table(others, f"{label}: further formats"),
        )
        if usual and others
        else None,
        element(
            "p",
            f"{what}{stored}, and the most that workspace and engine were seen to take. Each number leads to its sum, "
            "term by term.",
            class_="small dim",
        ),
    )


def holders_section(catalogue: Catalogue, model: Model, links: Links) -> Html:
    """How many of which accelerator hold it."""
    images = of_images(model)
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
        length = "one image" if images else f"{units.plain(tokens)} tokens"
        named = f"{count} × {one.name}, {catalogue.layouts[layout].name}, {length}"
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
    heads = {tokens: "1 image" if images else short_count(tokens) for tokens in lengths}
    lower = [element("th", heads[tokens], scope="col", class_="r") for _ in kinds for tokens in lengths]
    what = "one image of 1,024 × 1,024 pixels" if images else f"one sequence of so many tokens, KV cache in {FULL}"
    head = element(
        "thead", element("tr", element("th", "Accelerator", rowspan=2, scope="col"), *upper), element("tr", *lower)
    )

    def table(rows: list[Html], caption: str) -> Html:
        named = element("caption", caption, class_="visually-hidden")
        return scroll(element("table", named, head, element("tbody", *rows), class_="tbl pinned held"), caption)

    # The last rows are not worth a fold of their own.
    cut = MOST_HOLDERS if len(rows) > MOST_HOLDERS + FEW_HOLDERS else len(rows)
    return section(
        "holds",
        "What holds it",
        table(rows[:cut], label) if useful else None,
        element(
            "details",
            element("summary", f"{len(rows) - cut} smaller accelerators", class_="small"),
            table(rows[cut:], f"{label}: smaller ones"),
        )
        if rows[cut:]
        else None,
        element(
            "p",
            f"The fewest of {', '.join(map(str, COUNTS[:-1]))} or {COUNTS[-1]} that hold it with {what}, split by ",
            Html(links.term("tensor-parallelism", "tensor parallelism")),
            ", even when workspace and engine take the most they were seen to. Each number leads to its sum.",
            class_="small dim",
        ),
        element(
            "details",
            element(
                "summary",
                f"{len(small)} too small even by {COUNTS[-1]}, or alone where they are not split",
                class_="small",
            ),
            element("p", "; ".join(sorted(one.name for one in small)), ".", class_="small dim"),
        )
        if small
        else None,
    )


def short_count(tokens: int) -> str:
    """`32k` for 32,768 and `128k` for 131,072, as contexts are called; other numbers in full."""
    return f"{tokens // 1024}k" if tokens % 1024 == 0 else units.plain(tokens)
