"""The pictures behind the urls of responses, each for an hour from the first time that its response was given."""

from __future__ import annotations

import hashlib
import logging
import secrets
import shutil
import tempfile
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from orq_ui.emulator.bounded_store import BoundedStore

IMAGE_TTL_S = 60 * 60
"""How long the url of a variation lives, from the API's description."""


class Answer(NamedTuple):
    """What a response's urls belong to: the request that was answered first, and when, in Unix seconds."""

    id: str
    created: float


log = logging.getLogger(__name__)


class StoredImage:
    """A PNG in a file that goes with this object, and when its url stops leading to it, in Unix seconds.

    Where the file cannot be written, such as on a full disk, the PNG stays in memory.
    """

    def __init__(self, png: bytes, expires_at: float, folder: Path | None, name: str) -> None:
        self.size, self.expires_at = len(png), expires_at
        self._png: bytes | None = png
        if folder is None:
            return
        self._path = folder / name
        remove = partial(self._path.unlink, missing_ok=True)
        try:
            self._path.write_bytes(png)
        except OSError as failed:
            log.warning("a picture is kept in memory: %s", failed)
            with suppress(OSError):
                remove()
            return
        self._png = None
        weakref.finalize(self, remove)

    def png(self) -> bytes | None:
        """Return the PNG; None where its file was taken away."""
        if self._png is not None:
            return self._png
        try:
            return self._path.read_bytes()
        except OSError:
            return None


class ImageStore(BoundedStore[str, StoredImage]):
    """Pictures by the names in their urls; a response from the cache has the urls of the first answer.

    They are on disk, in a folder that goes with the store: an hour's pictures of many people would fill the memory.
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
        self._folder: Path | None = None

    def add(self, png: bytes, answer: Answer, index: int) -> str:
        """Keep a picture of an answer unless its time is over; return its name, which nobody can guess."""
        name = hashlib.blake2b(f"{answer.id}/{index}".encode(), key=self._secret, digest_size=24).hexdigest()
        expires_at = answer.created + IMAGE_TTL_S
        # One that is there keeps its place, so that a cached answer does not make it younger.
        if name not in self and self._clock() < expires_at:
            self[name] = StoredImage(png, expires_at, self._own_folder(), name)
        return name

    def find(self, name: str) -> tuple[bytes, int] | None:
        """Return a picture and the whole seconds that its url has left; None when its time is over."""
        image, now = self.get(name), self._clock()
        png = None if image is None or now >= image.expires_at else image.png()
        return None if image is None or png is None else (png, int(image.expires_at - now))

    def _own_folder(self) -> Path | None:
        """Return the folder, made for the first picture; None where none can be made."""
        if self._folder is None:
            try:
                self._folder = Path(tempfile.mkdtemp(prefix="orq-ui-emulator-"))
            except OSError as failed:
                log.warning("pictures are kept in memory: %s", failed)
                return None
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder
