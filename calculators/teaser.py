"""The worked example of the home page: a sentence with three choices, and a bar."""

from __future__ import annotations

from calculators import drawing, engine, units
from calculators.calculator import Bars
from calculators.markup import Html, element, joined
from calculators.pages import default_result
from calculators.rendering import Rendering

TEASER_LAYOUTS = ("bf16", "fp8", "q4_K_M")
TEASER_CONTEXTS = (8192, 32768, 131072)
TEASER_ACCELERATORS = ("rtx-4090", "h100-sxm", "h200-sxm", "b200-sxm", "mi300x")
"""What the example lets one choose."""


def teaser_html(rendering: Rendering, page: str) -> Html:
    """A sentence with three choices and a bar; the address of the calculator's page is `page`."""
    calculator, catalogue = rendering.calculator, rendering.catalogue
    only = default_result(calculator, catalogue).a
    result = engine.results(calculator, only, only)
    identity = f"{calculator.id}-example"

    def chosen(key: str, label: str, options: list[tuple[str, str]]) -> Html:
        default = str(result.a.inputs[key])
        listed = [element("option", text, value=value, selected=value == default) for value, text in options]
        return joined(
            element("label", label, for_=f"{identity}-{key}", class_="visually-hidden"),
            element("select", *listed, id=f"{identity}-{key}", name=key),
        )

    layouts = [(id, catalogue.layouts[id].name) for id in TEASER_LAYOUTS]
    contexts = [(str(tokens), units.plain(tokens)) for tokens in TEASER_CONTEXTS]
    accelerators = [(id, catalogue.accelerators[id].name) for id in TEASER_ACCELERATORS]
    sentence = element(
        "p",
        f"{result.a.values['model'].name} in ",
        chosen("weights", "Weights in", layouts),
        " with a context of ",
        chosen("context", "Context", contexts),
        " tokens fills ",
        element("output", units.tied(result.said("a.filled_text")), data_words="a.filled_text"),
        ". Of the ",
        chosen("accelerator", "Accelerator", accelerators),
        ", ",
        element("output", units.tied(result.said("a.enough_text")), data_words="a.enough_text"),
        ".",
        class_="ask",
    )
    assert isinstance(calculator.picture, Bars)
    return element(
        "live-calculator",
        element("form", sentence, aria_label="Example", autocomplete="off"),
        drawing.strip_html(rendering, calculator.picture, result),
        element("p", element("a", "See the whole sum", href=page, data_page=True), class_="small"),
        data_module=rendering.module,
        data_calculator=calculator.id,
        data_picture=type(calculator.picture).__name__,
        data_lazy=True,
    )
