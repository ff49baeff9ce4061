"""A server on a real loopback socket that keeps what arrives, and a multipart parser that is not ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from python_multipart.multipart import MultipartParser, parse_options_header

REPLY = json.dumps({"created": 1, "data": []}).encode()


@dataclass(frozen=True)
class ReceivedPart:
    """One part as it arrived. ``disposition`` holds the name and, for a file, the filename."""

    disposition: dict[bytes, bytes]
    headers: dict[str, bytes]
    content: bytes

    @property
    def name(self) -> str:
        return self.disposition[b"name"].decode()

    @property
    def filename(self) -> bytes | None:
        return self.disposition.get(b"filename")

    @property
    def content_type(self) -> bytes | None:
        return self.headers.get("content-type")


@dataclass
class Capture:
    """``requests`` are (request line, headers, body), oldest first."""

    url: str = ""
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def take(self) -> tuple[str, dict[str, str], bytes]:
        """Return the one request that came since the last call."""
        (request,) = self.requests
        self.requests.clear()
        return request


class Handler(BaseHTTPRequestHandler):
    """Reads requests of any client over connections that stay open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def received_headers(self) -> dict[str, str]:
        """Return the headers by their names in lower case."""
        return {name.lower(): value for name, value in self.headers.items()}

    def received_body(self) -> bytes:
        """Read the body, whether it has a length or comes in chunks."""
        if self.headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(self.headers["content-length"]))
        chunks = []
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def reply(self, content_type: str, content: bytes) -> None:
        """Answer with a success."""
        self.send_response(200)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Keep the test's output quiet."""


@contextmanager
def serving(handler: type[Handler]) -> Iterator[str]:
    """Serve on a free loopback port until the block ends; yield the origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def running_capture() -> Iterator[Capture]:
    """Answer every POST with one fixed success, and keep the requests."""
    capture = Capture()

    class CapturingHandler(Handler):
        def do_POST(self) -> None:
            capture.requests.append((self.requestline, self.received_headers(), self.received_body()))
            self.reply("application/json", REPLY)

    with serving(CapturingHandler) as capture.url:
        yield capture


def parts_of(headers: dict[str, str], body: bytes) -> list[ReceivedPart]:
    """Read a multipart body with python-multipart."""
    kind, options = parse_options_header(headers["content-type"])
    if kind != b"multipart/form-data":
        raise ValueError(kind)
    parsing = _Parsing()
    parser = MultipartParser(
        options[b"boundary"],
        {
            "on_part_begin": parsing.begin,
            "on_header_field": lambda data, start, end: parsing.name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: parsing.value.extend(data[start:end]),
            "on_header_end": parsing.header_end,
            "on_part_data": lambda data, start, end: parsing.content.extend(data[start:end]),
            "on_part_end": parsing.end,
        },
    )
    parser.write(body)
    parser.finalize()
    return parsing.parts


class _Parsing:
    def __init__(self) -> None:
        self.parts: list[ReceivedPart] = []
        self.name = bytearray()
        self.value = bytearray()
        self.begin()

    def begin(self) -> None:
        self.headers: dict[str, bytes] = {}
        self.content = bytearray()

    def header_end(self) -> None:
        self.headers[self.name.decode().lower()] = bytes(self.value)
        self.name.clear()
        self.value.clear()

    def end(self) -> None:
        _, disposition = parse_options_header(self.headers.pop("content-disposition"))
        self.parts.append(ReceivedPart(disposition, dict(self.headers), bytes(self.content)))
