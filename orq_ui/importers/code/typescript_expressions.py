"""Expressions of TypeScript and JavaScript, as those that Python code with their meaning would have."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from orq_ui.importers.placeholders import UNDEFINED, Unread
from orq_ui.importers.positions import DEEPEST, TOO_DEEP
from orq_ui.importers.syntax_tree import SyntaxTree

if TYPE_CHECKING:
    from tree_sitter import Node

_CONSTANTS: Mapping[str, Any] = {
    "true": True, "false": False, "null": None, "undefined": UNDEFINED, "NaN": math.nan, "Infinity": math.inf,
    "True": True, "False": False, "None": None,  # an object in braces may be one of Python's dictionaries
}  # fmt: skip
OPERATORS: Mapping[str, ast.operator] = {"+": ast.Add(), "*": ast.Mult()}
_SIGNS: Mapping[str, ast.unaryop] = {"+": ast.UAdd(), "-": ast.USub()}
FUNCTIONS = frozenset({"arrow_function", "function_expression", "method_definition", "class"})
"""Those that are part of an expression."""


class ExpressionTranslator:
    """Makes Python's expressions of tree-sitter's; functions among them wait to be read as statements."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._functions: list[Node] = []
        self._depth = 0

    def expression(self, node: Node) -> ast.expr:
        """Translate an expression; what Python's tree has no word for becomes a set, which has no value."""
        self._depth += 1
        if self._depth > DEEPEST:
            made: ast.expr = constant(Unread(TOO_DEEP))
        elif node.has_error and any(child.is_error or child.is_missing for child in node.children):
            made = constant(Unread("is not understood"))
        elif node.type in FUNCTIONS:
            self._functions.append(node)
            made = constant(Unread("is a function"))
        else:
            made = _EXPRESSIONS.get(node.type, ExpressionTranslator._other)(self, node)
        self._depth -= 1
        made.lineno, made.col_offset = node.start_point.row + 1, node.start_point.column
        made.end_lineno, made.end_col_offset = node.end_point.row + 1, node.end_point.column
        return made

    def _other(self, node: Node) -> ast.expr:
        return ast.Set([self.expression(child) for child in node.named_children])

    def _field(self, node: Node, *names: str) -> ast.expr:
        found = next(filter(None, map(node.child_by_field_name, names)), None)
        return constant(Unread()) if found is None else self.expression(found)

    def _name(self, node: Node) -> ast.expr:
        name = self._tree.text(node)
        return constant(_CONSTANTS[name]) if name in _CONSTANTS else ast.Name(name)

    def _string(self, node: Node) -> ast.expr:
        return ast.Constant(unescaped(self._tree.text(node)[1:-1]))

    def _template(self, node: Node) -> ast.expr:
        pieces: list[ast.expr] = []
        start = node.start_byte + 1
        for held in node.named_children:
            if held.type == "template_substitution":
                pieces.append(ast.Constant(unescaped(self._tree.between(start, held.start_byte))))
                pieces.append(self._inner(held))
                start = held.end_byte
        return ast.JoinedStr([*pieces, ast.Constant(unescaped(self._tree.between(start, node.end_byte - 1)))])

    def _inner(self, node: Node) -> ast.expr:
        """Translate what is in brackets, after ``await`` or dots, or before ``as``."""
        return next((self.expression(child) for child in parts_of(node)), constant(Unread()))

    def _items(self, node: Node | None) -> list[ast.expr]:
        parts = [] if node is None else parts_of(node)
        return [ast.Starred(self._inner(p)) if p.type == "spread_element" else self.expression(p) for p in parts]

    def _object(self, node: Node) -> ast.expr:
        made = ast.Dict([], [])
        for part in parts_of(node):
            if part.type == "spread_element":
                made.keys.append(None)
                made.values.append(self._inner(part))
            elif part.type == "shorthand_property_identifier":
                made.keys.append(ast.Constant(self._tree.text(part)))
                made.values.append(self._name(part))
            else:
                key = part.child_by_field_name("key") or part.child_by_field_name("name") or part
                plain = key.type in ("property_identifier", "method_definition")
                made.keys.append(ast.Constant(self._tree.text(key)) if plain else self.expression(key))
                # A member with a mistake of its own is left out, and leaves the others.
                broken = any(child.is_error or child.is_missing for child in part.children)
                made.values.append(constant(Unread("is not understood")) if broken else self._field(part, "value"))
        return made

    def _call(self, node: Node) -> ast.expr:
        given = node.child_by_field_name("arguments")
        if given is not None and given.type != "arguments":
            return self._other(node)
        return ast.Call(self._field(node, "function", "constructor"), self._items(given), [])

    def _member(self, node: Node) -> ast.expr:
        name = node.child_by_field_name("property")
        return ast.Attribute(self._field(node, "object"), "" if name is None else self._tree.text(name))

    def _signed(self, node: Node) -> ast.expr:
        sign = _SIGNS.get(node.children[0].type)
        return self._other(node) if sign is None else ast.UnaryOp(sign, self._field(node, "argument"))

    def _operation(self, node: Node) -> ast.expr:
        left, right = self._field(node, "left"), self._field(node, "right")
        sign = node.children[1].type
        if sign == "||":
            return ast.BoolOp(ast.Or(), [left, right])
        if sign == "??":
            return ast.Call(ast.Name(sign), [left, right], [])
        return ast.BinOp(left, OPERATORS[sign], right) if sign in OPERATORS else ast.Set([left, right])


