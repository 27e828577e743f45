"""From the trees of formulas to one ES module for a page: the numbers, and the displays of the equations."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable, Sequence
from typing import Any

from calculators.expression import (
    Apply,
    Binary,
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
    calls,
    unknowns,
)
from calculators.mathml import (
    Counted,
    Display,
    Each,
    Either,
    Element,
    Joined,
    Value,
    in_numbers,
    in_symbols,
)
from calculators.nomenclature import RECORDS
from calculators.units import Quantity

PRELUDE = """\
// Python's // and %: the quotient is rounded down, the remainder takes the sign of the divisor.
const floorDivide = (a, b) => {
  let rest = a % b, whole = (a - rest) / b;
  if (rest !== 0 && rest < 0 !== b < 0) { rest += b; whole -= 1; }
  const floor = Math.floor(whole);
  return whole - floor > 0.5 ? floor + 1 : floor;
};
const modulo = (a, b) => { const rest = a % b; return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest; };
const joined = (terms) => {
  const there = terms.filter((term) => term.length);
  return there.flatMap((term, place) => (place ? [["mo", "+"], ...term] : term));
};
const orZero = (terms) => (terms.length ? terms : [["mn", "0"]]);
const counted = (groups, single, several) => (groups.length > 1 ? several : groups.length ? single : []);
const total = (groups, body) => groups.reduce((sum, group) => sum + body(group), 0);
// What only reads records is worked out once for the same ones: a ranking asks for it hundreds of times.
const once = (made) => {
  let last = [], value;
  return (...given) => {
    if (given.some((one, place) => one !== last[place])) [last, value] = [given, made(...given)];
    return value;
  };
};
"""

_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
_NATIVE = {"min": "Math.min", "max": "Math.max", "ceil": "Math.ceil", "floor": "Math.floor"} | {
    "sqrt": "Math.sqrt",
    "log2": "Math.log2",
    "pow": "Math.pow",
}


def number(expression: Expression, least: int = 0) -> str:
    """The expression in JavaScript, in brackets unless it binds at least as tightly as `least`."""
    match expression:
        case Number(value=value):
            return repr(value)
        case Path(steps=steps):
            return ".".join(steps)
        case Binary(operator="//"):
            return f"floorDivide({number(expression.left)}, {number(expression.right)})"
        case Binary(operator="%"):
            return f"modulo({number(expression.left)}, {number(expression.right)})"
        case Binary(operator=operator):
            binding = _BINDING[operator]
            # The left operand of ** must bind tighter than it; elsewhere only the right one must.
            left = number(expression.left, binding + (operator == "**"))
            code = f"{left} {operator} {number(expression.right, binding + 1)}"
            return f"({code})" if binding < least else code
        case Negative(operand=operand):
            return f"(-{number(operand, 3)})"
        case Choose():
            chosen = f"{number(expression.then)} : {number(expression.otherwise)}"
            return f"({condition(expression.condition)} ? {chosen})"
        case Apply():
            return f"{_NATIVE[expression.function]}({', '.join(number(one) for one in expression.arguments)})"
        case Call():
            return f"{expression.formula.name}({', '.join(number(one) for one in expression.arguments)})"
        case Sum():
            return f"total({number(expression.groups)}, ({expression.variable}) => {number(expression.body)})"
    raise TypeError(f"not an expression: {expression!r}")


def condition(node: Condition) -> str:
    """The condition in JavaScript, in brackets."""
    match node:
        case Compare(operator=operator):
            sign = {"==": "===", "!=": "!=="}.get(operator, operator)
            return f"({number(node.left, 1)} {sign} {number(node.right, 1)})"
        case Logic(operator=operator, parts=parts):
            return "(" + (" && " if operator == "and" else " || ").join(condition(part) for part in parts) + ")"
        case Not(operand=operand):
            return f"(!{condition(operand)})"


def function(formula: Formula) -> str:
    """`const name = (…) => …;`"""
    lines = [f"const {name} = {number(value)};" for name, value in formula.body.assignments]
    result = number(formula.body.result)
    body = f"{{ {' '.join(lines)} return {result}; }}" if lines else result
    made = f"({', '.join(formula.parameters)}) => {body}"
    kept = formula.parameters and all(name in RECORDS for name in formula.parameters)
    return f"const {formula.name} = {f'once({made})' if kept else made};"


def display(shown: Display) -> str:
    """An expression for a list of trees: `["mrow", …]`; a value is `["mn", [number, quantity]]`."""
    match shown:
        case str():
            return f"[{_json(shown)}]"
        case Element(tag=tag, parts=parts):
            return f"[[{','.join([_json(tag), *map(_part, parts)])}]]"
        case Value():
            return f'[["mn",[{number(shown.expression)},{_json(shown.quantity.id)}]]]'
        case Either():
            return f"({condition(shown.condition)} ? {display(shown.then)} : {display(shown.otherwise)})"
        case Each():
            return f"joined({number(shown.groups)}.map(({shown.variable}) => {display(shown.body)}))"
        case Counted():
            return f"counted({number(shown.groups)}, {display(shown.single)}, {display(shown.several)})"
        case Joined(terms=terms):
            return f"orZero(joined([{', '.join(display(term) for term in terms)}]))"


def _part(shown: Display) -> str:
    listed = display(shown)
    one = isinstance(shown, (str, Element, Value))
    return listed[1:-1] if one else f"...{listed}"


def quantities(formula: Formula) -> set[Quantity]:
    """What the numbers in its equations measure."""
    found: set[Quantity] = set()

    def visit(shown: Display) -> None:
        match shown:
            case Value(quantity=quantity):
                found.add(quantity)
            case Element(parts=parts) | Joined(terms=parts):
                for part in parts:
                    visit(part)
            case Either(then=then, otherwise=otherwise):
                visit(then)
                visit(otherwise)
            case Each(body=body):
                visit(body)
            case Counted(single=single, several=several):
                visit(single)
                visit(several)

    visit(in_numbers(formula))
    return found


def is_static(shown: Display) -> bool:
    """Whether a display is the same for every input, so that what stands in the page can stay."""
    match shown:
        case str():
            return True
        case Element(parts=parts) | Joined(terms=parts):
            return all(is_static(part) for part in parts)
        case _:
            return False


def module(formulas: Iterable[Formula], displayed: Iterable[Formula], data: dict[str, Any], *, note: str) -> str:
    """The ES module of a page.

    It exports `formulas` (for each: parameters, fields that may be unknown, the function itself, and for those
    displayed the equations, in symbols only where they depend on the input) and every entry of `data` under its
    own name.
    """
    wanted = list(formulas)
    needed: dict[str, Formula] = {}
    for formula in wanted:
        for one in calls(formula):
            needed.setdefault(one.name, one)
    shown = {formula.name for formula in displayed}
    functions = (compact(function(one), _local_names(one)) for one in needed.values())
    lines = [f"// {note}", compact(PRELUDE), *functions, "export const formulas = {"]
    for one in wanted:
        parts = [f"parameters:{_json(one.parameters)}", f"value:{one.name}"]
        if unknown := unknowns(one):
            parts.append(f"unknowns:{_json(unknown)}")
        if one.name in shown:
            arguments, names = ",".join(one.parameters), _local_names(one)
            symbols = in_symbols(one)
            if not is_static(symbols):
                parts.append(f"symbols:{compact(f'({arguments})=>{display(symbols)}', names)}")
            parts.append(f"numbers:{compact(f'({arguments})=>{display(in_numbers(one))}', names)}")
        lines.append(f"{one.name}:{{{','.join(parts)}}},")
    lines.append("};")
    lines += [f"export const {name} = {_json(value)};" for name, value in data.items()]
    return "\n".join(lines) + "\n"


_PIECES = re.compile(r'("(?:\\.|[^"\\])*")')
_SPACED = re.compile(r"\s*([-+*/%<>=!?:,;(){}\[\]|&]+)\s*")


def compact(code: str, names: Sequence[str] = ()) -> str:
    """The same code without comments and blanks, and with single letters for names that are known here only."""
    short = dict(zip(names, _LETTERS, strict=False))
    code = re.sub(r"^\s*//.*\n", "", code, flags=re.M)
    written = []
    for place, piece in enumerate(_PIECES.split(code)):
        if place % 2 == 0:
            piece = _SPACED.sub(r"\1", piece)
            piece = re.sub(r"(?<![.\w])[a-z_]\w*", lambda found: short.get(found[0], found[0]), piece)
        written.append(piece)
    return "".join(written)


def without_comments(code: str) -> str:
    """A script that was written for people, without the lines that are comments and without its margins."""
    lines = (line.strip() for line in code.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/**")))


_LETTERS = string.ascii_lowercase + string.ascii_uppercase


def _local_names(formula: Formula) -> list[str]:
    """Names of the parameters and assigned values of a formula, and of the groups it sums over."""
    return [*formula.parameters, *(name for name, _ in formula.body.assignments), "group"]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
