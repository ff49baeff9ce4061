"""What one server has: its settings, the emulator, the history, the pictures and the calls under way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from orq_ui.imaging.workers import stop_children
from orq_ui.settings import Settings
from orq_ui.ui.server.emulator_process import EmulatorProcess
from orq_ui.ui.server.history import History
from orq_ui.ui.server.jobs import Jobs
from orq_ui.ui.server.media_store import MediaStore


@dataclass(frozen=True)
class Services:
    """Made and closed by the server's lifespan; a test makes its own."""

    settings: Settings
    emulator: EmulatorProcess
    history: History
    pictures: MediaStore
    jobs: Jobs

    @classmethod
    def create(cls, settings: Settings) -> Services:
        """Make what these settings ask for. The emulator starts, and the history opens, when first needed."""
        emulator = EmulatorProcess(settings.emulator_port, settings.emulator_time_scale)
        history = History(settings)
        return cls(
            settings=settings,
            emulator=emulator,
            history=history,
            pictures=MediaStore(history),
            jobs=Jobs(emulator),
        )

    def close(self) -> None:
        """End the calls, then the emulator that they speak to, then the history that keeps them, whatever fails."""
        with ExitStack() as endings:
            endings.callback(self.history.close)
            endings.callback(self.emulator.stop)
            endings.callback(stop_children)
            endings.callback(self.jobs.close)


# Streamlit runs its script in threads of its own, and gives neither the script nor a route what the lifespan made.
_served: Services | None = None


def services() -> Services:
    """Return the services of the running server; raises RuntimeError when the script was not started by ``app.py``."""
    if _served is None:
        raise RuntimeError("no server is running: start the playground with `orq-ui` or `streamlit run app.py`")
    return _served


@contextmanager
def serving(made: Services) -> Iterator[Services]:
    """Let :func:`services` return these until the end of the block; closing them is the caller's part."""
    global _served
    before, _served = _served, made
    try:
        yield made
    finally:
        _served = before
