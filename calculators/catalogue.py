"""The only module here that opens files: data/*.yml into frozen records, with the evidence beside them."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diagnostics import START, Diagnostic, Node, did_you_mean, has_errors, position_of, read_yaml

from calculators import devices, logs, schema, supply, training_data
from calculators.architectures import ANY, Architecture, architecture_of, model_of
from calculators.records import (
    Accelerator,
    Companion,
    Link,
    Model,
    NumberFormat,
    Offer,
    Optimizer,
    Precision,
    Reserve,
    ReserveItem,
    Share,
    WeightLayout,
)
from calculators.units import BYTES, GIVEN_IN
from calculators.validation import Keys, validate

DATA = Path(__file__).parent / "data"
AS_KEYS = NumberFormat("as-keys", "as the keys", 1, 0, False)
"""Stands for the format of the keys; no value is stored in it."""
NOTHING = Reserve("nothing", "nothing", ())
"""Stands for an accelerator that an engine has to itself."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where values come from."""

    id: str
    title: str
    url: str
    by: str
    date: str
    """When the observation was made, where that is known, else when the source was read."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of the catalogue with its provenance."""

    name: str
    value: float
    """In base units."""
    given: str
    """As the source gives it, with its unit."""
    quantity: str
    sources: tuple[Source, ...]
    note: str = ""
    conflict: bool = False
    """Whether it contradicts the value that is used."""
    detail: str = ""
    """What it holds for: the type that a peak accumulates in, the name of a link."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the calculators know of the world."""

    accelerators: dict[str, Accelerator] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    formats: dict[str, NumberFormat] = field(default_factory=dict)
    layouts: dict[str, WeightLayout] = field(default_factory=dict)
    reserves: dict[str, Reserve] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    """What was seen of limits in practice."""
    precisions: dict[str, Precision] = field(default_factory=dict)
    optimizers: dict[str, Optimizer] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    """Dated prices."""
    runs: list[supply.Run] = field(default_factory=list)
    """Measured runs of models, with what is possible at most."""
    logs: dict[str, logs.Log] = field(default_factory=dict)
    """Our own measurements."""
    neighbours: dict[str, Reserve] = field(default_factory=dict)
    """What may share an accelerator with an engine."""
    architectures: dict[str, Architecture] = field(default_factory=dict)
    """How to read a config.json, by the name of its architecture."""
    facts: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
    """Evidence by collection and id: `accelerators/h100-sxm`."""
    terms: dict[str, str] = field(default_factory=dict)
    """Slug of the term about a record, by collection and id."""
    unstated: dict[str, str] = field(default_factory=dict)
    """Why an accelerator has no peak in bf16 or fp16, by its id."""

    def collection(self, name: str) -> Mapping[str, Any]:
        """Records by id, in the order of display; `caches` are the formats that engines offer for the cache,
        `rents` the offers by the hour, `writers` the models that write text, `painters` those that make images,
        `bases` the layouts that adapters are trained over, which the mixes of llama.cpp are not."""
        if name in ("caches", "value_caches"):
            # The values of the cache are stored as its keys are, unless they have a format of their own.
            first = {AS_KEYS.id: AS_KEYS} if name == "value_caches" else {}
            return first | {id: one for id, one in self.formats.items() if one.holds_cache}
        if name == "bases":
            return {id: one for id, one in self.layouts.items() if not one.mixed}
        if name == "rents":
            return {id: one for id, one in self.offers.items() if one.kind == "rent"}
        if name in ("writers", "painters"):
            return {id: one for id, one in self.models.items() if (one.vocabulary > 0) == (name == "writers")}
        collections: dict[str, Mapping[str, Any]] = {
            "accelerators": self.accelerators,
            "models": self.models,
            "formats": self.formats,
            "layouts": self.layouts,
            "reserves": self.reserves,
            "links": self.links,
            "shares": self.shares,
            "neighbours": {NOTHING.id: NOTHING} | self.neighbours,
            "precisions": self.precisions,
            "optimizers": self.optimizers,
            "architectures": self.architectures,
        }
        return collections[name]

    def fact(self, key: str, name: str) -> Fact | None:
        """The value in use, with its provenance."""
        return next((one for one in self.facts.get(key, ()) if one.name == name and not one.conflict), None)

    @staticmethod
    def noted(fact: Fact, name: str, note: str) -> Fact:
        """The same fact under another name, with a note."""
        return dataclasses.replace(fact, name=name, note=note)

    @staticmethod
    def detailed(fact: Fact, detail: str) -> Fact:
        """The same fact with what it holds for."""
        return dataclasses.replace(fact, detail=detail)


