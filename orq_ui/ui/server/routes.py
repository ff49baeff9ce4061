"""Our routes beside Streamlit's: pictures and zips of runs, thumbnails of samples, health.

A wrong signature, another browser and a run that is gone all look the same: 404.
"""

from __future__ import annotations

import hmac
import logging
import re
import tempfile
from collections.abc import Iterator
from functools import partial
from typing import IO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from orq_ui import __version__
from orq_ui.errors import HistoryUnavailable
from orq_ui.history import SOURCE, Run, StoredFile
from orq_ui.imaging import sample_thumbnail, style_picture
from orq_ui.ui.server.identity import binding_of
from orq_ui.ui.server.jobs import CALL_PREFIX
from orq_ui.ui.server.media_store import HISTORY_PREFIX, MEMORY_PREFIX, InMemory, run_url
from orq_ui.ui.services import services
from orq_ui.ui.streamlit_compat import STATIC_PREFIX

SAMPLE_PREFIX = f"{STATIC_PREFIX}samples/"
STYLE_PREFIX = f"{STATIC_PREFIX}styles/"
"""Followed by the model's name."""
CACHE_FOREVER = "private, max-age=31536000, immutable"
CALL_WAIT_S = 3.0
"""A server that is stopped waits for whoever still waits for an answer."""
MAX_RUNS, MAX_PICTURES = 200, 1000
CHUNK = 1 << 18
_PLACE = re.compile(r"[0-9]{1,4}")
"""Starlette's own `int` takes any number of digits, and fails on more than Python converts."""
log = logging.getLogger(__name__)


async def get_picture(request: Request) -> Response:
    """Answer with a picture that only memory has, or a file to be saved."""
    found = services().pictures.get(MEMORY_PREFIX + request.path_params["token"], request.cookies)
    return _gone() if found is None else _in_memory(found)


def get_run_picture(request: Request) -> Response:
    """Answer with one picture of a run. Starlette calls this in a thread, as it waits for the database."""
    given = request.path_params
    run_id, form, signature = given["run"], given["form"], given["signature"]
    if _PLACE.fullmatch(given["place"]) is None:
        return _gone()
    place = int(given["place"]) + SOURCE
    found = services().pictures.get(run_url(run_id, place, form, signature), request.cookies)
    if found is not None:
        return _in_memory(found)
    try:
        owner = _owner(request, [run_id])
        store = services().history.store()
        kept = None if owner is None or place > MAX_PICTURES else store.stored_file(owner, run_id, place)
        if owner is None or kept is None:
            return _gone()
        if form == "small":
            return _picture(store.thumbnail(owner, run_id, kept.place), "image/webp", kept.name + ".webp")
        content = store.picture_bytes(owner, run_id, kept.place)
        if isinstance(kept, StoredFile):
            # Whatever it is: to be saved, and never shown under this address.
            return _picture(content, "application/octet-stream", kept.name, "attachment")
        return _picture(content, kept.media_type, kept.name, "attachment" if form == "save" else "inline")
    except KeyError:
        return _gone()
    except HistoryUnavailable as failed:
        return _unavailable(failed)


def get_zip(request: Request) -> Response:
    """Answer with runs as one zip, put together on disk and sent piece by piece."""
    run_ids = request.path_params["runs"].split(",")
    try:
        owner = _owner(request, run_ids) if len(run_ids) <= MAX_RUNS else None
        if owner is None:
            return _gone()
        store = services().history.store()
        found = [run for run_id in run_ids if (run := store.run(owner, run_id)) is not None]
        if not found:
            return _gone()
        out = _packed(owner, found)
    except HistoryUnavailable as failed:
        return _unavailable(failed)
    name = f"run-{found[0].id[:8]}.zip" if len(found) == 1 else f"{len(found)}-runs.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingResponse(_pieces(out), media_type="application/zip", headers=headers)


async def get_sample(request: Request) -> Response:
    """Answer with a sample picture's thumbnail."""
    try:
        content = sample_thumbnail(request.path_params["id"])
    except KeyError:
        return PlainTextResponse("No such sample.", 404)
    return Response(content, media_type="image/webp", headers={"Cache-Control": "public, max-age=3600"})


async def get_call(request: Request) -> Response:
    """Answer that no such call of this person is under way (204) as soon as that is so, or else after a while (202)."""
    job = services().jobs.find(request.path_params["id"])
    if job is not None and job.owner is not None and job.owner.binding == binding_of(job.owner.id, request.cookies):
        await job.wait(CALL_WAIT_S)
        if job.running:
            return Response(status_code=202, headers={"Cache-Control": "no-store"})
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


async def get_health(_: Request) -> Response:
    """Say whether the playground and its emulator are up."""
    alive = services().emulator.is_running()
    return JSONResponse({"version": __version__, "emulator": "up" if alive else "down"}, 200 if alive else 503)


def _owner(request: Request, run_ids: list[str]) -> str | None:
    """Return whose runs these are, if the URL was made for that person in this browser."""
    store = services().history.store()
    # Any of them that is still there tells.
    owner = next((owner for run_id in run_ids if (owner := store.owner_of(run_id)) is not None), None)
    if owner is None:
        return None
    ours = services().pictures.signature(owner, binding_of(owner, request.cookies), ",".join(run_ids))
    return owner if hmac.compare_digest(request.path_params["signature"].encode(), ours.encode()) else None


def _packed(owner: str, runs: list[Run]) -> IO[bytes]:
    from orq_ui.history.export import export_runs  # late, as all that needs SQLAlchemy

    content = services().history.store().picture_bytes
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed when all of it is sent
    try:
        export_runs(((run, partial(content, owner, run.id)) for run in runs), out)
    except BaseException:
        out.close()
        raise
    return out


def _pieces(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        out.seek(0)
        while piece := out.read(CHUNK):
            yield piece


def _in_memory(found: InMemory) -> Response:
    return _picture(found.content, found.media_type, found.name, "attachment" if found.is_download else "inline")


def _picture(content: bytes, media_type: str, name: str, disposition: str = "inline") -> Response:
    headers = {"Cache-Control": CACHE_FOREVER, "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(name)}"}
    return Response(content, headers=headers, media_type=media_type)


def _gone() -> Response:
    return PlainTextResponse("There is nothing here for this browser.", 404)


async def get_style(request: Request) -> Response:
    """Answer with the small picture that shows a model's style."""
    found = style_picture(request.path_params["model"])
    if found is None:
        return PlainTextResponse("No picture of this model's style.", 404)
    return Response(found.read_bytes(), media_type="image/webp", headers={"Cache-Control": "public, max-age=3600"})


def _unavailable(failed: HistoryUnavailable) -> Response:
    log.warning("the history cannot be read: %s %s", failed.reason, failed.detail)
    return PlainTextResponse("The history is not available now.", 503)


ROUTES = (
    Route(MEMORY_PREFIX + "{token}", get_picture),
    Route(HISTORY_PREFIX + "{run}/{place}/{form}/{signature}", get_run_picture),
    Route(HISTORY_PREFIX + "{runs}/zip/{signature}", get_zip),
    Route(SAMPLE_PREFIX + "{id}", get_sample),
    Route(STYLE_PREFIX + "{model:path}", get_style),
    Route(CALL_PREFIX + "{id}", get_call),
    Route("/health", get_health),
)
