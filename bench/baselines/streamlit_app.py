"""A bare Streamlit server: the page that ``BENCH_PAGE`` names, and a route that serves pictures as they are."""

import os
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.baselines.shown_pictures import SHOWN


async def picture(request: Request) -> Response:
    """Return one picture, byte for byte."""
    return Response(SHOWN[request.path_params["name"]], media_type="image/png")


app = st.App(
    Path(__file__).parent / f"{os.environ['BENCH_PAGE']}_page.py",
    routes=[Route("/app/static/bench/{name}", picture)],
)
