"""Pasted code as the calls in it and the names that it binds, with the values that they have; nothing is run.

One reader for all languages: each is parsed into Python's own syntax tree. What that cannot say stands as a constant.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, zip_longest
from typing import Any

from orq_ui.importers.code.container_methods import IN_BRANCH, chained_arguments, change, set_member
from orq_ui.importers.code.expressions import SIGNS, Expressions, Mistakes, dotted
from orq_ui.importers.code.known_functions import (
    CHAINED,
    FILLING,
    NOT_RUN,
    NOT_SENDING,
    OF_INTEREST,
    PAIRING,
    SENDING,
    STANDALONE,
    operate,
)
from orq_ui.importers.code.scopes import Branch, Scope
from orq_ui.importers.headers import VARIATIONS
from orq_ui.importers.placeholders import UNDEFINED, Call, Pairs, Unread, joined
from orq_ui.importers.positions import DEEPEST, at

_IN_FUNCTION = "is set in a function"


@dataclass(frozen=True)
class Code:
    """Code as Python's syntax tree, and where it was not understood, by line and column as the tree counts them.

    ``reaches_out`` says that an assignment in a function is to the name outside of it, as it is in JavaScript.
    """

    module: ast.Module
    mistakes: Mistakes = ()
    reaches_out: bool = False


@dataclass(frozen=True)
class Declaration:
    """A value that the code gives to a name, or returns: its type as written, or ``""``."""

    name: str
    type_name: str
    value: Any
    place: str


class Program(Expressions):
    """Reads code in its order: each expression means what the names bound before it make of it."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.mistakes)
        self.calls: list[Call] = []
        self._declared: list[Declaration] = []
        self._reaches_out = code.reaches_out
        self._module = self._scope
        self._branch: Branch = ()
        self._numbers = count()
        self._chains: dict[ast.Call, ast.Call] = {}
        self._calls_of: dict[str, list[ast.Call]] = {}
        for node in ast.walk(code.module):
            if isinstance(node, ast.Call):
                self._calls_of.setdefault(dotted(node.func).rpartition(".")[2], []).append(node)
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
        if len(self._branch) >= DEEPEST:  # a long chain of elif nests, too
            return
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
            names = self._bind_parameters(statement, self._is_class(outside))
            if self._is_class(outside):
                # What one method sets, the others see.
                self._scope.names[names[0] if names and not self._reaches_out else "this"] = outside.names
        self._run(statement.body)
        self._scope = outside

    def _bind_parameters(self, function: ast.FunctionDef | ast.AsyncFunctionDef, is_method: bool) -> list[str]:
        """Bind each parameter to what the only call of the function gives it, else to its default."""
        given = function.args
        names = [name.arg for name in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        positions = names[: len(names) - len(given.kwonlyargs)][is_method and not self._reaches_out :]
        calls = self._calls_of.get(function.name, [])
        # Defaults belong to the last of the names, and every name after the star has one, if only None.
        defaults = reversed([*given.defaults, *given.kw_defaults])
        for name, default in zip_longest(reversed(names), defaults):
            place = positions.index(name) if name in positions else None
            passed = [value for call in calls for value in _passed(call, name, place)]
            value: Any = Unread("is a parameter of a function")
            if len(passed) == len(calls) == 1:
                value = self.value(passed[0])
            elif passed:
                value = Unread("is a parameter that several calls give")
            elif default is not None:
                value = self.value(default)
            self._bind_name(name, value, local=True)
        return names

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
        sign = SIGNS.get(type(statement.op), "")
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

    def _called(self, node: ast.Call) -> None:
        verb = dotted(node.func).rpartition(".")[2]
        if verb in CHAINED and (sent := _start_of_chain(node)) is not None:
            # What is walked first is the whole of a chain, such as post(url).field("model", "m").attach("image", "a").
            self._chains.setdefault(sent, node)
        elif verb in OF_INTEREST or verb.endswith(STANDALONE) or (verb not in NOT_SENDING and _says_address(node)):
            call = self._call(node)
            self.calls.append(replace(call, keywords=call.keywords | self._chained(node)))
        elif verb in FILLING and isinstance(node.func, ast.Attribute) and (steps := self._steps(node.func.value)):
            call = self._call(node)
            if steps == ["Object"] and node.args:
                steps = self._steps(node.args[0])
                call = replace(call, arguments=call.arguments[1:])
            self._fill(steps, call)

    def _chained(self, sent: ast.Call) -> dict[str, Any]:
        """Return what the calls say that follow the one that sends, as superagent has it: its body and headers."""
        node: ast.expr = self._chains.pop(sent, sent)
        calls: list[Call] = []
        while isinstance(node, ast.Call) and node is not sent and isinstance(node.func, ast.Attribute):
            calls.append(self._call(node))
            node = node.func.value
        return chained_arguments(reversed(calls))

    def _fill(self, steps: list[Any], call: Call) -> None:
        """Change the form, the headers, the list or the dictionary that a method is called on."""
        held = self._held(steps)
        if isinstance(held, Unread) and len(steps) == 1 and call.verb in PAIRING:
            # What comes from elsewhere, such as a function's parameter, is taken for what it is used as.
            scope = self._scope.of(steps[0]) or self._scope
            held = scope.names[steps[0]] = Pairs()
        change(held, call, sure=bool(steps) and self._is_sure(steps[0]))


def _says_address(node: ast.Call) -> bool:
    """Return whether a function of whatever name is given the address of this call."""
    texts = [given.value for given in node.args[:2] if isinstance(given, ast.Constant)]
    return any(isinstance(text, str) and VARIATIONS in text and not re.search(r"\s", text) for text in texts)


def _passed(call: ast.Call, name: str, place: int | None) -> Iterator[ast.expr]:
    """Yield what a call gives to a parameter, by its name or place; all that is spread may be it."""
    for keyword in call.keywords:
        if keyword.arg == name:
            yield keyword.value
        elif keyword.arg is None:
            yield ast.Set([])
    spread = [argument for argument in call.args if isinstance(argument, ast.Starred)]
    if place is not None and (spread or place < len(call.args)):
        yield ast.Set([]) if spread else call.args[place]


def _start_of_chain(node: ast.Call) -> ast.Call | None:
    """Return the call that sends, at the start of a chain of calls."""
    inner: ast.expr = node
    for _ in range(DEEPEST):
        if not isinstance(inner, ast.Call) or not isinstance(inner.func, ast.Attribute):
            return None
        if inner.func.attr in SENDING and inner.args and inner is not node:
            return inner
        inner = inner.func.value
    return None


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
