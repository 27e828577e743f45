"""A published config.json, and the expressions over its keys that the table of architectures is written in.

The browser runs the same trees over the same keys: `configuration.js` beside the calculators. Trees are plain data:
a number stands for itself, a text for the key of that name, and a list for an operator with its operands.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Tree = int | str | list[Any]
"""`4`, `"head_dim"`, `["/", "hidden_size", "num_attention_heads"]`."""

Problem = tuple[str, str, str]
"""Key of the config, code, message."""

MOST_CHARACTERS = 1_000_000
"""A config.json has some thousand characters; what is longer is something else, such as a list of weights."""

LARGEST = 10**15

NOT_JSON = r"-?\b(?:NaN|Infinity)\b"
"""What Python writes into published files although JSON does not have it; nothing we read, so null will do."""

MESSAGES = {
    "long": "more than {most} characters; a config.json has some thousand. Choose the config.json of the model",
    "json": "not JSON; copy the whole config.json",
    "object": "expected the object of a config.json, {{ … }}, found {found}",
    "architecture": "expected a list with the name of the architecture, found {found}",
    "unknown": "{name} is not supported, and nothing is guessed; there are {known}",
    "number": "expected a whole number, found {found}",
    "flag": "expected true or false, found {found}",
    "list": "expected a list of kinds of layers, found {found}",
    "missing": "missing; the architecture needs it",
    "divide": "{a} / {b} is no whole number",
    "only": "only {wanted} is supported, found {found}",
    "range": "expected {low} to {high} for “{meaning}”, found {found}",
    "depth": "{found} of {depth} layers are of a kind that is known",
    "heads": "{found} heads of queries cannot share {heads} of keys and values",
}
"""What is said of a config.json, here and in the browser."""


class Refused(Exception):
    """A value of the config that cannot be used; the key, the code and the message."""

    def __init__(self, key: str, code: str, message: str, **words: object) -> None:
        super().__init__(MESSAGES[message].format(**words))
        self.problem: Problem = (key, code, str(self))


def shown(value: object) -> str:
    """A value as JSON, short; what could steer a terminal is escaped there."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if len(text) <= 80 else f"{text[:80]}…"


def read_config(text: str) -> dict[str, Any]:
    """The object of a config.json. Raises Refused (C307)."""
    if len(text) > MOST_CHARACTERS:
        raise Refused("", "C307", "long", most=f"{MOST_CHARACTERS:,}")
    try:
        found = json.loads(re.sub(NOT_JSON, "null", text))
    except (ValueError, RecursionError):
        raise Refused("", "C307", "json") from None
    if not isinstance(found, dict):
        raise Refused("", "C307", "object", found=shown(found))
    return found


def parse(expression: str) -> Tree:
    """The tree of an expression of the table. Raises ValueError where it is none."""
    try:
        return _tree(ast.parse(expression, mode="eval").body)
    except (SyntaxError, TypeError):
        raise ValueError(expression) from None


_OPERATORS: dict[type[ast.operator], str] = {
    ast.BitOr: "|",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
}


def _tree(node: ast.expr) -> Tree:
    match node:
        case ast.Constant(value=int() as value):
            return value
        case ast.Name(id=key):
            return key
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            return [_OPERATORS[type(operator)], _tree(left), _tree(right)]
        case ast.Call(func=ast.Name(id="flag" | "length" | "given" as name), args=[ast.Name(id=key)]):
            return [name, key]
        case ast.Call(func=ast.Name(id="count"), args=[ast.Name(id=key), ast.Constant(value=item), *until]):
            return ["count", key, str(item), *map(_tree, until)]
    raise TypeError(node)


def keys(tree: Tree) -> Iterator[str]:
    """The keys that an expression names, in its order."""
    match tree:
        case str():
            yield tree
        case ["flag" | "length" | "given", key]:
            yield key
        case ["count", key, _, *until]:
            yield key
            for part in until:
                yield from keys(part)
        case list():
            for part in tree[1:]:
                yield from keys(part)


def value(tree: Tree, config: Mapping[str, Any]) -> int | None:
    """The number an expression stands for; None where a key has no value. Raises Refused (C111, C117)."""
    match tree:
        case int():
            return tree
        case str():
            return _number(tree, config)
        case ["flag", str() as key]:
            return _flag(key, config)
        case ["length", str() as key]:
            return _length(key, config)
        case ["given", str() as key]:
            return None if config.get(key) is None else 1
        case ["count", str() as key, str() as item, *until]:
            return _count(key, item, [value(part, config) for part in until], config)
        case ["|", first, second]:
            found = value(first, config)
            return value(second, config) if found is None else found
        case [operator, left, right]:
            a, b = value(left, config), value(right, config)
            if a is None or b is None:
                return None
            if operator in ("/", "//") and (b == 0 or (operator == "/" and a % b)):
                raise Refused(next(keys(tree), ""), "C111", "divide", a=a, b=b)
            return {"+": a + b, "-": a - b, "*": a * b}[operator] if operator in "+-*" else a // b
    raise TypeError(tree)


def _number(key: str, config: Mapping[str, Any]) -> int | None:
    found = config.get(key)
    if found is None:
        return None
    whole = isinstance(found, (int, float)) and not isinstance(found, bool) and found == found // 1
    if not whole or not 0 <= found < LARGEST:
        raise Refused(key, "C117", "number", found=shown(found))
    return int(found)


def _flag(key: str, config: Mapping[str, Any]) -> int | None:
    found = config.get(key)
    if found is not None and not isinstance(found, bool):
        raise Refused(key, "C117", "flag", found=shown(found))
    return None if found is None else int(found)


def _length(key: str, config: Mapping[str, Any]) -> int | None:
    found = config.get(key)
    if found is not None and not isinstance(found, list):
        raise Refused(key, "C117", "list", found=shown(found))
    return None if found is None else len(found)


def _count(key: str, item: str, until: list[int | None], config: Mapping[str, Any]) -> int | None:
    """How often a kind stands in a list, or a letter in a text; of its beginning where `until` says how much."""
    found = config.get(key)
    if found is None or found == [] or None in until:
        return None
    if isinstance(found, dict) and not until:
        # The tally of a list: how often each kind stands in it.
        return _number(item, found) or 0
    if not isinstance(found, (list, str)):
        raise Refused(key, "C117", "list", found=shown(found))
    kinds = found[: until[0]] if until else found
    return sum(1 for one in kinds if str(one) == item)
