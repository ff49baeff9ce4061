"""The request as a bash script: one curl command with the same parts, and jq to save what comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

from orq_ui.snippets.compatibility import note
from orq_ui.snippets.literals import JSON as JSON_WRITER
from orq_ui.snippets.literals import json_text, printf_format, shell_text
from orq_ui.snippets.parsed_form import JSON, ParsedForm, part_text
from orq_ui.snippets.pretty_printer import format_line, format_lines, with_prefix
from orq_ui.wire import Part, Wire

TITLE = "Create image variations with orq.ai's AI Router (needs curl 7.76 and jq)."
MAX_WORD_BYTES = 100_000
"""The kernel refuses an argument of 128 KiB."""


def write(wire: Wire) -> str:
    """Write the script. A form field of curl cannot have ``=`` in its name; a comment names those."""
    form = ParsedForm.from_wire(wire)
    sent = [_field(part) for part in form.fields if _has_form(part.name)]
    lost = [
        note("Not sent, curl cannot write such a name", (part.name,), part_text(part))
        for part in form.fields
        if not _has_form(part.name)
    ]
    options = [*_options(form), *_image(form), *sent, "--output variations.json"]
    command = " \\\n  ".join([f"curl {shell_text(wire.url)}", *options])
    return "\n".join(
        [
            "#!/usr/bin/env bash",
            f"# {TITLE}",
            *(f"# {line}" for line in lost),
            "set -euo pipefail",
            "",
            "# The response, an error too, is in variations.json.",
            command,
            "",
            *_saving(form),
            "",
        ]
    )


def _has_form(name: str) -> bool:
    return bool(name) and not re.search("[=\0]", name)


def _options(form: ParsedForm) -> Iterator[str]:
    yield "--silent --show-error --fail-with-body"
    if isfinite(form.wire.timeout_s):
        yield f"--max-time {form.wire.timeout_s:.3f}".rstrip("0").rstrip(".")
    yield '--header "Authorization: Bearer $ORQ_API_KEY"'
    for name, value in form.headers.items():
        # Without a value curl would leave the header out; the semicolon keeps it.
        yield "--header " + shell_text(f"{name}: {value}" if value else f"{name};")


def _image(form: ParsedForm) -> Iterator[str]:
    if form.image is not None:
        kind = f";type={form.image.content_type}" if form.image.content_type else ""
        name = form.image.filename or ""
        if re.search(r'[;,"\\]|^\s|\s$', name):
            name = json.dumps(name, ensure_ascii=False)
        yield "--form " + shell_text(f"{form.image.name}=@{name}{kind}")


def _field(part: Part) -> str:
    kind = f";type={part.content_type}" if part.content_type else ""
    content = format_line(_JSON(json.loads(part.content))) if part.content_type == JSON else part_text(part)
    if part.content_type == JSON:
        option = _json(part, kind)
    else:
        flag = "--form" if kind or _is_safe_form_value(content) else "--form-string"
        option = f"{flag} {shell_text(f'{part.name}={content}{kind}')}"
    if "\0" not in content and len(option.encode()) <= MAX_WORD_BYTES:
        return option
    # Read from a pipe: neither NUL nor a text this long fits in an argument.
    return (
        f"--form {shell_text(part.name + '=<')}<(printf -- {printf_format(content)}){shell_text(kind) if kind else ''}"
    )


def _json(part: Part, kind: str) -> str:
    """Write a value laid out over lines, all within one pair of quotes."""
    named = shell_text(f"{part.name}=")
    opened = named.removesuffix("'") if named.startswith("'") else named + "'"
    value = with_prefix(f"--form {opened}", _QUOTED_JSON(json.loads(part.content)))
    return "\n".join(format_lines(value, JSON_WRITER.style, depth=1, after=f"{kind}'")).lstrip()


def _json_text(string: str) -> str:
    # A semicolon would end the value for curl; JSON can write it otherwise.
    return json_text(string).replace(";", r"\u003b")


def _quoted_json_text(string: str) -> str:
    return _json_text(string).replace("'", r"'\''")


_JSON = replace(JSON_WRITER, text=_json_text, key=_json_text)
_QUOTED_JSON = replace(JSON_WRITER, text=_quoted_json_text, key=_quoted_json_text)


def _is_safe_form_value(content: str) -> bool:
    """Return whether ``--form`` takes a text as it is: no ``@``, ``<``, ``(`` or quote first, no ``;`` anywhere."""
    return not content or bool(re.fullmatch(r"\w(?:[^;]*[^;\s])?", content))


def _saving(form: ParsedForm) -> list[str]:
    target = f'"{form.picture_stem}-$number.png"'
    return [
        "number=0",
        "jq --raw-output '.data[] | .b64_json // .url' variations.json | while read -r picture; do",
        "  number=$((number + 1))",
        "  case $picture in",
        f'    http*://*) curl --silent --show-error --fail --output {target} "$picture" ;;',
        f'    *) base64 --decode <<<"${{picture#data:*,}}" >{target} ;;',
        "  esac",
        "done",
    ]
