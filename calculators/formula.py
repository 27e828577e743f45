"""`@formula`: a plain Python function becomes a formula, or is refused with file and line."""

from __future__ import annotations

import inspect
import os
import textwrap
from collections.abc import Callable

from diagnostics import Diagnostic, Position

from calculators.expression import Formula
from calculators.reading import read_formula
from calculators.units import Quantity


class FormulaRefused(Exception):
    """A formula that cannot be compiled; says all that is wrong with it."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("\n".join(str(one) for one in diagnostics))
        self.diagnostics = diagnostics


def formula(*, symbol: str, unit: Quantity, source: str) -> Callable[[Callable[..., float]], Formula]:
    """Make a formula of a function.

    `symbol` as in the nomenclature (`M_KV`), `unit` the quantity of the result, `source` an https address,
    or "definition" where the formula only says what a word means. Raises FormulaRefused (codes C2xx).
    """

    def compile_function(function: Callable[..., float]) -> Formula:
        lines, first_line = inspect.getsourcelines(function)
        path = _relative(inspect.getsourcefile(function) or function.__code__.co_filename)
        scope: dict[str, object] = function.__globals__
        reading, found = read_formula(textwrap.dedent("".join(lines)), path, scope, first_line=first_line)
        if not symbol or not (source.startswith("https://") or source == "definition"):
            message = f'{function.__name__} needs a symbol and a source: an https:// address or "definition"'
            found.append(Diagnostic(path, Position(first_line), "C205", message))
        if reading is None or found:
            raise FormulaRefused(found)
        return Formula(
            name=reading.name,
            symbol=symbol,
            quantity=unit,
            source=source,
            meaning=reading.meaning,
            parameters=reading.parameters,
            body=reading.body,
            function=function,
            path=path,
            line=first_line,
        )

    return compile_function


def _relative(path: str) -> str:
    near = os.path.relpath(path)
    return (path if near.startswith("..") else near).replace(os.sep, "/")
