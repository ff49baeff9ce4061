"""The request as a Python file over OpenAI's client, which writes nested fields in brackets: ``orq[retry][count]``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from orq_ui.json_safety import escape_surrogates_in
from orq_ui.snippets.compatibility import Path, note
from orq_ui.snippets.literals import PYTHON, python_text
from orq_ui.snippets.parsed_form import DEFAULT_TIMEOUT_S, ParsedForm
from orq_ui.snippets.pretty_printer import Code, Group, with_prefix
from orq_ui.snippets.python_file import KEY, call, keywords, python_file, seconds
from orq_ui.wire import Wire

TITLE = "Create image variations with orq.ai's AI Router, by OpenAI's client (pip install openai)."
NAMED = ("model", "n", "response_format", "size", "user")
"""The client's own arguments besides the image; everything else goes along in ``extra_body``."""


def write(wire: Wire) -> str:
    """Write the file. ParsedForm fields in brackets have no empty lists, no objects without members and no null."""
    form = ParsedForm.from_wire(wire)
    # As the wire itself writes them: the client cannot encode lone surrogates.
    body = {name: escape_surrogates_in(value) for name, value in form.body.items()}
    named = {name: body[name] for name in NAMED if name in body}
    extra = {name: value for name, value in body.items() if name not in NAMED}
    sent: list[Code] = [_image(form), *keywords(named), *_beside(form, extra)]
    made = [
        *call("client = OpenAI", _settings(form)),
        *call("result = client.images.create_variation", sent, broken=True),
    ]
    imported = "from openai import OpenAI" if form.image else "from openai import OpenAI, omit"
    return python_file(TITLE, list(_losses(body, ())), imported, made, form=form)


def _settings(form: ParsedForm) -> list[Code]:
    # The router does the retrying; the client's own two retries would hide what it does.
    made: list[Code] = [f"api_key={KEY}", f"base_url={python_text(form.base_url + '/v2/router')}", "max_retries=0"]
    if form.wire.timeout_s != DEFAULT_TIMEOUT_S:
        made.append(f"timeout={seconds(form.wire.timeout_s)}")
    return made


def _image(form: ParsedForm) -> Code:
    if form.image is None:
        return "image=omit"
    kind = [python_text(form.image.content_type)] if form.image.content_type else []
    return Group("image=", "()", ("IMAGE.name", "IMAGE.read_bytes()", *kind))


def _beside(form: ParsedForm, extra: Mapping[str, Any]) -> list[Code]:
    named = {"extra_body": extra, "extra_headers": form.own_headers}
    return [with_prefix(f"{name}=", PYTHON(value)) for name, value in named.items() if value]


def _losses(value: Any, path: Path) -> Iterator[str]:
    if value is None or (isinstance(value, dict | list) and not value):
        yield note("Lost, form fields have no null and nothing empty", path, value)
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _losses(member, (*path, name))
    elif isinstance(value, list):
        if len({tuple(item) if isinstance(item, dict) else None for item in value}) > 1:
            yield note("Blurred, form fields do not say where an entry ends", path, value)
        for index, item in enumerate(value):
            yield from _losses(item, (*path, index))
