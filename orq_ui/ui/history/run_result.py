"""The result of a run: its pictures beside the source, or why there are none; and the ledger."""

from __future__ import annotations

import json
from functools import partial

import streamlit as st

from orq_ui.errors import HistoryUnavailable, OrqUiError
from orq_ui.history import SOURCE, Run, StoredFile, StoredPicture
from orq_ui.history.diff.requested_vs_actual import requested_vs_actual
from orq_ui.imaging import Credentials, MissingPicture
from orq_ui.json_safety import escape_surrogates
from orq_ui.routing.recorded_ledger import RecordedLedger
from orq_ui.ui.gallery.content_credentials import credentials_of_run
from orq_ui.ui.gallery.grid import missing_cell, picture_cell, vary_button
from orq_ui.ui.gallery.requested_vs_actual import NOTHING_CAME, mismatches
from orq_ui.ui.history.actions import GONE
from orq_ui.ui.history.download_link import download_link
from orq_ui.ui.history.lightbox import large_view
from orq_ui.ui.history.replay import vary
from orq_ui.ui.history.run_text import INTERRUPTED
from orq_ui.ui.history.state import Told
from orq_ui.ui.ledger.panel import ledger_panel
from orq_ui.ui.ledger.provenance import observed_facts
from orq_ui.ui.pages import VARIATIONS
from orq_ui.ui.scenarios.run_scenario import seed_of
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.error_panel import failing_softly, failure_panel
from orq_ui.ui.text.quantities import picture_facts
from orq_ui.ui.text.reply_notes import reply_notes
from orq_ui.ui.text.tables import table


def result_tab(session: Session, run: Run) -> None:
    """Draw whether it worked, whether it is what was asked for, and the pictures."""
    if run.state == "interrupted":
        st.warning(INTERRUPTED, title="Interrupted", icon=":material/power_off:")
    elif run.state == "sending":
        st.info("The answer is not here yet.", title="Under way", icon=":material/hourglass_top:")
    if run.error is not None:
        failure_panel(run.error)
    if run.state == "done":
        for sentence in mismatches(requested_vs_actual(run)) if run.results else (NOTHING_CAME,):
            st.warning(sentence, icon=":material/compare_arrows:")
    _grid(session, run)
    seed = seed_of(run)
    if seed is not None:
        st.caption(f"Seed {seed}. **Replay** uses it again, so the result is the same.")
    reply_notes(run.notes)


def _grid(session: Session, run: Run) -> None:
    cells = len(run.results) + (run.source is not None)
    credentials = credentials_of_run(session, run)
    # No picture is left alone in a row of its own.
    with st.grid(3 if cells in (5, 6, 9) else 4, min_column_width=150, gap="small", key="history.grid"):
        if run.source is not None:
            with st.container(gap="xxsmall", key="history.cell.source"), failing_softly("No source picture"):
                _cell(session, run, run.source, credentials.get(SOURCE))
        for result in run.results:
            place = result.place
            with st.container(gap="xxsmall", key=f"history.cell.{place}"), failing_softly(f"No picture {place + 1}"):
                if isinstance(result, StoredFile):
                    missing_cell(place, result, partial(_save_link, session, run, place))
                elif isinstance(result, MissingPicture):
                    missing_cell(place, result)
                else:
                    _cell(session, run, result, credentials.get(place))


def _cell(session: Session, run: Run, kept: StoredPicture, credentials: Credentials | None) -> None:
    pictures, place = services().pictures, kept.place

    def controls() -> None:
        _save_link(session, run, place)
        if place != SOURCE and vary_button("history", place):
            _vary(session, run, place)

    url, facts = pictures.url(session.owner, run.id, place), picture_facts(kept, kept.size)
    picture_cell("history", place, url, facts, credentials, lambda: large_view(session, run, place), controls)


def _save_link(session: Session, run: Run, place: int) -> None:
    download_link("Save", services().pictures.url(session.owner, run.id, place, "save"), quiet=True)


def _vary(session: Session, run: Run, place: int) -> None:
    try:
        vary(session, run, place)
    except KeyError:
        session.history.told = Told("error", GONE)
        st.rerun()
    except HistoryUnavailable:
        raise
    except OrqUiError as refused:
        session.history.told = Told("error", message_for(refused))
        st.rerun()
    st.switch_page(VARIATIONS.path)


def ledger_tab(run: Run) -> None:
    """Draw the emulator's ledger, or what the reply of a live router proves."""
    if run.ledger is not None:
        ledger = RecordedLedger.read(run.ledger)
        if ledger is not None:
            ledger_panel(ledger, "history")
        else:
            st.info("This ledger is not one that can be drawn here.", icon=":material/account_tree:")
            st.code(
                escape_surrogates(json.dumps(dict(run.ledger), indent=2, ensure_ascii=False)),
                language="json",
                height=400,
            )
        return
    if run.status is None:
        st.info("There is no ledger: no answer came.", icon=":material/account_tree:")
        return
    st.caption("Only the emulator tells why. This is what the reply proves.")
    proved = observed_facts(run.duration_ms, dict(run.headers), run.served)
    table(("question", "answer"), proved, label="What the reply proves")
