"""A page that decodes the pictures of a reply and shows them by a route, not re-encoded: the fastest bare way."""

import base64
import json
import os
import secrets
from pathlib import Path

import streamlit as st

from bench.baselines.shown_pictures import SHOWN

if st.button("Show", key="show"):
    SHOWN.clear()
    reply = json.loads(Path(os.environ["BENCH_REPLY"]).read_bytes())
    with st.grid(3, min_column_width=150, gap="small", key="pictures"):
        for entry in reply["data"]:
            name = secrets.token_hex(16)
            SHOWN[name] = base64.b64decode(entry["b64_json"])
            st.image(f"/app/static/bench/{name}", width="stretch")
