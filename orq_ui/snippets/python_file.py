"""What the Python snippets share: the imports, the picture, the key, and saving the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from orq_ui.snippets.literals import PYTHON, python_number, python_text
from orq_ui.snippets.parsed_form import ParsedForm
from orq_ui.snippets.pretty_printer import Code, Group, format_lines, with_prefix

KEY = 'os.environ["ORQ_API_KEY"]'


@dataclass(frozen=True)
class ResultAccess:
    """The expressions that read a variation: whether it has base64 text, that text, and its link."""

    has_base64: str
    base64: str
    url: str


ATTRIBUTES = ResultAccess("variation.b64_json", "variation.b64_json", "variation.url")
MEMBERS = ResultAccess('variation.get("b64_json")', 'variation["b64_json"]', 'variation["url"]')


def python_file(
    title: str,
    notes: Sequence[str],
    third_party: str,
    body: Sequence[str],
    *,
    form: ParsedForm,
    access: ResultAccess = ATTRIBUTES,
    results: str = "result.data",
    uses_json: bool = False,
) -> str:
    """Put a file together from its parts; ``results`` is the expression that holds the variations."""
    standard = ["import base64", *(["import json"] if uses_json else []), "import os", "from pathlib import Path"]
    # Not in the second line: there Python would take a `coding:` in a value for the file's encoding.
    comments = ["#", *(f"# {line}" for line in notes)] if notes else []
    top = [f"# {title}", *comments, *standard, "from urllib.request import urlopen"]
    image = [*format_lines(_image(form), PYTHON.style), ""] if form.image is not None else []
    return "\n".join([*top, "", third_party, "", *image, *body, "", *_saving(form, access, results), ""])


def statement(code: Code) -> list[str]:
    """Write a statement, laid out."""
    return format_lines(code, PYTHON.style)


def call(before: str, arguments: Iterable[Code], *, broken: bool = False) -> list[str]:
    """Write a statement that is a call."""
    return format_lines(Group(before, "()", tuple(arguments)), PYTHON.style, broken=broken)


def keywords(values: Mapping[str, Any]) -> list[Code]:
    """Write arguments by name."""
    return [with_prefix(f"{name}=", PYTHON(value)) for name, value in values.items()]


def mapping(items: Mapping[str, str]) -> Group:
    """Write a dictionary whose values are code already."""
    return Group("", "{}", tuple(f"{python_text(name)}: {code}" for name, code in items.items()))


def seconds(timeout_s: float) -> str:
    """Write ``600.0`` as ``600``, and no limit as None."""
    if not isfinite(timeout_s):
        return "None"
    return python_number(int(timeout_s) if timeout_s == int(timeout_s) else timeout_s)


def _image(form: ParsedForm) -> Code:
    name = (form.image.filename if form.image is not None else None) or ""
    return Group("IMAGE = Path", "()", (python_text(name),))


def _saving(form: ParsedForm, access: ResultAccess, results: str) -> list[str]:
    return [
        f"for number, variation in enumerate({results}, start=1):",
        f"    if {access.has_base64}:",
        f"        picture = base64.b64decode({access.base64})",
        "    else:",
        f"        picture = urlopen({access.url}).read()",
        f'    Path(f"{form.picture_stem}-{{number}}.png").write_bytes(picture)',
    ]
