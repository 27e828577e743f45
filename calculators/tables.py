"""Tables made of formulas and the catalogue, the same numbers as everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from calculators import units, weights
from calculators.catalogue import Catalogue, Fact, Source
from calculators.diffusion_table import diffusion_table
from calculators.markup import Html, element, joined
from calculators.model_numbers import cache_at, needed, of_images
from calculators.records import Accelerator, Model
from calculators.roofline import ridge_point
from calculators.supply_tables import SUPPLY_TABLES
from calculators.table import Table, TermLink, table_html
from calculators.units import FLOP_PER_BYTE

CONTEXTS = (8192, 32768, 131072)
LAYOUTS = ("bf16", "fp8", "q8_0", "q4_K_M", "nvfp4")
READ = "llama-3.1-8b"
FEW, AT = ("llama-3.1-8b", "gemma-3-27b", "llama-3.1-70b", "gpt-oss-120b", "deepseek-v3"), 131072
"""The models of the short table, and the context it is for."""


def _bytes(value: float) -> Html:
    return joined(units.text(value, units.BYTES), " ", element("small", units.binary_text(value, units.BYTES)))


def memory_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Memory by model, context and number format: one sequence, cache in bf16, the most an engine takes."""
    wanted = [
        (model, tokens)
        for model in catalogue.models.values()
        for tokens in CONTEXTS
        if tokens <= model.context_limit and not of_images(model)
    ]
    return replace(_memory_table(catalogue, link, wanted), grouped=True)


def few_models_table(catalogue: Catalogue, link: TermLink) -> Table:
    """The same for a few models at one length."""
    return _memory_table(catalogue, link, [(catalogue.models[id], AT) for id in FEW])


def _memory_table(catalogue: Catalogue, link: TermLink, wanted: Sequence[tuple[Model, int]]) -> Table:
    layouts = [catalogue.layouts[id] for id in LAYOUTS]
    return Table(
        caption="Memory for one sequence, at most",
        heads=(
            Html("Model"),
            Html(link("context-length", "Context")),
            Html(f"{link('kv-cache', 'KV cache')}, bytes"),
            *(element("span", one.name) for one in layouts),
        ),
        rows=tuple(_memory_row(catalogue, model, tokens) for model, tokens in wanted),
        note="Weights in the format of the column, KV cache in bf16, and the most that workspace and engine were "
        "seen to take. GB is 1,000,000,000 bytes, GiB is 1,073,741,824.",
    )


def _memory_row(catalogue: Catalogue, model: Model, tokens: int) -> tuple[Html, ...]:
    most = [needed(catalogue, model, id, tokens)[1] for id in LAYOUTS]
    kept = cache_at(catalogue, model, tokens)
    return (
        joined(model.name),
        joined(units.plain(tokens)),
        joined(units.plain(kept)),
        *(_bytes(value) for value in most),
    )


