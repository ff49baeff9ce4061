"""The frame around every page: title, icon, navigation. Streamlit runs this file anew for each interaction."""

from pathlib import Path

import streamlit as st

from orq_ui.ui.pages import PAGES

HERE = Path(__file__).parent

# Before the navigation, whose pages' icons would else be loaded from another host.
st.set_page_config(page_title="orq-ui", page_icon=str(HERE / "icon.png"), layout="wide")
st.logo(HERE / "logo.svg", size="medium")
st.html(HERE / "style.css")
page = st.navigation(
    [st.Page(page.path, title=page.title, icon=page.icon, default=page is PAGES[0]) for page in PAGES],
    position="top",
)
if page.url_path:
    st.set_page_config(page_title=f"{page.title} – orq-ui")
page.run()
