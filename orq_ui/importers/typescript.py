"""TypeScript and JavaScript, read by tree-sitter, as the syntax tree that Python code with its meaning would have."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterable, Mapping
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
    "augmented_assignment_expression": ("left", "right"),
    "update_expression": ("argument", ""),
    "required_parameter": ("pattern", "value"),
    "optional_parameter": ("pattern", "value"),
    "public_field_definition": ("name", "value"),
    "enum_assignment": ("name", "value"),
}
"""Nodes that bind a name: the fields of the name and of its value."""
_SETTING = frozenset({"assignment_expression", "augmented_assignment_expression", "update_expression"})
"""Those of them that may be about a name of an outer function, or a member."""
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "method_definition", "class"})
"""Those that are part of an expression."""
_SCOPES = _FUNCTIONS | {
    *("function_declaration", "generator_function_declaration", "generator_function"),
    *("class_declaration", "abstract_class_declaration", "enum_declaration"),
}
_BRANCHES: Mapping[str, tuple[str, ...]] = {
    "if_statement": ("consequence", "alternative"),
    "for_statement": ("body",),
    "for_in_statement": ("body",),
    "while_statement": ("body",),
    "do_statement": ("body",),
    "catch_clause": ("body",),
    "switch_case": ("body",),
    "switch_default": ("body",),
}
"""Nodes whose fields may or may not be run."""
_TYPED = frozenset({"as_expression", "satisfies_expression"})
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})


def parse(text: str) -> Code:
    """Parse code, mistakes and all; raises InvalidInput for more than can be read."""
    tree = SyntaxTree(_WITH_TAGS if re.search(r"</|/>", text) else _GRAMMAR, text)
    mistakes = tuple(
        ((node.start_point.row + 1, node.start_point.column), tree.describe(node)) for node in tree.mistakes
    )
    return Code(ast.Module(_Translator(tree).statements([tree.root]), []), mistakes, reaches_out=True)


class _Translator:
    """Makes Python's nodes of tree-sitter's."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._functions: list[Node] = []
        self._depth = 0

    def statements(self, nodes: Iterable[Node]) -> list[ast.stmt]:
        """Return what binds a name, calls something or is a value by itself, in the order of the code."""
        made: list[ast.stmt] = []
        if self._depth > DEEPEST:
            return made
        self._depth += 1
        waiting = list(reversed(list(nodes)))
        while waiting:
            node = waiting.pop()
            self._functions = []
            statement = self._inner_statement(node)
            if statement is None:
                statement = self._statement(node)
                waiting.extend(reversed(node.named_children if statement is None else self._functions))
            elif isinstance(statement, ast.If):
                # The condition, and what else is always run, comes first.
                branches = self._branches_of(node)
                made += self.statements(child for child in node.named_children if child not in branches)
            if statement is not None:
                made.append(ast.fix_missing_locations(statement))
        self._depth -= 1
        return made

    def _branches_of(self, node: Node) -> list[Node]:
        names = _BRANCHES.get(node.type, ())
        return [child for name in names for child in node.children_by_field_name(name)]

    def _inner_statement(self, node: Node) -> ast.stmt | None:
        """Return a function, a class or a branch with the statements in it."""
        if node.type in _SCOPES:
            body = node.child_by_field_name("body")
            name = node.child_by_field_name("name")
            named = "" if name is None else self._tree.text(name)
            inner: list[ast.stmt] = []
            if body is not None and _bare(body).type in ("object", *_TYPED):
                self._functions = []
                inner = [self._given("", body)]
                inner += self.statements(self._functions)
            elif body is not None:
                inner = self.statements([body])
            if "class" in node.type or node.type == "enum_declaration":
                return ast.ClassDef(named, [], [], inner, [])
            arguments, first = self._parameters(node)
            parent = node.parent
            if not named and parent is not None and parent.type == "variable_declarator":
                named = self._tree.text(parent.children[0])
            return ast.FunctionDef(named, arguments, [*first, *inner], [])
        if node.type not in _BRANCHES:
            return None
        bodies = [self.statements([branch]) for branch in self._branches_of(node)]
        target = node.child_by_field_name("left") or node.child_by_field_name("parameter")
        bound = [] if target is None else [_bound(self._target(target), _constant(Unread()))]
        condition = node.child_by_field_name("condition")
        # What only the file that is started runs is run.
        starting = condition is not None and re.search(r"\b(?:require|import)\b", self._tree.text(condition))
        test: ast.expr = ast.Name("__name__") if starting else _constant(value=True)
        return ast.If(test, bound + (bodies[0] if bodies else []), bodies[1] if len(bodies) > 1 else [])

    def _parameters(self, node: Node) -> tuple[ast.arguments, list[ast.stmt]]:
        """Return the parameters of a function, each with a default, and what binds the names within patterns."""
        alone, given = node.child_by_field_name("parameter"), node.child_by_field_name("parameters")
        made = ast.arguments([], [], None, [], [], None, [])
        inner: list[ast.stmt] = []
        for part in [alone] if alone is not None else [] if given is None else _parts(given):
            target = self._target(part.child_by_field_name("pattern") or part)
            value = part.child_by_field_name("value")
            unknown = _constant(Unread("is a parameter of a function"))
            made.args.append(ast.arg(target.id if isinstance(target, ast.Name) else ""))
            made.defaults.append(unknown if value is None else self.expression(value))
            inner += [] if isinstance(target, ast.Name) else [_bound(target, unknown)]
        return made, inner

    def _statement(self, node: Node) -> ast.stmt | None:
        if node.type in ("call_expression", "new_expression"):
            return ast.Expr(self.expression(node))
        if node.type == "unary_expression" and node.children[0].type == "delete":
            return ast.Delete([self._field(node, "argument")])
        if node.type in ("return_statement", "expression_statement"):
            alone = next(iter(_parts(node)), None)
            plain = alone is not None and _bare(alone).type in ("object", *_TYPED)
            return self._given("", alone) if plain and alone is not None else None
        if node.type == "export_statement" and (value := node.child_by_field_name("value")) is not None:
            return self._given("default", value)
        target, value = (node.child_by_field_name(name) for name in _BINDING.get(node.type, ("", "")))
        if target is None:
            return None
        if node.type in _SETTING:
            return self._set(node, target, value)
        unknown = Unread("is a parameter of a function") if "parameter" in node.type else Unread()
        made = _constant(unknown) if value is None else self.expression(value)
        written = node.child_by_field_name("type") or (None if value is None else _type_beside(value))
        return _bound(self._target(target), made, "" if written is None else self._tree.text(written))

    def _set(self, node: Node, target: Node, value: Node | None) -> ast.stmt:
        made = _constant(Unread()) if value is None else self.expression(value)
        if node.type != "augmented_assignment_expression":
            return ast.Assign([self._target(target)], made)
        sign = node.children[1].type.removesuffix("=")
        changed = self._target(target)
        if isinstance(changed, ast.Name | ast.Attribute | ast.Subscript) and sign in _OPERATORS:
            return ast.AugAssign(changed, _OPERATORS[sign], made)
        return ast.Assign([changed], _constant(Unread()))

    def _given(self, name: str, value: Node) -> ast.stmt:
        """Return a value that has no name of its own, as one with a name, or as what is returned."""
        written = _type_beside(value)
        if name or written is not None:
            text = "" if written is None else self._tree.text(written)
            return _bound(ast.Name(name or "value"), self.expression(value), text)
        return ast.Return(self.expression(value))

    def _target(self, node: Node) -> ast.expr:
        if node.type == "property_identifier":
            return ast.Name(self._tree.text(node))
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


def _bound(target: ast.expr, value: ast.expr, type_name: str = "") -> ast.stmt:
    """Return the declaration of a name; one without a type has an empty one."""
    if isinstance(target, ast.Name):
        return ast.AnnAssign(target, ast.Constant(type_name.lstrip(": ")), value, 1)
    return ast.Assign([target], value)


def _bare(node: Node) -> Node:
    """Return what is in brackets."""
    while node.type == "parenthesized_expression" and len(parts := _parts(node)) == 1:
        node = parts[0]
    return node


def _type_beside(node: Node) -> Node | None:
    """Return the type after ``as`` or ``satisfies``, the outermost but for ``as const``; or in front, as ``<T>{…}``."""
    node = _bare(node)
    while node.type in _TYPED:
        written = _parts(node)[1] if len(_parts(node)) > 1 else None
        if written is not None:
            return written
        node = _bare(_parts(node)[0])
    return node.named_children[0] if node.type == "type_assertion" else None


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
