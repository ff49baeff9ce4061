"""Code as a syntax tree by tree-sitter, within bounds; says where the code is not of its language.

tree-sitter reads anything: what it cannot place becomes an ERROR node, what it misses a MISSING one. Whoever takes a
value from a tree asks for its mistakes first.
"""

from __future__ import annotations

import importlib
from functools import cache, cached_property
from typing import TYPE_CHECKING

from orq_ui.errors import InvalidInput
from orq_ui.importers.positions import wrong

if TYPE_CHECKING:
    from tree_sitter import Language, Node

MOST_STEPS = 60_000
"""Steps of the parser: enough for a few thousand lines; some 100 ms where it has to recover from error after error."""
_STEPS_A_CALL = 100
"""Steps that tree-sitter takes between two calls of its progress callback."""
_CHUNK = 4096
_MOST_READINGS = 20
"""How often the whole text may be read: a regular expression that never ends is looked for up to the text's end."""
TOO_MUCH = "is too long, or too broken, to be read as code"
_OPENS = {"(": "(", "[": "[", "{": "{", "$(": "(", "<(": "(", ">(": "(", "${": "{"}
_CLOSES = {")": "(", "]": "[", "}": "{"}
_QUOTES = frozenset("'\"`")


class SyntaxTree:
    """A text and its tree; ``grammar`` is a language function, such as ``tree_sitter_bash.language``."""

    def __init__(self, grammar: str, text: str) -> None:
        # Surrogates have no UTF-8 form; a question mark each keeps the columns.
        self._code = text.encode("utf-8", "replace")
        root, reached = _parse(grammar, self._code)
        if root is None:
            raise self.wrong(reached, TOO_MUCH)
        self.root = root

    def text(self, node: Node) -> str:
        """Return the code of a node."""
        return self.between(node.start_byte, node.end_byte)

    def between(self, start: int, end: int) -> str:
        """Return the code between two byte offsets."""
        return self._code[start:end].decode("utf-8", "replace")

    def wrong(self, offset: int, reason: str) -> InvalidInput:
        """Return the error for a byte offset."""
        before = self.between(0, offset)
        return wrong(before, len(before), reason)

    @cached_property
    def mistakes(self) -> list[Node]:
        """Every outermost ERROR node and every MISSING one, in the order of the code."""
        found: list[Node] = []
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if node.is_error or node.is_missing:
                found.append(node)
            elif node.has_error:
                waiting.extend(reversed(node.children))
        return found

    def describe(self, mistake: Node) -> InvalidInput:
        """Return the error for an ERROR or MISSING node, at the quote or bracket that it is about."""
        holder = mistake
        if mistake.parent is not None and mistake.type in _QUOTES | _CLOSES.keys():
            holder = mistake.parent
        elif mistake.parent is not None and mistake.type == "heredoc_end":
            return self.wrong(mistake.parent.start_byte, "opens a here-document that is never closed")
        opened: list[Node] = []
        for token in holder.children or [holder]:
            sign = self._sign(token)
            if sign in _CLOSES and not (opened and self._sign(opened[-1]) == _CLOSES[sign]):
                return self.wrong(token.start_byte, "closes a bracket that was not opened")
            if sign in _CLOSES or (sign in _QUOTES and opened and self._sign(opened[-1]) == sign):
                opened.pop()
            elif sign:
                opened.append(token)
        if not opened:
            return self.wrong(mistake.start_byte, "is not understood")
        kind = "quote" if self._sign(opened[-1]) in _QUOTES else "bracket"
        return self.wrong(opened[-1].start_byte, f"opens a {kind} that is never closed")

    def _sign(self, token: Node) -> str:
        """Return the quote or bracket that a token is; nothing of what is within other nodes counts."""
        if token.child_count or token.is_missing or (token.is_named and not token.is_error):
            return ""
        sign = self.text(token)[:1] if token.is_error else _OPENS.get(token.type, token.type)
        return sign if sign in _QUOTES or sign in _OPENS or sign in _CLOSES else ""


def _parse(grammar: str, code: bytes) -> tuple[Node | None, int]:
    """Return the root, or None if there is too much to do, and the offset that the parser came to.

    A tree keeps what reads its code, so that must not keep the tree: the two would never be freed.
    """
    from tree_sitter import Parser

    budget = _MOST_READINGS * (len(code) + _CHUNK)
    reached = calls = 0

    def read(offset: int, _point: object) -> bytes:
        nonlocal budget
        chunk = code[offset : offset + _CHUNK]
        budget -= len(chunk)
        return chunk if budget > 0 else b""

    def stop(offset: int, _has_error: bool) -> bool:
        nonlocal reached, calls
        reached, calls = offset, calls + 1
        return budget <= 0 or calls * _STEPS_A_CALL > MOST_STEPS

    # A parser each: it keeps state, and sessions are threads.
    parser = Parser(_language(grammar))
    try:
        root = parser.parse(read, progress_callback=stop).root_node
    except ValueError:
        # It was stopped.
        return None, reached
    return (root if budget > 0 else None), reached


@cache
def _language(grammar: str) -> Language:
    # Imported by the first paste that needs it: no page has to wait for it.
    from tree_sitter import Language

    module, _, function = grammar.rpartition(".")
    return Language(getattr(importlib.import_module(module), function)())
