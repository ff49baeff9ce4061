"""What was asked for against what came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from orq_ui.client import Reply
from orq_ui.history.diff.requested_vs_actual import RequestedVsActual, compare_fields
from orq_ui.imaging import Picture
from orq_ui.ui.server.jobs import Job

NOTHING_CAME = "The router answered with success, but with no picture at all."


def differences(job: Job, reply: Reply) -> Iterator[str]:
    """Yield a sentence for every way in which the reply is not what was asked for."""
    if not reply.pictures:
        yield NOTHING_CAME
        return
    sizes = {(picture.width, picture.height) for picture in reply.pictures if isinstance(picture, Picture)}
    response = reply.response.model_dump(exclude_unset=True)
    yield from mismatches(compare_fields(job.request.sent(), response, sizes, len(reply.pictures)))


def mismatches(lines: Iterable[RequestedVsActual]) -> Iterator[str]:
    """Yield a sentence for each line that is not as asked. Both sides are the contract's words, never others' text."""
    for line in lines:
        if not line.matches:
            yield f"{line.field}: asked for {line.requested}, got {line.actual}."


def alike(reply: Reply) -> Iterator[str]:
    """Yield the size and the way in which the pictures came, where all came alike."""
    sizes = {(picture.width, picture.height) for picture in reply.pictures if isinstance(picture, Picture)}
    if len(sizes) == 1:
        width, height = sizes.pop()
        yield f"{width} × {height}"
    entries = [entry for entry in reply.response.data if entry.b64_json or entry.url]
    ways = {"in the reply" if entry.b64_json else "by link" for entry in entries}
    if len(ways) == 1:
        yield ways.pop()
