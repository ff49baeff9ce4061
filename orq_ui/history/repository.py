"""Writing runs down, in the order that loses nothing: bytes first, then the row, and *sending* before the request."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from orq_ui.errors import HistoryUnavailable
from orq_ui.history.blob_references import Shelf, upsert
from orq_ui.history.database import writing
from orq_ui.history.error_json import facts, failure
from orq_ui.history.events import Arrival, Departure, new_id
from orq_ui.history.filters import mine
from orq_ui.history.limits import bounded_note, bounded_tags
from orq_ui.history.mappers import (
    arrival_json,
    arrived,
    clean,
    departed,
    details_of,
    kept_of,
    picture_rows,
    search_text,
    sent_json,
)
from orq_ui.history.run import SOURCE, Kept, Parent, Run
from orq_ui.history.schema import details, pictures, runs, servers, tags
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.redaction import Redactor

ADOPTING = 7_240_113
"""The kind of an advisory lock: any number that nothing else in the database uses."""


class Writer:
    """What one server writes."""

    def __init__(self, engine: Engine, shelf: Shelf, server: str) -> None:
        self._engine, self._shelf, self._server = engine, shelf, server

    def begin(self, departure: Departure) -> str:
        """Record a send before the request leaves."""
        redactor = Redactor.of(departure.wire.headers)
        picture = departure.picture
        with self._storing(departure.id, [picture]), writing(self._engine) as connection:
            if connection.scalar(select(runs.c.id).where(runs.c.id == departure.id)) is not None:
                # Begun before, by a commit whose answer was lost on its way.
                self._shelf.settle(connection, departure.id)
                return departure.id
            parent = departure.parent or _parent_by_content(connection, departure)
            row = departed(departure, self._server, redactor) | _parent_columns(parent)
            row["size"] = len(picture.bytes) if picture is not None else 0
            _sign(connection, self._server)
            connection.execute(insert(runs), row)
            connection.execute(
                insert(details),
                {
                    "run": departure.id,
                    "request": redactor.value(dict(departure.request)),
                    "sent": sent_json(departure.wire, redactor),
                },
            )
            if picture is not None:
                connection.execute(insert(pictures), list(picture_rows(departure.id, [(SOURCE, picture)], redactor)))
            self._shelf.settle(connection, departure.id)
        return departure.id

    def finish(self, departure: Departure, arrival: Arrival) -> bool:
        """Record how it ended; False when the run is gone, because it was deleted meanwhile."""
        redactor = Redactor.of(departure.wire.headers)
        change, found = arrived(arrival, redactor), _found(arrival, redactor)
        with self._storing(departure.id, arrival.pictures), writing(self._engine) as connection:
            kept = connection.execute(
                update(runs)
                .where(runs.c.id == departure.id, runs.c.owner == departure.owner)
                .values(**change | {"size": runs.c.size + change["size"], "search": runs.c.search + found})
            ).rowcount
            if kept:
                connection.execute(
                    update(details).where(details.c.run == departure.id).values(**arrival_json(arrival, redactor))
                )
                if arrival.pictures:
                    rows = picture_rows(departure.id, enumerate(arrival.pictures), redactor)
                    connection.execute(insert(pictures), _in_order(rows))
                self._shelf.settle(connection, departure.id)
        if not kept:
            self._shelf.give_back([departure.id])
        return bool(kept)

    @contextmanager
    def _storing(self, run: str, entries: Iterable[Picture | MissingPicture | None]) -> Iterator[None]:
        """Store pictures before the block, which refers to them; if either fails, they are given back."""
        contents = {entry.sha256: entry.bytes for entry in entries if isinstance(entry, Picture)}
        with self._giving_back(run):
            self._shelf.store(run, contents)
            yield

    @contextmanager
    def _giving_back(self, run: str) -> Iterator[None]:
        try:
            yield
        except Exception:  # a mistake of ours must not leave bytes behind either
            with suppress(HistoryUnavailable):  # where this fails too, the next start does it
                self._shelf.give_back([run])
            raise

    def adopt(self, owner: str, run: Run, contents: Mapping[int, Picture]) -> tuple[str, bool]:
        """Take in a run that was packed elsewhere. Its id here, and False when it was here already.

        One that is in the bin here comes out of it: it would come twice if that were undone.
        """
        with writing(self._engine) as connection:
            known = _known_or_unbinned(connection, owner, run.id)
        if known is not None:
            return known
        own = new_id()
        with self._giving_back(own):
            kept = [self._stored(own, place, contents[place]) for place in contents]
            with writing(self._engine) as connection:
                _after_others(connection, owner)
                known = _known_or_unbinned(connection, owner, run.id)
                if known is None:
                    self._insert(connection, owner, own, run, kept)
        if known is not None:
            self._shelf.give_back([own])
            return known
        return own, True

    def _stored(self, run: str, place: int, picture: Picture) -> Kept:
        """Store one picture; its bytes need not be in memory any longer."""
        self._shelf.store(run, {picture.sha256: picture.bytes})
        return kept_of(place, picture)

    def _insert(self, connection: Connection, owner: str, own: str, run: Run, kept: Sequence[Kept]) -> None:
        """Write an adopted run down, linked to its parent and its children, whichever came first."""
        children = select(runs.c.id).where(runs.c.owner == owner, runs.c.parent == run.id).order_by(runs.c.id)
        orphans = connection.scalars(children.with_for_update()).all()
        connection.execute(update(runs).where(runs.c.id.in_(orphans)).values(parent=own))
        parent = run.brief.parent
        if parent is not None and (here := _known(connection, owner, parent.run_id)) is not None:
            parent = Parent(here[0], parent.link, parent.place)
        connection.execute(insert(runs), _adopted(run, own, owner, self._server, kept) | _parent_columns(parent))
        connection.execute(insert(details), {"run": own} | details_of(run))
        if labels := bounded_tags(run.brief.tags):
            connection.execute(insert(tags), [{"run": own, "tag": tag} for tag in labels])
        missing = [result for result in run.brief.results if isinstance(result, MissingPicture)]
        entries: list[Kept | MissingPicture] = [*kept, *missing]
        if entries:
            rows = picture_rows(own, ((entry.place, entry) for entry in entries))
            connection.execute(insert(pictures), _in_order(rows))
        self._shelf.settle(connection, own)


def _found(arrival: Arrival, redactor: Redactor) -> str:
    """What a search may look for in an answer: the model that served it, and the error."""
    verdict = (arrival.ledger or {}).get("verdict") or {}
    error = "" if arrival.error is None else str(failure(redactor.value(facts(arrival.error))))
    return "\n" + search_text(redactor.value(verdict.get("served")), error)


def _in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the order in which all servers lock bytes, so that no two wait for each other."""
    return sorted(rows, key=lambda row: row["sha256"] or "")


