"""A connection to PostgreSQL that waits for an answer only so long, whatever the network does.

The system notices a server that has vanished. One behind a proxy that takes every byte and says nothing looks alive to
it, and libpq has no limit on reading.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

import psycopg


class BoundedConnection(psycopg.Connection[Any]):
    """``answer_s`` is how long one answer is waited for, in seconds; then the connection is closed."""

    answer_s = 5.0

    def wait(self, gen: Generator[Any, Any, Any], *arguments: Any, **named: Any) -> Any:
        """Wait as psycopg does, which looks up several times a second; raise OperationalError past the limit."""
        return super().wait(self._within(gen), *arguments, **named)

    def _within(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        deadline = time.monotonic() + self.answer_s
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and time.monotonic() > deadline:
                    self.close()
                    raise psycopg.OperationalError(f"no answer in {self.answer_s:g} s")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value
