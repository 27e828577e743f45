"""The list of all models: one sortable table."""

from __future__ import annotations

from calculators import units, weights
from calculators.accelerator_page import aligned, filters
from calculators.catalogue import Catalogue
from calculators.inference_memory import INFERENCE_MEMORY
from calculators.markup import Html, element, joined
from calculators.model_numbers import (
    FULL,
    SHORT_CONTEXTS,
    billions,
    cache_at,
    model_url,
    of_images,
    per_token,
)
from calculators.model_tables import scroll, short_count
from calculators.records import Model
from calculators.reference import Links, calculator_address
from calculators.units import BYTES

FIRST = ("parameters", "size")
"""The columns that a phone shows of a row before it is opened."""


def models_table(catalogue: Catalogue, links: Links) -> Html:
    """What each model needs; models of images have no context and no cache."""
    columns = (
        ("parameters", "Parameters"),
        ("size", f"Weights in {FULL}"),
        ("token", "A further token"),
        ("cache", f"Cache at {short_count(SHORT_CONTEXTS[-1])}"),
        ("context", "Longest context"),
    )

    def row(model: Model) -> Html:
        size = weights.weights_bytes(model, catalogue.layouts[FULL])
        each = per_token(model, catalogue.formats[FULL])
        kept = cache_at(catalogue, model, min(SHORT_CONTEXTS[-1], model.context_limit))
        cells: tuple[tuple[float | None, str], ...] = (
            (weights.parameters(model), billions(model)),
            (size, units.text(size, BYTES)),
            (each, units.text(each, units.EXACT_BYTES)),
            (kept, units.text(kept, BYTES)),
            (model.context_limit, units.plain(model.context_limit)),
        )
        if of_images(model):
            cells = (*cells[:2], *((None, "images"),) * 3)
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
                element(
                    "td",
                    content if value is not None else element("span", content, class_="dim"),
                    class_=aligned(key in FIRST),
                    data_l=head,
                    data_value=None if value is None else f"{value:.15g}",
                )
                for (value, content), (key, head) in zip(cells, columns, strict=True)
            ),
            id=model.id,
            data_of=model.vendor,
        )

    ordered = sorted(catalogue.models.values(), key=lambda one: (-weights.parameters(one), one.name))
    heads = [element("th", "Model", scope="col", data_sort="name")]
    heads += [
        element(
            "th",
            head,
            scope="col",
            class_=aligned(key in FIRST),
            data_sort=key,
            aria_sort="descending" if key == "parameters" else None,
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
            scroll(table, "Models"),
            data_sortable="parameters",
            data_of="models",
        ),
    )
