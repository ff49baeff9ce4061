"""TypeScript and JavaScript, read by tree-sitter, as the syntax tree that Python code with its meaning would have."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from orq_ui.importers.placeholders import UNDEFINED, Unread
from orq_ui.importers.positions import DEEPEST, TOO_DEEP
from orq_ui.importers.program import Code
from orq_ui.importers.syntax_tree import SyntaxTree

if TYPE_CHECKING:
    from tree_sitter import Node

_GRAMMAR = "tree_sitter_typescript.language_typescript"
_WITH_TAGS = "tree_sitter_typescript.language_tsx"
_CONSTANTS: Mapping[str, Any] = {
    "true": True, "false": False, "null": None, "undefined": UNDEFINED, "NaN": math.nan, "Infinity": math.inf,
    "True": True, "False": False, "None": None,  # an object in braces may be one of Python's dictionaries
}  # fmt: skip
_OPERATORS: Mapping[str, ast.operator] = {"+": ast.Add(), "*": ast.Mult()}
_SIGNS: Mapping[str, ast.unaryop] = {"+": ast.UAdd(), "-": ast.USub()}
_BINDING: Mapping[str, tuple[str, str]] = {
    "variable_declarator": ("name", "value"),
    "assignment_expression": ("left", "right"),
    "augmented_assignment_expression": ("left", ""),
    "update_expression": ("argument", ""),
    "for_in_statement": ("left", ""),
    "required_parameter": ("pattern", "value"),
    "optional_parameter": ("pattern", "value"),
    "arrow_function": ("parameter", ""),
    "catch_clause": ("parameter", ""),
}
"""Nodes that bind a name: the fields of the name and of its value."""
_HOLDING = frozenset({"for_in_statement", "arrow_function", "catch_clause"})
"""Those of them that have statements of their own."""
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "method_definition", "class"})
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})


def parse(text: str) -> Code:
    """Parse code, mistakes and all; raises InvalidInput for more than can be read."""
    tree = SyntaxTree(_WITH_TAGS if re.search(r"</|/>", text) else _GRAMMAR, text)
    mistakes = tuple(
        ((node.start_point.row + 1, node.start_point.column), tree.describe(node)) for node in tree.mistakes
    )
    return Code(ast.Module(list(_Translator(tree).statements()), []), mistakes)


class _Translator:
    """Makes Python's nodes of tree-sitter's."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._functions: list[Node] = []
        self._depth = 0

    def statements(self) -> Iterator[ast.stmt]:
        """Yield what binds a name or calls something, in the order of the code, whatever function it is in."""
        waiting = [self._tree.root]
        while waiting:
            node = waiting.pop()
            self._functions = []
            statement = self._statement(node)
            if statement is None or node.type in _HOLDING:
                self._functions = node.named_children
            if statement is not None:
                yield ast.fix_missing_locations(statement)
            waiting.extend(reversed(self._functions))

    def _statement(self, node: Node) -> ast.stmt | None:
        if node.type in ("call_expression", "new_expression"):
            return ast.Expr(self.expression(node))
        target, value = (node.child_by_field_name(name) for name in _BINDING.get(node.type, ("", "")))
        if target is None:
            return None
        unknown = Unread("is a parameter of a function") if "parameter" in node.type else Unread()
        return ast.Assign([self._target(target)], _constant(unknown) if value is None else self.expression(value))

    def _target(self, node: Node) -> ast.expr:
        if not node.type.endswith("_pattern"):
            return self.expression(node)
        names: list[ast.expr] = []
        waiting = [node]
        while waiting:
            inner = waiting.pop()
            names += [ast.Name(self._tree.text(inner))] if inner.type in _NAMES else []
            waiting.extend(inner.named_children)
        return ast.Tuple(names)

    def expression(self, node: Node) -> ast.expr:
        """Translate an expression; what Python's tree has no word for becomes a set, which has no value."""
        self._depth += 1
        if self._depth > DEEPEST:
            made: ast.expr = _constant(Unread(TOO_DEEP))
        elif node.has_error and any(child.is_error or child.is_missing for child in node.children):
            made = _constant(Unread("is not understood"))
        elif node.type in _FUNCTIONS:
            self._functions.append(node)
            made = _constant(Unread("is a function"))
        else:
            made = _EXPRESSIONS.get(node.type, _Translator._other)(self, node)
        self._depth -= 1
        made.lineno, made.col_offset = node.start_point.row + 1, node.start_point.column
        made.end_lineno, made.end_col_offset = node.end_point.row + 1, node.end_point.column
        return made

    def _other(self, node: Node) -> ast.expr:
        return ast.Set([self.expression(child) for child in node.named_children])

    def _field(self, node: Node, *names: str) -> ast.expr:
        found = next(filter(None, map(node.child_by_field_name, names)), None)
        return _constant(Unread()) if found is None else self.expression(found)

    def _name(self, node: Node) -> ast.expr:
        name = self._tree.text(node)
        return _constant(_CONSTANTS[name]) if name in _CONSTANTS else ast.Name(name)

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
        return next((self.expression(child) for child in _parts(node)), _constant(Unread()))

    def _items(self, node: Node | None) -> list[ast.expr]:
        parts = [] if node is None else _parts(node)
        return [ast.Starred(self._inner(p)) if p.type == "spread_element" else self.expression(p) for p in parts]

    def _object(self, node: Node) -> ast.expr:
        made = ast.Dict([], [])
        for part in _parts(node):
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
                made.values.append(_constant(Unread("is not understood")) if broken else self._field(part, "value"))
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
        return ast.BinOp(left, _OPERATORS[sign], right) if sign in _OPERATORS else ast.Set([left, right])


def _parts(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _constant(value: Any) -> ast.Constant:
    return ast.Constant(value)


_EXPRESSIONS: Mapping[str, Callable[[_Translator, Node], ast.expr]] = {
    **dict.fromkeys(("identifier", "true", "false", "null", "undefined", "this"), _Translator._name),
    **dict.fromkeys(("call_expression", "new_expression"), _Translator._call),
    **dict.fromkeys(("parenthesized_expression", "await_expression", "non_null_expression"), _Translator._inner),
    **dict.fromkeys(("as_expression", "satisfies_expression", "computed_property_name"), _Translator._inner),
    "type_assertion": lambda translator, node: translator.expression(node.named_children[-1]),
    "meta_property": lambda translator, node: ast.Attribute(ast.Name("import"), "meta"),
    "member_expression": _Translator._member,
    "subscript_expression": lambda translator, node: ast.Subscript(
        translator._field(node, "object"), translator._field(node, "index")
    ),
    "string": _Translator._string,
    "template_string": _Translator._template,
    "number": lambda translator, node: _constant(number(translator._tree.text(node))),
    "unary_expression": _Translator._signed,
    "binary_expression": _Translator._operation,
    "array": lambda translator, node: ast.List(translator._items(node)),
    "object": _Translator._object,
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