class CatalogueRefused(Exception):
    """A catalogue with errors; says all of them."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("\n".join(str(one) for one in diagnostics))
        self.diagnostics = diagnostics


def open_catalogue(folder: Path = DATA) -> Catalogue:
    """The catalogue of a folder. Raises CatalogueRefused."""
    catalogue, found = load_catalogue(folder)
    if has_errors(found):
        raise CatalogueRefused(found)
    return catalogue


def data_stamp(folder: Path = DATA) -> tuple[tuple[str, int, int], ...]:
    """Changes when a file of the catalogue does."""
    return tuple((path.name, (at := path.stat()).st_mtime_ns, at.st_size) for path in sorted(folder.glob("*.yml")))


def load_catalogue(folder: Path = DATA) -> tuple[Catalogue, list[Diagnostic]]:
    """Read every file; what could be read, and all complaints sorted (codes C1xx and D1xx)."""
    catalogue, found = Catalogue(), list[Diagnostic]()
    for name, reader in (
        ("formats.yml", _read_formats),
        ("engines.yml", _read_engines),
        ("links.yml", supply.read_links),
        ("accelerators.yml", devices.read_accelerators),
    ):
        reader(DataFile(folder / name, found), catalogue)
    _read_models(DataFile(folder / "architectures.yml", found), DataFile(folder / "models.yml", found), catalogue)
    measured, prices = DataFile(folder / "measured.yml", found), DataFile(folder / "prices.yml", found)
    if not has_errors(found):
        # They name accelerators and models: with some of these missing, every line would be a complaint.
        supply.read_measured(measured, catalogue)
        supply.read_prices(prices, catalogue)
    training = DataFile(folder / "training.yml", found)
    if keys := training_data.read_training(training, catalogue):
        _read_reserves(training, keys.reserves, catalogue)
        training.check_unused()
    return catalogue, sorted(found)


class DataFile:
    """One data file while it is read: text, positions, sources, complaints."""

    def __init__(self, path: Path, found: list[Diagnostic]) -> None:
        self.path, self.found = _relative(path), found
        self.node: Node | None = None
        self.sources: dict[str, Source] = {}
        self.used: set[str] = set()
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            found.append(Diagnostic(self.path, START, "C116", f"cannot be read: {error}"))
            return
        self.node, complaints = read_yaml(text, self.path)
        found += complaints

    def keys(self, model: type[Keys]) -> Keys | None:
        """What the file holds, checked; None where it cannot be used."""
        if self.node is None:
            return None
        keys, complaints = validate(model, self.node, self.path)
        self.found += complaints
        listed: dict[str, schema.SourceKeys] = getattr(keys, "sources", {})
        for id, one in listed.items():
            self.sources[id] = Source(id, one.title, one.url, one.by, one.dated or one.read)
        return keys

    def complain(self, location: tuple[str | int, ...], code: str, message: str) -> None:
        assert self.node is not None
        place = ".".join(str(step) for step in location)
        self.found.append(Diagnostic(self.path, position_of(self.node, location), code, f"{place}: {message}"))

    def source(self, id: str, *location: str | int) -> Source | None:
        self.used.add(id)
        if id not in self.sources:
            hint = did_you_mean(id, self.sources) or "; list it under sources"
            self.complain(location, "C107", f'unknown source "{id}"{hint}')
        return self.sources.get(id)

    def amount(self, text: str, quantity: str, *location: str | int) -> float:
        value = schema.base_units(text, quantity)
        if value is None:
            unit = text.partition(" ")[2]
            allowed = ", ".join(GIVEN_IN[quantity])
            self.complain(location, "C109", f'expected {allowed}, found the unit "{unit}"')
        return value or 0.0

    def reference(self, id: str, known: Iterable[str], what: str, *location: str | int) -> bool:
        known = list(known)
        if id in known:
            return True
        hint = did_you_mean(id, known) or f"; there are {', '.join(known) or 'none'}"
        self.complain(location, "C112", f'unknown {what} "{id}"{hint}')
        return False

    def check_unused(self) -> None:
        for id in self.sources.keys() - self.used:
            self.complain(("sources", id), "C115", "no value cites this source; remove it, or cite it")

    def fact(
        self, keys: Any, name: str, quantity: str, *location: str | int, at: tuple[str | int, ...] | None = None
    ) -> Fact:
        """A value with its sources; `at` is where these stand, if not beside the value."""
        value = self.amount(keys.value, quantity, *location, *(() if at else ("value",)))
        place = at or location
        first = self.source(keys.source, *place, "source")
        second = self.source(keys.second, *place, "second") if getattr(keys, "second", None) else None
        if first and first.by == "community" and not second and not isinstance(keys, schema.ConflictKeys):
            self.complain(place, "C110", "rests on one source that is not the vendor's; add `second:`")
        return Fact(
            name=name,
            value=value,
            given=keys.value,
            quantity=quantity,
            sources=tuple(one for one in (first, second) if one),
            note=keys.note or "",
            conflict=isinstance(keys, schema.ConflictKeys),
            detail=getattr(keys, "accumulate", "") or getattr(keys, "name", ""),
        )

    def cited(self, source: str, given: str) -> Fact:
        """A record whose values all come from one source."""
        cited = self.sources.get(source)
        return Fact("record", 0, given, "count", (cited,) if cited else ())

    def observed(self, keys: Any, name: str, quantity: str, *location: str | int) -> Fact:
        """What somebody measured: an observation needs no second source, for it is one."""
        value = self.amount(keys.value, quantity, *location, "value")
        source = self.source(keys.source, *location, "source")
        return Fact(name, value, keys.value, quantity, (source,) if source else (), keys.note or "")


def _read_formats(file: DataFile, catalogue: Catalogue) -> None:
    keys = file.keys(schema.FormatsFile)
    if keys is None:
        return
    for id, one in keys.formats.items():
        for name in ("source", "cache"):
            if cited := getattr(one, name):
                file.source(cited, "formats", id, name)
        size, values = float(one.bytes), int(one.values)
        block = f"{one.bytes} bytes for {one.values} value{'s' * (values != 1)}"
        if not 0.125 <= size / max(values, 1) <= 8:
            file.complain(("formats", id), "C111", f"{block} is no number format")
            continue
        catalogue.formats[id] = NumberFormat(
            id, one.name, values, int(size) if size.is_integer() else size, one.cache is not None
        )
        catalogue.facts[f"formats/{id}"] = (file.cited(one.source, block),)
    for id, layout in keys.layouts.items():
        file.source(layout.source, "layouts", id, "source")
        _read_layout(file, id, layout, catalogue)
    file.check_unused()


_MIX = (
    *("values", "values_raised", "values_few", "values_large", "values_of_eight", "keys_of_eight"),
    *("output", "output_of_eight", "down", "down_raised"),
)


def _read_layout(file: DataFile, id: str, layout: schema.LayoutKeys, catalogue: Catalogue) -> None:
    named = {name: getattr(layout, name) for name in ("matrices", "embedding", "head", "vectors")}
    named |= {name: part for name in ("experts", "companions") if (part := getattr(layout, name))}
    mix = layout.mix or schema.MixKeys()
    mixed = {name: part for name in _MIX if (part := getattr(mix, name))}
    good = [file.reference(part, catalogue.formats, "format", "layouts", id, name) for name, part in named.items()]
    good += [
        file.reference(part, catalogue.formats, "format", "layouts", id, "mix", name) for name, part in mixed.items()
    ]
    if not all(good):
        return
    stored = {name: catalogue.formats[part] for name, part in (named | mixed).items()}
    matrices = stored["matrices"]
    values, down = stored.get("values", matrices), stored.get("down", matrices)
    output = stored.get("output", matrices)
    catalogue.layouts[id] = WeightLayout(
        id=id,
        name=layout.name,
        attention=matrices,
        feedforward=matrices,
        routed=stored.get("experts", matrices),
        embedding=stored["embedding"],
        head=stored["head"],
        vectors=stored["vectors"],
        companions=stored.get("companions", stored["embedding"]),
        values=values,
        values_raised=stored.get("values_raised", values),
        values_few=stored.get("values_few", values),
        values_large=stored.get("values_large", values),
        values_of_eight=stored.get("values_of_eight", values),
        keys_of_eight=stored.get("keys_of_eight", matrices),
        output=output,
        output_of_eight=stored.get("output_of_eight", output),
        down=down,
        down_raised=stored.get("down_raised", down),
        mixed=int(layout.mix is not None),
        experts_mixed=int(layout.mix is not None and layout.experts is None),
        every_third=int(mix.raised == "every-third"),
        every_third_of_eight=int("every-third" in (mix.raised, mix.raised_of_eight)),
        first=int(mix.first),
        first_part=int(mix.first_part),
    )
    catalogue.facts[f"layouts/{id}"] = (file.cited(layout.source, layout.name),)


def _read_engines(file: DataFile, catalogue: Catalogue) -> None:
    keys = file.keys(schema.EnginesFile)
    if keys is None:
        return
    _read_reserves(file, keys.reserves, catalogue)
    file.check_unused()


def _read_reserves(file: DataFile, reserves: Mapping[str, schema.ReserveKeys], catalogue: Catalogue) -> None:
    for id, reserve in reserves.items():
        items, facts = [], []
        for number, one in enumerate(reserve.items):
            place: tuple[str | int, ...] = ("reserves", id, "items", number)
            ends = {}
            for end in ("low", "high"):
                given, cited = getattr(one, end), getattr(one, f"{end}_source")
                ends[end] = file.amount(given, BYTES.id, *place, end)
                source = file.source(cited, *place, f"{end}_source")
                facts.append(Fact(end, ends[end], given, BYTES.id, (source,) if source else (), one.name))
            if ends["low"] > ends["high"]:
                file.complain(place, "C111", f"at least {one.low} is more than at most {one.high}")
            items.append(ReserveItem(str(number), one.name, ends["low"], ends["high"]))
        kept = catalogue.neighbours if reserve.neighbour else catalogue.reserves
        kept[id] = Reserve(id, reserve.name, tuple(items))
        catalogue.facts[f"{'neighbours' if reserve.neighbour else 'reserves'}/{id}"] = tuple(facts)


def _read_models(architectures: DataFile, models: DataFile, catalogue: Catalogue) -> None:
    known, keys = architectures.keys(schema.ArchitecturesFile), models.keys(schema.ModelsFile)
    if known is None or keys is None:
        return
    table: list[tuple[str, schema.ArchitectureKeys, tuple[str, ...]]]
    table = [(id, written, ("architectures", id)) for id, written in known.architectures.items()]
    table += [(ANY, known.estimate, ("estimate",))] if known.estimate else []
    for id, written, start in table:
        architectures.source(written.source, *start, "source")
        architecture, wrong = architecture_of(written)
        for place, expression in wrong:
            message = f"expected an expression such as hidden_size / num_attention_heads, found {expression}"
            architectures.complain((*start, *place), "C105", message)
        if architecture:
            catalogue.architectures[id] = architecture
    architectures.check_unused()
    for id, one in keys.models.items():
        _read_model(models, id, one, catalogue)
    models.check_unused()


def _read_model(models: DataFile, id: str, one: schema.ModelKeys, catalogue: Catalogue) -> None:
    place = ("models", id)
    source = models.source(one.source, *place, "source")
    architecture = catalogue.architectures.get(one.architecture)
    if architecture is None:
        hint = did_you_mean(one.architecture, catalogue.architectures)
        models.complain((*place, "architecture"), "C113", f'unknown architecture "{one.architecture}"{hint}')
        return
    model, problems = model_of(architecture, config_of(one.config), id, one.name, one.maker)
    for key, code, message in problems:
        models.complain((*place, "config", key), code, message)
    parts = [
        (part, models.source(part.source, *place, "parts", number, "source")) for number, part in enumerate(one.parts)
    ]
    if model is not None:
        companions = tuple(Companion(part.name, int(part.parameters)) for part, _ in parts)
        catalogue.models[id] = dataclasses.replace(model, companions=companions)
        cited = (source,) if source else ()
        facts = [Fact(key, 0, _given(value), "count", cited) for key, value in one.config.items()]
        facts += [
            Fact(part.name, 0, part.parameters, "count", (cites,) if cites else (), detail="parameters")
            for part, cites in parts
        ]
        catalogue.facts[f"models/{id}"] = tuple(facts)


def config_of(written: Mapping[str, str | Mapping[str, str]]) -> dict[str, Any]:
    """The values of models.yml, which are texts, as config.json has them."""
    return {key: _json_value(value) for key, value in written.items()}


_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}


def _json_value(written: str | Mapping[str, str]) -> Any:
    if not isinstance(written, str):
        return {kind: int(number) for kind, number in written.items()}
    if written in _WORDS:
        return _WORDS[written]
    if written.isdigit():
        return int(written)
    return written.split() if " " in written else written


def _given(written: str | Mapping[str, str]) -> str:
    if isinstance(written, str):
        return written
    return ", ".join(f"{number} × {kind}" for kind, number in written.items())


def _relative(path: Path) -> str:
    near = os.path.relpath(path)
    return (str(path) if near.startswith("..") else near).replace(os.sep, "/")
