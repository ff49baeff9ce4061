"""Routes to what the history keeps. A wrong seal, another browser and a run that is gone all look the same: 404."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import SOURCE, Run
from orq_ui.ui.server.identity import browser_of, visit_of
from orq_ui.ui.server.signed_urls import PREFIX, is_genuine
from orq_ui.ui.services import services

FOREVER = "private, max-age=31536000, immutable"
MOST_RUNS, MOST_PICTURES = 200, 1000
CHUNK = 1 << 18
log = logging.getLogger(__name__)


def picture(request: Request) -> Response:
    """One picture of a run. Starlette runs this beside its loop, as it waits for the database."""
    run_id, form = request.path_params["run"], request.path_params["form"]
    try:
        owner = _owner(request, [run_id])
        store = services().history.store()
        # The source is number 0 of an address: paths have no negative numbers.
        place = request.path_params["place"] + SOURCE
        kept = None if owner is None or place > MOST_PICTURES else store.kept(owner, run_id, place)
        if owner is None or kept is None:
            return _gone()
        if form == "small":
            return _answer(store.thumbnail(owner, run_id, kept.place), "image/webp", "inline", kept.name + ".webp")
        how = "attachment" if form == "save" else "inline"
        return _answer(store.content(owner, run_id, kept.place), kept.media_type, how, kept.name)
    except KeyError:
        return _gone()
    except HistoryUnavailable as failed:
        return _away(failed)


def zipped(request: Request) -> Response:
    """Runs as one zip, put together on disk and sent piece by piece."""
    run_ids = request.path_params["runs"].split(",")
    try:
        owner = _owner(request, run_ids) if len(run_ids) <= MOST_RUNS else None
        if owner is None:
            return _gone()
        store = services().history.store()
        found = [run for run_id in run_ids if (run := store.run(owner, run_id)) is not None]
        if not found:
            return _gone()
        out = _packed(owner, found)
    except HistoryUnavailable as failed:
        return _away(failed)
    name = f"run-{found[0].id[:8]}.zip" if len(found) == 1 else f"{len(found)}-runs.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingResponse(_pieces(out), media_type="application/zip", headers=headers)


def _owner(request: Request, run_ids: list[str]) -> str | None:
    """Whose runs these are, when the address was made for that person in this browser."""
    store = services().history.store()
    # Any of them that is still there tells.
    owner = next((owner for run_id in run_ids if (owner := store.owner_of(run_id)) is not None), None)
    if owner is None:
        return None
    seat = browser_of(request.cookies) + visit_of(owner, request.cookies)
    return owner if is_genuine(request.path_params["seal"], owner, seat, ",".join(run_ids)) else None


def _packed(owner: str, runs: list[Run]) -> IO[bytes]:
    from orq_ui.history.export import pack  # late, as all that needs SQLAlchemy

    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed when all of it is sent
    try:
        pack(((run, _content(owner, run)) for run in runs), out)
    except BaseException:
        out.close()
        raise
    return out


def _content(owner: str, run: Run) -> Callable[[int], bytes]:
    return partial(services().history.store().content, owner, run.id)


def _pieces(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        out.seek(0)
        while piece := out.read(CHUNK):
            yield piece


def _answer(content: bytes, media_type: str, how: str, name: str) -> Response:
    disposition = f"{how}; filename*=UTF-8''{quote(name)}"
    return Response(
        content, headers={"Cache-Control": FOREVER, "Content-Disposition": disposition}, media_type=media_type
    )


def _gone() -> Response:
    return PlainTextResponse("There is nothing here for this browser.", 404)


def _away(failed: HistoryUnavailable) -> Response:
    log.warning("the history cannot be read: %s %s", failed.reason, failed.detail)
    return PlainTextResponse("The history is not available now.", 503)


KEPT_ROUTES = (
    Route(PREFIX + "{run}/{place:int}/{form}/{seal}", picture),
    Route(PREFIX + "{runs}/zip/{seal}", zipped),
)
