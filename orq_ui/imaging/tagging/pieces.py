"""A file as consecutive pieces, cut and joined without touching what lies between."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

MAX_PIECES = 100_000
"""Pieces read of one file, so that a file of nothing but headers takes no time; 50 MB of PNG have some 6,000."""
REST = b""
"""The kind of the last piece: whatever follows the structure that could be read, image data or rubbish."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk or segment at ``start:stop`` of the file, its content at ``body:end``."""

    kind: bytes
    start: int
    body: int
    end: int
    stop: int

    def begins(self, data: bytes, with_: bytes) -> bool:
        """Whether the content begins with these bytes."""
        return self.end - self.body >= len(with_) and data.startswith(with_, self.body)

    def content(self, data: bytes, after: bytes = b"") -> bytes:
        """The content, without a known beginning."""
        return data[self.body + len(after) : self.end]


class Edit(NamedTuple):
    """``new`` in place of ``start:stop``; an insertion where the two are equal."""

    start: int
    stop: int
    new: bytes


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The file with the edits made; they do not overlap."""
    view, at, kept = memoryview(data), 0, list[bytes | memoryview]()
    for edit in sorted(edits):
        kept += [view[at : edit.start], edit.new]
        at = edit.stop
    return b"".join([*kept, view[at:]])


def fingerprint(data: bytes, pieces: Iterable[Piece]) -> str:
    """SHA-256 (hex) over these pieces as they stand in the file."""
    sha, view = hashlib.sha256(), memoryview(data)
    for piece in pieces:
        sha.update(view[piece.start : piece.stop])
    return sha.hexdigest()
