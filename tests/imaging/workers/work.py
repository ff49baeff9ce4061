"""Functions for a worker, and what tests see of their processes."""

from __future__ import annotations

import os
import time
from pathlib import Path

from orq_ui.errors import UnusablePicture


def process_id() -> int:
    return os.getpid()


def environment() -> dict[str, str]:
    return dict(os.environ)


def refuse() -> None:
    raise UnusablePicture("truncated", path="a.png", detail="40 %")


def spin(started: Path) -> None:
    """Keep a core busy without end, as a decoder may; the process's id is in the file."""
    partial = started.with_suffix(".partial")
    partial.write_text(str(os.getpid()))
    partial.rename(started)
    while True:
        pass


def die() -> None:
    os._exit(7)


def answer_with_code() -> Path:
    """Return what a child that was taken over may: an object whose class is no answer."""
    return Path("/")


def print_and_return() -> str:
    print("a library's warning")
    return "result"


def take_memory() -> int:
    return len(bytearray(50_000_000_000))


def wait_for(file: Path) -> int:
    """Wait until a process has written its id there."""
    while not file.exists():
        time.sleep(0.01)
    return int(file.read_text())


def is_running(process: int) -> bool:
    """Return whether it runs; one that ended and that nobody has asked about yet does not."""
    stat = Path(f"/proc/{process}/stat")
    try:
        os.kill(process, 0)
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until_gone(process: int) -> None:
    while is_running(process):
        time.sleep(0.01)
