"""A PostgreSQL that takes every byte and says nothing holds neither pages nor calls, and is used again afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import event, make_url, text

from orq_ui.errors import HistoryUnavailable, Unreachable
from orq_ui.history import HistoryStore, database
from orq_ui.history.database import read_transaction, write_transaction
from orq_ui.ui.server.history_recorder import HistoryRecorder
from tests.history.sends import CLEAN, RED, a_finish, a_start, kept, opened
from tests.services.fixtures import Storage
from tests.services.postgres import Postgres
from tests.services.silent_proxy import SilentProxy

SERVERS = pytest.mark.parametrize("storage", ["postgresql-s3"], indirect=True)
PATIENCE_S = 30.0
"""Far more than the limits below add up to, also on a busy machine."""


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short limits, so that the tests need not wait for long ones."""
    from orq_ui.history.bounded_connection import BoundedConnection

    for name, seconds in {"READ_S": 2, "PING_S": 1, "CONNECT_S": 2, "BUSY_S": 2, "SPARE_S": 1}.items():
        monkeypatch.setattr(database, name, seconds)
    monkeypatch.setattr(BoundedConnection, "answer_s", 1.0)


@pytest.fixture
def proxy(storage: Storage, limits: None) -> Iterator[SilentProxy]:
    """What is between us and the server."""
    with SilentProxy(make_url(storage.database_url).port or 0) as proxy:
        yield proxy


def behind(proxy: SilentProxy, storage: Storage) -> Storage:
    """The same history, by way of the proxy."""
    url = make_url(storage.database_url).set(port=proxy.port)
    return Storage(url.render_as_string(hide_password=False), storage.blob_url)


def refused_soon(ask: Callable[[], object]) -> str:
    """The reason for which it is refused within the limits."""
    began = time.monotonic()
    with pytest.raises(HistoryUnavailable) as failed:
        ask()

    assert time.monotonic() - began < PATIENCE_S
    return f"{failed.value.reason}: {failed.value.detail}"


@SERVERS
def test_silent_between_questions(storage: Storage, proxy: SilentProxy) -> None:
    """Everything that is asked is refused soon; when the server speaks again all of it works."""
    with opened(behind(proxy, storage)) as store:
        run_id, under_way = kept(store, RED), a_start()
        store.begin(under_way)
        proxy.silent = True
        asks: list[Callable[[], object]] = [
            lambda: store.page("ada"),
            lambda: store.run("ada", run_id),
            lambda: store.begin(a_start()),
            lambda: store.finish(under_way, a_finish(RED)),
            lambda: store.delete("ada", [run_id]),
            store.recover,
            lambda: HistoryStore(behind(proxy, storage).database_url, storage.blob_url),
        ]
        with ThreadPoolExecutor(len(asks)) as pool:  # at once, as each is waited for
            assert all(refusal.startswith("database") for refusal in pool.map(refused_soon, asks))
        proxy.silent = False

        assert store.finish(under_way, a_finish(RED))
        assert store.page("ada").total == 2
        assert store.check_integrity() == CLEAN


@SERVERS
@pytest.mark.parametrize("transaction", [read_transaction, write_transaction])
def test_silent_amid_an_answer(storage: Storage, proxy: SilentProxy, transaction: Callable[..., object]) -> None:
    """A question that has gone out is given up too, and its connection is not used again."""
    with opened(behind(proxy, storage)) as store:

        def ask() -> None:
            with transaction(store._engine) as connection:  # type: ignore[attr-defined]
                connection.execute(text("SELECT 1"))
                proxy.silent = True
                connection.execute(text("SELECT 2"))

        assert refused_soon(ask).startswith("database: no answer in ")
        proxy.silent = False
        assert store.page("ada").total == 0


@SERVERS
def test_a_call_is_not_held(storage: Storage, proxy: SilentProxy) -> None:
    """It is sent before the history answers, and its result is kept once the history speaks again."""
    with opened(behind(proxy, storage)) as store, ThreadPoolExecutor() as writers:

        async def call() -> HistoryRecorder:
            recorder = HistoryRecorder(a_start(), lambda: store, writers, send_after_s=0.1)
            proxy.silent = True
            await recorder.begin()
            assert recorder.error is not None
            assert recorder._begun is not None
            await recorder._begun
            proxy.silent = False
            await recorder.finish(Unreachable("api.orq.ai", "refused"), None, 1.0)
            assert recorder._finishing is not None
            await recorder._finishing
            return recorder

        recorder = asyncio.run(call())
        run = store.run("ada", recorder.started.id)

        assert run is not None
        assert run.state == "failed"


@SERVERS
def test_many_pages_at_once(storage: Storage, proxy: SilentProxy) -> None:
    """More pages than there are connections are all refused soon: their waits do not add up."""
    with opened(behind(proxy, storage)) as store:
        proxy.silent = True
        refused: list[str] = []

        def look() -> None:
            refused.append(refused_soon(lambda: store.page("ada")))

        threads = [Thread(target=look) for _ in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        proxy.silent = False

        assert len(refused) == 30
        assert store.page("ada").total == 0


@SERVERS
def test_a_slow_statement_and_a_lock(storage: Storage, limits: None) -> None:
    """The server ends what takes too long, also where another holds a lock, and the connection is used again."""
    with opened(storage) as store, opened(storage) as other:
        run_id, locked, done = kept(store, RED), Event(), Event()

        def hold() -> None:
            with write_transaction(other._engine) as connection:
                connection.execute(text("SELECT id FROM runs FOR UPDATE"))
                locked.set()
                done.wait(PATIENCE_S)

        holder = Thread(target=hold)
        holder.start()
        locked.wait()
        try:
            assert "timeout" in refused_soon(lambda: store.star("ada", run_id, True))
        finally:
            done.set()
            holder.join()
        connections: list[object] = []
        event.listen(store._engine, "connect", lambda *_: connections.append(1))
        store.star("ada", run_id, True)
        assert connections == []


@SERVERS
def test_a_long_one_may_take_longer(storage: Storage, limits: None) -> None:
    """A migration, a check or a removal of much has a limit of its own."""
    slow = text("SELECT pg_sleep(2.5)")
    with opened(storage) as store, ThreadPoolExecutor() as pool:

        def last(transaction: Callable[..., Any], is_long: bool) -> bool:
            try:
                with transaction(store._engine, is_long=is_long) as connection:
                    connection.execute(slow)
            except HistoryUnavailable:
                return False
            return True

        cases = list(product((read_transaction, write_transaction), (True, False)))
        lasted = list(pool.map(last, *zip(*cases, strict=True)))  # at once, as each is waited for

        assert lasted == [is_long for _, is_long in cases]


def test_the_system_is_asked_to_notice(postgres: Postgres) -> None:
    """A server that has vanished is noticed by keepalives, and by what was sent and never acknowledged."""
    engine = database.open_database(postgres.database())
    with engine.connect() as connection:
        settings = connection.connection.dbapi_connection.info.get_parameters()  # type: ignore[union-attr]
    engine.dispose()

    assert 0 < int(settings["keepalives_idle"]) <= 10
    assert 0 < int(settings["tcp_user_timeout"]) <= 10_000
