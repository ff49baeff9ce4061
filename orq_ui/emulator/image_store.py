"""The pictures behind the urls of responses, each for an hour from the first time that its response was given."""

from __future__ import annotations

import hashlib
import logging
import secrets
import tempfile
import weakref
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import IO, NamedTuple

from orq_ui.emulator.bounded_store import BoundedStore

IMAGE_TTL_S = 60 * 60
"""How long the url of a variation lives, from the API's description."""


class Answer(NamedTuple):
    """What a response's urls belong to: the request that was answered first, and when, in Unix seconds."""

    id: str
    created: float


log = logging.getLogger(__name__)


class StoredImage:
    """A PNG, and when its url stops leading to it, in Unix seconds.

    It is in a file without a name, which the system removes with this object or with the process, however that ends.
    Where none can be written, such as on a full disk, the PNG stays in memory.
    """

    def __init__(self, png: bytes, expires_at: float) -> None:
        self.size, self.expires_at = len(png), expires_at
        self._file = _file_with(png)
        weakref.finalize(self, self._file.close)

    def png(self) -> bytes:
        """Return the PNG."""
        self._file.seek(0)
        return self._file.read()


def _file_with(png: bytes) -> IO[bytes]:
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the picture
    except OSError as failed:
        log.warning("a picture is kept in memory: %s", failed)
        return BytesIO(png)
    try:
        file.write(png)
        file.flush()
    except OSError as failed:
        log.warning("a picture is kept in memory: %s", failed)
        with suppress(OSError):  # it tries once more to write
            file.close()
        return BytesIO(png)
    return file


class ImageStore(BoundedStore[str, StoredImage]):
    """Pictures by the names in their urls; a response from the cache has the urls of the first answer.

    They are on disk: an hour's pictures of many people would fill the memory.
    """

    def __init__(self, clock: Callable[[], float], max_count: int, max_bytes: int) -> None:
        super().__init__(
            max_count=max_count,
            max_bytes=max_bytes,
            size_of=lambda image: image.size,
            ttl_s=IMAGE_TTL_S,
            clock=clock,
        )
        self._clock = clock
        self._secret = secrets.token_bytes(32)

    def add(self, png: bytes, answer: Answer, index: int) -> str:
        """Keep a picture of an answer unless its time is over; return its name, which nobody can guess."""
        name = hashlib.blake2b(f"{answer.id}/{index}".encode(), key=self._secret, digest_size=24).hexdigest()
        expires_at = answer.created + IMAGE_TTL_S
        # One that is there keeps its place, so that a cached answer does not make it younger.
        if name not in self and self._clock() < expires_at:
            self[name] = StoredImage(png, expires_at)
        return name

    def find(self, name: str) -> tuple[bytes, int] | None:
        """Return a picture and the whole seconds that its url has left; None when its time is over."""
        image, now = self.get(name), self._clock()
        return None if image is None or now >= image.expires_at else (image.png(), int(image.expires_at - now))
