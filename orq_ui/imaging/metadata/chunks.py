"""A file as consecutive chunks, edited without touching what lies between the edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

MAX_CHUNKS = 100_000
"""Chunks read of one file, so that a file of nothing but headers takes no time; 50 MB of PNG have some 6,000."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk of a PNG or WebP or a segment of a JPEG: ``start:stop`` of the file, its content at ``body:end``."""

    kind: bytes
    start: int
    body: int
    end: int
    stop: int

    def starts_with(self, data: bytes, prefix: bytes) -> bool:
        """Return whether the content starts with these bytes."""
        return self.end - self.body >= len(prefix) and data.startswith(prefix, self.body)

    def content(self, data: bytes, after: bytes = b"") -> bytes:
        """Return the content, without a known prefix."""
        return data[self.body + len(after) : self.end]


class Edit(NamedTuple):
    """``new`` in place of ``start:stop``; an insertion where the two are equal."""

    start: int
    stop: int
    new: bytes


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the file with the edits made; they do not overlap."""
    view, at, kept = memoryview(data), 0, list[bytes | memoryview]()
    for edit in sorted(edits):
        kept += [view[at : edit.start], edit.new]
        at = edit.stop
    return b"".join([*kept, view[at:]])