def accelerator_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Accelerators: what they hold, how fast they read it, where arithmetic becomes the limit."""
    model, layout = catalogue.models[READ], catalogue.layouts["bf16"]
    return Table(
        caption="Accelerators by memory",
        heads=(
            Html("Accelerator"),
            Html(link("gpu-ram", "Memory")),
            Html("Usable"),
            Html(link("memory-bandwidth", "Bandwidth")),
            Html(f"Peak, {link('bfloat16', 'bf16')}"),
            Html("Peak, fp8"),
            Html(link("roofline-model", "Ridge point")),
            Html("Link"),
            Html("Power"),
            joined(f"Reads {model.name} in bf16 in"),
        ),
        rows=tuple(
            _accelerator_row(catalogue, one, link, weights.weights_bytes(model, layout))
            for one in sorted(catalogue.accelerators.values(), key=lambda one: -one.capacity)
        ),
        note="Peaks are dense, without sparsity; links are per direction; the ridge point is that of bf16. "
        "What no source says is left empty.",
    )


def _accelerator_row(catalogue: Catalogue, one: Accelerator, link: TermLink, size: float) -> tuple[Html, ...]:
    key = f"accelerators/{one.id}"
    peak, bandwidth = catalogue.fact(key, "peak bf16"), catalogue.fact(key, "bandwidth")
    ridge = units.text(ridge_point(peak.value, bandwidth.value), FLOP_PER_BYTE) if peak and bandwidth else ""
    seconds = units.text(size / bandwidth.value, units.SECONDS) if bandwidth else ""
    name = Html(link(catalogue.terms[key], one.name)) if key in catalogue.terms else joined(one.name)
    cells = [_sourced(catalogue.fact(key, fact)) for fact in ("memory", "usable", "bandwidth", "peak bf16", "peak fp8")]
    rest = [_sourced(catalogue.fact(key, fact)) for fact in ("link", "power")]
    return (name, *cells, joined(ridge), *rest, joined(seconds))


def _sourced(fact: Fact | None) -> Html:
    """The value as its source gives it, linked to that source."""
    if fact is None:
        return Html("")
    first = fact.sources[0]
    return element("a", fact.given, href=first.url, title=f"{first.title}, {first.date}")


SPECS = ("memory", "usable", "bandwidth", "peak bf16", "link", "power")
"""What every table of one device has a line for, known or not."""


def specs_table(catalogue: Catalogue, id: str) -> Table:
    """Everything known of one accelerator, with sources and conflicts; what is not known is said."""
    key = f"accelerators/{id}"
    facts = catalogue.facts[key]
    missing = [name for name in SPECS if catalogue.fact(key, name) is None]
    sources = _sources(catalogue, id)
    rows = [_spec(fact, sources) for fact in facts]
    peak, bandwidth = catalogue.fact(key, "peak bf16"), catalogue.fact(key, "bandwidth")
    if peak and bandwidth:
        ridge = units.text(ridge_point(peak.value, bandwidth.value), FLOP_PER_BYTE)
        rows.append((joined("Ridge point, bf16"), joined(ridge), joined("Peak by bandwidth.")))
    rows += [(joined(_sentence(name)), element("span", units.UNKNOWN, class_="dim"), Html("")) for name in missing]
    return Table(
        caption=catalogue.accelerators[id].name,
        heads=(Html("What"), Html("Value"), Html("Source")),
        rows=tuple(rows),
    )


def specs_html(catalogue: Catalogue, id: str) -> Html:
    """The table of one accelerator as HTML, and below it its sources, each once."""
    listed = [
        element("li", element("a", one.title, href=one.url), " ", element("span", one.date, class_="dim"))
        for one in _sources(catalogue, id)
    ]
    return joined(
        table_html(specs_table(catalogue, id), numbers_from=9), element("ol", *listed, class_="small numbered")
    )


def _sources(catalogue: Catalogue, id: str) -> list[Source]:
    return list(dict.fromkeys(one for fact in catalogue.facts[f"accelerators/{id}"] for one in fact.sources))


def _spec(fact: Fact, sources: Sequence[Source]) -> tuple[Html, ...]:
    """What, how much, and by which of the sources below, with what is to be said of it."""
    cited = [
        element("a", str(number), href=one.url, class_="cited", aria_label=f"{number}: {one.title}")
        for number, one in enumerate(sources, 1)
        if one in fact.sources
    ]
    what = _sentence(fact.name) + (", elsewhere" if fact.conflict else "")
    value = fact.given
    if fact.name.startswith("peak "):
        value = f"{fact.given}, summed in {fact.detail}"
    elif fact.detail:
        value = f"{fact.given}, {fact.detail}"
    return joined(what), joined(value), joined(*cited, f" {fact.note}" if fact.note else None)


def _sentence(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}"


def _separated(parts: Sequence[Html]) -> list[str]:
    return [piece for place, part in enumerate(parts) for piece in ((Html(", "), part) if place else (part,))]


def formats_table(catalogue: Catalogue, link: TermLink) -> Table:
    """Number formats with their true bits for each value."""
    rows = []
    for one in catalogue.formats.values():
        bits = units.plain(8 * weights.bytes_each(one))
        fact = catalogue.facts[f"formats/{one.id}"][0]
        rows.append((joined(one.name), joined(bits), _sourced(fact), joined("yes" if one.holds_cache else "")))
    return Table(
        caption="Number formats",
        heads=(
            Html(link("quantization", "Format")),
            Html("Bits for each value"),
            Html(link("block-scaling", "Block")),
            Html(link("kv-cache-quantization", "KV cache")),
        ),
        rows=tuple(rows),
    )


TABLES: dict[str, Callable[[Catalogue, TermLink], Table]] = {
    "memory": memory_table,
    "accelerators": accelerator_table,
    "formats": formats_table,
    "memory-of-few": few_models_table,
    **SUPPLY_TABLES,
    "diffusion": diffusion_table,
}
"""The tables that a fence may ask for, by name."""
