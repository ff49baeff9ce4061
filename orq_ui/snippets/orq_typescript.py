"""The request as a TypeScript module over the vendor's client, ``@orq-ai/node``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from orq_ui.api.camel_case import as_typescript
from orq_ui.snippets.client_defaults import additions_note, client_defaults
from orq_ui.snippets.compatibility import Path, fit_body, note
from orq_ui.snippets.literals import JAVASCRIPT, json_text
from orq_ui.snippets.parsed_form import DEFAULT_TIMEOUT_S, LIVE_URL, ParsedForm
from orq_ui.snippets.pretty_printer import Code, Group, format_line, format_lines, with_prefix
from orq_ui.wire import Wire

TITLE = "Create image variations with orq.ai's AI Router (npm install @orq-ai/node)."
MISSING = frozenset({"fallback_on_codes"})
"""Fields that version 4.15 of the client lacks both at top level and in ``orq``, by their wire names."""
DEFAULTS = client_defaults(cache_ttl_s=1800)
"""What version 4.15 of the client adds."""


def write(wire: Wire) -> str:
    """Write the module. The client drops keys that it does not know and adds defaults; comments name both."""
    form = ParsedForm.from_wire(wire)
    fitted = fit_body(form.body, MISSING)
    body = fitted.body
    notes = [*fitted.notes, *_reshaped(body), *_losses(body, ()), *additions_note(body, DEFAULTS)]
    files = "readFile, writeFile" if form.image else "writeFile"
    made = [
        f"// {TITLE}",
        *(f"// {line}" for line in notes),
        f'import {{ {files} }} from "node:fs/promises";',
        'import { Orq } from "@orq-ai/node";',
        "",
        *_hugging_call("const client = new Orq", _settings(form)),
        "",
        *_call(form, body),
        "",
        *_saving(form),
        "",
    ]
    return "\n".join(made)


def _settings(form: ParsedForm) -> Group:
    made: list[Code] = ["apiKey: process.env.ORQ_API_KEY"]
    if form.base_url != LIVE_URL:
        made.append(f"serverURL: {json_text(form.base_url)}")
    if form.wire.timeout_s != DEFAULT_TIMEOUT_S and isfinite(form.wire.timeout_s):
        made.append(f"timeoutMs: {round(form.wire.timeout_s * 1000)}")
    return Group("", "{}", tuple(made), padded=True)


def _call(form: ParsedForm, body: Mapping[str, Any]) -> list[str]:
    members = JAVASCRIPT(as_typescript(body))
    fields = members.items if isinstance(members, Group) else ()
    request = Group("", "{}", (*_image(form), *fields), padded=True)
    options = f", {{ headers: {format_line(JAVASCRIPT(form.own_headers))} }}" if form.own_headers else ""
    return _hugging_call("const result = await client.router.images.variations.create", request, options, broken=True)


def _hugging_call(before: str, argument: Group, more: str = "", *, broken: bool = False) -> list[str]:
    """Write a call whose first argument shares its brackets with the call."""
    return format_lines(with_prefix(f"{before}(", argument), JAVASCRIPT.style, after=f"{more});", broken=broken)


def _image(form: ParsedForm) -> list[Code]:
    if form.image is None:
        return []
    name = json_text(form.image.filename or "")
    kind = [f"{{ type: {json_text(form.image.content_type)} }}"] if form.image.content_type else []
    return [Group("image: new File", "()", (f"[await readFile({name})]", name, *kind))]


def _saving(form: ParsedForm) -> list[str]:
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
