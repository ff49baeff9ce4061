"""A server that answers every snippet with one picture, and keeps the requests by the folder of their case."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

from tests.interop.capture import Received, parts_of
from tests.strategies import picture

RESULT = picture("PNG", 3, 3, "result.png").bytes


@dataclass(frozen=True)
class ReceivedRequest:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def parts(self) -> list[Received]:
        return parts_of(self.headers, self.body)

    @property
    def is_multipart(self) -> bool:
        return self.headers["content-type"].startswith("multipart/form-data; ")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The fields of a URL-encoded form."""
        return parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True)


@dataclass
class ReceivedRequests:
    """``posts`` by the first step of the request's path; ``fetches`` are the headers of every download of a result."""

    url: str = ""
    posts: dict[str, list[ReceivedRequest]] = field(default_factory=dict)
    fetches: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def running_receiver() -> Iterator[ReceivedRequests]:
    """Serve on a free loopback port until the block ends."""
    received = ReceivedRequests()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            case = self.path.split("/")[1]
            received.posts.setdefault(case, []).append(ReceivedRequest(headers, self._body()))
            self._answer("application/json", _reply(received.url, int(case)))

        def do_GET(self) -> None:
            received.fetches.append({name.lower(): value for name, value in self.headers.items()})
            self._answer("image/png", RESULT)

        def _body(self) -> bytes:
            if self.headers.get("transfer-encoding") != "chunked":
                return self.rfile.read(int(self.headers["content-length"]))
            chunks = []
            while size := int(self.rfile.readline(), 16):
                chunks.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(chunks)

        def _answer(self, kind: str, content: bytes) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Keep the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        received.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield received
        finally:
            server.shutdown()
            thread.join()


def _reply(url: str, case: int) -> bytes:
    """Return a success whose one picture comes in each of the three ways in turn."""
    text = base64.b64encode(RESULT).decode()
    ways = ({"b64_json": text}, {"url": f"{url}/result.png"}, {"url": f"data:image/png;base64,{text}"})
    return json.dumps({"created": 1, "data": [ways[case % len(ways)]]}).encode()
