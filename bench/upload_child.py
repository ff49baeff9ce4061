"""``python -m bench.upload_child ours|sdk URL``: send a picture of 49 MB once, and print time and memory as JSON."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from pydantic import SecretStr

SIZE = 49_000_000
KEY = "bench-key"
Send = Callable[[bytes], object]


def main(client: str, url: str) -> None:
    """Warm up with a few bytes, so that lazy imports and the connection are made; then measure."""
    with asyncio.Runner() as loop:
        send = _ours(url, loop) if client == "ours" else _sdk(url)
        send(os.urandom(1000))
        # Random bytes: neither client looks into them.
        before = _held_mb()
        picture = os.urandom(SIZE)
        started = perf_counter()
        send(picture)
        spent_ms = (perf_counter() - started) * 1000
    print(json.dumps({"ms": spent_ms, "peak_mb": _most_mb() - before}))


def _ours(url: str, loop: asyncio.Runner) -> Send:
    from orq_ui.api import ImageVariationRequest
    from orq_ui.client import Gateway, create_http_client
    from orq_ui.imaging import Picture
    from orq_ui.wire import Connection, encode

    gateway = Gateway(create_http_client())
    request = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})

    def send(content: bytes) -> object:
        picture = Picture("picture.png", "image/png", content, 4000, 4000)
        return loop.run(gateway.send(encode(request, picture, Connection(url, SecretStr(KEY)))))

    return send


def _sdk(url: str) -> Send:
    from orq_ai_sdk import Orq

    client = Orq(api_key=KEY, server_url=url)

    def send(content: bytes) -> object:
        image = {"file_name": "picture.png", "content": content, "content_type": "image/png"}
        return client.router.images.variations.create(model="openai/dall-e-2", image=image)  # type: ignore[arg-type]

    return send


def _held_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _most_mb() -> float:
    # Kibibytes on Linux.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main(*sys.argv[1:])
