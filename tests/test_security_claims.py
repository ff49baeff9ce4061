"""SECURITY.md: every claim names the tests that prove it, and those tests exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "SECURITY.md"
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def claims(page: str) -> list[str]:
    """Return the list items under "What is protected", each with the lines that belong to it."""
    section = page.split("## What is protected")[1].split("\n## ")[0]
    return [item.strip() for item in re.split(r"\n(?=- )", section) if item.strip().startswith("- ")]


@cache
def functions_of(file: str) -> frozenset[str]:
    """Return the names of the functions of a test file; none where there is no such file."""
    if not (ROOT / file).exists():
        return frozenset()
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in functions)


CLAIMS = claims(PAGE.read_text("utf-8"))


def test_there_are_claims() -> None:
    """The page has not lost its list."""
    assert len(CLAIMS) >= 20


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim[2:50])
def test_a_claim_names_tests_that_exist(claim: str) -> None:
    """A claim without a proof, or with one that was renamed or deleted, fails here."""
    proofs = PROOF.findall(claim)
    assert proofs, f"no test is named for: {claim}"
    missing = [f"{file}::{name}" for file, name in proofs if name not in functions_of(file)]
    assert not missing