def parts_of(node: Node) -> list[Node]:
    """Return what a node is made of, but for comments."""
    return [child for child in node.named_children if child.type != "comment"]


def constant(value: Any) -> ast.Constant:
    """Return a constant, of a value that Python's own code need not have."""
    return ast.Constant(value)


_EXPRESSIONS: Mapping[str, Callable[[ExpressionTranslator, Node], ast.expr]] = {
    **dict.fromkeys(("identifier", "true", "false", "null", "undefined", "this"), ExpressionTranslator._name),
    **dict.fromkeys(("call_expression", "new_expression"), ExpressionTranslator._call),
    **dict.fromkeys(
        ("parenthesized_expression", "await_expression", "non_null_expression"), ExpressionTranslator._inner
    ),
    **dict.fromkeys(("as_expression", "satisfies_expression", "non_null_expression"), ExpressionTranslator._inner),
    "computed_property_name": ExpressionTranslator._inner,
    "type_assertion": lambda translator, node: translator.expression(node.named_children[-1]),
    "meta_property": lambda translator, node: ast.Attribute(ast.Name("import"), "meta"),
    "member_expression": ExpressionTranslator._member,
    "subscript_expression": lambda translator, node: ast.Subscript(
        translator._field(node, "object"), translator._field(node, "index")
    ),
    "string": ExpressionTranslator._string,
    "template_string": ExpressionTranslator._template,
    "number": lambda translator, node: constant(number(translator._tree.text(node))),
    "unary_expression": ExpressionTranslator._signed,
    "binary_expression": ExpressionTranslator._operation,
    "ternary_expression": lambda translator, node: ast.IfExp(
        *(translator._field(node, name) for name in ("condition", "consequence", "alternative"))
    ),
    "array": lambda translator, node: ast.List(translator._items(node)),
    "object": ExpressionTranslator._object,
}

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"} | dict.fromkeys("\n\r\u2028\u2029", "")


def unescaped(written: str) -> str:
    """Return a text as it is between its quotes, its escapes resolved."""
    if "\\" not in written:
        return written
    made = _ESCAPE.sub(_sign, written)
    # Two halves of one sign are written as two escapes.
    return made.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _sign(match: re.Match[str]) -> str:
    if match[5]:
        return _ESCAPED.get(match[5], match[5])
    code = int(match[4], 8) if match[4] else int(match[1] or match[2] or match[3], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def number(written: str) -> Any:
    """Return the value of a number as JavaScript writes it: ``1_000n``, ``.5``, ``0x1f``."""
    digits = written.replace("_", "").removesuffix("n")
    if re.fullmatch("0[0-9]+", digits):
        return Unread("is a number of the old octal kind")
    try:
        return int(digits, 0)
    except ValueError:
        return float(digits)
