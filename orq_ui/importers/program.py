"""Pasted code as the calls in it and the names that it binds, with the values that they have; nothing is run.

One reader for all languages: each is parsed into Python's own syntax tree. What that cannot say stands as a constant.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.known_functions import FILLING, KNOWN, NOT_RUN, OF_INTEREST, environment, is_number, operate
from orq_ui.importers.placeholders import UNDEFINED, Call, Pairs, PictureFile, Unread, joined
from orq_ui.importers.positions import DEEPEST, TOO_DEEP, at

MOST_VALUES = 50_000
"""Values in all: names used over and over would make more of them than any machine has room for."""
_MOST_BITS = 2000
_ENVIRONMENTS = ("environ", "os.environ", "process.env", "import.meta.env", "Bun.env")
_SIGNS = {ast.Add: "+", ast.Mult: "*", ast.BitOr: "|", ast.Div: "/"}


@dataclass(frozen=True)
class Code:
    """Code as Python's syntax tree, and where it was not understood, by line and column as the tree counts them."""

    module: ast.Module
    mistakes: tuple[tuple[tuple[int, int], InvalidInput], ...] = ()


class Program:
    """Reads code in its order: each expression means what the names bound before it make of it."""

    def __init__(self, code: Code) -> None:
        self.bound: dict[str, Any] = {}
        self.calls: list[Call] = []
        self.mistakes = code.mistakes
        self._values = 0
        self._depth = 0
        for statement in _statements(code.module.body):
            self._bind(statement)
            for expression in _expressions(statement):
                for node in ast.walk(expression):
                    if isinstance(node, ast.Call):
                        self._called(node)

    def _bind(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                self._assign(target, self.value(statement.value))
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self._assign(statement.target, self.value(statement.value))
        elif isinstance(statement, ast.AugAssign | ast.For | ast.AsyncFor):
            self._assign(statement.target, Unread())
        elif isinstance(statement, ast.With | ast.AsyncWith):
            for item in statement.items:
                if item.optional_vars is not None:
                    opened = self.value(item.context_expr)
                    self._assign(item.optional_vars, opened if isinstance(opened, PictureFile) else Unread())
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            given = statement.args
            names = [*given.posonlyargs, *given.args, *given.kwonlyargs]
            # Defaults belong to the last of the names, and every name after the star has one, if only None.
            defaults = reversed([*given.defaults, *given.kw_defaults])
            for name, default in zip_longest(reversed(names), defaults):
                unknown = Unread("is a parameter of a function")
                self.bound[name.arg] = unknown if default is None else self.value(default)

    def _assign(self, target: ast.expr, value: Any) -> None:
        """Bind a name, or set a member of what a name is bound to."""
        steps = self._steps(target)
        if isinstance(target, ast.Tuple | ast.List):
            for item in target.elts:
                self._assign(item, Unread())
        elif steps and isinstance(holder := self._held(steps[:-1]), dict):
            holder[str(steps[-1])] = value

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
        held: Any = self.bound
        for step in steps:
            held = _member(held, step)
        return held

    def _called(self, node: ast.Call) -> None:
        verb = dotted(node.func).rpartition(".")[2]
        if verb in OF_INTEREST:
            self.calls.append(self._call(node))
        elif verb in FILLING and isinstance(node.func, ast.Attribute) and (steps := self._steps(node.func.value)):
            self._fill(steps, self._call(node))

    def _fill(self, steps: list[Any], call: Call) -> None:
        """Add to the form, the headers, the list or the dictionary that a method is called on."""
        held = self._held(steps)
        if isinstance(held, list) and call.verb in ("append", "push"):
            held += call.arguments
        elif isinstance(held, dict) and call.verb == "update":
            for given in (*call.arguments, call.keywords):
                held |= given if isinstance(given, dict) else {"...": Unread("are members from elsewhere")}
        elif isinstance(held, Pairs | Unread) and len(call.arguments) > 1:
            # What comes from elsewhere, such as a function's parameter, is taken for what it is used as.
            pairs = held if isinstance(held, Pairs) else Pairs()
            name, content, *more = call.arguments
            filename, kind = call.keywords.get("filename", more[0] if more else None), call.keywords.get("content_type")
            if call.verb == "set":
                pairs.added[:] = [pair for pair in pairs.added if pair[0] != name]
            pairs.added.append((joined(name), [filename, content, kind] if filename or kind else content))
            if held is not pairs and len(steps) == 1:
                self.bound[steps[0]] = pairs

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
        return Call(dotted(node.func), tuple(self._items(node.args)), keywords, mistake)

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
        return self._copied(self.bound[node.id], node) if node.id in self.bound else Unread()

    def _items(self, nodes: list[ast.expr]) -> list[Any]:
        made: list[Any] = []
        for node in nodes:
            value = self.value(node.value if isinstance(node, ast.Starred) else node)
            made += value if isinstance(node, ast.Starred) and isinstance(value, list) else [value]
        return made

    def _dict(self, node: ast.Dict) -> Any:
        made: dict[str, Any] = {}
        for key, member in zip(node.keys, node.values, strict=True):
            value = self.value(member)
            name = None if key is None else self.value(key)
            if key is None:
                made |= value if isinstance(value, dict) else {"...": Unread("are members from elsewhere")}
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
            receiver = self.value(node.func.value) if isinstance(node.func, ast.Attribute) else Unread()
            return KNOWN[verb](self._call(node), receiver)
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
    """Return a member of a value, or Unread; what is taken of a picture is still that picture."""
    if isinstance(holder, PictureFile):
        return holder
    if isinstance(holder, dict):
        return holder.get(key, Unread()) if isinstance(key, str) else Unread()
    known = isinstance(holder, list) and isinstance(key, int) and -len(holder) <= key < len(holder)
    return holder[key] if known else Unread()


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    waiting = list(reversed(body))
    while waiting:
        statement = waiting.pop()
        yield statement
        inner: list[ast.stmt] = []
        for name in ("body", "handlers", "orelse", "finalbody"):
            for member in getattr(statement, name, []):
                inner += member.body if isinstance(member, ast.ExceptHandler) else [member]
        waiting += reversed(inner)


def _expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.withitem):
            yield child.context_expr


_READ: Mapping[type[ast.expr], Callable[[Program, Any], Any]] = {
    ast.Constant: Program._constant,
    ast.Name: Program._name,
    ast.List: lambda program, node: program._items(node.elts),
    ast.Tuple: lambda program, node: program._items(node.elts),
    ast.Dict: Program._dict,
    ast.UnaryOp: Program._signed,
    ast.BinOp: lambda program, node: operate(
        _SIGNS.get(type(node.op), ""), program.value(node.left), program.value(node.right)
    ),
    ast.BoolOp: Program._alternatives,
    ast.JoinedStr: lambda program, node: joined(*map(program.value, node.values)),
    ast.FormattedValue: Program._formatted,
    ast.Subscript: Program._subscript,
    ast.Attribute: Program._attribute,
    ast.Call: Program._result,
    ast.Await: lambda program, node: program.value(node.value),
}
