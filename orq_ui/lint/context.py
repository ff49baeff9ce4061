"""What a rule looks at: the body as it would be sent, read once, tolerant of any value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from ipaddress import ip_address
from math import inf, isfinite
from typing import Any
from urllib.parse import urlsplit

from orq_ui.api import ImageVariationRequest, dotted
from orq_ui.errors import InvalidInput
from orq_ui.imaging import Picture
from orq_ui.lint.fix import Path
from orq_ui.routing import Policy
from orq_ui.routing.balancer import starts
from orq_ui.routing.options import Found, Options
from orq_ui.wire import Connection

LEVELS: tuple[Path, ...] = ((), ("orq",))
_ROUTED = ("retry", "fallbacks", "fallback_on_codes", "cache", "load_balancer", "timeout")


@dataclass(frozen=True)
class ModelPlace:
    """A place of the body that names a model by a text."""

    path: Path
    model: str

    @property
    def dotted(self) -> str:
        """The path in wire names."""
        return dotted(self.path)


@dataclass(frozen=True)
class Case:
    """One request to look at. ``now`` is the day that models are judged by, None for a day past every known one."""

    request: ImageVariationRequest
    picture: Picture | None
    connection: Connection
    now: date | None = None

    @cached_property
    def body(self) -> dict[str, Any]:
        """The body in wire names, as plain values."""
        return self.request.sent()

    @cached_property
    def policy(self) -> Policy | None:
        """What the body asks of the router, or None where it cannot be read; the contract's findings say where."""
        return self._policy(*_ROUTED)

    @cached_property
    def balancing(self) -> Policy | None:
        """The same, of the load balancer alone: readable whatever the other options hold."""
        return self._policy("load_balancer")

    @cached_property
    def places(self) -> tuple[ModelPlace, ...]:
        """Every place that names a model, at both levels."""
        return tuple(ModelPlace(path, model) for path, model in self._models() if isinstance(model, str))

    @cached_property
    def asked(self) -> frozenset[str]:
        """The models that the router may call; every one that is named where the options cannot be read."""
        if self.policy is None:
            return frozenset(place.model for place in self.places)
        return frozenset([*(model for model, _ in starts(self.policy)), *self.policy.fallbacks.value])

    @cached_property
    def live(self) -> bool:
        """Whether the request leaves this machine; an emulator is on loopback."""
        host = self._address[1]
        try:
            return host != "localhost" and not ip_address(host).is_loopback
        except ValueError:
            return True

    @cached_property
    def scheme(self) -> str:
        """``https`` or ``http``; nothing where the address cannot be read."""
        return self._address[0]

    @cached_property
    def _address(self) -> tuple[str, str]:
        try:
            url = urlsplit(self.connection.base_url)
        except ValueError:
            return "", ""
        return url.scheme, url.hostname or ""

    @property
    def patience_ms(self) -> float:
        """How long the client waits for an answer; infinite where it does not say."""
        wait = self.connection.timeout_s * 1000
        return wait if isfinite(wait) else inf

    def at(self, path: Path) -> Any:
        """The value at a path, or None."""
        value: Any = self.body
        for step in path:
            if isinstance(step, int):
                value = value[step] if isinstance(value, list) and step < len(value) else None
            else:
                value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def find(self, option: str, field: str | None = None) -> Found | None:
        """The option that counts, or one field of it; None where it is not given or not what it should be."""
        try:
            return self._options.find(option, field)
        except InvalidInput:
            return None

    def rows(self, option: str, field: str | None = None) -> tuple[str, list[Any]] | None:
        """The list that counts and its path."""
        found = self.find(option, field)
        return None if found is None or not isinstance(found.value, list) else (found.path, found.value)

    @cached_property
    def _options(self) -> Options:
        return Options(self._routed(*_ROUTED))

    def _routed(self, *options: str) -> dict[str, Any]:
        """The body cut to some options, so that nothing else in it can be in the way."""
        levels = [self.at(level) for level in LEVELS]
        top, nested = [{name: level.get(name) for name in options} if level else {} for level in map(_object, levels)]
        return {**top, "model": self.body.get("model"), "orq": nested}

    def _policy(self, *options: str) -> Policy | None:
        try:
            return Policy.from_body(self._routed(*options))
        except InvalidInput:
            return None

    def _models(self) -> Iterator[tuple[Path, Any]]:
        yield ("model",), self.body.get("model")
        for level in LEVELS:
            for path in ((*level, "fallbacks"), (*level, "load_balancer", "models")):
                rows = self.at(path)
                for number, row in enumerate(rows if isinstance(rows, list) else []):
                    yield (*path, number, "model"), _object(row).get("model")


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
