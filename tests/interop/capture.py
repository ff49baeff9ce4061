"""A server on a real loopback socket that keeps what arrives, and a multipart reading of it that is not ours."""

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
class Received:
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
        """Return the one request that came since the last look."""
        (request,) = self.requests
        self.requests.clear()
        return request


@contextmanager
def capturing() -> Iterator[Capture]:
    """Serve on a free loopback port until the block ends; every POST gets one fixed success."""
    capture = Capture()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            capture.requests.append((self.requestline, headers, body))
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(REPLY)))
            self.end_headers()
            self.wfile.write(REPLY)

        def log_message(self, *_args: object) -> None:
            """Keep the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        capture.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield capture
        finally:
            server.shutdown()
            thread.join()


def parts_of(headers: dict[str, str], body: bytes) -> list[Received]:
    """Read a multipart body with python-multipart."""
    kind, options = parse_options_header(headers["content-type"])
    if kind != b"multipart/form-data":
        raise ValueError(kind)
    reading = _Reading()
    parser = MultipartParser(
        options[b"boundary"],
        {
            "on_part_begin": reading.begin,
            "on_header_field": lambda data, start, end: reading.name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: reading.value.extend(data[start:end]),
            "on_header_end": reading.header_end,
            "on_part_data": lambda data, start, end: reading.content.extend(data[start:end]),
            "on_part_end": reading.end,
        },
    )
    parser.write(body)
    parser.finalize()
    return reading.parts


class _Reading:
    def __init__(self) -> None:
        self.parts: list[Received] = []
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
        self.parts.append(Received(disposition, dict(self.headers), bytes(self.content)))
