"""What clicks on the History page do: queued by a callback, run by the page's body, which then reports the outcome."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from orq_ui.errors import HistoryUnavailable, OrqUiError
from orq_ui.history import HistoryStore
from orq_ui.history.limits import UNDO_S
from orq_ui.ui.history.replay import must_confirm, replay
from orq_ui.ui.history.state import Replaying, Told
from orq_ui.ui.history.url import open_runs, show_list
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import Message, message_for
from orq_ui.ui.text.quantities import plural

GONE = Message("A picture of this run is gone", "Its bytes are not in the store any more, so the run cannot be used.")

BUSY = Message("Another call is under way", "Replay this run when that has ended.")


def queue(session: Session, step: Callable[[Session, HistoryStore], None]) -> None:
    """Queue an action, to be run before the page is drawn."""
    session.history.queued.append(lambda store: step(session, store))


def run_queued(session: Session, store: HistoryStore) -> None:
    """Run the queued actions, each once."""
    view = session.history
    if view.queued:
        view.told = None
    while view.queued:
        view.queued.pop(0)(store)
    if view.binned and time.monotonic() > view.binned_at + UNDO_S:
        view.binned = ()


def star(session: Session, run_id: str, starred: bool) -> None:
    """Star a run, or remove its star."""
    queue(session, lambda here, store: store.star(here.owner.id, run_id, starred))


def note(session: Session, run_id: str, text: str) -> None:
    """Replace a run's note."""
    queue(session, lambda here, store: store.note(here.owner.id, run_id, text))


def tag(session: Session, run_id: str, added: Sequence[str], removed: Sequence[str] = ()) -> None:
    """Add and remove tags; the present ones are read when the action runs, as one may just have been typed."""

    def step(here: Session, store: HistoryStore) -> None:
        for run in store.summaries(here.owner.id, [run_id]):
            store.tag(here.owner.id, run_id, [*(tag for tag in run.tags if tag not in removed), *added])

    queue(session, step)


def delete(session: Session, run_ids: Sequence[str]) -> None:
    """Move runs to the bin; leave the page if it shows one of them."""

    def step(here: Session, store: HistoryStore) -> None:
        there = tuple(run.id for run in store.summaries(here.owner.id, run_ids))
        store.delete(here.owner.id, there)
        view = here.history
        # Another tab may have deleted some of them already: those are its own to bring back.
        if there:
            view.binned, view.binned_at = there, time.monotonic()
        view.unselect(*run_ids)
        if open_runs()[0] in run_ids:
            show_list(session.history)

    queue(session, step)


def undo(session: Session) -> None:
    """Restore what was deleted last."""

    def step(here: Session, store: HistoryStore) -> None:
        view = here.history
        store.restore(here.owner.id, view.binned)
        # Another tab may have brought some of them back already.
        there = len(store.summaries(here.owner.id, view.binned))
        if there < len(view.binned):
            kept = f"{plural(there, 'run')} of {len(view.binned)} came back."
            view.told = Told("error", Message("It was too late for some of them", kept))
        view.binned = ()

    queue(session, step)


def erase(session: Session) -> None:
    """Delete everything of this person for good."""

    def step(here: Session, store: HistoryStore) -> None:
        gone = store.delete_all(here.owner.id)
        view = here.history
        view.selected, view.binned, view.is_erasing, view.page = {}, (), False, 1
        view.told = Told(
            "success", Message("Deleted for good", f"{plural(gone, 'run')}, with all that belonged to them.")
        )

    queue(session, step)


def send_again(session: Session, run_id: str) -> None:
    """Replay a run, unless a call is under way; one that has to be confirmed is asked for first."""

    def step(here: Session, store: HistoryStore) -> None:
        run = store.run(here.owner.id, run_id)
        if run is None:
            return
        if must_confirm(here, run):
            here.history.asking = run_id
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
            here.history.told = Told("error", message_for(refused))
        else:
            here.history.replaying = None if here.job is None else Replaying(run_id, here.job.id)

    queue(session, step)
