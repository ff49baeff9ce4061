"""The server: Streamlit's script beside our own routes, with the built-in emulator living as long as it does."""

from pathlib import Path

import streamlit as st

import orq_ui
from orq_ui.ui.server.lifespan import lifespan
from orq_ui.ui.server.middleware import MIDDLEWARE
from orq_ui.ui.server.routes import ROUTES
from orq_ui.ui.server.script_errors import on_script_error

app = st.App(
    Path(orq_ui.__file__).parent / "ui" / "frame.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
