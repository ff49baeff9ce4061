"""Pasted code as the calls in it and the names that it binds, with the values that they have; nothing is run.

One reader for all languages: each is parsed into Python's own syntax tree. What that cannot say stands as a constant.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, zip_longest
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.container_methods import ELSEWHERE, IN_BRANCH, change, set_member
from orq_ui.importers.known_functions import (
    FILLING,
    KNOWN,
    NOT_RUN,
    OF_INTEREST,
    PAIRING,
    STANDALONE,
    environment,
    is_number,
    operate,
)
from orq_ui.importers.placeholders import UNDEFINED, Call, Pairs, PictureFile, Unread, joined
from orq_ui.importers.positions import DEEPEST, TOO_DEEP, at
from orq_ui.importers.scopes import Branch, Scope

MOST_VALUES = 50_000
"""Values in all: names used over and over would make more of them than any machine has room for."""
_MOST_BITS = 2000
_IN_FUNCTION = "is set in a function"
_ENVIRONMENTS = ("environ", "os.environ", "process.env", "import.meta.env", "Bun.env")
_SIGNS = {ast.Add: "+", ast.Mult: "*", ast.BitOr: "|", ast.Div: "/"}


@dataclass(frozen=True)
class Code:
    """Code as Python's syntax tree, and where it was not understood, by line and column as the tree counts them.

    ``reaches_out`` says that an assignment in a function is to the name outside of it, as it is in JavaScript.
    """

    module: ast.Module
    mistakes: tuple[tuple[tuple[int, int], InvalidInput], ...] = ()
    reaches_out: bool = False


@dataclass(frozen=True)
class Declaration:
    """A value that the code gives to a name, or returns: its type as written, or ``""``."""

    name: str
    type_name: str
    value: Any
    place: str


class Program:
    """Reads code in its order: each expression means what the names bound before it make of it."""

    def __init__(self, code: Code) -> None:
        self.calls: list[Call] = []
        self.mistakes = code.mistakes
        self.used: set[str] = set()
        self._declared: list[Declaration] = []
        self._reaches_out = code.reaches_out
        self._scope = self._module = Scope()
        self._branch: Branch = ()
        self._numbers = count()
        self._values = 0
        self._depth = 0
        self._run(code.module.body)

    @property
    def bound(self) -> dict[str, Any]:
        """The names of the module, and their values at its end."""
        return self._module.names

    @property
    def declared(self) -> list[Declaration]:
        """What the code gives to names or returns, in its order, as it is at the end; the last of each name."""
        last = {declaration.name or str(place): declaration for place, declaration in enumerate(self._declared)}
        return list(last.values())

    def _run(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self._bind(statement)
            for expression in _expressions(statement):
                for node in ast.walk(expression):
                    if isinstance(node, ast.Call):
                        self._called(node)
            self._run_inner(statement)

    def _run_inner(self, statement: ast.stmt) -> None:
        """Read the statements in a statement: what may or may not be run is a branch of its own."""
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self._run_scope(statement)
            return
        always = isinstance(statement, ast.With | ast.AsyncWith | ast.Try) or _is_start(statement)
        cases = [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]
        bodies = [(getattr(statement, name, []), always) for name in ("body", "orelse", "finalbody")]
        for inner, runs in [bodies[0], *((case.body, False) for case in cases), *bodies[1:]]:
            outside = self._branch
            self._branch = outside if runs else (*outside, next(self._numbers))
            self._run(inner)
            self._branch = outside

    def _run_scope(self, statement: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        outside = self._scope
        self._scope = Scope(outside)
        if isinstance(statement, ast.ClassDef):
            outside.names[statement.name] = self._scope.names
        else:
            given = statement.args
            names = [*given.posonlyargs, *given.args, *given.kwonlyargs]
            # Defaults belong to the last of the names, and every name after the star has one, if only None.
            defaults = reversed([*given.defaults, *given.kw_defaults])
            for name, default in zip_longest(reversed(names), defaults):
                unknown = Unread("is a parameter of a function")
                self._bind_name(name.arg, unknown if default is None else self.value(default))
            if self._is_class(outside):
                # What one method sets, the others see.
                self._scope.names[names[0].arg if names else "this"] = outside.names
        self._run(statement.body)
        self._scope = outside

    def _is_class(self, scope: Scope) -> bool:
        return scope.outer is not None and any(held is scope.names for held in scope.outer.names.values())

    def _bind(self, statement: ast.stmt) -> None:
        binding = _BIND.get(type(statement))
        if binding is not None:
            binding(self, statement)

    def _bind_typed(self, statement: ast.AnnAssign) -> None:
        if statement.value is not None:
            self._declare(statement.target, statement.value, statement.annotation)

    def _bind_plain(self, statement: ast.Assign) -> None:
        for target in statement.targets:
            self._declare(target, statement.value)

    def _bind_changed(self, statement: ast.AugAssign) -> None:
        sign = _SIGNS.get(type(statement.op), "")
        self._assign(statement.target, operate(sign, self.value(statement.target), self.value(statement.value)))

    def _unbind(self, statement: ast.Delete) -> None:
        for target in statement.targets:
            self._assign(target, UNDEFINED)

    def _bind_outside(self, statement: ast.Global | ast.Nonlocal) -> None:
        for name in statement.names:
            self._module.names[name] = Unread(_IN_FUNCTION)

    def _bind_opened(self, statement: ast.With | ast.AsyncWith) -> None:
        for item in statement.items:
            if item.optional_vars is not None:
                opened = self.value(item.context_expr)
                self._assign(item.optional_vars, Unread() if opened is NOT_RUN else opened)

    def _bind_nothing(self, statement: ast.Expr | ast.Return) -> None:
        if isinstance(statement.value, ast.Dict | ast.Call):
            self._add_declaration("", statement.value, None, self.value(statement.value))

    def _declare(self, target: ast.expr, node: ast.expr, annotation: ast.expr | None = None) -> None:
        value = self.value(node)
        self._assign(target, value, local=annotation is not None)
        name = target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""
        if name:
            self._add_declaration(name, node, annotation, value)

    def _add_declaration(self, name: str, node: ast.expr, annotation: ast.expr | None, value: Any) -> None:
        if isinstance(value, dict | list | str):
            written = dotted(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
            named = "" if annotation is None else _type_of(annotation)
            type_name = f"{named} {written}".strip() if written[:1].isupper() else named
            self._declared.append(Declaration(name, type_name, value, at(node.lineno, node.col_offset + 1)))

    def _assign(self, target: ast.expr, value: Any, *, local: bool = False) -> None:
        """Bind a name, or set a member of what a name is bound to."""
        steps = self._steps(target)
        if isinstance(target, ast.Tuple | ast.List):
            for item in target.elts:
                self._assign(item, Unread(), local=local)
        elif len(steps) == 1:
            self._bind_name(steps[0], value, local=local)
        elif steps:
            set_member(self._held(steps[:-1]), steps[-1], value if self._is_sure(steps[0]) else Unread(IN_BRANCH))
        elif isinstance(target, ast.Subscript):
            # One of the members, but which is not known.
            set_member(self._held(self._steps(target.value)), joined(self.value(target.slice)), Unread())

    def _bind_name(self, name: str, value: Any, *, local: bool = False) -> None:
        scope = self._scope
        found = scope.of(name) if self._reaches_out and not local else None
        if found is not None and found is not scope:
            found.names[name] = Unread(_IN_FUNCTION)
        if name in scope.names and not self._is_sure(name):
            value = Unread(IN_BRANCH)
        else:
            scope.branches[name] = self._branch
        scope.names[name] = value

    def _is_sure(self, name: str) -> bool:
        return self._scope.is_sure(name, self._branch)

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

    def _called(self, node: ast.Call) -> None:
        verb = dotted(node.func).rpartition(".")[2]
        if verb in OF_INTEREST or verb.endswith(STANDALONE):
            self.calls.append(self._call(node))
        elif verb in FILLING and isinstance(node.func, ast.Attribute) and (steps := self._steps(node.func.value)):
            call = self._call(node)
            if steps == ["Object"] and node.args:
                steps = self._steps(node.args[0])
                call = replace(call, arguments=call.arguments[1:])
            self._fill(steps, call)

    def _fill(self, steps: list[Any], call: Call) -> None:
        """Change the form, the headers, the list or the dictionary that a method is called on."""
        held = self._held(steps)
        if isinstance(held, Unread) and len(steps) == 1 and call.verb in PAIRING:
            # What comes from elsewhere, such as a function's parameter, is taken for what it is used as.
            scope = self._scope.of(steps[0]) or self._scope
            held = scope.names[steps[0]] = Pairs()
        change(held, call, sure=bool(steps) and self._is_sure(steps[0]))

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
    """Return a member of a value, or Unread; what is taken of a picture is still that picture."""
    if isinstance(holder, PictureFile):
        return holder
    if isinstance(holder, dict):
        return holder.get(key, Unread()) if isinstance(key, str) else Unread()
    known = isinstance(holder, list) and isinstance(key, int) and -len(holder) <= key < len(holder)
    return holder[key] if known else Unread()


def _is_start(statement: ast.stmt) -> bool:
    """Return whether a condition only asks if the file is the one that is started."""
    return isinstance(statement, ast.If) and any(
        isinstance(node, ast.Name) and node.id in ("__name__", "require", "import") for node in ast.walk(statement.test)
    )


def _type_of(annotation: ast.expr) -> str:
    """Return a type as it is written, in quotes or not."""
    return str(annotation.value) if isinstance(annotation, ast.Constant) else ast.unparse(annotation)


def _expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.withitem):
            yield child.context_expr


_BIND: Mapping[type[ast.stmt], Callable[[Program, Any], None]] = {
    ast.Assign: Program._bind_plain,
    ast.AnnAssign: Program._bind_typed,
    ast.AugAssign: Program._bind_changed,
    ast.Delete: Program._unbind,
    **dict.fromkeys((ast.For, ast.AsyncFor), lambda program, node: program._assign(node.target, Unread())),
    **dict.fromkeys((ast.Global, ast.Nonlocal), Program._bind_outside),
    **dict.fromkeys((ast.With, ast.AsyncWith), Program._bind_opened),
    **dict.fromkeys((ast.Expr, ast.Return), Program._bind_nothing),
}
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
