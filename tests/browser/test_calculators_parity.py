"""The same number in Python and in Chromium, to 1e-12, for every formula and for whole calculators."""

from __future__ import annotations

import dataclasses
import functools
import shutil
import types
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from calculators import engine, javascript, mathml, units
from calculators.calculator import Amount, Calculator, Choice, Option
from calculators.catalogue import Catalogue, open_catalogue
from calculators.expression import Formula, calls
from calculators.fences import formulas
from calculators.inputs import measure, read_setup
from calculators.listing import CALCULATORS
from calculators.modules import calculator_module, configuration_module, unit_table
from calculators.nomenclature import RECORDS, VARIABLES
from calculators.pages import calculator_html
from calculators.reading import read_formula
from calculators.rendering import Rendering

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "docs/.overrides/assets/js/calculators"
KNOWN = {one.name: one for top in formulas().values() for one in calls(top)}
FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def empty(browser: Browser) -> Iterator[Page]:
    """A page without anything on it."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def same(left: Any, right: Any) -> bool:
    """Equal to 1e-12 of the larger."""
    if left is None or right is None or left == right:
        # Two infinities are equal, and their difference is no number.
        return bool(left == right)
    return bool(abs(left - right) <= 1e-12 * max(abs(left), abs(right)))


def doubles(value: Any) -> Any:
    """The same with whole numbers as the browser has them: beyond 2^53 it has no others than doubles."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{one.name: doubles(getattr(value, one.name)) for one in dataclasses.fields(value)}
        )
    if isinstance(value, tuple):
        return tuple(doubles(one) for one in value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def plain(value: Any) -> Any:
    """Records as JavaScript has them."""
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


@functools.cache
def values(name: str, annotation: Any) -> st.SearchStrategy[Any]:
    """Anything that a variable or field may hold."""
    if isinstance(annotation, types.UnionType):
        annotation = next(kind for kind in typing.get_args(annotation) if kind is not types.NoneType)
    if typing.get_origin(annotation) is tuple:
        return st.lists(records(typing.get_args(annotation)[0]), max_size=3).map(tuple)
    if dataclasses.is_dataclass(annotation):
        return records(annotation)
    if annotation is bool:
        return st.booleans()
    if annotation is str:
        return st.just("x")
    if name in VARIABLES:
        one = VARIABLES[name]
        if one.whole:
            return st.integers(int(one.low), int(one.high))
        return st.floats(one.low, one.high, allow_nan=False)
    return st.integers(1, 10**9)


@functools.cache
def records(kind: type) -> st.SearchStrategy[Any]:
    """Any record of a class."""
    fields = typing.get_type_hints(kind)
    return st.builds(kind, **{name: values(name, fields[name]) for name in fields})


def arguments(formula: Formula) -> st.SearchStrategy[list[Any]]:
    kinds = [RECORDS[name].record if name in RECORDS else float for name in formula.parameters]
    return st.tuples(*(values(name, kind) for name, kind in zip(formula.parameters, kinds, strict=True))).map(list)


def script(*wanted: Formula) -> str:
    """Functions of the generated module, as a body that returns them by name."""
    needed = {one.name: one for top in wanted for one in calls(top)}
    functions = "\n".join(javascript.function(one) for one in needed.values())
    return f"{javascript.PRELUDE}\n{functions}\nreturn {{ {', '.join(needed)} }};"


@pytest.mark.parametrize("name", sorted(KNOWN))
@FEW
@given(data=st.data())
def test_formula(name: str, empty: Page, data: st.DataObject) -> None:
    formula = KNOWN[name]
    batch = data.draw(st.lists(arguments(formula), min_size=1, max_size=20))
    code = f"(batch) => {{ const f = (() => {{ {script(formula)} }})(); return batch.map((one) => f.{name}(...one)); }}"
    found = empty.evaluate(code, [[plain(one) for one in given] for given in batch])
    for given_values, result in zip(batch, found, strict=True):
        expected = formula(*given_values)
        if not same(expected, result):
            # Python counts exactly where the browser cannot: a model of 10^16 parameters.
            expected = formula(*(doubles(one) for one in given_values))
        assert same(expected, result), (given_values, expected, result)


@FEW
@given(
    pairs=st.lists(
        st.tuples(
            st.integers(-1000, 1000) | st.floats(-1e6, 1e6, allow_nan=False),
            (st.integers(-1000, 1000) | st.floats(-1e6, 1e6, allow_nan=False)).filter(lambda one: abs(one) > 1e-3),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_what_python_does_differently(pairs: list[tuple[float, float]], empty: Page) -> None:
    """Rounded division, remainder, powers, conditions: `layers` and `hidden` only lend their names."""
    source = '''
def odd(layers, hidden):
    """Meaning."""
    kept_tokens = layers // hidden
    return layers % hidden + 3 * kept_tokens - (layers if layers < hidden or not hidden != 7 else -hidden) ** 3
'''
    reading, found = read_formula(source, "odd.py", {})
    assert reading is not None, found
    scope: dict[str, Any] = {}
    exec(source, scope)  # our own text, a line above
    formula = Formula(
        "odd", "f", units.COUNT, "definition", reading.meaning, reading.parameters, reading.body, scope["odd"]
    )
    code = f"(batch) => {{ const f = (() => {{ {script(formula)} }})(); return batch.map((one) => f.odd(...one)); }}"
    for pair, result in zip(pairs, empty.evaluate(code, [list(pair) for pair in pairs]), strict=True):
        assert same(formula(*pair), result), (pair, formula(*pair), result)


@FEW
@given(
    numbers=st.lists(st.floats(0, 1e15) | st.integers(0, 2**53) | st.sampled_from([0.05, 0.25, 99.95, 0.1]), min_size=1)
)
def test_numbers_as_text(numbers: list[float], empty: Page) -> None:
    module = (SCRIPTS / "numbers.js").read_text(encoding="utf-8").replace("export ", "")
    code = (
        f"([table, numbers]) => {{ {module}\n const t = texts(table); return numbers.map((n) => [plain(n), "
        "...Object.keys(table.quantities).flatMap((q) => [t.text(n, q), t.binaryText(n, q), t.inEquation(n, q), "
        "t.tied(`a ${t.text(n, q)} b`)]), "
        "t.rangeText(n, n * 2, 'bytes'), t.rangeText(n, n * 2, 'bytes', true)]); }"
    )
    for number, found in zip(numbers, empty.evaluate(code, [unit_table(), numbers]), strict=True):
        wanted = [units.plain(number)]
        for quantity in units.QUANTITIES:
            wanted += [units.text(number, quantity), units.binary_text(number, quantity)]
            wanted.append(units.in_equation(number, quantity))
            wanted.append(units.tied(f"a {units.text(number, quantity)} b"))
        wanted += [units.range_text(number, number * 2, units.BYTES, binary=binary) for binary in (False, True)]
        assert found == wanted


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue the site was built from."""
    return open_catalogue()


@pytest.fixture(scope="module", params=CALCULATORS, ids=[one.id for one in CALCULATORS])
def live(
    request: pytest.FixtureRequest,
    browser: Browser,
    catalogue: Catalogue,
    tmp_path_factory: pytest.TempPathFactory,
    serve_site: Callable[..., str],
) -> Iterator[tuple[Calculator, Page]]:
    """A page with nothing but a calculator, and its engine in reach."""
    calculator = request.param
    folder = tmp_path_factory.mktemp("calculator")
    shutil.copytree(SCRIPTS, folder / "js")
    (folder / "configuration.js").write_text(configuration_module(catalogue), encoding="utf-8")
    module = calculator_module(calculator, catalogue, "./configuration.js")
    (folder / "module.js").write_text(module, encoding="utf-8")
    content = calculator_html(Rendering(calculator, catalogue, lambda slug, text: text, "module.js"))
    script = '<script type="module" src="js/calculator.js"></script>'
    (folder / "index.html").write_text(f"<!doctype html><title>t</title>{content}{script}", encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(serve_site(folder))
    page.evaluate(
        """async () => {
            const element = document.querySelector("live-calculator");
            await element.load();
            window.engine = element.engine;
        }"""
    )
    yield calculator, page
    context.close()


def setups(calculator: Calculator, catalogue: Catalogue) -> st.SearchStrategy[dict[str, str]]:
    """Texts for every input: mostly good ones, some that are refused."""
    given: dict[str, st.SearchStrategy[str]] = {}
    for one in calculator.inputs:
        match one:
            case Choice():
                given[one.key] = st.sampled_from([*catalogue.collection(one.records), *(["own"] if one.own else [])])
                given |= {own.key: st.sampled_from(["", "24", "33.5", "1000000"]) for own in one.own}
                if one.bare:
                    given[one.key] |= st.just("bare")
                    numbers = ["", "0", "13B", "0.5b", "1,500 M", "1000000", "1e9", "9999T"]
                    given[one.bare.field.key] = st.sampled_from(numbers)
            case Option():
                given[one.key] = st.sampled_from([named.id for named in one.options])
            case Amount():
                how = measure(one.variable, one.unit)
                if how.pattern == "whole":
                    usual = st.sampled_from([1, 2, 7, 8, 8192, 32768, 131072])
                    given[one.key] = (usual | st.integers(int(how.low), int(how.high))).map(str)
                else:
                    some = st.floats(how.low, min(how.high, 1e12), allow_nan=False, allow_infinity=False)
                    given[one.key] = some.map(lambda number: f"{number:.6f}") | st.sampled_from(["1", "0.5", "12.25"])
    return st.fixed_dictionaries(given)


def test_whole_calculator(
    live: tuple[Calculator, Page], catalogue: Catalogue, mended: Callable[..., dict[str, str]]
) -> None:
    """Inputs, steps, words, ranking, equations and JSON are the same on both sides."""
    calculator, page = live
    either = setups(calculator, catalogue)

    # Drawn whole before anything is asked of it: what fails is then shown as it is.
    @settings(max_examples=40, deadline=None)
    @given(first=either, second=either, sound=st.integers(0, 3))
    def alike(first: dict[str, str], second: dict[str, str], sound: int) -> None:
        if sound:
            first, second = mended(calculator, catalogue, first), mended(calculator, catalogue, second)
        agree(calculator, catalogue, page, first, second)

    alike()


def agree(
    calculator: Calculator, catalogue: Catalogue, page: Page, first: dict[str, str], second: dict[str, str]
) -> None:
    """One pair of set-ups, worked out by both."""
    found = page.evaluate(
        """([first, second]) => {
            const a = engine.readSetup(first), b = engine.readSetup(second, "b");
            const problems = [...a.problems, ...b.problems].map((one) => [one.key, one.text]);
            if (problems.length) return { problems };
            const result = engine.results(a, b), known = result.a;
            const equations = Object.entries(engine.formulas).filter(([, one]) => one.numbers).map(([name, one]) => {
                if (!engine.isKnown(one, known)) return [name, null, []];
                const given = one.parameters.map((name) => known[name]);
                return [name, one.symbols?.(...given) ?? null, one.numbers(...given)];
            });
            const ranked = engine.calculator.ranking;
            return { problems, a: known, said: result.said, equations,
                     ranking: (ranked ? engine.rank(a) : []).map((row) => [row.record.id, row.values[ranked.first]]),
                     document: engine.documentOf(a, result.a) };
        }""",
        [first, second],
    )
    a, complaints_a = read_setup(calculator, catalogue, first)
    b, complaints_b = read_setup(calculator, catalogue, second, letter="b")
    complaints = [(one.path.removeprefix("--"), one.message) for one in (*complaints_a, *complaints_b)]
    assert [key for key, _ in found["problems"]] == [key for key, _ in complaints]
    for (_, said), (_, wanted) in zip(found["problems"], complaints, strict=True):
        assert wanted.startswith(said)
    if a is None or b is None:
        return
    result = engine.results(calculator, a, b)
    for name in engine.quantities(calculator):
        if name in result.values_a:
            assert same(result.values_a[name], found["a"][name]), name
    for letter, words in (("a", result.words_a), ("b", result.words_b)):
        for fragment in calculator.fragments:
            assert found["said"][letter][fragment.name] == words[fragment.name]
    best = calculator.ranking.steps[0].name if calculator.ranking else ""
    rows = engine.rank(calculator, catalogue, a)
    assert [id for id, _ in found["ranking"]] == [row.record.id for row in rows]
    assert all(same(row.values[best], value) for row, (_, value) in zip(rows, found["ranking"], strict=True))
    document = engine.document(calculator, a, result.values_a)
    assert found["document"]["inputs"] == document["inputs"]
    assert found["document"]["units"] == document["units"]
    assert list(found["document"]["results"]) == list(document["results"])
    equations = {name: (symbols, numbers) for name, symbols, numbers in found["equations"]}
    assert set(equations) == {one.name for one in calculator.displayed()}
    for formula in calculator.displayed():
        symbols, numbers = equations[formula.name]
        if not engine.is_known(formula, result.values_a):
            assert (symbols, numbers) == (None, [])
            continue
        named = {name: result.values_a[name] for name in formula.parameters}
        if symbols is None:
            assert javascript.is_static(mathml.in_symbols(formula)), formula.name
        else:
            assert _written(symbols) == _filled(mathml.in_symbols(formula), named), formula.name
        assert _written(numbers) == _filled(mathml.in_numbers(formula), named), formula.name


def _filled(display: mathml.Display, named: dict[str, Any]) -> str:
    return "".join(mathml.written(part) for part in mathml.fill(display, named))


def _written(trees: list[Any]) -> str:
    def tree(one: Any) -> str:
        if isinstance(one, str):
            return mathml.written(one)
        if not isinstance(one[0], str):
            number, quantity = one
            return units.in_equation(number, next(each for each in units.QUANTITIES if each.id == quantity))
        return f"<{one[0]}>{''.join(tree(part) for part in one[1:])}</{one[0]}>"

    return "".join(tree(one) for one in trees)
