"""A finished task as data: where cancellation stops being control flow."""

from __future__ import annotations

from asyncio import Task
from typing import TypeVar

from orq_ui.errors import Cancelled, OrqUiError

T = TypeVar("T")


def settled(task: Task[T]) -> T | OrqUiError:
    """Read a task that is done: its result, its error of the tree, or :class:`Cancelled`. Bugs are raised."""
    if task.cancelled():
        return Cancelled()
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, OrqUiError):
        return error
    raise error
