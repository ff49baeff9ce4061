"""Requests and headers as HTTP text."""

from __future__ import annotations

from collections.abc import Iterable

from orq_ui.json_safety import escape_surrogates
from orq_ui.wire import Part, Wire

BOUNDARY = "boundary"
FIRST_BYTES = 16


def request_text(wire: Wire) -> str:
    """Return the request as it goes over the wire, with the contents of files cut to their first bytes."""
    head = [f"{wire.method} {wire.url} HTTP/1.1"]
    head += [f"{name}: {value}" for name, value in wire.headers.items()]
    head += [f"Content-Type: multipart/form-data; boundary={BOUNDARY}", ""]
    return "\n".join([*head, *(_part(part) for part in wire.parts), f"--{BOUNDARY}--"])


def header_lines(headers: Iterable[tuple[str, str]]) -> str:
    """Return one header a line."""
    return escape_surrogates("\n".join(f"{name}: {value}" for name, value in headers)) or "(none)"


def _part(part: Part) -> str:
    disposition = f'Content-Disposition: form-data; name="{_quoted(part.name)}"'
    if part.filename is not None:
        disposition += f'; filename="{_quoted(part.filename)}"'
    lines = [f"--{BOUNDARY}", disposition]
    if part.content_type is not None:
        lines.append(f"Content-Type: {part.content_type}")
    return "\n".join([*lines, "", _content(part)])


def _content(part: Part) -> str:
    if part.text is not None:
        return part.text
    first = part.content[:FIRST_BYTES].hex(" ").upper()
    return f"‹{len(part.content):,} bytes: {first} …›"


# What the HTTP library does with names, after HTML's form encoding; escape alone goes through.
_ESCAPES = {code: f"%{code:02X}" for code in range(0x20) if code != 0x1B} | {ord('"'): "%22", ord("\\"): "\\\\"}


def _quoted(text: str) -> str:
    return text.translate(_ESCAPES)
