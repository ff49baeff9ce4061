"""Python code, also from a prompt or a notebook, as its syntax tree: nothing is run, imported or compiled."""

from __future__ import annotations

import ast
import re
import textwrap

from orq_ui.importers.code.program import Code
from orq_ui.importers.code.repairs import without_prompts
from orq_ui.importers.positions import TOO_DEEP, wrong

MOST_CODE = 60_000
"""Characters outside of texts; Python's own parser takes half a second for them."""
# Possessive, and closed or not: each sign is read once.
_TEXTS = re.compile(r"\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"?|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?|#[^\n]*+")
_MAGIC = re.compile(r"^[ \t]*[!%][^\n]*$", re.M)
_FIXED = re.compile(r"[^']*(?:'.{1,3}'[^']*)*")
"""Python's own words about a mistake, when they quote single signs at most: a key may be in the code."""


def parse(text: str) -> Code:
    """Parse code; raises InvalidInput with the position."""
    code = textwrap.dedent(_MAGIC.sub("", without_prompts(text)))
    if len(_TEXTS.sub("", code)) > MOST_CODE:
        raise wrong(text, 0, f"has more than {MOST_CODE:,} characters of code")
    try:
        return Code(ast.parse(code))
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
