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


def _quoted(text: str) -> str:
    """As HTML's form encoding has it, and httpx."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
