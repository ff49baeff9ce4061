"""The server: Streamlit's script beside our own routes, with the built-in emulator living as long as it does."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

import orq_ui
from orq_ui.ui.server.browser_cookie import BrowserCookie
from orq_ui.ui.server.host_check import HostCheck
from orq_ui.ui.server.lifespan import lifespan
from orq_ui.ui.server.metrics_switch import MetricsSwitch
from orq_ui.ui.server.private_downloads import PrivateDownloads
from orq_ui.ui.server.routes import ROUTES
from orq_ui.ui.server.script_errors import on_script_error
from orq_ui.ui.server.security_headers import SecurityHeaders

app = st.App(
    Path(orq_ui.__file__).parent / "ui" / "frame.py",
    routes=ROUTES,
    middleware=[
        Middleware(each) for each in (SecurityHeaders, HostCheck, MetricsSwitch, PrivateDownloads, BrowserCookie)
    ],
    lifespan=lifespan,
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
