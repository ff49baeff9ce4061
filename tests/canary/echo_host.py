"""A live host that repeats the key it got, in each spelling, in its errors, its successes and its headers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.canary.search import spellings
from tests.client.sockets import b64

ANSWERS = ("answer", "refuse", "page", "odd", "reset")
"""What a model's name after the slash asks of it."""


class EchoHost(ThreadingHTTPServer):
    """``keys`` are those that arrived."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.keys: set[str] = set()
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: EchoHost

    def do_GET(self) -> None:
        """Refuse, with the key."""
        self._send(401, self._error())

    def do_POST(self) -> None:
        """Answer as the model's name says."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if b"/refuse" in body:
            self._send(401, self._error())
        elif b"/page" in body:
            self._send(502, f"<html><title>{self._said()}</title>", "text/html")
        elif b"/odd" in body:
            self._send(200, f"not JSON: {self._said()}")
        elif b"/reset" in body:
            self.close_connection = True
        else:
            entry = {"b64_json": b64(), "revised_prompt": self._said(), self._said()[:40]: self._said()}
            self._send(200, {"created": 1, "data": [entry], "debug": {"authorization": self._said()}})

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _key(self) -> str:
        key = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if key:
            self.server.keys.add(key)
        return key

    def _said(self) -> str:
        key = self._key()
        whole = {
            name: form
            for name, form in spellings(key).items()
            if name not in ("UTF-16", "hex in pairs") and " at " not in name
        }
        return f"Bearer {key} " + " ".join(form.decode() for form in whole.values())

    def _error(self) -> dict[str, Any]:
        said = self._said()
        return {"error": {"message": f"No such key: {said}", "type": said, "param": self._key(), "code": said}}

    def _send(self, status: int, body: object, media_type: str = "application/json") -> None:
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status, f"Refused {self._key()}")
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Echo", self._key())
        self.send_header("X-Echo-All", self._said())
        self.send_header("X-Orq-Trace-Id", self._key())
        self.send_header("Set-Cookie", f"key={self._key()}")
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def echoing() -> Iterator[EchoHost]:
    """Run one on a free port of loopback."""
    with EchoHost() as host:
        thread = threading.Thread(target=host.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()
