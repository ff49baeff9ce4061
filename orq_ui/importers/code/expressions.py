"""Expressions of pasted code as the values that they have; nothing is run."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.code.container_methods import ELSEWHERE
from orq_ui.importers.code.known_functions import KNOWN, NOT_RUN, environment, is_number, operate
from orq_ui.importers.code.scopes import Scope
from orq_ui.importers.placeholders import UNDEFINED, Call, PictureFile, Unread, joined
from orq_ui.importers.positions import DEEPEST, TOO_DEEP, at

MOST_VALUES = 50_000
"""Values in all: names used over and over would make more of them than any machine has room for."""
_MOST_BITS = 2000
_ABBREVIATED = frozenset({"Object", "Array", "Function", "Map", "Set"})
"""What Node prints in brackets for what is nested too deeply: ``[Object]``."""
_ENVIRONMENTS = ("environ", "os.environ", "process.env", "import.meta.env", "Bun.env")
SIGNS = {ast.Add: "+", ast.Mult: "*", ast.BitOr: "|", ast.Div: "/"}
Mistakes = tuple[tuple[tuple[int, int], InvalidInput], ...]


class Expressions:
    """Reads expressions by the names that are bound so far."""

    def __init__(self, mistakes: Mistakes) -> None:
        self.mistakes = mistakes
        self.used: set[str] = set()
        self._scope = Scope()
        self._values = 0
        self._depth = 0

    def _steps(self, node: ast.expr) -> list[Any]:
        """Return ``a.b["c"]`` as ``["a", "b", "c"]``; nothing for what is no name, or a member that is not known."""
        steps: list[Any] = []
        while isinstance(node, ast.Attribute | ast.Subscript):
            steps.append(node.attr if isinstance(node, ast.Attribute) else self.value(node.slice))
            node = node.value
        known = isinstance(node, ast.Name) and all(isinstance(step, str | int) for step in steps)
        return [node.id, *reversed(steps)] if known and isinstance(node, ast.Name) else []

    def _held(self, steps: list[Any]) -> Any:
        """Return what is bound to a name, or is at a place in it: itself, not a copy."""
        scope = self._scope.of(steps[0]) if steps else None
        held: Any = Unread() if scope is None else scope.names[steps[0]]
        for step in steps[1:]:
            held = _member(held, step)
        return held

    def _call(self, node: ast.Call) -> Call:
        keywords: dict[str, Any] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            else:
                keywords |= value if isinstance(value, dict) else {"**": Unread("are arguments from elsewhere")}
        span = (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)
        mistake = next((mistake for place, mistake in self.mistakes if span[0] <= place <= span[1]), None)
        receiver = self.value(node.func.value) if isinstance(node.func, ast.Attribute) else Unread()
        place = at(node.lineno, node.col_offset + 1)
        return Call(
            name=dotted(node.func),
            arguments=tuple(self._items(node.args)),
            keywords=keywords,
            receiver=receiver,
            mistake=mistake,
            place=place,
        )

    def value(self, node: ast.expr) -> Any:
        """Return the value of an expression; raises InvalidInput where there are too many."""
        self._count(node)
        if self._depth > DEEPEST:
            return Unread(TOO_DEEP)
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

    def _copied(self, value: Any, node: ast.expr) -> Any:
        """Return a copy: equal names must not share what is set later, and every use counts."""
        self._count(node, 1 + (len(value) // 1000 if isinstance(value, str) else 0))
        if isinstance(value, dict):
            return {name: self._copied(member, node) for name, member in value.items()}
        return [self._copied(item, node) for item in value] if isinstance(value, list) else value

    def _constant(self, node: ast.Constant) -> Any:
        value: Any = node.value
        if isinstance(value, int) and value.bit_length() > _MOST_BITS:
            return Unread("is a number that nobody counts to")
        return Unread() if isinstance(value, bytes | complex) or value is Ellipsis else value

    def _name(self, node: ast.Name) -> Any:
        scope = self._scope.of(node.id)
        if scope is None:
            return Unread()
        self.used.add(node.id)
        return self._copied(scope.names[node.id], node)

    def _items(self, nodes: list[ast.expr]) -> list[Any]:
        made: list[Any] = []
        for node in nodes:
            value = self.value(node.value if isinstance(node, ast.Starred) else node)
            made += value if isinstance(node, ast.Starred) and isinstance(value, list) else [value]
        return made

    def _list(self, node: ast.List) -> Any:
        alone = node.elts[0] if len(node.elts) == 1 else None
        if isinstance(alone, ast.Name) and alone.id in _ABBREVIATED and self._scope.of(alone.id) is None:
            return Unread("was abbreviated where it was printed")
        return self._items(node.elts)

    def _dict(self, node: ast.Dict) -> Any:
        made: dict[str, Any] = {}
        for key, member in zip(node.keys, node.values, strict=True):
            value = self.value(member)
            name = None if key is None else self.value(key)
            if key is None:
                made |= value if isinstance(value, dict) else {"...": Unread(ELSEWHERE)}
            elif value is not UNDEFINED:
                plain = name is None or isinstance(name, bool | int | float)
                made[json.dumps(name) if plain else joined(name)] = value
        return made

    def _signed(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        if not is_number(value) or not isinstance(node.op, ast.USub | ast.UAdd):
            return Unread()
        return -value if isinstance(node.op, ast.USub) else value

    def _alternatives(self, node: ast.BoolOp) -> Any:
        first, *others = (self.value(value) for value in node.values)
        for other in others:
            first = operate("or" if isinstance(node.op, ast.Or) else "", first, other)
        return first

    def _formatted(self, node: ast.FormattedValue) -> Any:
        return self.value(node.value) if node.format_spec is None and node.conversion == -1 else Unread()

    def _subscript(self, node: ast.Subscript) -> Any:
        if dotted(node.value) in _ENVIRONMENTS:
            return environment(self.value(node.slice))
        return _member(self.value(node.value), self.value(node.slice))

    def _attribute(self, node: ast.Attribute) -> Any:
        if dotted(node.value) in _ENVIRONMENTS:
            return environment(node.attr)
        return _member(self.value(node.value), node.attr)

    def _result(self, node: ast.Call) -> Any:
        verb = dotted(node.func).rpartition(".")[2]
        if verb in KNOWN:
            call = self._call(node)
            return KNOWN[verb](call, call.receiver)
        # The typed arguments of a client: Retry(count=3) is {"count": 3}.
        typed = not node.args and node.keywords and (verb[:1].isupper() or verb == "dict")
        return self._call(node).keywords if typed else NOT_RUN


def dotted(node: ast.expr) -> str:
    """Return ``client.images.create`` as its name; calls and indexes in between do not count."""
    steps: list[str] = []
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript | ast.Await) and len(steps) < DEEPEST:
        if isinstance(node, ast.Attribute):
            steps.append(node.attr)
        node = node.func if isinstance(node, ast.Call) else node.value
    return ".".join(reversed([*steps, node.id] if isinstance(node, ast.Name) else steps))


def _member(holder: Any, key: Any) -> Any:
    """Return a member of a value, or Unread."""
    if isinstance(holder, PictureFile) or (isinstance(holder, str) and key == "value"):
        # What is taken of a picture is still that picture; a member of an enumeration has its text as its value.
        return holder
    if isinstance(holder, dict):
        return holder.get(key, Unread()) if isinstance(key, str) else Unread()
    known = isinstance(holder, list) and isinstance(key, int) and -len(holder) <= key < len(holder)
    return holder[key] if known else Unread()


_READ: Mapping[type[ast.expr], Callable[[Expressions, Any], Any]] = {
    ast.Constant: Expressions._constant,
    ast.Name: Expressions._name,
    ast.List: Expressions._list,
    ast.Tuple: lambda reader, node: reader._items(node.elts),
    ast.Dict: Expressions._dict,
    ast.UnaryOp: Expressions._signed,
    ast.BinOp: lambda reader, node: operate(
        SIGNS.get(type(node.op), ""), reader.value(node.left), reader.value(node.right)
    ),
    ast.BoolOp: Expressions._alternatives,
    ast.JoinedStr: lambda reader, node: joined(*map(reader.value, node.values)),
    ast.FormattedValue: Expressions._formatted,
    ast.Subscript: Expressions._subscript,
    ast.Attribute: Expressions._attribute,
    ast.Call: Expressions._result,
    ast.IfExp: lambda reader, node: Unread("depends on a condition"),
    ast.Await: lambda reader, node: reader.value(node.value),
}
