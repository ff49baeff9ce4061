"""TypeScript and JavaScript, read by tree-sitter, as the syntax tree that Python code with its meaning would have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from orq_ui.importers.code.program import Code
from orq_ui.importers.code.typescript_expressions import FUNCTIONS, OPERATORS, ExpressionTranslator, constant, parts_of
from orq_ui.importers.placeholders import Unread
from orq_ui.importers.positions import DEEPEST
from orq_ui.importers.syntax_tree import SyntaxTree

if TYPE_CHECKING:
    from tree_sitter import Node

_GRAMMAR = "tree_sitter_typescript.language_typescript"
_WITH_TAGS = "tree_sitter_typescript.language_tsx"
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
_SCOPES = FUNCTIONS | {
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


class _Translator(ExpressionTranslator):
    """Makes Python's statements of tree-sitter's nodes."""

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
        bound = [] if target is None else [_bound(self._target(target), constant(Unread()))]
        condition = node.child_by_field_name("condition")
        # What only the file that is started runs is run.
        starting = condition is not None and re.search(r"\b(?:require|import)\b", self._tree.text(condition))
        test: ast.expr = ast.Name("__name__") if starting else constant(value=True)
        return ast.If(test, bound + (bodies[0] if bodies else []), bodies[1] if len(bodies) > 1 else [])

    def _parameters(self, node: Node) -> tuple[ast.arguments, list[ast.stmt]]:
        """Return the parameters of a function, each with a default, and what binds the names within patterns."""
        alone, given = node.child_by_field_name("parameter"), node.child_by_field_name("parameters")
        made = ast.arguments([], [], None, [], [], None, [])
        inner: list[ast.stmt] = []
        for part in [alone] if alone is not None else [] if given is None else parts_of(given):
            target = self._target(part.child_by_field_name("pattern") or part)
            value = part.child_by_field_name("value")
            unknown = constant(Unread("is a parameter of a function"))
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
            alone = next(iter(parts_of(node)), None)
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
        made = constant(unknown) if value is None else self.expression(value)
        written = node.child_by_field_name("type") or (None if value is None else _type_beside(value))
        return _bound(self._target(target), made, "" if written is None else self._tree.text(written))

    def _set(self, node: Node, target: Node, value: Node | None) -> ast.stmt:
        made = constant(Unread()) if value is None else self.expression(value)
        if node.type != "augmented_assignment_expression":
            return ast.Assign([self._target(target)], made)
        sign = node.children[1].type.removesuffix("=")
        changed = self._target(target)
        if isinstance(changed, ast.Name | ast.Attribute | ast.Subscript) and sign in OPERATORS:
            return ast.AugAssign(changed, OPERATORS[sign], made)
        return ast.Assign([changed], constant(Unread()))

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


def _bound(target: ast.expr, value: ast.expr, type_name: str = "") -> ast.stmt:
    """Return the declaration of a name; one without a type has an empty one."""
    if isinstance(target, ast.Name):
        return ast.AnnAssign(target, ast.Constant(type_name.lstrip(": ")), value, 1)
    return ast.Assign([target], value)


def _bare(node: Node) -> Node:
    """Return what is in brackets."""
    while node.type == "parenthesized_expression" and len(parts := parts_of(node)) == 1:
        node = parts[0]
    return node


def _type_beside(node: Node) -> Node | None:
    """Return the type after ``as`` or ``satisfies``, the outermost but for ``as const``; or in front, as ``<T>{…}``."""
    node = _bare(node)
    while node.type in _TYPED:
        written = parts_of(node)[1] if len(parts_of(node)) > 1 else None
        if written is not None:
            return written
        node = _bare(parts_of(node)[0])
    return node.named_children[0] if node.type == "type_assertion" else None
