"""What was asked for against what came."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.client import Reply, Timings
from orq_ui.imaging import Picture
from orq_ui.ui.jobs import Job
from orq_ui.ui.words import plural

DEFAULTS = {"n": 1, "size": "1024x1024", "response_format": "url"}
"""What the endpoint's own description says of a field that is unset."""


def differences(job: Job, reply: Reply) -> Iterator[str]:
    """Every way in which the reply is not what was asked for, in sentences."""
    asked = {name: job.request.sent().get(name, default) for name, default in DEFAULTS.items()}
    asked = {name: DEFAULTS[name] if value is None else value for name, value in asked.items()}
    pictures = [picture for picture in reply.pictures if isinstance(picture, Picture)]
    count = len(reply.response.data)
    if count == 0:
        yield "The router answered with success, but with no picture at all."
    elif isinstance(asked["n"], int | float) and count != asked["n"]:
        yield f"Asked for {plural(int(asked['n']), 'picture')}, got {count}."
    sizes = {f"{picture.width}x{picture.height}" for picture in pictures}
    if asked["size"] in SIZES and sizes - {asked["size"]}:
        yield f"Asked for {asked['size']}, got {', '.join(sorted(sizes))}."
    delivered = {"b64_json" if entry.b64_json is not None else "url" for entry in reply.response.data}
    if asked["response_format"] in FORMATS and delivered - {asked["response_format"]}:
        yield f"Asked for {asked['response_format']}, got {', '.join(sorted(delivered))}."


SIZES = ("256x256", "512x512", "1024x1024")
FORMATS = ("url", "b64_json")


def delivered(reply: Reply) -> Iterator[str]:
    """The size and the way in which the pictures came, where all came alike."""
    sizes = {(picture.width, picture.height) for picture in reply.pictures if isinstance(picture, Picture)}
    if len(sizes) == 1:
        width, height = sizes.pop()
        yield f"{width} × {height}"
    ways = {"in the reply" if entry.b64_json is not None else "by link" for entry in reply.response.data}
    if len(ways) == 1:
        yield ways.pop()


def phases(timings: Timings) -> list[tuple[str, float]]:
    """The parts of the call's time that were measured, in milliseconds."""
    named = {
        "connect": timings.connect,
        "TLS": timings.tls,
        "send": timings.send,
        "wait": timings.wait,
        "receive": timings.receive,
        "fetch pictures": timings.fetch,
        "total": timings.total,
    }
    return [(name, value) for name, value in named.items() if value is not None]
