"""What clicks on the History page ask for: noted by a callback, done by the page's body, told when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from orq_ui.errors import HistoryUnavailable, OrqUiError
from orq_ui.history import HistoryStore
from orq_ui.ui.history.replay import replay
from orq_ui.ui.history.state import Replaying, Told
from orq_ui.ui.history.url import show_list, shown
from orq_ui.ui.server.history import UNDO_S
from orq_ui.ui.session import Session
from orq_ui.ui.text.messages import Said, plural, said

GONE = Said("A picture of this run is gone", "Its bytes are not in the store any more, so the run cannot be used.")

BUSY = Said("Another call is under way", "Replay this run when that has ended.")


def wish(session: Session, step: Callable[[Session, HistoryStore], None]) -> None:
    """Note a step, to be done before the page is drawn."""
    session.history.wishes.append(lambda store: step(session, store))


def carry_out(session: Session, store: HistoryStore) -> None:
    """Do what was wished for, each once."""
    view = session.history
    if view.wishes:
        view.told = None
    while view.wishes:
        view.wishes.pop(0)(store)
    if view.binned and time.monotonic() > view.binned_at + UNDO_S:
        view.binned = ()


def star(session: Session, run_id: str, starred: bool) -> None:
    """Set or take a star."""
    wish(session, lambda here, store: store.star(here.owner.id, run_id, starred))


def note(session: Session, run_id: str, text: str) -> None:
    """Write a note."""
    wish(session, lambda here, store: store.note(here.owner.id, run_id, text))


def tag(session: Session, run_id: str, added: Sequence[str], removed: Sequence[str] = ()) -> None:
    """Add and take away tags; what is there is looked up only then, as one may just have been typed."""

    def step(here: Session, store: HistoryStore) -> None:
        for brief in store.briefs(here.owner.id, [run_id]):
            store.tag(here.owner.id, run_id, [*(tag for tag in brief.tags if tag not in removed), *added])

    wish(session, step)


def delete(session: Session, run_ids: Sequence[str]) -> None:
    """Put runs into the bin; the page of one of them is left."""

    def step(here: Session, store: HistoryStore) -> None:
        there = tuple(brief.id for brief in store.briefs(here.owner.id, run_ids))
        store.delete(here.owner.id, there)
        view = here.history
        # Another tab may have deleted some of them already: those are its own to bring back.
        if there:
            view.binned, view.binned_at = there, time.monotonic()
        view.unselect(*run_ids)
        if shown()[0] in run_ids:
            show_list()

    wish(session, step)


def undo(session: Session) -> None:
    """Take what was deleted last out of the bin."""

    def step(here: Session, store: HistoryStore) -> None:
        view = here.history
        store.restore(here.owner.id, view.binned)
        # Another tab may have brought some of them back already.
        there = len(store.briefs(here.owner.id, view.binned))
        if there < len(view.binned):
            kept = f"{plural(there, 'run')} of {len(view.binned)} came back."
            view.told = Told("error", Said("It was too late for some of them", kept))
        view.binned = ()

    wish(session, step)


def erase(session: Session) -> None:
    """Remove everything of this person for good."""

    def step(here: Session, store: HistoryStore) -> None:
        gone = store.delete_all(here.owner.id)
        view = here.history
        view.selected, view.binned, view.is_erasing, view.page = {}, (), False, 1
        view.told = Told("success", Said("Deleted for good", f"{plural(gone, 'run')}, with all that belonged to them."))

    wish(session, step)


def send_again(session: Session, run_id: str) -> None:
    """Replay a run, unless a call is under way."""

    def step(here: Session, store: HistoryStore) -> None:
        run = store.run(here.owner.id, run_id)
        if run is None:
            return
        if here.job is not None and here.job.running:
            here.history.told = Told("error", BUSY)
            return
        try:
            replay(here, run)
        except KeyError:
            here.history.told = Told("error", GONE)
        except HistoryUnavailable:
            raise
        except OrqUiError as refused:
            here.history.told = Told("error", said(refused))
        else:
            here.history.replaying = None if here.job is None else Replaying(run_id, here.job.id)

    wish(session, step)
