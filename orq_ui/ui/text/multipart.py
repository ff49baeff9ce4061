"""A request as HTTP text, the way it goes over the wire, with file contents cut to their first bytes."""

from __future__ import annotations

from orq_ui.wire import Part, Wire

BOUNDARY = "boundary"
FIRST_BYTES = 16


def as_http(wire: Wire) -> str:
    """The request line, the headers, and every part."""
    head = [f"{wire.method} {wire.url} HTTP/1.1"]
    head += [f"{name}: {value}" for name, value in wire.headers.items()]
    head += [f"Content-Type: multipart/form-data; boundary={BOUNDARY}", ""]
    return "\n".join([*head, *(_part(part) for part in wire.parts), f"--{BOUNDARY}--"])


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
