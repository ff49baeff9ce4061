"""The emulator's throughput, against a bare route that reads the same form and answers a fixed object."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from bench.baselines.stub_router import PATH
from bench.load_client import request, throughput
from bench.ratios import Row, interleave
from bench.servers import emulator, running, stub_router

ROUNDS = 7
KNOWN = 300
"""Requests in a round with the same picture, which the emulator has drawn before."""
NEW = 60
"""Requests in a round where each picture is new and has to be drawn."""
CLIENTS = 8
CROWD = 32
"""Clients at once in the last row."""
_FIELDS = {"model": "openai/dall-e-2", "n": "1", "size": "256x256"}


def measure(rounds: int | None) -> list[Row]:
    """Measure requests per second, and how many of a crowd's are answered; raise RuntimeError if one failed before."""
    new = _new_pictures()
    same = next(new)
    failed: list[int] = []

    def speed(url: str, path: str, pictures: list[bytes], clients: int = CLIENTS) -> float:
        each, statuses = throughput(url, [request(path, picture, _FIELDS) for picture in pictures], clients)
        failed.extend(status for status in statuses if status != 200)
        return each

    with running(emulator(), stub_router()) as (ours, baseline):
        found = interleave(
            rounds or ROUNDS,
            {
                "known": lambda: speed(ours, PATH, [same] * KNOWN),
                "new": lambda: speed(ours, PATH, [next(new) for _ in range(NEW)]),
                "baseline": lambda: speed(baseline, f"/form{PATH}", [same] * KNOWN),
            },
            warm_up=1,
        )
        if failed:
            raise RuntimeError(f"{len(failed)} requests failed: {sorted(set(failed))}")
        speed(ours, PATH, [same] * KNOWN + [next(new) for _ in range(NEW)], CROWD)
    crowd = float(KNOWN + NEW)
    baseline_rate = found["baseline"]
    return [
        Row("emulator, a known picture", found["known"], baseline_rate, "req/s", 0.3, at_least=True),
        Row("emulator, each picture new", found["new"], baseline_rate, "req/s"),
        Row(f"emulator, answered to {CROWD} clients", (crowd - len(failed),), (crowd,), "req", 1.0, at_least=True),
    ]


def _new_pictures() -> Iterator[bytes]:
    """Yield pictures of 256×256, all different."""
    seeds = random.Random(0)  # noqa: S311
    while True:
        tile = Image.frombytes("RGB", (8, 8), seeds.randbytes(8 * 8 * 3))
        out = BytesIO()
        tile.resize((256, 256), Image.Resampling.BICUBIC).save(out, "PNG", compress_level=1)
        yield out.getvalue()
