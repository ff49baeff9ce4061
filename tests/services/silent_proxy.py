"""A TCP proxy on loopback that can fall silent: it takes every byte and passes nothing on, and closes nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Event, Thread


class SilentProxy:
    """Forwards to a port of this machine, as long as it is not ``silent``. A context manager."""

    def __init__(self, port: int) -> None:
        self.port, self.silent = 0, False
        self._to, self._started = port, Event()
        self._thread = Thread(target=lambda: asyncio.run(self._run()))

    def __enter__(self) -> SilentProxy:
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    async def _run(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await self._ended.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        with suppress(asyncio.CancelledError):  # the proxy ends
            await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        for each in (writer, back):
            each.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65_536):
                if not self.silent:  # else lost for good, as on a dead line
                    writer.write(data)
                    await writer.drain()
        writer.close()
