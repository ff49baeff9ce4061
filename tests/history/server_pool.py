"""The process that forks servers for tests, warmed up once."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from sqlalchemy import NullPool, create_engine, text

from orq_ui.history import HistoryStore, StoredPicture
from tests.history.sender import OWNER
from tests.services.fixtures import Storage
from tests.services.processes import without_coverage

ROOT = Path(__file__).parents[2]
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class ServerPool:
    """Starts servers, and reads what they say."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout

    def start(self, count: int, *seeds: int) -> list[int]:
        """One server for each seed, each to make so many runs, or without end for 0; their process ids."""
        print(count, *seeds, file=self._in, flush=True)
        return [int(self.word("server")) for _ in seeds]

    def word(self, expected: str) -> str:
        """What comes after the expected word in the next line."""
        said, _, rest = self._out.readline().strip().partition(" ")
        assert said == expected, f"{said} {rest}"
        return rest

    def until_ended(self) -> tuple[set[str], set[str], list[int]]:
        """Runs that were kept, runs that may have been dropped, and how each server ended."""
        kept: set[str] = set()
        dropped: set[str] = set()
        for line in self._out:
            said, *rest = line.split()
            if said == "ended":
                return kept, dropped, [int(code) for code in rest]
            (kept if said == "kept" else dropped).add(rest[0])
        raise EOFError("the server pool has ended")


@contextmanager
def server_pool(storage: Storage) -> Iterator[ServerPool]:
    """Start a process that forks servers of one place."""
    command = [sys.executable, "-m", "tests.history.sender", storage.database_url, storage.blob_url]
    environment = without_coverage(os.environ)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603
        try:
            yield ServerPool(process)
        finally:
            process.stdin.close()


def wait_for_database(storage: Storage) -> None:
    """PostgreSQL learns of a client's end a moment after it; a restarted server comes later than that."""
    if not storage.database_url.startswith("postgresql"):
        return
    engine = create_engine(storage.database_url, poolclass=NullPool)
    with engine.connect() as connection:
        for _ in range(12_000):
            if connection.scalar(text(OTHERS)) == 0:
                return
            connection.rollback()  # the next look is not the same one
            Event().wait(0.005)
    raise TimeoutError("somebody is still connected")


def unfinished_or_broken(store: HistoryStore, *, read: set[str]) -> tuple[set[str], list[str]]:
    """The finished runs, and what is wrong with any; the bytes of those to ``read`` are looked at."""
    done, wrong = set(), []
    for line in store.page(OWNER, per_page=100_000).lines:
        run = store.run(OWNER, line.id)
        assert run is not None
        if line.state == "done":
            done.add(line.id)
            if len(line.pictures) != run.request["n"] or line.source is None:
                wrong.append(f"{line.id} is half")
        elif line.state != "interrupted" or line.results:
            wrong.append(f"{line.id} is {line.state}")
        if line.id in read:
            entries = [entry for entry in (line.source, *line.results) if isinstance(entry, StoredPicture)]
            wrong += [
                f"{line.id} {entry.place} reads wrong" for entry in entries if not is_whole(store, line.id, entry)
            ]
    return done, wrong


def is_whole(store: HistoryStore, run_id: str, kept: StoredPicture) -> bool:
    """Whether a picture's bytes are those that its hash says."""
    return hashlib.sha256(store.picture_bytes(OWNER, run_id, kept.place)).hexdigest() == kept.sha256