def _parent_columns(parent: Parent | None) -> dict[str, Any]:
    if parent is None:
        return {"parent": None, "parent_link": None, "parent_place": None}
    return {"parent": parent.run_id, "parent_link": parent.link, "parent_place": parent.place}


def _sign(connection: Connection, server: str) -> None:
    """Be among the servers whose runs are looked after; one that was out of sight may have been given up."""
    known = select(servers.c.id).where(servers.c.id == server).with_for_update(read=True, key_share=True)
    if connection.scalar(known) is None:
        row = {"id": server, "started_at": time.time()}
        connection.execute(upsert(connection, servers).on_conflict_do_nothing(), row)


def _parent_by_content(connection: Connection, departure: Departure) -> Parent | None:
    """A source that is some earlier run's result came from there, whichever way it came."""
    if departure.picture is None:
        return None
    query = (
        select(runs.c.id, pictures.c.place)
        .join(pictures, pictures.c.run == runs.c.id)
        .where(pictures.c.sha256 == departure.picture.sha256, pictures.c.place > SOURCE)
        .where(mine(departure.owner))
        .order_by(runs.c.started_at.desc())
    )
    found = connection.execute(query.limit(1)).first()
    return None if found is None else Parent(found.id, "variation", found.place)


def _known(connection: Connection, owner: str, run: str) -> tuple[str, bool] | None:
    """The id here of a run that has this id somewhere, and whether it is in the bin; rather one that is not."""
    same = (runs.c.id == run) | (runs.c.origin == run)
    query = select(runs.c.id, runs.c.deleted_at).where(runs.c.owner == owner, same)
    found = connection.execute(query.order_by(runs.c.deleted_at.is_not(None)).limit(1)).first()
    return None if found is None else (found.id, found.deleted_at is not None)


def _known_or_unbinned(connection: Connection, owner: str, run: str) -> tuple[str, bool] | None:
    """The id here of a run that need not be adopted, and whether it has just come out of the bin."""
    match _known(connection, owner, run):
        case here, True:
            back = update(runs).where(runs.c.id == here).values(deleted_at=None)
            # No row where the bin was emptied meanwhile.
            return (here, True) if connection.execute(back).rowcount else None
        case here, _:
            return here, False
    return None


def _after_others(connection: Connection, owner: str) -> None:
    """Wait for those who take in runs of the same person: it may be the same run, or its parent or child."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        key = int.from_bytes(hashlib.sha256(clean(owner).encode()).digest()[:4], "big", signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(ADOPTING, key)))


def _adopted(run: Run, own: str, owner: str, server: str, kept: Iterable[Kept]) -> dict[str, Any]:
    brief = run.brief
    return {
        "id": own,
        "owner": owner,
        "server": server,
        # The call that it tells of is not under way here.
        "state": "interrupted" if brief.state == "sending" else brief.state,
        "started_at": brief.started_at,
        "duration_ms": brief.duration_ms,
        "model": clean(brief.model),
        "served": None if brief.served is None else clean(brief.served),
        "host": clean(brief.host),
        "emulated": brief.emulated,
        "status": brief.status,
        "title": clean(brief.title),
        "digest": run.sent.digest,
        "size": sum(picture.size for picture in kept),
        "starred": brief.starred,
        "note": bounded_note(brief.note),
        "origin": run.id,
        "search": searchable(run),
    }


def searchable(run: Run) -> str:
    """Everything in a whole run that a search may look for."""
    brief = run.brief
    name = brief.source.name if brief.source else ""
    error = "" if run.error is None else str(run.error)
    # The longest last: what a person has written can be found however long the request is.
    return search_text(bounded_note(brief.note), bounded_tags(brief.tags), name, brief.served, error, dict(run.request))
