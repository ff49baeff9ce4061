"""The frame around every page: title, icon, navigation. Streamlit runs this file anew for each interaction."""

from pathlib import Path

import streamlit as st

from orq_ui import PLAYGROUND
from orq_ui.ui.style import apply_style

HERE = Path(__file__).parent
PAGES = PLAYGROUND / "pages"

st.set_page_config(page_title="orq-ui", page_icon=str(HERE / "icon.png"), layout="wide")
st.logo(HERE / "logo.svg", size="medium")
apply_style()
page = st.navigation(
    [
        st.Page(PAGES / "play/variations.py", title="Variations", icon=":material/auto_awesome:", default=True),
        st.Page(PAGES / "debug/explain.py", title="Explain", icon=":material/account_tree:"),
        st.Page(PAGES / "debug/emulator.py", title="Emulator", icon=":material/science:"),
        st.Page(PAGES / "library/history.py", title="History", icon=":material/history:"),
        st.Page(PAGES / "setup/connection.py", title="Connection", icon=":material/cable:"),
    ],
    position="top",
)
page.run()
