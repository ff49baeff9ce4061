"""The request as a Python file over the vendor's client, ``orq_ai_sdk``."""

from __future__ import annotations

from math import isfinite

from orq_ui.snippets.fitting import fit
from orq_ui.snippets.form import LIVE_URL, Form
from orq_ui.snippets.layout import Code, prefixed
from orq_ui.snippets.literals import python_text
from orq_ui.snippets.python_file import DEFAULT_TIMEOUT_S, KEY, call, keywords, mapping, python_file
from orq_ui.snippets.values import PYTHON
from orq_ui.wire import Wire

TITLE = "Create image variations with orq.ai's AI Router (pip install orq-ai-sdk)."


def write(wire: Wire) -> str:
    """Write the file. The client drops keys that it does not know; comments name them."""
    form = Form.of(wire)
    fitted = fit(form.body)
    body = [
        *call("client = Orq", _settings(form)),
        *call(
            "result = client.router.images.variations.create",
            [*_image(form), *keywords(fitted.body), *_headers(form)],
            broken=True,
        ),
    ]
    return python_file(TITLE, fitted.notes, "from orq_ai_sdk import Orq", body, form=form)


def _settings(form: Form) -> list[Code]:
    made: list[Code] = [f"api_key={KEY}"]
    if form.base_url != LIVE_URL:
        made.append(f"server_url={python_text(form.base_url)}")
    if form.wire.timeout_s != DEFAULT_TIMEOUT_S and isfinite(form.wire.timeout_s):
        made.append(f"timeout_ms={round(form.wire.timeout_s * 1000)}")
    return made


def _image(form: Form) -> list[Code]:
    if form.image is None:
        return []
    described = {"file_name": "IMAGE.name", "content": "IMAGE.read_bytes()"}
    if form.image.content_type:
        described["content_type"] = python_text(form.image.content_type)
    return [prefixed("image=", mapping(described))]


def _headers(form: Form) -> list[Code]:
    return [prefixed("http_headers=", PYTHON(form.own_headers))] if form.own_headers else []
