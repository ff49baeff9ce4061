"""The request as a Python file over plain httpx: the same parts, in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterator

from orq_ui.api import ImageVariationRequest
from orq_ui.snippets.literals import PYTHON, python_text
from orq_ui.snippets.parsed_form import JSON, ParsedForm, part_text
from orq_ui.snippets.pretty_printer import Code, Group, with_prefix
from orq_ui.snippets.python_file import KEY, MEMBERS, call, mapping, python_file, seconds, statement
from orq_ui.wire import Part, Wire

TITLE = "Create image variations with orq.ai's AI Router over plain HTTP (pip install httpx)."


def write(wire: Wire) -> str:
    """Write the file. Nothing is lost; only the spelling of JSON may differ, not its values."""
    form = ParsedForm.from_wire(wire)
    sent = [
        python_text(wire.url),
        with_prefix("headers=", mapping(_headers(form))),
        Group("files=", "[]", (*_image(form), *(_field(part) for part in form.fields))),
        f"timeout={seconds(wire.timeout_s)}",
    ]
    body = [*_variables(form), *call("response = httpx.post", sent, broken=True), "response.raise_for_status()"]
    return python_file(
        TITLE,
        (),
        "import httpx",
        body,
        form=form,
        access=MEMBERS,
        results='response.json()["data"]',
        uses_json=any(part.content_type == JSON for part in form.fields),
    )


def _headers(form: ParsedForm) -> dict[str, str]:
    key = f'"Bearer " + {KEY}'
    return {"Authorization": key} | {name: python_text(value) for name, value in form.headers.items()}


def _image(form: ParsedForm) -> Iterator[Code]:
    if form.image is not None:
        kind = [python_text(form.image.content_type)] if form.image.content_type else []
        file = Group("", "()", ("IMAGE.name", "IMAGE.read_bytes()", *kind))
        yield Group("", "()", (python_text(form.image.name), file))


def _variables(form: ParsedForm) -> Iterator[str]:
    """Yield nested values as variables, so that the list of parts stays short."""
    for part in form.fields:
        if _has_variable(part):
            yield from statement(with_prefix(f"{part.name} = ", PYTHON(json.loads(part.content))))


def _has_variable(part: Part) -> bool:
    return part.content_type == JSON and part.name in ImageVariationRequest.model_fields


def _field(part: Part) -> Code:
    if part.content_type == JSON:
        value = part.name if _has_variable(part) else PYTHON(json.loads(part.content))
        content: Code = Group("json.dumps", "()", (value,))
    else:
        content = python_text(part_text(part))
    kind = [python_text(part.content_type)] if part.content_type else []
    return Group("", "()", (python_text(part.name), Group("", "()", ("None", content, *kind))))
