"""Costly pictures that never come to an end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from orq_ui.imaging.containers import Container
from orq_ui.imaging.workers import operations
from orq_ui.imaging.workers.executor import is_short
from tests.imaging.workers import work


def endless(monkeypatch: pytest.MonkeyPatch, started: Path) -> Path:
    """Let the check of a costly picture keep its child busy without end; the file gets the child's process id."""
    real = operations._check

    def check(container: Container, data: bytes) -> tuple[Callable[[], None], float]:
        found, seconds = real(container, data)
        return (found, seconds) if is_short(seconds) else (partial(work.spin, started), seconds)

    monkeypatch.setattr(operations, "_check", check)
    return started
