"""Second stage: the body as it came becomes ordered parts, within bounds: multipart, or the form of a web page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from orq_ui.emulator.api_error import bad_request

MAX_PARTS = 1_000
MAX_FIELD_BYTES = 1_000_000
MAX_FIELDS_BYTES = 2_000_000
MAX_FILE_BYTES = 50_000_000
"""One more than the contract allows, so that the picture's own check names the reason."""
MAX_BODY_BYTES = 64_000_000
_TYPE, _FORM_TYPE = b"multipart/form-data", b"application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Part:
    """One part as it arrived. Without ``filename`` it is a field, with one it is a file."""

    name: str
    filename: str | None
    content_type: str | None
    content: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


async def read_parts(request: Request) -> tuple[Part, ...]:
    """Read the whole body; raises a 400 for what is not complete, well-formed multipart within bounds.

    A body without picture and objects comes as ``application/x-www-form-urlencoded`` from the Python client, so that is
    read too: what is wrong with it is that there is no picture.
    """
    media_type, parameters = parse_options_header(request.headers.get("content-type"))
    if media_type.strip() == _FORM_TYPE:
        return await _read_form(request)
    if media_type.strip() != _TYPE:
        raise bad_request("The body must be multipart/form-data.")
    boundary = parameters.get(b"boundary")
    if not boundary:
        raise bad_request("The content type names no boundary.")
    collector = _Collector()
    received = 0
    try:
        parser = MultipartParser(boundary, collector.callbacks())  # type: ignore[arg-type]
        async for chunk in request.stream():
            received += len(chunk)
            if received > MAX_BODY_BYTES:
                raise bad_request(f"The body has more than {MAX_BODY_BYTES} bytes.")
            parser.write(chunk)
    except FormParserError as reason:
        raise bad_request(f"The body is not well-formed multipart: {reason}") from reason
    if not collector.ended:
        raise bad_request("The body ends before its closing boundary.")
    return tuple(collector.parts)


async def _read_form(request: Request) -> tuple[Part, ...]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FIELDS_BYTES:
            raise bad_request(f"The fields have more than {MAX_FIELDS_BYTES} bytes together.")
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_PARTS)
    except ValueError as reason:
        raise bad_request(f"The body is no form of at most {MAX_PARTS} fields in UTF-8.") from reason
    return tuple(Part(name, None, None, value.encode()) for name, value in fields)


class _Collector:
    """Collects the parts from the callbacks of the parser."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.ended = False
        self._fields_bytes = 0
        self._reset()

    def callbacks(self) -> dict[str, object]:
        names = ("part_begin", "part_data", "part_end", "header_field", "header_value", "header_end")
        return {f"on_{name}": getattr(self, f"_{name}") for name in (*names, "headers_finished", "end")}

    def _reset(self) -> None:
        self._headers: dict[str, bytes] = {}
        self._header, self._value = bytearray(), bytearray()
        self._name = ""
        self._filename: str | None = None
        self._content = bytearray()

    def _part_begin(self) -> None:
        if len(self.parts) >= MAX_PARTS:
            raise bad_request(f"The body has more than {MAX_PARTS} parts.")
        self._reset()

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[_text(bytes(self._header)).lower()] = bytes(self._value)
        self._header, self._value = bytearray(), bytearray()

    def _headers_finished(self) -> None:
        header = self._headers.get("content-disposition", b"")
        disposition, parameters = parse_options_header(header)
        if disposition.strip() != b"form-data" or b"name" not in parameters:
            raise bad_request("A part has no Content-Disposition with a name.")
        self._name = _text(parameters[b"name"])
        filename = parameters.get(b"filename")
        self._filename = _extended_filename(header) if filename is None else _text(filename)

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        self._content += data[start:end]
        limit = MAX_FIELD_BYTES if self._filename is None else MAX_FILE_BYTES
        if len(self._content) > limit:
            raise bad_request(f"The part has more than {limit} bytes.", self._name)
        if self._filename is None:
            self._fields_bytes += end - start
        if self._fields_bytes > MAX_FIELDS_BYTES:
            raise bad_request(f"The fields have more than {MAX_FIELDS_BYTES} bytes together.")

    def _part_end(self) -> None:
        content_type = self._headers.get("content-type")
        shown = None if content_type is None else _text(content_type)
        self.parts.append(Part(self._name, self._filename, shown, bytes(self._content)))

    def _end(self) -> None:
        self.ended = True


def _extended_filename(disposition: bytes) -> str | None:
    """Return the filename that is written as ``filename*=UTF-8''na%C3%AFve.png`` (RFC 5987), None without one."""
    message = Message()
    message["Content-Disposition"] = _text(disposition)
    return message.get_filename()


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
