"""Several people at once on one server: no error, no lost run, and nothing stays when they have left.

The same, with thirty for three minutes and a clock, is ``python -m bench --only many-sessions``.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from orq_ui.history import HistoryStore
from tests.browser.servers import Server
from tests.load.streamlit_tab import WAIT_S, StreamlitTab
from tests.load.visitor import Visitor

VISITORS, SENDS, EDITS = 6, 2, 3
COME_BACK_S = 4
"""How long the server under test waits for a tab that has lost its connection."""
KEPT = re.compile(r'^cache_memory_bytes\{.*cache_type="(\w+)".*\} (\d+)$', re.MULTILINE)
OF_SESSIONS = {"UploadedFileManager", "st_memory_media_file_storage", "st_session_state"}
"""What Streamlit counts of the memory of sessions: uploads, files to be saved, and state."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a server that gives a lost tab a few seconds, and tells how much Streamlit keeps."""
    started = Server(
        tmp_path_factory.mktemp("load") / "log.txt",
        {"ORQ_UI_METRICS": "true"},
        ["--server.disconnectedSessionTTL", str(COME_BACK_S)],
    )
    yield started
    started.stop()
    assert started.log_problems() == ""


@pytest.fixture(scope="module")
def visitors(server: Server) -> list[Visitor]:
    """Let all come at once, edit and send, and leave."""

    async def visit(name: str) -> Visitor:
        async with StreamlitTab.open(server.url) as tab:
            visitor = Visitor(tab, name)
            await visitor.choose_picture()
            await visitor.want(2)
            for _ in range(SENDS):
                for _ in range(EDITS):
                    await visitor.edit()
                await visitor.send()
            return visitor

    async def all_at_once() -> list[Visitor]:
        return await asyncio.gather(*(visit(f"visitor{number}") for number in range(VISITORS)))

    return asyncio.run(all_at_once())


def test_nobody_sees_an_error(visitors: list[Visitor]) -> None:
    """Each edit comes to the JSON, each send to all its pictures, and no page shows an error."""
    assert [error for visitor in visitors for error in visitor.tab.errors] == []
    assert [len(visitor.latencies_s) for visitor in visitors] == [SENDS * EDITS] * VISITORS
    assert [(visitor.sent, visitor.fetched) for visitor in visitors] == [(SENDS, 2 * SENDS)] * VISITORS


def test_every_send_has_its_run_in_the_history(server: Server, visitors: list[Visitor]) -> None:
    """Finished, with all its pictures, whole."""
    store = _history(server.log.parent)
    lost = [visitor.lost(store) for visitor in visitors]
    store.close()

    assert lost == [0] * VISITORS


def test_nothing_stays_in_memory_when_they_have_left(server: Server, visitors: list[Visitor]) -> None:
    """Pictures, uploads, files to be saved and the state of sessions are gone, although nobody else has come."""

    async def left() -> dict[str, int]:
        async with asyncio.timeout(WAIT_S), StreamlitTab.browser(server.url) as http:
            for visitor in visitors:
                http.cookies = visitor.tab.http.cookies
                while (await http.get(visitor.source_url)).status_code != 404:
                    await asyncio.sleep(0.2)
            while any((found := _kept((await http.get("/_stcore/metrics")).text)).values()):
                await asyncio.sleep(0.2)
            return found

    assert asyncio.run(left()) == {}


def test_a_send_survives_a_lost_connection(server: Server) -> None:
    """A tab whose connection is lost during a call finds the call, or its pictures, when it is back."""

    async def lose_and_return() -> tuple[int, int]:
        async with StreamlitTab.open(server.url) as tab:
            visitor = Visitor(tab, "traveller")
            await visitor.choose_picture()
            await tab.press("send.send")
            await tab.until(lambda: tab.find("send.send") is None or visitor.results() != [], "the call under way")
            await tab.close()
            async with StreamlitTab.connected(server.url, tab.http, tab.session_id) as back:
                again = Visitor(back, "traveller")
                again.source_url, again.sent = visitor.source_url, 1
                await back.until(lambda: len(again.results()) == 1, "the picture of the call")
                assert back.session_id == tab.session_id
                store = _history(server.log.parent)
                try:
                    return again.lost(store), len(again.results())
                finally:
                    store.close()

    assert asyncio.run(lose_and_return()) == (0, 1)


def _history(folder: Path) -> HistoryStore:
    return HistoryStore(f"sqlite:///{folder / 'history.db'}", str(folder / "pictures"))


def _kept(metrics: str) -> dict[str, int]:
    """Return the bytes that Streamlit keeps for sessions, by what they are for."""
    return {name: int(size) for name, size in KEPT.findall(metrics) if name in OF_SESSIONS and int(size)}
