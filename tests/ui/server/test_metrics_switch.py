"""Streamlit's counters, and what else of Streamlit's own a server answers."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from app import app
from orq_ui.ui.server.metrics_switch import MetricsSwitch

DECIDED = {
    "/_stcore/health": "open: says ok, for load balancers",
    "/_stcore/metrics": "closed unless ORQ_UI_METRICS is set",
    "/_stcore/host-config": "open: what the page needs to begin, the same for everybody",
    "/_stcore/stream": "the session; Host and Origin are checked, and what it shows belongs to the cookie's person",
    "/_stcore/upload_file/{session_id}/{file_id}": "writes to one's own session only, and gives nothing back",
    "/_stcore/bidi-components/{path:path}": "open: scripts of components",
    "/_stcore/agent/interact": "refuses until Streamlit's server.enableAgentApi is set",
    "/_stcore/agent/openapi.json": "open: Streamlit's description of that, the same everywhere",
    "/_stcore/agent/mcp": "refuses until Streamlit's server.enableAgentApi is set",
    "/component/{path:path}": "open: scripts of components",
    "/media/{file_id:path}": "open to whoever knows the address: the logo, the icon, and pointers to files to be saved",
    "/auth/login": "leads to the provider",
    "/auth/logout": "signs out; not for other sites' pages",
    "/oauth2callback": "the way back from the provider, checked by its state",
    "": "open: the page itself, its scripts and fonts",
}
"""Every address of Streamlit's own, and who gets what there."""


async def _counters(_: Request) -> PlainTextResponse:
    return PlainTextResponse("active_sessions 3")


def test_counters_are_closed_unless_switched_on() -> None:
    """Under whatever path the server is, and however the address ends; nothing else is touched."""
    paths = ("/_stcore/metrics", "/below/_stcore/metrics", "/_stcore/health")
    routes = [Route(path, _counters) for path in paths]
    closed, opened = (
        TestClient(Starlette(routes=routes, middleware=[Middleware(MetricsSwitch, is_on=is_on)]))
        for is_on in (False, True)
    )

    assert [closed.get(path).status_code for path in paths] == [404, 404, 200]
    assert closed.get("/_stcore/metrics/").status_code == 404
    assert closed.get("/%5Fstcore/metrics").status_code == 404
    assert "ORQ_UI_METRICS" in closed.get("/_stcore/metrics").text
    assert [opened.get(path).text for path in paths] == ["active_sessions 3"] * 3


def test_every_address_of_streamlits_has_been_decided_on() -> None:
    """A new version that serves something more fails here, until somebody has looked at it."""
    runtime = app._create_runtime()
    paths = {route.path for route in create_streamlit_routes(runtime)}  # type: ignore[attr-defined]

    assert paths == set(DECIDED)
