"""Trees within bounds: of steps, of memory, and of what is loaded."""

from __future__ import annotations

import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import read
from orq_ui.importers.syntax_tree import TOO_MUCH, SyntaxTree
from tests.importers.samples import PASTES

BASH = "tree_sitter_bash.language"
TYPESCRIPT = "tree_sitter_typescript.language_typescript"


@pytest.mark.parametrize(
    ("grammar", "text"),
    [(TYPESCRIPT, "a = [" + "1," * 200_000), (TYPESCRIPT, "/[" * 100_000), (TYPESCRIPT, "a b " * 100_000),
     (BASH, "a " * 200_000), (BASH, "'" * 200_001)],
)  # fmt: skip
def test_too_much_is_refused(grammar: str, text: str) -> None:
    """More than anybody writes by hand is not parsed to its end, whatever makes it much."""
    with pytest.raises(InvalidInput) as refused:
        SyntaxTree(grammar, text)

    assert refused.value.reason == TOO_MUCH


def test_long_texts_are_no_code() -> None:
    """A text of the size of a whole paste is one step."""
    text = "x" * 900_000

    assert SyntaxTree(BASH, f"a '{text}'").mistakes == []
    assert SyntaxTree(TYPESCRIPT, f"a('{text}')").mistakes == []


def test_a_tree_is_freed() -> None:
    """Nothing keeps a tree that nobody needs any more: the parser's callbacks once did."""
    tree = SyntaxTree(BASH, "curl a")
    gone = weakref.ref(tree)
    nodes = tree.root.children
    del tree

    assert nodes
    assert gone() is None


def test_threads_do_not_share_a_parser() -> None:
    """Sessions read at the same time, and each gets what it would get alone."""
    texts = [paste.text for paste in PASTES] * 3
    alone = [repr(read(text)) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: repr(read(text)), texts)) == alone


def test_no_page_waits_for_the_parsers() -> None:
    """They are loaded by the first paste that needs them."""
    look = "import sys, orq_ui.importers; sys.exit('tree_sitter' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0  # noqa: S603
