"""Everything that was sent: find it, open it, send it again, compare it."""

import streamlit as st

from orq_ui.errors import HistoryUnavailable
from orq_ui.ui.connection.signing_in import hand_over_panel
from orq_ui.ui.history.actions import carry_out
from orq_ui.ui.history.compare import pair_panel
from orq_ui.ui.history.context import come_in
from orq_ui.ui.history.list import list_panel
from orq_ui.ui.history.replay_status import arrive
from orq_ui.ui.history.run import detail_panel
from orq_ui.ui.history.unavailable import away_panel
from orq_ui.ui.history.url import shown
from orq_ui.ui.server.history import history
from orq_ui.ui.session import session

here = session()
come_in(here)
# Each has a place of its own, so that none is drawn over another's leftovers.
listing, one, two = (st.container(key=f"history.{name}") for name in ("list", "one", "two"))
try:
    store = history().store()
    carry_out(here, store)
    arrive(here)
    run, other = shown()
    if run is None:
        with listing:
            hand_over_panel(here)
            list_panel(here, store)
    elif other is None:
        with one:
            detail_panel(here, store, run)
    else:
        with two:
            pair_panel(here, store, run, other)
except HistoryUnavailable as failed:
    away_panel(failed)
