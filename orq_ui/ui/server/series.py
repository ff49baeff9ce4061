"""The same request sent several times: how each send ended, and which are under way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from orq_ui.client import Reply
from orq_ui.errors import BadReply, Cancelled, Refused
from orq_ui.ui.server.jobs import Job, Jobs

log = logging.getLogger(__name__)


class SeriesResult(NamedTuple):
    """How one send ended: ``status`` is None where no answer came, ``served`` where no model answered."""

    status: int | None
    served: str | None
    cached: bool


@dataclass
class Series:
    """``total`` sends of the request of the call with the id ``of``; the loop's thread writes, pages read.

    Only the outcomes are kept here: pictures and replies are in the history.
    """

    of: str
    total: int
    results: list[SeriesResult] = field(default_factory=list)
    under_way: list[Job] = field(default_factory=list)
    left: int = 0
    is_over: bool = False

    def __post_init__(self) -> None:
        self.left = self.total

    def cancel(self) -> None:
        """Make no further send, and stop those under way."""
        self.left = 0
        for job in list(self.under_way):
            job.cancel()

    def start(self, jobs: Jobs, make: Callable[[], Job], at_once: int) -> None:
        """Send the jobs that ``make`` returns, so many at once; don't wait."""
        jobs.run(self._send_all(jobs, make, at_once))

    async def _send_all(self, jobs: Jobs, make: Callable[[], Job], at_once: int) -> None:
        try:
            await asyncio.gather(*(self._send_in_turn(jobs, make) for _ in range(at_once)))
        except Exception:
            # As for a single call: a mistake of ours must not be a series that never ends.
            log.exception("sending %s again failed", self.of)
            self.cancel()
        finally:
            self.is_over = True

    async def _send_in_turn(self, jobs: Jobs, make: Callable[[], Job]) -> None:
        while self.left > 0 and not jobs.is_closing:
            self.left -= 1
            job = make()
            self.under_way.append(job)
            await jobs.start(job).wait()
            self._end(job)

    def _end(self, job: Job) -> None:
        """Keep how a send ended; after one that was stopped, from wherever, no further one is made."""
        self.under_way.remove(job)
        outcome = job.outcome
        if isinstance(outcome, Cancelled):
            self.left = 0
            return
        verdict = None if job.ledger is None else job.ledger.verdict
        self.results.append(
            SeriesResult(
                status=outcome.status if isinstance(outcome, Reply | Refused | BadReply) else None,
                served=None if verdict is None else verdict.served,
                cached=job.ledger is not None and job.ledger.cache.outcome == "hit",
            )
        )
