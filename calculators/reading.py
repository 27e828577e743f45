"""From the source of a Python function to the tree of its formula. What is not in the subset is refused."""

from __future__ import annotations

import ast
import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any

from diagnostics import Diagnostic, Position, did_you_mean

from calculators.expression import (
    FUNCTIONS,
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
)
from calculators.nomenclature import RECORDS, VARIABLES

RESERVED = frozenset(
    """await break case catch class const continue debugger default delete do else enum export extends false
    finally for function if implements import in instanceof interface let new null package private protected
    public return static super switch this throw true try typeof var void while with yield arguments eval
    Math Number undefined NaN Infinity floorDivide modulo""".split()
)
"""Names that JavaScript or the generated module keeps for itself."""

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_ZERO = Number(0)


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a function."""

    name: str
    parameters: tuple[str, ...]
    meaning: str
    body: Body


def read_formula(
    source: str, path: str, scope: Mapping[str, object], *, first_line: int = 1
) -> tuple[Reading | None, list[Diagnostic]]:
    """Read one function definition; `scope` holds the formulas it may call.

    Returns the reading, or None with at least one diagnostic (codes C2xx), at their places in the file.
    """
    reader = _Reader(path, scope, first_line)
    definition = next((node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)), None)
    if definition is None:
        return None, [Diagnostic(path, Position(first_line), "C201", "expected a function (def …), found none")]
    reading = reader.function(definition)
    return (None, sorted(reader.found)) if reader.found else (reading, [])


class _Reader:
    def __init__(self, path: str, scope: Mapping[str, object], first_line: int) -> None:
        self.path, self.scope, self.first_line = path, scope, first_line
        self.found: list[Diagnostic] = []
        self.known: dict[str, Path] = {}
        """The names in reach, with what they stand for."""

    def refuse(self, node: ast.AST, code: str, message: str) -> None:
        position = Position(getattr(node, "lineno", 1) + self.first_line - 1, getattr(node, "col_offset", 0) + 1)
        self.found.append(Diagnostic(self.path, position, code, message))

    # -- the function as a whole

    def function(self, node: ast.FunctionDef) -> Reading:
        self.reserved(node, node.name)
        arguments = node.args
        if arguments.vararg or arguments.kwarg or arguments.defaults or arguments.kw_defaults or arguments.posonlyargs:
            self.refuse(node, "C201", "a formula takes plain arguments, without defaults, * or **")
        for argument in arguments.args:
            self.introduce(argument, argument.arg)
        meaning = ast.get_docstring(node) or ""
        if not meaning:
            self.refuse(node, "C205", f"{node.name} has no docstring; say in one sentence what the number is")
        statements = node.body[1:] if meaning else node.body
        *before, last = statements or [ast.Pass(lineno=node.lineno, col_offset=node.col_offset)]
        assignments = tuple(pair for statement in before if (pair := self.assignment(statement)))
        if not isinstance(last, ast.Return) or last.value is None:
            self.refuse(last, "C204", f"{node.name} must end with `return` and an expression")
            return Reading(node.name, (), meaning, Body((), _ZERO))
        result = self.number(last.value)
        names = tuple(argument.arg for argument in arguments.args)
        return Reading(node.name, names, " ".join(meaning.split()), Body(assignments, result))

    def introduce(self, node: ast.AST, name: str) -> None:
        self.reserved(node, name)
        if name in VARIABLES:
            self.known[name] = Path((name,))
        elif name in RECORDS:
            self.known[name] = Path((name,), RECORDS[name].record)
        else:
            hint = did_you_mean(name, [*VARIABLES, *RECORDS]) or "; add it to calculators/*_variables.py"
            self.refuse(node, "C202", f'the nomenclature has no variable "{name}"{hint}')
            self.known[name] = Path((name,))

    def reserved(self, node: ast.AST, name: str) -> None:
        if name in RESERVED:
            self.refuse(node, "C209", f'"{name}" is reserved in the generated JavaScript; choose another name')

    def assignment(self, node: ast.stmt) -> tuple[str, Expression] | None:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, self.number(node.value)
            if name in self.known:
                self.refuse(node, "C201", f'"{name}" is assigned twice; give the second value its own name')
            self.introduce(node.targets[0], name)
            return name, value
        self.refuse(node, "C201", f"expected `name = …` or `return …`, found {_kind(node)}")
        return None

    # -- expressions

    def number(self, node: ast.expr) -> Expression:
        expression = self.expression(node)
        if isinstance(expression, Path) and expression.record is not None:
            self.refuse(node, "C207", f"expected a number, found the record {'.'.join(expression.steps)}")
            return _ZERO
        return expression

    def expression(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant(value=value) if type(value) in (int, float):
                return Number(value)  # type: ignore[arg-type]
            case ast.Name() | ast.Attribute():
                return self.reach(node)
            case ast.BinOp():
                return self.binary(node)
            case ast.UnaryOp(op=ast.USub()):
                return Negative(self.number(node.operand))
            case ast.IfExp():
                return Choose(self.condition(node.test), self.number(node.body), self.number(node.orelse))
            case ast.Call():
                return self.call(node)
        self.refuse(node, "C201", f"{_kind(node)} is not in the subset of formulas")
        return _ZERO

    def binary(self, node: ast.BinOp) -> Expression:
        operator = _OPERATORS.get(type(node.op))
        if operator is None:
            self.refuse(node, "C201", f"the operator {_kind(node.op)} is not in the subset of formulas")
            return _ZERO
        left, right = self.number(node.left), self.number(node.right)
        small = isinstance(right, Number) and isinstance(right.value, int) and 0 <= right.value <= 8
        if operator == "**" and not small:
            # Elsewhere Python turns to complex or unbounded integers, which JavaScript has not.
            self.refuse(
                node.right,
                "C201",
                "an exponent must be a whole number from 0 to 8; else use pow of a base that is not negative",
            )
        return Binary(operator, left, right)

    def reach(self, node: ast.expr) -> Expression:
        if isinstance(node, ast.Name):
            if node.id in self.known:
                return self.known[node.id]
            hint = did_you_mean(node.id, self.known) or "; only arguments and assigned names can be used"
            self.refuse(node, "C202", f'unknown name "{node.id}"{hint}')
            return _ZERO
        if not isinstance(node, ast.Attribute):
            self.refuse(node, "C201", f"a field of {_kind(node)} is not in the subset of formulas")
            return _ZERO
        owner = self.reach(node.value)
        if not isinstance(owner, Path) or owner.record is None:
            if isinstance(owner, Path):
                self.refuse(node, "C207", f'"{".".join(owner.steps)}" is a number and has no field "{node.attr}"')
            return _ZERO
        if owner.record is tuple or typing.get_origin(owner.record) is tuple:
            self.refuse(node, "C207", f'"{".".join(owner.steps)}" is a group; sum over it')
            return _ZERO
        return self.field(node, owner, node.attr)

    def field(self, node: ast.expr, owner: Path, name: str) -> Expression:
        assert owner.record is not None
        hints = typing.get_type_hints(owner.record)
        steps = (*owner.steps, name)
        if name not in hints:
            hint = did_you_mean(name, hints) or f"; it has {', '.join(sorted(hints))}"
            self.refuse(node, "C203", f'{owner.record.__name__} has no field "{name}"{hint}')
            return _ZERO
        kind, optional = _without_none(hints[name])
        if kind in (int, float):
            if name not in VARIABLES:
                self.refuse(node, "C202", f'the nomenclature has no variable for the field "{name}"; add it')
            return Path(steps, None, optional)
        if dataclasses.is_dataclass(kind) or typing.get_origin(kind) is tuple:
            return Path(steps, kind)
        self.refuse(node, "C207", f'the field "{name}" of {owner.record.__name__} is no number')
        return _ZERO

    def call(self, node: ast.Call) -> Expression:
        if not isinstance(node.func, ast.Name):
            self.refuse(node, "C201", "only formulas and min, max, ceil, floor, sqrt, log2, pow and sum can be called")
            return _ZERO
        name = node.func.id
        target = self.scope.get(name)
        if isinstance(target, Formula):
            return self.formula_call(node, target)
        if name == "sum":
            return self.sum(node)
        if name in FUNCTIONS:
            return self.apply(node, name)
        known = [*FUNCTIONS, "sum", *(key for key, value in self.scope.items() if isinstance(value, Formula))]
        hint = did_you_mean(name, known) or "; call a formula, or min, max, ceil, floor, sqrt, log2, pow, sum"
        self.refuse(node, "C202", f'"{name}" is no formula and not in the subset{hint}')
        return _ZERO

    def apply(self, node: ast.Call, name: str) -> Expression:
        arguments = tuple(self.number(argument) for argument in node.args)
        wanted = {"min": "two or more numbers", "max": "two or more numbers", "pow": "a base and an exponent"}.get(
            name, "one number"
        )
        fits = len(arguments) >= 2 if name in ("min", "max") else len(arguments) == (2 if name == "pow" else 1)
        if not fits or node.keywords:
            self.refuse(node, "C206", f"{name} takes {wanted}")
        return Apply(name, arguments)

    def formula_call(self, node: ast.Call, target: Formula) -> Expression:
        given: dict[str, ast.expr] = dict(zip(target.parameters, node.args, strict=False))
        given.update({word.arg: word.value for word in node.keywords if word.arg})
        if len(node.args) + len(node.keywords) != len(target.parameters) or set(given) != set(target.parameters):
            self.refuse(node, "C206", f"{target.name} takes ({', '.join(target.parameters)})")
            return _ZERO
        return Call(target, tuple(self.argument(given[name], name) for name in target.parameters))

    def argument(self, node: ast.expr, parameter: str) -> Expression:
        if parameter not in RECORDS:
            return self.number(node)
        expression = self.expression(node)
        wanted = RECORDS[parameter].record
        if not isinstance(expression, Path) or expression.record is not wanted:
            self.refuse(node, "C207", f'expected a {wanted.__name__} for "{parameter}"')
            return _ZERO
        return expression

    def sum(self, node: ast.Call) -> Expression:
        match node.args:
            case [ast.GeneratorExp(generators=[ast.comprehension(target=ast.Name() as target) as loop]) as generator]:
                pass
            case _:
                self.refuse(node, "C206", "sum takes `… for group in model.groups`")
                return _ZERO
        if loop.ifs or loop.is_async or node.keywords:
            self.refuse(node, "C201", "a sum has no condition; use `… if … else 0` inside it")
        groups = self.expression(loop.iter)
        if not isinstance(groups, Path) or typing.get_origin(groups.record) is not tuple:
            self.refuse(loop.iter, "C207", "expected a field that holds groups, such as model.attention")
            return _ZERO
        if target.id in self.known:
            self.refuse(target, "C201", f'"{target.id}" already has a meaning here; choose another name')
        self.reserved(target, target.id)
        self.known[target.id] = Path((target.id,), typing.get_args(groups.record)[0])
        body = self.number(generator.elt)
        del self.known[target.id]
        return Sum(target.id, groups, body)

    def condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.Compare(ops=[operator], comparators=[right]) if type(operator) in _COMPARISONS:
                return Compare(_COMPARISONS[type(operator)], self.number(node.left), self.number(right))
            case ast.BoolOp():
                operator_name = "and" if isinstance(node.op, ast.And) else "or"
                return Logic(operator_name, tuple(self.condition(part) for part in node.values))
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.condition(node.operand))
        self.refuse(node, "C208", "expected one comparison of numbers, such as `tokens > 0`")
        return Compare("==", _ZERO, _ZERO)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if isinstance(hint, types.UnionType):
        kinds = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
        return (kinds[0] if len(kinds) == 1 else hint), True
    return hint, False


def _kind(node: ast.AST) -> str:
    return f"`{type(node).__name__}`"
