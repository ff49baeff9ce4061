"""Python expressions as values: literals, names bound to literals, and a few calls whose meaning is known."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.known_functions import OF_INTEREST, dumped, environment, opened
from orq_ui.importers.placeholders import Call, FromEnvironment, PictureFile, Unread, file_name
from orq_ui.importers.positions import DEEPEST, LARGEST, at
from orq_ui.importers.python_operators import OPERATORS, PathText

MOST_VALUES = 100_000
"""Values in all: names used over and over would make more of them than any machine has room for."""
_MOST_BITS = 2000


class Names:
    """The names bound so far, and what expressions mean with them."""

    def __init__(self) -> None:
        self.bound: dict[str, Any] = {}
        self.calls: list[Call] = []
        self._values = 0
        self._depth = 0

    def is_of_interest(self, node: ast.Call) -> bool:
        """Whether a call may be a client's, or one that makes a client."""
        return dotted(node.func).rpartition(".")[2] in OF_INTEREST

    def call(self, node: ast.Call) -> Call:
        """A call with its arguments as values."""
        arguments = tuple(self.value(argument) for argument in node.args)
        keywords: dict[str, Any] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            elif isinstance(value, dict):
                keywords |= value
            else:
                keywords.setdefault("**", Unread("are arguments from elsewhere"))
        return Call(dotted(node.func), arguments, keywords)

    def assign(self, target: ast.expr, expression: ast.expr | None) -> None:
        """Bind a name, or set a member of what a name is bound to; without an expression the value is not known."""
        value = Unread() if expression is None else self.value(expression)
        if isinstance(target, ast.Name):
            self.bound[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            for item in target.elts:
                self.assign(item, None)
        elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            holder = self._holder(target.value)
            if isinstance(holder, dict):
                holder[str(target.slice.value)] = value

    def _holder(self, node: ast.expr) -> Any:
        steps: list[str] = []
        while isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            steps.append(str(node.slice.value))
            node = node.value
        holder = self.bound.get(node.id) if isinstance(node, ast.Name) else None
        for step in reversed(steps):
            holder = holder.get(step) if isinstance(holder, dict) else None
        return holder

    def value(self, node: ast.expr) -> Any:
        """The value of an expression."""
        self._count(node)
        self._depth += 1
        try:
            read = _READ.get(type(node))
            return Unread() if read is None else read(self, node)
        finally:
            self._depth -= 1

    def _count(self, node: ast.expr, more: int = 1) -> None:
        self._values += more
        if self._values > MOST_VALUES:
            raise InvalidInput(at(node.lineno, node.col_offset + 1), f"makes more than {MOST_VALUES:,} values")
        if self._depth > DEEPEST * 2:
            raise InvalidInput(at(node.lineno, node.col_offset + 1), f"is nested more than {DEEPEST} levels deep")

    def _copied(self, value: Any, node: ast.expr) -> Any:
        """A copy: equal names must not share what is set later, and every use counts."""
        self._count(node, 1 + (len(value) // 1000 if isinstance(value, str) else 0))
        if isinstance(value, dict):
            return {name: self._copied(member, node) for name, member in value.items()}
        return [self._copied(item, node) for item in value] if isinstance(value, list) else value

    def _constant(self, node: ast.Constant) -> Any:
        value = node.value
        if isinstance(value, int) and value.bit_length() > _MOST_BITS:
            return Unread("is a number that nobody counts to")
        return value if value is None or isinstance(value, bool | int | float | str) else Unread()

    def _name(self, node: ast.Name) -> Any:
        return self._copied(self.bound[node.id], node) if node.id in self.bound else Unread()

    def _items(self, node: ast.List | ast.Tuple) -> Any:
        made: list[Any] = []
        for item in node.elts:
            value = self.value(item.value if isinstance(item, ast.Starred) else item)
            made += value if isinstance(item, ast.Starred) and isinstance(value, list) else [value]
        return made

    def _dict(self, node: ast.Dict) -> Any:
        made: dict[str, Any] = {}
        for key, member in zip(node.keys, node.values, strict=True):
            value = self.value(member)
            if key is None:
                made |= value if isinstance(value, dict) else {}
                continue
            name = self.value(key)
            if name is None or isinstance(name, str | int | float):
                made[name if isinstance(name, str) else json.dumps(name)] = value
        return made

    def _negative(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not isinstance(node.op, ast.USub | ast.UAdd):
            return Unread()
        return -value if isinstance(node.op, ast.USub) else value

    def _binary(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(left, FromEnvironment) or isinstance(right, FromEnvironment):
            return left if isinstance(left, FromEnvironment) else right
        operate = OPERATORS.get(type(node.op))
        return Unread() if operate is None else operate(left, right)

    def _joined(self, node: ast.JoinedStr) -> Any:
        made = [self.value(part.value if isinstance(part, ast.FormattedValue) else part) for part in node.values]
        held = next((part for part in made if isinstance(part, FromEnvironment)), None)
        if held is not None:
            return held
        known = all(isinstance(part, str | int) for part in made) and sum(len(str(part)) for part in made) <= LARGEST
        return "".join(map(str, made)) if known else Unread()

    def _subscript(self, node: ast.Subscript) -> Any:
        if dotted(node.value).endswith("environ"):
            return environment(self.value(node.slice))
        holder, key = self.value(node.value), self.value(node.slice)
        return holder.get(key, Unread()) if isinstance(holder, dict) and isinstance(key, str) else Unread()

    def _attribute(self, node: ast.Attribute) -> Any:
        holder = self.value(node.value)
        return file_name(holder) if isinstance(holder, PathText) and node.attr == "name" else Unread()

    def _call(self, node: ast.Call) -> Any:
        name = dotted(node.func)
        known = KNOWN.get(name) or KNOWN.get("." + name.rpartition(".")[2])
        if known is not None:
            return known(self, node)
        shape = name.rpartition(".")[2]
        if not node.args and node.keywords and (shape[:1].isupper() or shape == "dict"):
            # The typed arguments of a client: Retry(count=3) is {"count": 3}.
            return self.call(node).keywords
        return Unread("is made by a call, and nothing is run")

    def first(self, node: ast.Call) -> Any:
        """The first argument's value."""
        return self.value(node.args[0]) if node.args else Unread()

    def receiver(self, node: ast.Call) -> Any:
        """The value whose method is called."""
        return self.value(node.func.value) if isinstance(node.func, ast.Attribute) else Unread()


def dotted(node: ast.expr) -> str:
    """``client.images.create`` -> its name; calls and indexes in between are passed over."""
    steps: list[str] = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            steps.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript | ast.Await):
            node = node.value
        else:
            break
    return ".".join(reversed([*steps, node.id] if isinstance(node, ast.Name) else steps))


def _known_float(names: Names, node: ast.Call) -> Any:
    value = names.first(node)
    return float(value) if value in ("inf", "-inf", "nan") else value if isinstance(value, int | float) else Unread()


def _method(names: Names, node: ast.Call) -> Any:
    held = names.receiver(node)
    if isinstance(held, PathText):
        return PictureFile(file_name(held))
    return held if isinstance(held, PictureFile) else opened(names.first(node))


def _path(names: Names, node: ast.Call) -> Any:
    value = names.first(node)
    return PathText(value) if isinstance(value, str) else value


def _same(names: Names, node: ast.Call) -> Any:
    held = names.receiver(node)
    return held if isinstance(held, str | PictureFile | FromEnvironment) else Unread()


def _text(names: Names, node: ast.Call) -> Any:
    value = names.first(node)
    if isinstance(value, bool | None):
        return str(value)
    return str(value) if isinstance(value, str | int | float) else value


def _stream(names: Names, node: ast.Call) -> Any:
    value = names.first(node)
    return value if isinstance(value, str | PictureFile) else PictureFile(None)


KNOWN: Mapping[str, Callable[[Names, ast.Call], Any]] = {
    "open": lambda names, node: opened(names.first(node)),
    "Path": _path,
    "pathlib.Path": _path,
    "float": _known_float,
    "int": _known_float,
    "str": _text,
    ".getenv": lambda names, node: environment(names.first(node)),
    "os.environ.get": lambda names, node: environment(names.first(node)),
    ".dumps": lambda names, node: dumped(names.first(node)),
    ".open": _method,
    ".read": _same,
    ".encode": _same,
    ".strip": _same,
    ".read_bytes": _method,
    ".BytesIO": _stream,
}


_READ: Mapping[type[ast.expr], Callable[[Names, Any], Any]] = {
    ast.Constant: Names._constant,
    ast.Name: Names._name,
    ast.List: Names._items,
    ast.Tuple: Names._items,
    ast.Dict: Names._dict,
    ast.UnaryOp: Names._negative,
    ast.BinOp: Names._binary,
    ast.JoinedStr: Names._joined,
    ast.Subscript: Names._subscript,
    ast.Attribute: Names._attribute,
    ast.Call: Names._call,
    ast.Await: lambda names, node: names.value(node.value),
}
