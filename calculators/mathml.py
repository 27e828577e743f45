"""From the tree of a formula to mathematics: in symbols, and with numbers in their place.

The layout is made once, as a display: elements, texts, and slots for what depends on the input. Python fills
the slots for pages and tests; `javascript` writes them out, so that the browser fills them in the same way.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calculators.expression import (
    Apply,
    Binary,
    Body,
    Call,
    Choose,
    Compare,
    Condition,
    Expression,
    Formula,
    Logic,
    Negative,
    Not,
    Number,
    Path,
    Sum,
    children,
    evaluate,
    holds,
)
from calculators.nomenclature import RECORDS, VARIABLES
from calculators.units import Quantity, in_equation, plain

# -- displays


@dataclass(frozen=True, slots=True)
class Element:
    """A MathML element."""

    tag: str
    parts: tuple[Display, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """The number that an expression has for the given input."""

    expression: Expression
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Either:
    """One of two displays, as a condition has it."""

    condition: Condition
    then: Display
    otherwise: Display


@dataclass(frozen=True, slots=True)
class Each:
    """A display for every group of layers; nothing where there is none."""

    variable: str
    groups: Path
    body: Display


@dataclass(frozen=True, slots=True)
class Counted:
    """`several` where there are several groups, `single` where there is one, nothing where there is none."""

    groups: Path
    single: Display
    several: Display


@dataclass(frozen=True, slots=True)
class Joined:
    """Terms of a sum with plus signs between those that are there; 0 where none is."""

    terms: tuple[Display, ...]


Display = Element | Value | Either | Each | Counted | Joined | str
Tree = tuple[str, tuple["Tree | str", ...]]
"""A filled display: a tag and its parts."""


def _element(tag: str, *parts: Display) -> Element:
    return Element(tag, parts)


def _operator(sign: str) -> Element:
    return _element("mo", sign)


# -- layout

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = 1, 2, 3, 4, 5


def in_symbols(formula: Formula) -> Display:
    """The right-hand side in symbols, with one sum for each kind of layer the model has."""
    return _Layout(numbers=False).body(formula.body)


def in_numbers(formula: Formula) -> Display:
    """The right-hand side with every variable replaced by its value."""
    return _Layout(numbers=True).body(formula.body)


def symbol(name: str, *indices: str) -> Element:
    """`h_kv` as a base with an index; further indices are added to it."""
    base, _, index = name.partition("_")
    primes = name.count("'")
    below = ",".join(part for part in (index.replace("'", ""), *indices) if part)
    letter = _element("mi", base.replace("'", ""))
    if primes:
        above = _operator("′" * primes)
        return _element("msubsup", letter, _element("mi", below), above) if below else _element("msup", letter, above)
    return _element("msub", letter, _element("mi", below)) if below else letter


class _Layout:
    def __init__(self, *, numbers: bool) -> None:
        self.numbers = numbers
        self.grouped: dict[str, str] = {}
        """Variables of the sums around this place, with the index their fields bear."""
        self.locals: dict[str, Expression] = {}

    def body(self, body: Body) -> Display:
        self.locals = {}
        lines: list[Display] = []
        for name, value in body.assignments:
            if self.numbers:
                self.locals[name] = _substitute(value, self.locals)
            else:
                lines += [_element("mo", ","), _element("mspace"), symbol(VARIABLES[name].symbol), _operator("=")]
                lines.append(self.show(value)[0])
        return _element("mrow", self.show(body.result)[0], *lines)

    def show(self, expression: Expression) -> tuple[Display, int]:
        """The display and how tightly it binds."""
        match expression:
            case Number(value=value):
                return _element("mn", plain(value)), _ATOM
            case Path():
                return self.path(expression)
            case Binary(operator="+"):
                return Joined(tuple(self.show(term)[0] for term in _terms(expression))), _SUM
            case Binary():
                return self.binary(expression)
            case Negative(operand=operand):
                return _element("mrow", _operator("−"), self.inside(operand, _SIGN)), _SIGN
            case Choose():
                return self.choose(expression)
            case Apply():
                return self.apply(expression)
            case Call():
                return self.call(expression)
            case Sum():
                return self.sum(expression)
        raise TypeError(f"not an expression: {expression!r}")

    def inside(self, expression: Expression, least: int) -> Display:
        shown, binding = self.show(expression)
        if binding >= least:
            return shown
        return _element("mrow", _operator("("), shown, _operator(")"))

    def path(self, path: Path) -> tuple[Display, int]:
        name = path.steps[-1]
        if self.numbers:
            if path.steps[0] in self.locals:
                return self.value(self.locals[path.steps[0]], VARIABLES[name].quantity), _ATOM
            return self.value(path, VARIABLES[name].quantity), _ATOM
        index = self.grouped.get(path.steps[0], "")
        return symbol(VARIABLES[name].symbol, index), _ATOM

    def value(self, expression: Expression, quantity: Quantity) -> Display:
        return Value(expression, quantity)

    def binary(self, node: Binary) -> tuple[Display, int]:
        if node.operator == "/":
            return _element("mfrac", self.row(node.left), self.row(node.right)), _ATOM
        if node.operator == "**":
            return _element("msup", self.inside(node.left, _ATOM), self.row(node.right)), _POWER
        if node.operator == "//":
            fraction = _element("mfrac", self.row(node.left), self.row(node.right))
            return _element("mrow", _operator("⌊"), fraction, _operator("⌋")), _ATOM
        if node.operator == "%":
            left, right = self.inside(node.left, _POWER), self.inside(node.right, _POWER)
            return _element("mrow", left, _operator("mod"), right), _PRODUCT
        if node.operator == "-":
            left, right = self.inside(node.left, _SUM), self.inside(node.right, _PRODUCT)
            return _element("mrow", left, _operator("−"), right), _SUM
        first, *others = _factors(node)
        shown: list[Display] = [self.inside(first, _PRODUCT)]
        for factor in others:
            shown += [_operator("⋅"), self.inside(factor, _SIGN)]
        return Element("mrow", tuple(shown)), _PRODUCT

    def row(self, expression: Expression) -> Display:
        # A fraction and a power need exactly one element for each part.
        return _element("mrow", self.show(expression)[0])

    def choose(self, node: Choose) -> tuple[Display, int]:
        if self.numbers:
            shown = Either(
                self.filled(node.condition), self.inside(node.then, _ATOM), self.inside(node.otherwise, _ATOM)
            )
            return shown, _ATOM
        rows = (
            _element("mtr", _cell(self.show(node.then)[0]), _cell(_text("if "), self.condition(node.condition))),
            _element("mtr", _cell(self.show(node.otherwise)[0]), _cell(_text("otherwise"))),
        )
        return _element("mrow", _operator("{"), Element("mtable", rows)), _SUM

    def filled(self, condition: Condition) -> Condition:
        return _substitute_condition(condition, self.locals)

    def condition(self, node: Condition) -> Display:
        match node:
            case Compare():
                sign = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}.get(node.operator, node.operator)
                return _element("mrow", self.show(node.left)[0], _operator(sign), self.show(node.right)[0])
            case Logic(operator=operator, parts=parts):
                shown: list[Display] = []
                for part in parts:
                    shown += [_text(f" {operator} "), self.condition(part)] if shown else [self.condition(part)]
                return _element("mrow", *shown)
            case Not(operand=operand):
                return _element("mrow", _text("not "), self.condition(operand))

    def apply(self, node: Apply) -> tuple[Display, int]:
        shown = [self.show(argument)[0] for argument in node.arguments]
        if node.function in ("ceil", "floor"):
            left, right = ("⌈", "⌉") if node.function == "ceil" else ("⌊", "⌋")
            return _element("mrow", _operator(left), *shown, _operator(right)), _ATOM
        if node.function == "pow":
            base, exponent = node.arguments
            return _element("msup", self.inside(base, _ATOM), self.row(exponent)), _POWER
        if node.function == "sqrt":
            return _element("msqrt", *shown), _ATOM
        name: Display = _element("mi", node.function)
        if node.function == "log2":
            name = _element("msub", _element("mi", "log"), _element("mn", "2"))
        listed: list[Display] = []
        for argument in shown:
            listed += [_operator(","), argument] if listed else [argument]
        return _element("mrow", name, _operator("("), *listed, _operator(")")), _ATOM

    def call(self, node: Call) -> tuple[Display, int]:
        expanded = self.grouped and any(_reaches(argument, self.grouped) for argument in node.arguments)
        if expanded and not _has_sum(node.formula.body):
            # The formula of one group has no line of its own: it is shown where it is summed.
            return self.show(_inlined(node))
        if self.numbers:
            return Value(_substitute(node, self.locals), node.formula.quantity), _ATOM
        return symbol(node.formula.symbol, *_index(node)), _ATOM

    def sum(self, node: Sum) -> tuple[Display, int]:
        if self.numbers:
            self.grouped[node.variable] = ""
            body, binding = self.show(node.body)
            del self.grouped[node.variable]
            return Each(node.variable, node.groups, body), min(binding, _SUM)
        self.grouped[node.variable] = ""
        single = self.show(node.body)[0]
        self.grouped[node.variable] = "g"
        several = self.inside(node.body, _PRODUCT)
        del self.grouped[node.variable]
        sigma = _element("munder", _operator("∑"), _element("mi", "g"))
        return Counted(node.groups, single, _element("mrow", sigma, several)), _SUM


def _text(words: str) -> Element:
    return _element("mtext", words.replace(" ", "\u00a0"))


def _cell(*parts: Display) -> Element:
    return Element("mtd", parts)


def _terms(node: Expression) -> list[Expression]:
    if isinstance(node, Binary) and node.operator == "+":
        return [*_terms(node.left), *_terms(node.right)]
    return [node]


def _factors(node: Expression) -> list[Expression]:
    if isinstance(node, Binary) and node.operator == "*":
        return [*_factors(node.left), node.right]
    return [node]


def _index(node: Call) -> list[str]:
    """The class of weights a number format belongs to, where a formula of one format is called."""
    if len(node.arguments) != 1 or not isinstance(node.arguments[0], Path):
        return []
    last = node.arguments[0].steps[-1]
    return [RECORDS[last].symbol] if last in RECORDS and RECORDS[last].symbol else []


def _reaches(expression: Expression | Condition, names: Mapping[str, str]) -> bool:
    if isinstance(expression, Path):
        return expression.steps[0] in names
    return any(_reaches(child, names) for child in children(expression))


def _has_sum(body: Body) -> bool:
    def any_sum(expression: Expression | Condition) -> bool:
        return isinstance(expression, Sum) or any(any_sum(child) for child in children(expression))

    return any_sum(body.result) or any(any_sum(value) for _, value in body.assignments)


def _inlined(node: Call) -> Expression:
    values: dict[str, Expression] = dict(zip(node.formula.parameters, node.arguments, strict=True))
    for name, value in node.formula.body.assignments:
        values[name] = _substitute(value, values)
    return _substitute(node.formula.body.result, values)


def _substitute(node: Expression, values: Mapping[str, Expression]) -> Expression:
    if not values:
        return node
    match node:
        case Number():
            return node
        case Path(steps=(first, *rest)):
            given = values.get(first)
            if given is None:
                return node
            return Path((*given.steps, *rest), node.record, node.optional) if isinstance(given, Path) else given
        case Binary():
            return Binary(node.operator, _substitute(node.left, values), _substitute(node.right, values))
        case Negative():
            return Negative(_substitute(node.operand, values))
        case Choose():
            condition = _substitute_condition(node.condition, values)
            return Choose(condition, _substitute(node.then, values), _substitute(node.otherwise, values))
        case Apply():
            return Apply(node.function, tuple(_substitute(one, values) for one in node.arguments))
        case Call():
            return Call(node.formula, tuple(_substitute(one, values) for one in node.arguments))
        case Sum():
            groups = _substitute(node.groups, values)
            assert isinstance(groups, Path)
            return Sum(node.variable, groups, _substitute(node.body, values))
    raise TypeError(f"not an expression: {node!r}")


def _substitute_condition(node: Condition, values: Mapping[str, Expression]) -> Condition:
    match node:
        case Compare():
            return Compare(node.operator, _substitute(node.left, values), _substitute(node.right, values))
        case Logic():
            return Logic(node.operator, tuple(_substitute_condition(part, values) for part in node.parts))
        case Not():
            return Not(_substitute_condition(node.operand, values))


# -- filling and writing


def fill(display: Display, values: Mapping[str, Any] | None) -> list[Tree | str]:
    """The display with its slots filled for this input; without input, the general formula."""
    match display:
        case str():
            return [display]
        case Element():
            parts = [part for child in display.parts for part in fill(child, values)]
            return [(display.tag, tuple(parts))]
        case Value():
            assert values is not None
            return [("mn", (in_equation(evaluate(display.expression, values), display.quantity),))]
        case Either():
            assert values is not None
            return fill(display.then if holds(display.condition, values) else display.otherwise, values)
        case Each():
            assert values is not None
            found: Any = evaluate(display.groups, values)
            return _joined([fill(display.body, {**values, display.variable: group}) for group in found])
        case Counted():
            if values is None:
                return fill(display.several, values)
            groups: Any = evaluate(display.groups, values)
            return fill(display.several if len(groups) > 1 else display.single, values) if groups else []
        case Joined():
            terms = [shown for term in display.terms if (shown := fill(term, values))]
            return _joined(terms) or [("mn", ("0",))]


def _joined(terms: list[list[Tree | str]]) -> list[Tree | str]:
    joined: list[Tree | str] = []
    for term in terms:
        joined += [("mo", ("+",)), *term] if joined else term
    return joined


def written(tree: Tree | str) -> str:
    """A filled display as MathML."""
    if isinstance(tree, str):
        return html.escape(tree, quote=False)
    tag, parts = tree
    return f"<{tag}>{''.join(written(part) for part in parts)}</{tag}>"


def equation(formula: Formula, values: Mapping[str, Any] | None = None) -> str:
    """`<math>`: the formula in symbols, for this model, or in general."""
    left = "".join(written(part) for part in fill(symbol(formula.symbol), None))
    return f'<math display="inline">{left}{_right(in_symbols(formula), values)}</math>'


def substituted(formula: Formula, values: Mapping[str, Any]) -> str:
    """`<math>`: the same with numbers, and nothing to the left of the sign."""
    return f'<math display="inline">{_right(in_numbers(formula), values)}</math>'


def _right(display: Display, values: Mapping[str, Any] | None) -> str:
    # Where a model has none of the layers that are summed, there is nothing to show but 0.
    shown = [part for part in fill(display, values) if part not in (("mrow", ()),)]
    return "<mo>=</mo>" + ("".join(written(part) for part in shown) or "<mn>0</mn>")
