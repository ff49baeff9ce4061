"""What pyproject.toml asks for, and constraints.txt, which says what CI runs."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ASKED = [
    Requirement(text)
    for group in (
        PROJECT["build-system"]["requires"],
        PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
    )
    for text in group
]
CONSTRAINTS = (ROOT / "constraints.txt").read_text()
PINS = {
    canonicalize_name(name): version for name, _, version in (ln.partition("==") for ln in CONSTRAINTS.splitlines())
}


@pytest.mark.parametrize("asked", [each for each in ASKED if each.name != "orq-ui"], ids=lambda each: each.name)
def test_every_dependency_has_an_upper_bound_and_a_pin_within_it(asked: Requirement) -> None:
    """A new major version is tried before it is taken, and CI runs what is written down."""
    pinned = PINS[canonicalize_name(asked.name)]

    assert any(each.operator in {"<", "==", "~="} for each in asked.specifier)
    assert asked.specifier.contains(pinned)


def test_constraints_hold_names_and_versions_only() -> None:
    """No address of a registry or of a file, and no name twice."""
    lines = CONSTRAINTS.splitlines()

    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []
    assert len(PINS) == len(lines)
