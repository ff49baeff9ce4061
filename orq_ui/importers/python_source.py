"""Python code as the calls in it, read with ``ast``: nothing is run, imported or compiled."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator

from orq_ui.importers.placeholders import Call, PictureFile, Unread
from orq_ui.importers.positions import TOO_DEEP, wrong
from orq_ui.importers.python_values import Names

MOST_CODE = 60_000
"""Characters outside of texts; Python's own parser takes half a second for them."""
_TEXTS = re.compile(r"\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|#[^\n]*")
_PROMPT = re.compile(r"^(?:>>>|\.\.\.) ?", re.M)
_MAGIC = re.compile(r"^[ \t]*[!%][^\n]*$", re.M)
_FIXED = re.compile(r"[^']*(?:'.{1,3}'[^']*)*")
"""Python's own words about a mistake, when they quote single signs at most: a key may stand in the code."""


def calls_in(text: str) -> list[Call]:
    """Every call of a client or HTTP library, in the order of the code; raises InvalidInput with the place."""
    names = Names()
    for statement in _statements(parse(text).body):
        _bind(statement, names)
        for expression in _expressions(statement):
            for node in ast.walk(expression):
                if isinstance(node, ast.Call) and names.is_of_interest(node):
                    names.calls.append(names.call(node))
    return names.calls


def parse(text: str) -> ast.Module:
    """Parse code, also from a prompt or a notebook; raises InvalidInput."""
    code = _MAGIC.sub("", _PROMPT.sub("", text)) if ">>>" in text or re.search(r"^[ \t]*[!%]", text, re.M) else text
    code = textwrap.dedent(code)
    if len(_TEXTS.sub("", code)) > MOST_CODE:
        raise wrong(text, 0, f"has more than {MOST_CODE:,} characters of code")
    try:
        return ast.parse(code)
    except SyntaxError as problem:
        raise wrong(text, _index(text, problem), f"is not Python: {_reason(problem)}") from None
    except (RecursionError, MemoryError):
        raise wrong(text, 0, TOO_DEEP) from None
    except ValueError:
        raise wrong(text, max(text.find("\0"), 0), "is not Python: it has a sign that no code can have") from None


def _index(text: str, problem: SyntaxError) -> int:
    before = text.split("\n")[: max((problem.lineno or 1) - 1, 0)]
    return min(sum(len(line) + 1 for line in before) + max((problem.offset or 1) - 1, 0), len(text))


def _reason(problem: SyntaxError) -> str:
    said = problem.msg.partition(". ")[0]
    return said if _FIXED.fullmatch(said) and "repeated" not in said and "error)" not in said else "invalid syntax"


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


def _bind(statement: ast.stmt, names: Names) -> None:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            names.assign(target, statement.value)
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        names.assign(statement.target, statement.value)
    elif isinstance(statement, ast.AugAssign | ast.For | ast.AsyncFor):
        names.assign(statement.target, None)
    elif isinstance(statement, ast.With | ast.AsyncWith):
        for item in statement.items:
            if isinstance(item.optional_vars, ast.Name):
                opened = names.value(item.context_expr)
                names.bound[item.optional_vars.id] = opened if isinstance(opened, PictureFile) else Unread()
    elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        _bind_parameters(statement.args, names)


def _bind_parameters(parameters: ast.arguments, names: Names) -> None:
    positional = [*parameters.posonlyargs, *parameters.args]
    for parameter in [*positional, *parameters.kwonlyargs]:
        names.bound[parameter.arg] = Unread("is a parameter of a function")
    given = zip(reversed(positional), reversed(parameters.defaults), strict=False)
    for parameter, default in [*given, *zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True)]:
        if default is not None:
            names.bound[parameter.arg] = names.value(default)
