"""Routers that do no work of their own: ``sink`` discards, ``stub`` has its replies ready, ``form`` parses the form.

``python -m bench.baselines.stub_router PORT`` serves all; ``BENCH_REPLIES`` is the folder with the stub's replies.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

EMPTY_REPLY = b'{"created":1,"data":[]}'
PATH = "/v2/router/images/variations"


def load_replies() -> dict[str, bytes]:
    """Read the stub's replies, by response format, and its pictures, by name."""
    folder = os.environ.get("BENCH_REPLIES")
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()} if folder else {}


def create_app(port: int) -> Starlette:
    """Make one app of the three; the stub answers in the format that the body names."""
    replies = load_replies()

    async def sink(request: Request) -> Response:
        async for _ in request.stream():
            pass
        return Response(EMPTY_REPLY, media_type="application/json")

    async def stub(request: Request) -> Response:
        body = await request.body()
        if b"b64_json" in body:
            return Response(replies["b64_json.json"], media_type="application/json")
        origin = f"http://127.0.0.1:{port}".encode()
        return Response(replies["url.json"].replace(b"ORIGIN", origin), media_type="application/json")

    async def picture(request: Request) -> Response:
        return Response(replies[request.path_params["name"]], media_type="image/png")

    async def form(request: Request) -> Response:
        async with request.form() as fields:
            image = fields["image"]
            size = 0 if isinstance(image, str) else len(await image.read())
        return Response(EMPTY_REPLY, media_type="application/json", headers={"x-size": str(size)})

    return Starlette(
        routes=[
            Route(PATH, stub, methods=["POST"]),
            Route(f"/sink{PATH}", sink, methods=["POST"]),
            Route(f"/form{PATH}", form, methods=["POST"]),
            Route("/pictures/{name}", picture),
        ]
    )


if __name__ == "__main__":
    given = int(sys.argv[1])
    uvicorn.run(create_app(given), host="127.0.0.1", port=given, log_level="warning", access_log=False)
