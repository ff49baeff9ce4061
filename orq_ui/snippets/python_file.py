"""What the Python files share: their top, the picture, the key, and saving the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from orq_ui.snippets.literals import PYTHON
from orq_ui.snippets.parsed_form import Form
from orq_ui.snippets.pretty_printer import Code, Group, lines, prefixed
from orq_ui.snippets.string_literals import python_number, python_text

KEY = 'os.environ["ORQ_API_KEY"]'
DEFAULT_TIMEOUT_S = 600.0
"""Both the vendor's and OpenAI's client wait this long."""


@dataclass(frozen=True)
class Reading:
    """How a variation is read: whether it holds base64 text, that text, and its link."""

    asked: str
    encoded: str
    link: str


ATTRIBUTES = Reading("variation.b64_json", "variation.b64_json", "variation.url")
MEMBERS = Reading('variation.get("b64_json")', 'variation["b64_json"]', 'variation["url"]')


def python_file(
    title: str,
    notes: Sequence[str],
    third_party: str,
    body: Sequence[str],
    *,
    form: Form,
    reading: Reading = ATTRIBUTES,
    results: str = "result.data",
    uses_json: bool = False,
) -> str:
    """Put a file together from its parts; ``results`` is the expression that holds the variations."""
    standard = ["import base64", *(["import json"] if uses_json else []), "import os", "from pathlib import Path"]
    # Not in the second line: there Python would take a `coding:` in a value for the file's encoding.
    remarks = ["#", *(f"# {line}" for line in notes)] if notes else []
    top = [f"# {title}", *remarks, *standard, "from urllib.request import urlopen"]
    image = [*lines(_image(form), PYTHON.style), ""] if form.image is not None else []
    return "\n".join([*top, "", third_party, "", *image, *body, "", *_saving(form, reading, results), ""])


def statement(code: Code) -> list[str]:
    """A statement, laid out."""
    return lines(code, PYTHON.style)


def call(before: str, arguments: Iterable[Code], *, broken: bool = False) -> list[str]:
    """A statement that is a call."""
    return lines(Group(before, "()", tuple(arguments)), PYTHON.style, broken=broken)


def keywords(values: Mapping[str, Any]) -> list[Code]:
    """Arguments by name."""
    return [prefixed(f"{name}=", PYTHON(value)) for name, value in values.items()]


def mapping(items: Mapping[str, str]) -> Group:
    """A dictionary of texts to expressions that are code already."""
    return Group("", "{}", tuple(f"{python_text(name)}: {code}" for name, code in items.items()))


def seconds(timeout_s: float) -> str:
    """``600.0`` -> ``600``; no limit is None."""
    if not isfinite(timeout_s):
        return "None"
    return python_number(int(timeout_s) if timeout_s == int(timeout_s) else timeout_s)


def _image(form: Form) -> Code:
    name = (form.image.filename if form.image is not None else None) or ""
    return Group("IMAGE = Path", "()", (python_text(name),))


def _saving(form: Form, reading: Reading, results: str) -> list[str]:
    return [
        f"for number, variation in enumerate({results}, start=1):",
        f"    if {reading.asked}:",
        f"        picture = base64.b64decode({reading.encoded})",
        "    else:",
        f"        picture = urlopen({reading.link}).read()",
        f'    Path(f"{form.picture_stem}-{{number}}.png").write_bytes(picture)',
    ]
