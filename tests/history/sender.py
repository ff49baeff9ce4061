"""Servers that keep what they send, to be killed or many: ``python -m tests.history.sender DATABASE_URL BLOB_URL``.

A line of input is ``COUNT SEED…``: for each seed a server is forked that makes so many runs, or without end for 0. What
they say is ``server PID``, ``kept ID`` once a run is finished, ``dropping ID`` before one is deleted; and when all of a
line have ended, ``ended``.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from random import Random

import psycopg  # noqa: F401 - loaded once, before any fork
import s3fs  # noqa: F401

from orq_ui.history import SOURCE, HistoryStore, StoredPicture, new_id
from orq_ui.imaging import Picture
from tests.history.sends import BLUE, CAT, RED, WEBP, a_finish, a_start
from tests.services.s3 import load_client_models

OWNER = "ada"
SHARED = (CAT, RED, BLUE, WEBP)


def say(*words: str) -> None:
    """One line, whole even where several write."""
    os.write(sys.stdout.fileno(), (" ".join(words) + "\n").encode())


def distinct(random: Random) -> Picture:
    """A small picture that no other run has; what follows a PNG's end is nobody's business."""
    return replace(CAT, bytes=CAT.bytes + random.randbytes(random.choice([16, 400, 5000])))


def results(random: Random) -> list[Picture]:
    """One to four, some of them shared with other runs."""
    return [random.choice([distinct(random), random.choice(SHARED)]) for _ in range(random.choice([1, 1, 2, 4]))]


def send(store: HistoryStore, random: Random) -> str:
    """One run. Its request says how many pictures it has when it is whole."""
    made = results(random)
    started = a_start(OWNER, {"n": len(made)}, random.choice(SHARED))
    store.begin(started)
    store.finish(started, a_finish(*made))
    say("kept", started.id)
    return started.id


def import_run(store: HistoryStore, run_id: str) -> str:
    """The same run as if it came from another machine."""
    run = store.run(OWNER, run_id)
    assert run is not None
    entries = [entry for entry in (run.source, *run.results) if isinstance(entry, StoredPicture)]
    contents = {entry.place: store.picture(OWNER, entry, run_id) for entry in entries}
    assert SOURCE in contents
    own, _ = store.import_run(OWNER, run.model_copy(update={"id": new_id()}), contents)
    say("kept", own)
    return own


def work(database_url: str, blob_url: str, seed: int, count: int) -> None:
    """Be one server."""
    random = Random(seed)  # noqa: S311 - a draw that can be repeated
    store = HistoryStore(database_url, blob_url)
    if count:
        for _ in range(count):
            send(store, random)
        store.close()
        return
    made: list[str] = []
    while True:
        made.append(send(store, random))
        if random.random() < 0.2:
            made.append(import_run(store, random.choice(made)))
        if random.random() < 0.3:
            dropped = made.pop(random.randrange(len(made)))
            say("dropping", dropped)
            store.delete(OWNER, [dropped])
            store.empty_trash()
        if not made:
            made.append(send(store, random))


def main() -> None:
    """Fork servers as the input asks."""
    if sys.argv[2].startswith("s3://"):
        load_client_models()
    for line in sys.stdin:
        count, *seeds = map(int, line.split())
        pids = []
        gate, opener = os.pipe()  # its end lets all of them start at once
        for seed in seeds:
            pid = os.fork()
            if pid == 0:
                os.close(opener)
                os.read(gate, 1)
                work(sys.argv[1], sys.argv[2], seed, count)
                os._exit(0)
            pids.append(pid)
            say("server", str(pid))
        os.close(gate)
        os.close(opener)
        codes = [os.waitpid(pid, 0)[1] for pid in pids]
        say("ended", *map(str, codes))


if __name__ == "__main__":
    main()
