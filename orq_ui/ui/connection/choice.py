"""Where requests may go, and which key goes there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from orq_ui.errors import ForbiddenUrl, OrqUiError
from orq_ui.routing import DEFAULT_SET, DEFAULTS, Defaults, Scenario, built_in_name
from orq_ui.settings import LIVE_TIMEOUT_S
from orq_ui.ui.services import services
from orq_ui.ui.streamlit_compat import secret
from orq_ui.wire import Connection

EMULATOR = "emulator"
SCENARIO_HEADER, DEFAULTS_HEADER, SEED_HEADER = "x-emulator-scenario", "x-emulator-defaults", "x-emulator-seed"
EMULATOR_S = 0.5
"""How long a page waits for the emulator to say what it plays, where it could not write it down."""
MAX_PINNED = 30_000
"""Characters of a scenario that is sent along although it is played anyway; the emulator reads 64 KiB of headers."""
EMULATOR_KEY = SecretStr("built-in-emulator")
"""The emulator asks for a key like the router does, and takes any. It never gets a real one."""


@dataclass
class ConnectionChoice:
    """``target`` is ``emulator`` or an origin that the settings allow. The typed key lives only here.

    ``scenario`` is what the emulator plays for this session, None for what it plays for everyone. ``seed`` is what it
    draws from, None for another one with each request. ``defaults`` count where a request is silent, on a live host too
    as far as it can be foreseen. None of them ever goes to a live host.
    """

    target: str = EMULATOR
    typed_key: SecretStr | None = field(default=None, repr=False)
    timeout_s: float = LIVE_TIMEOUT_S
    scenario: Scenario | None = None
    seed: int | None = None
    defaults: Defaults = DEFAULTS[DEFAULT_SET]

    @property
    def is_emulator(self) -> bool:
        """Whether requests stay on this machine."""
        return self.target == EMULATOR

    @property
    def label(self) -> str:
        """The host in a person's words."""
        return "the built-in emulator" if self.is_emulator else urlsplit(self.target).netloc

    def key(self) -> SecretStr | None:
        """Return the key for the chosen host: the typed one first, then the server's."""
        return EMULATOR_KEY if self.is_emulator else self.typed_key or server_key()

    def _headers(self, played: Scenario | None) -> tuple[tuple[str, str], ...]:
        """Return what only the emulator reads."""
        headers = []
        scenario = self.scenario or (None if played == Scenario() else played)
        if scenario is not None:
            text = built_in_name(scenario) or scenario.model_dump_json(exclude_defaults=True, ensure_ascii=True)
            if self.scenario is not None or len(text) <= MAX_PINNED:
                headers.append((SCENARIO_HEADER, text))
        if self.defaults != DEFAULTS[DEFAULT_SET]:  # which the emulator was started with
            headers.append((DEFAULTS_HEADER, self.defaults.name))
        return (*headers, *seed_headers(self.seed))

    def played_scenario(self) -> Scenario:
        """Return what the models do in this session, be it what the emulator was told to play for everyone."""
        if self.scenario is not None or not (self.is_emulator and services().emulator.is_running()):
            return self.scenario or Scenario()
        written = services().emulator.scenario()
        if written is not None:
            return written
        try:
            found = services().jobs.ask_emulator(lambda control: asyncio.wait_for(control.scenario(), EMULATOR_S))
        except (OrqUiError, TimeoutError):
            return Scenario()
        return Scenario.model_validate(found)

    def connection(self, played: Scenario | None = None) -> Connection:
        """Return the connection as chosen; what is ``played`` for everyone goes along, so that it stays what was seen.

        Raises ForbiddenUrl for an origin that the settings do not name.
        """
        if self.is_emulator:
            return Connection(services().emulator.ensure_running(), EMULATOR_KEY, self.timeout_s, self._headers(played))
        if self.target not in services().settings.hosts:
            raise ForbiddenUrl(self.target, "not_allowed")
        return Connection(self.target, self.key(), self.timeout_s)


def seed_headers(seed: int | None) -> tuple[tuple[str, str], ...]:
    """Return the header that gives the emulator a seed; nothing for another one with each request."""
    return () if seed is None else ((SEED_HEADER, str(seed)),)


def server_key() -> SecretStr | None:
    """Return the owner's key, from the environment or Streamlit's secrets. It never goes to the browser."""
    if services().settings.api_key is not None:
        return services().settings.api_key
    key = secret("ORQ_API_KEY")
    return SecretStr(str(key)) if key else None
