"""The pictures behind the urls of responses, each for an hour from the first time that its response was given."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import NamedTuple

from orq_ui.emulator.bounded_store import BoundedStore

IMAGE_TTL_S = 60 * 60
"""How long the url of a variation lives, from the API's description."""


class Answer(NamedTuple):
    """What a response's urls belong to: the request that was answered first, and when, in Unix seconds."""

    id: str
    created: float


class StoredImage(NamedTuple):
    """A PNG, and when its url stops leading to it, in Unix seconds."""

    png: bytes
    expires_at: float


class ImageStore(BoundedStore[str, StoredImage]):
    """Pictures by the names in their urls; a response from the cache has the urls of the first answer."""

    def __init__(self, clock: Callable[[], float], max_count: int, max_bytes: int) -> None:
        super().__init__(
            max_count=max_count,
            max_bytes=max_bytes,
            size_of=lambda image: len(image.png),
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
        return None if image is None or now >= image.expires_at else (image.png, int(image.expires_at - now))
