"""Everything that was sent: find it, open it, send it again, compare it."""

import streamlit as st

from orq_ui.errors import NotKept
from orq_ui.ui.history_address import shown
from orq_ui.ui.panels.history.away import away_panel
from orq_ui.ui.panels.history.detail import detail_panel
from orq_ui.ui.panels.history.listing import list_panel
from orq_ui.ui.panels.history.pair import pair_panel
from orq_ui.ui.panels.history.replayed import arrive
from orq_ui.ui.panels.history.scene import come_in
from orq_ui.ui.panels.signing_in import hand_over_panel
from orq_ui.ui.server.history import history
from orq_ui.ui.session import session
from orq_ui.ui.wishes import carry_out

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
except NotKept as failed:
    away_panel(failed)
