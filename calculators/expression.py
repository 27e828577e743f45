"""A formula as a tree: what the reader of Python makes and the writers of JavaScript and MathML take."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from calculators.units import Quantity


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Path:
    """A variable, or a field of a record reached from one: `tokens`, `group.kv_heads`, `layout.head`."""

    steps: tuple[str, ...]
    record: type | None = None
    """The class, where the value is a record or a group of records; None for a number."""
    optional: bool = False
    """Whether the value may be unknown."""


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * / // % **`"""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    """`-x`"""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Compare:
    """`< <= > >= == !=`"""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Logic:
    """`and`, `or` of conditions."""

    operator: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`not` a condition."""

    operand: Condition


@dataclass(frozen=True, slots=True)
class Choose:
    """`then if condition else otherwise`"""

    condition: Condition
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Apply:
    """A function that Python and JavaScript both have."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Another formula, its arguments in the order of its parameters."""

    formula: Formula
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """`sum(body for variable in groups)`"""

    variable: str
    groups: Path
    body: Expression


Expression = Number | Path | Binary | Negative | Choose | Apply | Call | Sum
Condition = Compare | Logic | Not


@dataclass(frozen=True, slots=True)
class Body:
    """Assignments, then the result."""

    assignments: tuple[tuple[str, Expression], ...]
    result: Expression


@dataclass(frozen=True, slots=True)
class Formula:
    """A Python function together with what the compiler read from its source."""

    name: str
    symbol: str
    quantity: Quantity
    source: str
    """Where it can be checked: an address, or the sentence of its definition."""
    meaning: str
    parameters: tuple[str, ...]
    body: Body
    function: Callable[..., float] = field(compare=False)
    path: str = ""
    line: int = 0

    def __call__(self, *arguments: Any, **named: Any) -> float:
        """The number, by plain Python."""
        return self.function(*arguments, **named)


FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "ceil": math.ceil,
    "floor": math.floor,
    "sqrt": math.sqrt,
    "log2": math.log2,
    "pow": math.pow,
}
"""The functions formulas may apply, by the name they are written with."""


def children(expression: Expression | Condition) -> tuple[Expression | Condition, ...]:
    """The parts of an expression."""
    match expression:
        case Number() | Path():
            return ()
        case Binary(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Negative(operand=operand) | Not(operand=operand):
            return (operand,)
        case Logic(parts=parts):
            return parts
        case Choose():
            return (expression.condition, expression.then, expression.otherwise)
        case Apply(arguments=arguments) | Call(arguments=arguments):
            return arguments
        case Sum():
            return (expression.groups, expression.body)


def calls(formula: Formula) -> tuple[Formula, ...]:
    """The formulas it needs, each once, those needed first in front; itself last."""
    found: dict[str, Formula] = {}

    def visit(expression: Expression | Condition) -> None:
        for child in children(expression):
            visit(child)
        if isinstance(expression, Call):
            for needed in calls(expression.formula):
                found.setdefault(needed.name, needed)

    for _, assigned in formula.body.assignments:
        visit(assigned)
    visit(formula.body.result)
    found.setdefault(formula.name, formula)
    return tuple(found.values())


_UNKNOWNS: dict[Callable[..., float], tuple[tuple[str, ...], ...]] = {}
"""What was found by `unknowns`, by function: a formula never changes, and pages ask thousands of times."""


def unknowns(formula: Formula) -> tuple[tuple[str, ...], ...]:
    """The fields the result depends on that may be unknown, as paths from the formula's own parameters."""
    if formula.function not in _UNKNOWNS:
        _UNKNOWNS[formula.function] = _unknowns(formula)
    return _UNKNOWNS[formula.function]


def _unknowns(formula: Formula) -> tuple[tuple[str, ...], ...]:
    found: dict[tuple[str, ...], None] = {}

    def visit(expression: Expression | Condition) -> None:
        if isinstance(expression, Path) and expression.optional:
            found.setdefault(expression.steps)
        if isinstance(expression, Call):
            for first, *rest in unknowns(expression.formula):
                given = expression.arguments[expression.formula.parameters.index(first)]
                if isinstance(given, Path):
                    found.setdefault((*given.steps, *rest))
        for child in children(expression):
            visit(child)

    for _, assigned in formula.body.assignments:
        visit(assigned)
    visit(formula.body.result)
    return tuple(found)


def evaluate(expression: Expression, values: Mapping[str, Any]) -> float:
    """The number an expression stands for; used to show parts of a formula, never to compute results."""
    match expression:
        case Number(value=value):
            return value
        case Path(steps=(first, *rest)):
            found: Any = values[first]
            for step in rest:
                found = getattr(found, step)
            return found  # type: ignore[no-any-return]
        case Binary():
            return _ARITHMETIC[expression.operator](
                evaluate(expression.left, values), evaluate(expression.right, values)
            )
        case Negative(operand=operand):
            return -evaluate(operand, values)
        case Choose():
            chosen = expression.then if holds(expression.condition, values) else expression.otherwise
            return evaluate(chosen, values)
        case Apply():
            return FUNCTIONS[expression.function](*(evaluate(one, values) for one in expression.arguments))
        case Call():
            return expression.formula(*(evaluate(one, values) for one in expression.arguments))
        case Sum():
            groups: Any = evaluate(expression.groups, values)
            return sum(evaluate(expression.body, {**values, expression.variable: group}) for group in groups)
    raise TypeError(f"not an expression: {expression!r}")


def holds(condition: Condition, values: Mapping[str, Any]) -> bool:
    """Whether a condition is true."""
    match condition:
        case Compare():
            left, right = evaluate(condition.left, values), evaluate(condition.right, values)
            return _COMPARISONS[condition.operator](left, right)
        case Logic(operator="and"):
            return all(holds(part, values) for part in condition.parts)
        case Logic():
            return any(holds(part, values) for part in condition.parts)
        case Not(operand=operand):
            return not holds(operand, values)


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "//": lambda left, right: left // right,
    "%": lambda left, right: left % right,
    "**": lambda left, right: left**right,
}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}
