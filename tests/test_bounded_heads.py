"""What the playground's own server makes of heads that never end, when the command has started it."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from orq_ui.bounded_heads import LONGEST_HEAD_BYTES
from tests.browser.servers import Server


def test_a_head_that_never_ends_is_refused(tmp_path: Path) -> None:
    """One client cannot fill the server's memory; a long head, such as of many cookies, is answered."""
    server = Server(tmp_path / "log.txt", command=(sys.executable, "-m", "orq_ui.cli"))
    try:
        answers = [_answer_to(server.url, size) for size in (LONGEST_HEAD_BYTES // 4, 20 * LONGEST_HEAD_BYTES)]
    finally:
        server.stop()

    assert answers == [b"HTTP/1.1 200", b"HTTP/1.1 431"]


def _answer_to(url: str, size: int) -> bytes:
    """Return how the answer begins to a head with so many bytes in it."""
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=60) as client:
        client.sendall(f"GET /health HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\nX: ".encode())
        with suppress(ConnectionError):  # it may be refused before its end
            for _ in range(size // 1024):
                client.sendall(b"x" * 1024)
            client.sendall(b"\r\n\r\n")
        return client.recv(12)
