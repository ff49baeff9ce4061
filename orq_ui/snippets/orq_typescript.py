"""The request as a TypeScript module over the vendor's client, ``@orq-ai/node``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from orq_ui.api.camel_case import as_typescript
from orq_ui.snippets.compatibility import Path, fit, note
from orq_ui.snippets.literals import SCRIPT
from orq_ui.snippets.parsed_form import LIVE_URL, Form
from orq_ui.snippets.pretty_printer import Code, Group, flat, lines, prefixed
from orq_ui.snippets.python_file import DEFAULT_TIMEOUT_S
from orq_ui.snippets.string_literals import json_text
from orq_ui.wire import Wire

TITLE = "Create image variations with orq.ai's AI Router (npm install @orq-ai/node)."
UNNAMED = frozenset({"fallback_on_codes"})
"""What version 4.15 of the client has no field for, neither at top level nor in ``orq``."""


def write(wire: Wire) -> str:
    """Write the module. The client drops keys that it does not know; comments name them."""
    form = Form.of(wire)
    fitted = fit(form.body, UNNAMED)
    notes = [*fitted.notes, *_reshaped(fitted.body), *_losses(fitted.body, ())]
    files = "readFile, writeFile" if form.image else "writeFile"
    made = [
        f"// {TITLE}",
        *(f"// {line}" for line in notes),
        f'import {{ {files} }} from "node:fs/promises";',
        'import { Orq } from "@orq-ai/node";',
        "",
        *_hugged("const client = new Orq", _settings(form)),
        "",
        *_call(form, fitted.body),
        "",
        *_saving(form),
        "",
    ]
    return "\n".join(made)


def _settings(form: Form) -> Group:
    made: list[Code] = ["apiKey: process.env.ORQ_API_KEY"]
    if form.base_url != LIVE_URL:
        made.append(f"serverURL: {json_text(form.base_url)}")
    if form.wire.timeout_s != DEFAULT_TIMEOUT_S and isfinite(form.wire.timeout_s):
        made.append(f"timeoutMs: {round(form.wire.timeout_s * 1000)}")
    return Group("", "{}", tuple(made), padded=True)


def _call(form: Form, body: Mapping[str, Any]) -> list[str]:
    members = SCRIPT(as_typescript(body))
    fields = members.items if isinstance(members, Group) else ()
    request = Group("", "{}", (*_image(form), *fields), padded=True)
    options = f", {{ headers: {flat(SCRIPT(form.own_headers))} }}" if form.own_headers else ""
    return _hugged("const result = await client.router.images.variations.create", request, options, broken=True)


def _hugged(before: str, argument: Group, more: str = "", *, broken: bool = False) -> list[str]:
    """A call whose first argument shares its brackets with the call."""
    return lines(prefixed(f"{before}(", argument), SCRIPT.style, after=f"{more});", broken=broken)


def _image(form: Form) -> list[Code]:
    if form.image is None:
        return []
    name = json_text(form.image.filename or "")
    kind = [f"{{ type: {json_text(form.image.content_type)} }}"] if form.image.content_type else []
    return [Group("image: new File", "()", (f"[await readFile({name})]", name, *kind))]


def _saving(form: Form) -> list[str]:
    return [
        "for (const [index, variation] of result.data.entries()) {",
        "  const picture = variation.b64Json",
        '    ? Buffer.from(variation.b64Json, "base64")',
        "    : Buffer.from(await (await fetch(variation.url!)).arrayBuffer());",
        f"  await writeFile(`{form.picture_stem}-${{index + 1}}.png`, picture);",
        "}",
    ]


def _reshaped(body: Mapping[str, Any]) -> Iterator[str]:
    for name, value in body.items():
        if isinstance(value, str) and re.search(r"\r(?!\n)|(?<!\r)\n", value):
            yield note("Changed, JavaScript sends every line break of a form field as CRLF", (name,), value)


def _losses(value: Any, path: Path) -> Iterator[str]:
    if isinstance(value, int) and abs(value) > 2**53:
        yield note("Rounded, JavaScript counts exactly only to 2**53", path, value)
    members = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        if name == "__proto__":
            yield note("Not sent, this client drops members of this name", (*path, name), member)
        else:
            yield from _losses(member, (*path, name))
