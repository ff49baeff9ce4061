"""Everything that was sent: find it, open it, send it again, compare it."""

import streamlit as st

from orq_ui.errors import HistoryUnavailable
from orq_ui.ui.connection.sign_in import hand_over_panel
from orq_ui.ui.history.actions import run_queued
from orq_ui.ui.history.compare_page import compare_panel
from orq_ui.ui.history.context import enter_page, unavailable_panel
from orq_ui.ui.history.list_url import read_list_query, write_list_query
from orq_ui.ui.history.replay_status import open_replay
from orq_ui.ui.history.run_list import list_panel
from orq_ui.ui.history.run_page import run_panel
from orq_ui.ui.history.url import open_runs
from orq_ui.ui.services import services
from orq_ui.ui.session import session

here = session()
is_entering = enter_page(here)
# Each has a place of its own, so that none is drawn over another's leftovers.
listing, one, two = (st.container(key=f"history.{name}") for name in ("list", "one", "two"))
try:
    store = services().history.store()
    run_queued(here, store)
    open_replay(here)
    run, other = open_runs()
    if run is None:
        with listing:
            hand_over_panel(here)
            read_list_query(here.history, is_entering=is_entering)
            list_panel(here, store)
            write_list_query(here.history)
    elif other is None:
        with one:
            run_panel(here, store, run)
    else:
        with two:
            compare_panel(here, store, run, other)
except HistoryUnavailable as failed:
    unavailable_panel(failed)
