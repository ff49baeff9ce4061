"""The thin shell: a socket, uvicorn, the ready line, and an exit together with stdin."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import os
import socket
import sys
import threading
import time
from typing import Literal

import uvicorn
from starlette.applications import Starlette

GRACE_S = 1.0
KEEP_ALIVE_S = 75
"""Longer than clients keep an idle connection: one that closes while they send would lose their request."""
OPEN_FILES = 4_096
"""Each picture behind a url is an open file, and each connection; some systems begin with 256 for both."""


class AnnouncingServer(uvicorn.Server):
    """uvicorn's server, which says on stdout when it accepts connections."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept, then print the ready line that a parent process waits for."""
        await super().startup(sockets)
        for listening in sockets or []:
            print(f"emulator ready {_url(listening)}", flush=True)


def listen(host: str, port: int) -> socket.socket:
    """Return a bound socket; raises OSError. Port 0 picks a free one."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    # The protocol is named because asyncio switches Nagle's delay off only for sockets that name it.
    listening = socket.socket(family, kind, socket.IPPROTO_TCP)
    if os.name == "posix":
        # Elsewhere this option would let two processes share a port.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind(address)
    except OSError:
        listening.close()
        raise
    return listening


def uvicorn_config(app: Starlette) -> uvicorn.Config:
    """Return how uvicorn serves the emulator."""
    # The response says what is malformed; a hostile client must not fill the log as well.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
    return uvicorn.Config(
        app,
        http=_http_protocol(),
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(GRACE_S),
        timeout_keep_alive=KEEP_ALIVE_S,
    )


def serve(app: Starlette, listening: socket.socket, *, exit_with_stdin: bool = False) -> None:
    """Serve until a signal, or until stdin is closed."""
    _allow_open_files()
    server = AnnouncingServer(uvicorn_config(app))
    if exit_with_stdin:
        threading.Thread(target=_exit_with_stdin, args=(server,), name="stdin", daemon=True).start()
    # uvicorn raises the signal again when it has shut down; Ctrl+C deserves no traceback.
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def _allow_open_files() -> None:
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _http_protocol() -> type[asyncio.Protocol] | Literal["h11"]:
    """Return the fast protocol where it is installed; h11 bounds a head by itself."""
    if importlib.util.find_spec("httptools") is None:
        return "h11"
    from orq_ui.emulator.bounded_http import BoundedHttp

    return BoundedHttp


def _exit_with_stdin(server: AnnouncingServer) -> None:
    # os.read, not sys.stdin: a thread inside a buffered read holds a lock that the interpreter needs to exit.
    while os.read(sys.__stdin__.fileno() if sys.__stdin__ else 0, 4096):
        pass
    server.should_exit = True
    server.force_exit = True
    time.sleep(2 * GRACE_S)
    # Whoever started us is gone; nothing is left to be saved.
    os._exit(0)


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
