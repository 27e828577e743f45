"""`calculate memory|…`: the calculators on the command line. Wiring only."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

import click
from diagnostics import START, Diagnostic

from calculators import engine, units
from calculators.calculator import Amount, Calculator, Choice, Input, Option, Term
from calculators.catalogue import Catalogue, CatalogueRefused, open_catalogue
from calculators.configuration import MOST_CHARACTERS
from calculators.engine import Result
from calculators.inputs import OWN, default_text, known_options, read_setup, unused
from calculators.listing import CALCULATORS
from calculators.nomenclature import VARIABLES

BAD_INPUT = 2


def _refuse(found: list[Diagnostic], status: int) -> NoReturn:
    for one in found:
        # An option has no line and column.
        where = one.path if one.path.startswith("--") else f"{one.path}:{one.position.line}:{one.position.column}"
        click.echo(f"{where}: {one.code} {one.message}", err=True)
    sys.exit(status)


def _catalogue() -> Catalogue:
    try:
        return open_catalogue()
    except CatalogueRefused as refused:
        _refuse(refused.diagnostics, 1)


def _options(calculator: Calculator) -> list[click.Parameter]:
    options: list[click.Parameter] = []
    for one in calculator.inputs:
        options.append(
            click.Option([f"--{one.key}"], default=default_text(one), show_default=True, help=f"{_meaning(one)}.")
        )
        if isinstance(one, Choice):
            options += [click.Option([f"--{own.key}"], help=f"{own.label}, with --{one.key} {OWN}.") for own in one.own]
            if one.configured:
                meaning = f"config.json of a model, instead of --{one.key}; - is the standard input."
                options.append(click.Option([f"--{one.configured}"], type=click.File("rb"), help=meaning))
    options.append(click.Option(["--json", "as_json"], is_flag=True, help="Print JSON in base units: bytes, seconds."))
    return options


def _meaning(one: Input) -> str:
    match one:
        case Choice():
            return f"{one.label} (id of the catalogue)"
        case Option():
            return f"{one.label}: {known_options(one)}"
        case Amount():
            return f"{VARIABLES[one.variable].meaning}{f', in {one.unit}' if one.unit else ''}"


def _typed(key: str) -> bool:
    """Whether an option was given, and not left at its default; click writes its name with underscores."""
    source = click.get_current_context().get_parameter_source(key.replace("-", "_"))
    return source is click.core.ParameterSource.COMMANDLINE


def _texts(calculator: Calculator, given: dict[str, Any]) -> dict[str, str]:
    """What was given, as texts; of a file its content, which is then one's own choice."""
    texts = {key: value for key, value in given.items() if value is not None}
    for one in calculator.inputs:
        if not isinstance(one, Choice) or one.configured not in texts:
            continue
        if _typed(one.key) and texts[one.key] != OWN:
            _refuse([Diagnostic(f"--{one.key}", START, "C306", f"give it or --{one.configured}, not both")], BAD_INPUT)
        texts |= {one.configured: _content(one.configured, texts[one.configured]), one.key: OWN}
    return texts


def _content(key: str, file: Any) -> str:
    try:
        # More than is allowed is enough to refuse it: nothing reads 50 MB for that.
        content: bytes = file.read(4 * MOST_CHARACTERS + 4)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if len(content) > MOST_CHARACTERS:
            return "?" * (MOST_CHARACTERS + 1)
        _refuse([Diagnostic(f"--{key}", START, "C307", "not text in UTF-8; give the config.json")], BAD_INPUT)


def _run(calculator: Calculator, as_json: bool, given: dict[str, Any]) -> None:
    texts = _texts(calculator, given)
    setup, found = read_setup(calculator, _catalogue(), texts)
    found += unused(calculator, texts, [key for key in texts if _typed(key)])
    if setup is None or found:
        _refuse(found, BAD_INPUT)
    try:
        result = engine.results(calculator, setup, setup)
    except engine.NotFinite as error:
        click.echo(f"C305 {error} has no finite value for these inputs; use smaller ones", err=True)
        sys.exit(BAD_INPUT)
    if as_json:
        document = engine.document(calculator, setup, result.values_a)
        click.echo(json.dumps(document, indent=2, allow_nan=False))
    else:
        click.echo(_text(calculator, result))


def _text(calculator: Calculator, result: Result) -> str:
    values = result.values_a
    sums, beside = (
        [term for term in terms if not term.shown or values[term.shown]]
        for terms in (calculator.terms, calculator.beside)
    )
    rows = [_row(calculator, term, values) for term in (*sums, *beside)]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    lines = [f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}".rstrip() for row in rows]
    if beside:
        lines.insert(len(sums), "")
    said = (calculator.verdict, *calculator.said, *(term.note for term in (*sums, *beside) if term.note))
    lines += ["", *(result.words_a[name] for name in said if result.words_a[name])]
    return "\n".join(lines)


def _row(calculator: Calculator, term: Term, values: engine.Values) -> tuple[str, str, str]:
    numbers: list[Any] = [values[name] for name in term.values]
    quantity = engine.quantities(calculator)[term.values[0]]
    if len(numbers) == 2:
        low, high = numbers
        return (term.label, units.range_text(low, high, quantity), units.range_text(low, high, quantity, binary=True))
    return (term.label, units.text(numbers[0], quantity), units.binary_text(numbers[0], quantity))


def _command(calculator: Calculator) -> click.Command:
    def callback(as_json: bool, **given: Any) -> None:
        _run(calculator, as_json, {name.replace("_", "-"): value for name, value in given.items()})

    return click.Command(calculator.id, params=_options(calculator), callback=callback, help=calculator.summary)


@click.group(help="Calculators for GPUs and AI computing. Every number comes from a formula with a source.")
def main() -> None:
    """The entry point `calculate`."""


for _calculator in CALCULATORS:
    main.add_command(_command(_calculator))


if __name__ == "__main__":
    main()
