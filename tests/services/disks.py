"""A small disk of a test's own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, limits: str) -> Iterator[Path]:
    """A file system in memory, with ``limits`` as the options of tmpfs; the test is skipped where it cannot be had."""
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
