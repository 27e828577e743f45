"""Records of the catalogue as JavaScript: those that a calculator offers, with the fields its formulas read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import Any

from calculators.calculator import Calculator, Choice
from calculators.catalogue import Catalogue
from calculators.expression import Condition, Expression, Formula, Path, calls, children
from calculators.records import NumberFormat

ALWAYS = ("id", "name")
"""Fields that are sent of every record one can choose: the browser looks it up by the one and says the other."""


BY_ID = "const byId=(records)=>Object.fromEntries(records.map((one)=>[one.id,one]));"


def fields_read(formulas: Iterable[Formula]) -> frozenset[str]:
    """Names of the fields of records that formulas read, or may read of a record of the same kind."""
    found: set[str] = set()

    def visit(expression: Expression | Condition) -> None:
        if isinstance(expression, Path):
            found.update(expression.steps[1:])
        for child in children(expression):
            visit(child)

    for top in formulas:
        for formula in calls(top):
            for _, assigned in formula.body.assignments:
                visit(assigned)
            visit(formula.body.result)
    return frozenset(found)


def catalogue_script(calculator: Calculator, catalogue: Catalogue) -> str:
    """`export const catalogue`: records by collection and id. A number format is written once and referred to."""
    names = dict.fromkeys(one.records for one in calculator.inputs if isinstance(one, Choice))
    names.update(dict.fromkeys(collection for _, collection, _ in calculator.fixed))
    writer = _Writer(fields_read(calculator.formulas()))
    collections = []
    for name in names:
        records = catalogue.collection(name)
        entries = ",\n".join(writer.record(record) for record in records.values())
        collections.append(f"{name}:byId([\n{entries}\n])")
    joined = ",".join(collections)
    return "\n".join([BY_ID, *writer.makers, *writer.formats, f"export const catalogue={{{joined}}};\n"])


class _Writer:
    def __init__(self, read: frozenset[str]) -> None:
        self.read = read
        self.makers: list[str] = []
        """A function for each kind of record, so that the names of its fields are written once."""
        self.formats: list[str] = []
        self.known: dict[str, list[str]] = {}
        self.referred: dict[str, str] = {}

    def record(self, record: Any) -> str:
        if isinstance(record, NumberFormat):
            if record.id not in self.referred:
                self.referred[record.id] = f"f{len(self.referred)}"
                self.formats.append(f"const {self.referred[record.id]}={self.made(record)};")
            return self.referred[record.id]
        return self.made(record)

    def made(self, record: Any) -> str:
        kind = type(record).__name__
        if kind not in self.known:
            all_fields = [one.name for one in dataclasses.fields(record)]
            named = ALWAYS if {"id", "name"} <= set(all_fields) else ()
            kept = [name for name in all_fields if name in self.read or name in named]
            self.known[kind] = kept
            self.makers.append(f"const {kind}=({','.join(kept)})=>({{{','.join(kept)}}});")
        return f"{kind}({','.join(self.value(getattr(record, name)) for name in self.known[kind])})"

    def value(self, value: Any) -> str:
        if isinstance(value, tuple):
            return f"[{','.join(self.value(one) for one in value)}]"
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self.record(value)
        return written_number(value) if isinstance(value, (int, float)) else _json(value)


def written_number(value: float) -> str:
    """The shortest way to write a number: `8e10` is 80000000000."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not float(value).is_integer():
        return repr(value)
    digits = str(int(value))
    short = digits.rstrip("0")
    zeros = len(digits) - len(short)
    return f"{short}e{zeros}" if zeros > 2 else digits


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
