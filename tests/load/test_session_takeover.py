"""Whoever learns the id of another's session gets one of their own: no button of the other's is theirs to press."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.browser.servers import Server
from tests.load.streamlit_tab import StreamlitTab


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """Start a server with Streamlit's settings as they are shipped."""
    return Server(tmp_path / "log.txt")


def test_a_session_goes_on_in_its_own_browser_only(server: Server) -> None:
    """Callbacks and fragments run before our own look at the cookie, so Streamlit must not hand the session over."""

    async def journey() -> tuple[str, str, str]:
        async with StreamlitTab.browser(server.url) as own, StreamlitTab.browser(server.url) as other:
            for http in (own, other):
                for path in ("/", "/_stcore/health"):
                    (await http.get(path)).raise_for_status()
            async with StreamlitTab.connected(server.url, own) as tab:
                first = tab.session_id
                async with StreamlitTab.connected(server.url, other, first) as stranger:
                    foreign = stranger.session_id
            async with StreamlitTab.connected(server.url, own, first) as again:
                return first, foreign, again.session_id

    try:
        first, foreign, again = asyncio.run(journey())
    finally:
        server.stop()

    assert foreign != first
    assert again == first
