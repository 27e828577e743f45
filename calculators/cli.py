"""`calculate memory|…`: the calculators on the command line. Wiring only."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click
from diagnostics import START, Diagnostic, did_you_mean

from calculators import engine, units
from calculators.calculator import Amount, Calculator, Choice, Input, Option, Ranking, Term
from calculators.catalogue import Catalogue, CatalogueRefused, open_catalogue
from calculators.comparison import compared_rows
from calculators.configuration import MOST_CHARACTERS
from calculators.engine import Result
from calculators.inputs import BARE, OWN, bare_values, default_text, known_options, read_setup, unused
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
            if one.bare:
                meaning = f"Number of them, such as 13B, instead of --{one.key}: an estimate of the weights alone."
                options.append(click.Option([f"--{one.bare.field.key}"], help=meaning))
            if one.configured:
                meaning = f"config.json of a model, instead of --{one.key}; - is the standard input."
                options.append(click.Option([f"--{one.configured}"], type=click.File("rb"), help=meaning))
    if calculator.comparison:
        meaning = f"What differs in a second set-up beside it, such as {calculator.inputs[0].key}=…; may repeat."
        options.append(click.Option(["--compare"], multiple=True, metavar="KEY=VALUE", help=meaning))
    if calculator.ranking:
        meaning = f"Also the table of the page: {calculator.ranking.title[0].lower()}{calculator.ranking.title[1:]}."
        options.append(click.Option(["--ranking", "ranked"], is_flag=True, help=meaning))
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
        if isinstance(one, Choice) and one.bare and one.bare.field.key in texts:
            if _typed(one.key) and texts[one.key] != BARE:
                message = f"give it or --{one.bare.field.key}, not both"
                _refuse([Diagnostic(f"--{one.key}", START, "C306", message)], BAD_INPUT)
            texts[one.key] = BARE
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


def _run(calculator: Calculator, as_json: bool, ranked: bool, compare: tuple[str, ...], given: dict[str, Any]) -> None:
    texts = _texts(calculator, given)
    catalogue = _catalogue()
    a, found = read_setup(calculator, catalogue, texts)
    found += unused(calculator, texts, [key for key in texts if _typed(key)])
    b = a
    if compare:
        others = _compared(calculator, compare)
        b, wrong = read_setup(calculator, catalogue, {**texts, **others}, letter="b")
        wrong += unused(calculator, {**texts, **others}, list(others))
        # What is wrong with an option of both is said once.
        found += [_of_other(one) if one.path[2:] in others else one for one in wrong if one not in found]
    if not compare and [one.code for one in found] == ["C310"]:
        click.echo(_estimate(calculator, catalogue, texts) if as_json else found[0].message)
        return
    if a is None or b is None or found:
        _refuse(found, BAD_INPUT)
    try:
        result = engine.results(calculator, a, b)
    except engine.NotFinite as error:
        click.echo(f"C305 {error} has no finite value for these inputs; use smaller ones", err=True)
        sys.exit(BAD_INPUT)
    ranking = calculator.ranking if ranked else None
    rows = engine.rank(calculator, catalogue, a) if ranking else []
    if as_json:
        document = engine.document(calculator, a, result.values_a)
        if ranking:
            document["ranking"] = engine.ranked_rows(calculator, ranking, rows)
        if compare:
            document = {"a": document, "b": engine.document(calculator, b, result.values_b)}
        click.echo(json.dumps(document, indent=2, allow_nan=False))
    elif compare:
        click.echo(_comparison(calculator, result))
    else:
        click.echo(_text(calculator, result))
    if ranking and not as_json:
        click.echo("\n" + _ranking(calculator, ranking, rows))


def _estimate(calculator: Calculator, catalogue: Catalogue, texts: dict[str, str]) -> str:
    """What is known where of a model only the number of parameters is; the rest is null."""
    setup, values = bare_values(calculator, catalogue, texts)
    measures = engine.quantities(calculator)
    document = {
        "calculator": calculator.id,
        "inputs": setup.inputs,
        "estimate": values,
        "results": dict.fromkeys(calculator.exported),
        "units": {name: measures[name].base for name in values},
    }
    return json.dumps(document, indent=2, allow_nan=False)


def _compared(calculator: Calculator, compare: tuple[str, ...]) -> dict[str, str]:
    """What the second set-up has of its own, by key."""
    choices = [one for one in calculator.inputs if isinstance(one, Choice)]
    files = {one.configured: one.key for one in choices if one.configured}
    known = [one.key for one in calculator.inputs] + [own.key for one in choices for own in one.own] + [*files]
    texts: dict[str, str] = {}
    for pair in compare:
        key, sign, text = pair.partition("=")
        if not sign or key not in known:
            hint = did_you_mean(key, known) or f"; there are {', '.join(known)}"
            message = f"expected KEY=VALUE with the key of an option, found “{pair[:80]}”{hint}"
            _refuse([Diagnostic("--compare", START, "C301", message)], BAD_INPUT)
        if key in texts:
            _refuse([Diagnostic("--compare", START, "C306", f"{key} is given twice")], BAD_INPUT)
        if key in files:
            texts[files[key]] = OWN
            try:
                with click.open_file(text, "rb") as file:
                    text = _content(key, file)
            except OSError as error:
                _refuse([Diagnostic(f"--compare {key}", START, "C307", f"{text}: {error.strerror}")], BAD_INPUT)
        texts[key] = text
    return texts


def _of_other(one: Diagnostic) -> Diagnostic:
    return Diagnostic(f"--compare {one.path[2:]}", one.position, one.code, one.message)


def _comparison(calculator: Calculator, result: Result) -> str:
    """Both set-ups side by side: what differs, what comes of it, and the verdicts."""
    assert calculator.comparison
    rows = [("", "A", "B"), *compared_rows(calculator, calculator.comparison, result)]
    said = (calculator.verdict, *calculator.said)
    texts = [result.said(*(f"{letter}.{name}" for letter in "ab")) for name in said]
    return "\n".join([*_lines(rows), "", *(text for text in texts if text)])


def _ranking(calculator: Calculator, ranking: Ranking, rows: list[engine.Row]) -> str:
    """The table of the page, whole."""
    cells = [(ranking.head, *(column.short for column in ranking.columns))]
    for row in rows:
        texts = (
            engine.cell_text(calculator, ranking, row, column, first=place == 0)
            for place, column in enumerate(ranking.columns)
        )
        cells.append((row.record.name, *texts))
    return "\n".join([f"{ranking.title}:", *_lines(cells)])


def _lines(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Columns, all but the first of numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(f"{text:{'<' if place == 0 else '>'}{widths[place]}}" for place, text in enumerate(row)).rstrip()
        for row in rows
    ]


def _text(calculator: Calculator, result: Result) -> str:
    values = result.values_a
    sums, beside = (
        [term for term in terms if not term.shown or values[term.shown]]
        for terms in (calculator.terms, calculator.beside)
    )
    lines = _lines([_row(calculator, term, values) for term in (*sums, *beside)])
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
    def callback(as_json: bool, ranked: bool = False, compare: tuple[str, ...] = (), **given: Any) -> None:
        _run(calculator, as_json, ranked, compare, {name.replace("_", "-"): value for name, value in given.items()})

    return click.Command(calculator.id, params=_options(calculator), callback=callback, help=calculator.summary)


@click.group(help="Calculators for GPUs and AI computing. Every number comes from a formula with a source.")
def main() -> None:
    """The entry point `calculate`."""


for _calculator in CALCULATORS:
    main.add_command(_command(_calculator))


if __name__ == "__main__":
    main()
