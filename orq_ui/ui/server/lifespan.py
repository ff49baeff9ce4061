"""What starts and ends with the server: the emulator, and the watch over closed tabs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import streamlit as st

from orq_ui.ui.server.embedded import embedded
from orq_ui.ui.server.janitor import Janitor

SWEEP_S = 1.0


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Start the emulator before the first page, stop it after the last."""
    await asyncio.to_thread(embedded().ensure)
    sweeping = asyncio.create_task(_sweep(Janitor()))
    try:
        yield {}
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await asyncio.to_thread(embedded().stop)


async def _sweep(janitor: Janitor) -> None:
    while True:
        await asyncio.sleep(SWEEP_S)
        janitor.sweep()
