"""Where the time of one exchange went, from the trace of the HTTP library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

PHASES = {
    "connect_tcp": "connect",
    "start_tls": "connect",
    "send_request_headers": "send",
    "send_request_body": "send",
    "receive_response_headers": "receive",
    "receive_response_body": "receive",
}


@dataclass(frozen=True)
class Timings:
    """Milliseconds; None where a phase did not occur, as ``connect`` on a connection that was kept.

    ``connect`` holds the name lookup. ``wait`` is from the last byte sent to the reply's headers, ``receive``
    from there to the last byte, ``total`` all of the exchange, ``fetch`` the linked pictures after it.
    """

    connect: float | None = None
    tls: float | None = None
    send: float | None = None
    wait: float | None = None
    receive: float | None = None
    total: float | None = None
    fetch: float | None = None

    def measured(self) -> dict[str, float]:
        """Return milliseconds by phase, without the phases that did not occur."""
        return {phase: ms for phase, ms in asdict(self).items() if ms is not None}


class TimingsRecorder:
    """Records one exchange; ``trace`` is the ``trace`` extension of an httpx request."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._marks: dict[str, float] = {}
        self._started = clock()
        self.phase = "pool"

    async def trace(self, event: str, _about: Mapping[str, Any]) -> None:
        """Note the time of an event such as ``http11.send_request_body.complete``."""
        name = event.partition(".")[2]
        step, _, moment = name.partition(".")
        if step not in PHASES:
            return
        # A proxy's own exchange comes first; the last one is ours.
        self._marks[f"{step}.{'started' if moment == 'started' else 'ended'}"] = self._clock()
        self.phase = PHASES[step]
        if name == "send_request_body.complete":
            self.phase = "receive"

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._started

    def timings(self) -> Timings:
        """Return the phases so far."""
        sent = max(self._marks.get(f"send_request_{part}.ended", 0.0) for part in ("headers", "body")) or None
        headers = self._marks.get("receive_response_headers.ended")
        return Timings(
            connect=self._between("connect_tcp"),
            tls=self._between("start_tls"),
            send=_ms(self._marks.get("send_request_headers.started"), sent),
            wait=_ms(sent, headers),
            receive=_ms(headers, self._marks.get("receive_response_body.ended")),
            total=self.elapsed_s * 1000,
        )

    def _between(self, step: str) -> float | None:
        return _ms(self._marks.get(f"{step}.started"), self._marks.get(f"{step}.ended"))


def _ms(start: float | None, end: float | None) -> float | None:
    return None if start is None or end is None else (end - start) * 1000
