"""Talks to the emulator's own addresses: its scenario, its ledgers, what arrived."""

from __future__ import annotations

from typing import Any

import httpx

from orq_ui.client.network_errors import reason_of
from orq_ui.errors import BadReply, OrqUiError, Refused, TimedOut, Unreachable

PATIENCE_S = 5.0


class EmulatorAdmin:
    """``base_url`` is the emulator's origin. Answers are its JSON, whose shapes its own pages describe."""

    def __init__(self, http: httpx.AsyncClient, base_url: str) -> None:
        self._http, self._base_url = http, base_url

    async def scenario(self) -> dict[str, Any]:
        """The scenario that is being played."""
        return await self._ask("GET", "scenario")

    async def play(self, scenario: dict[str, Any]) -> dict[str, Any]:
        """Play another scenario from now on; raises :class:`Refused` with ``param`` for one that is no scenario."""
        return await self._ask("PUT", "scenario", scenario)

    async def reset(self) -> None:
        """Go back to the scenario that the emulator was started with."""
        await self._ask("DELETE", "scenario")

    async def ledgers(self) -> list[dict[str, Any]]:
        """The newest ledgers in short, newest first."""
        found = await self._ask("GET", "ledgers")
        rows: list[dict[str, Any]] = found["data"]
        return rows

    async def ledger(self, ledger_id: str) -> dict[str, Any]:
        """One ledger, whole."""
        return await self._ask("GET", f"ledgers/{ledger_id}")

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            reply = await self._http.request(
                method, f"{self._base_url}/_emulator/{path}", json=body, timeout=PATIENCE_S
            )
        except httpx.TimeoutException as late:
            raise TimedOut("receive", PATIENCE_S) from late
        except httpx.HTTPError as lost:
            raise Unreachable(self._base_url, reason_of(lost)) from lost
        return _read(reply)


def _read(reply: httpx.Response) -> dict[str, Any]:
    try:
        found = reply.json() if reply.content else {}
    except ValueError as broken:
        raise BadReply(reply.status_code, "not_json", body=reply.text[:2000]) from broken
    if not isinstance(found, dict):
        raise BadReply(reply.status_code, "not_an_object", body=reply.text[:2000])
    if reply.is_error:
        raise _refused(reply, found)
    return found


def _refused(reply: httpx.Response, found: dict[str, Any]) -> OrqUiError:
    error = found.get("error")
    facts = error if isinstance(error, dict) else {}
    code, kind, param = (None if facts.get(name) is None else str(facts[name]) for name in ("code", "type", "param"))
    return Refused(reply.status_code, str(facts.get("message", "")), code, kind, param, body=reply.text[:2000])
