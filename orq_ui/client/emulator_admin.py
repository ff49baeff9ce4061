"""Calls the emulator's own addresses: its scenario, its ledgers, what arrived."""

from __future__ import annotations

from typing import Any

import httpx

from orq_ui.client.error_shapes import read_envelope
from orq_ui.client.network_errors import reason_of
from orq_ui.errors import BadReply, Refused, TimedOut, Unreachable

TIMEOUT_S = 5.0


class EmulatorAdmin:
    """``base_url`` is the emulator's origin. Results are its JSON, as its own routes describe it."""

    def __init__(self, http: httpx.AsyncClient, base_url: str) -> None:
        self._http, self._base_url = http, base_url

    async def scenario(self) -> dict[str, Any]:
        """Return the scenario that is being played."""
        return await self._ask("GET", "scenario")

    async def play(self, scenario: dict[str, Any]) -> dict[str, Any]:
        """Play another scenario from now on; raises :class:`Refused` with ``param`` for one that is no scenario."""
        return await self._ask("PUT", "scenario", scenario)

    async def reset(self) -> None:
        """Go back to the scenario that the emulator was started with."""
        await self._ask("DELETE", "scenario")

    async def rewind(self) -> None:
        """Let the scripts that go on from request to request begin anew."""
        await self._ask("DELETE", "scripts")

    async def ledgers(self) -> list[dict[str, Any]]:
        """Return the newest ledgers in short, newest first."""
        found = await self._ask("GET", "ledgers")
        rows: list[dict[str, Any]] = found["data"]
        return rows

    async def ledger(self, ledger_id: str) -> dict[str, Any]:
        """Return one ledger, whole."""
        return await self._ask("GET", f"ledgers/{ledger_id}")

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            response = await self._http.request(
                method, f"{self._base_url}/_emulator/{path}", json=body, timeout=TIMEOUT_S
            )
        except httpx.TimeoutException as error:
            raise TimedOut("receive", TIMEOUT_S) from error
        except httpx.HTTPError as error:
            raise Unreachable(self._base_url, reason_of(error)) from error
        return _json_object(response)


def _json_object(response: httpx.Response) -> dict[str, Any]:
    status, shown = response.status_code, response.text[:2000]
    try:
        found = response.json() if response.content else {}
    except ValueError as error:
        raise BadReply(status, "not_json", body=shown) from error
    if not isinstance(found, dict):
        raise BadReply(status, "not_an_object", body=shown)
    if response.is_error:
        envelope = read_envelope(found)
        raise Refused(
            status=status,
            message=envelope.message or "",
            code=envelope.code,
            type=envelope.type,
            param=envelope.param,
            body=shown,
        )
    return found
