"""Where the files of tests are: a folder in memory for speed, or a small disk of a test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108 - nothing is left there, and names in it are drawn
MEMORY_ROOM = 4 * 1024**3
"""Bytes: several times what the files of one run take."""


def fast_folder() -> str:
    """Return a folder in memory where there is room in one, else the usual temporary folder.

    On a disk, tests of the history wait for fsync more than for anything else.
    """
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= MEMORY_ROOM
    return str(MEMORY) if has_room else tempfile.gettempdir()


@contextmanager
def small_disk(folder: Path, limits: str) -> Iterator[Path]:
    """Mount a file system in memory, with ``limits`` as tmpfs options; skip the test where that is impossible."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    mounted = folder / "small"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", limits, "tmpfs", str(mounted)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:  # noqa: S603
        pytest.skip("this system does not let root mount a small disk")
    try:
        yield mounted
    finally:
        # Lazily: where the test fails, something may still be open there.
        subprocess.run(["umount", "-l", mounted], check=True)  # noqa: S603, S607
