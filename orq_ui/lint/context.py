"""What a rule checks: the body as it would be sent, read once, whatever values it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cached_property
from ipaddress import ip_address
from math import inf, isfinite
from typing import Any, Literal
from urllib.parse import urlsplit

from orq_ui.api import ImageVariationRequest, Problem, dotted, problems
from orq_ui.errors import InvalidInput
from orq_ui.imaging import Picture
from orq_ui.lint.fix import Path
from orq_ui.lint.received import as_received, bracket_names
from orq_ui.routing import DEFAULT_SET, DEFAULTS, Defaults, Policy, Scenario
from orq_ui.routing.balancer import first_models
from orq_ui.routing.decision import FINAL_CODES
from orq_ui.routing.options import Options, OptionValue
from orq_ui.wire import Connection

LEVELS: tuple[Path, ...] = ((), ("orq",))
_ANY = Scenario()
_ROUTING_OPTIONS = ("retry", "fallbacks", "fallback_on_codes", "cache", "load_balancer", "timeout")


class Asked(Enum):
    """When a model is asked; ``NEVER`` is one that the router ignores, or to which no failure leads."""

    FIRST = auto()
    IF_DRAWN = auto()
    AFTER_FAILURES = auto()
    NEVER = auto()


@dataclass(frozen=True)
class ModelReference:
    """A place of the body that names a model; ``refusal`` is the rule that keeps it from being called, if one does."""

    path: Path
    model: str
    asked: Asked
    refusal: Literal["malformed-model", "unknown-model"] | None = None

    @property
    def is_malformed(self) -> bool:
        """Whether the id is not provider/model, for which the router answers 400 when it is asked."""
        return self.refusal == "malformed-model"

    @property
    def dotted(self) -> str:
        """The path in wire names."""
        return dotted(self.path)


@dataclass(frozen=True)
class Context:
    """One request to check. ``now`` is the day by which models count as retired; None is a day past every known one.

    ``defaults`` count where the request is silent; ``scenario`` is what the emulator plays, None on a live host.
    ``listed`` are the ids in the catalogue of the chosen host; empty where it is not known.
    """

    request: ImageVariationRequest
    picture: Picture | None
    connection: Connection
    now: date | None = None
    defaults: Defaults = DEFAULTS[DEFAULT_SET]
    scenario: Scenario | None = None
    listed: Collection[str] = ()

    @cached_property
    def body(self) -> dict[str, Any]:
        """The body in wire names, as plain values."""
        return self.request.sent()

    @cached_property
    def received(self) -> dict[str, Any]:
        """The fields of the contract as the router reads them from the form."""
        return as_received(self.body)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the contract refuses in the body as it is written."""
        return tuple(self.request.problems())

    @cached_property
    def refusals(self) -> tuple[Problem, ...]:
        """What the contract refuses in the body as it is received."""
        if self.received == self.body:
            return self.problems
        return tuple(problems(ImageVariationRequest, self.received))

    @cached_property
    def policy(self) -> Policy | None:
        """The policy of the body, or None where it cannot be read; the contract's findings say where."""
        return self._policy(*_ROUTING_OPTIONS)

    @cached_property
    def balancer_policy(self) -> Policy | None:
        """The policy of the load balancer alone: it can be read whatever the other options hold."""
        return self.policy or self._policy("load_balancer")

    @cached_property
    def model_references(self) -> tuple[ModelReference, ...]:
        """Every place that names a model which may be asked; every place that counts where options cannot be read."""
        named = ((path, model) for path, model in self.named_models() if isinstance(model, str))
        exists = self.scenario or _ANY
        found = (ModelReference(path, model, self._asked(path), exists.refusal_rule(model)) for path, model in named)
        return tuple(reference for reference in found if reference.asked is not Asked.NEVER)

    @cached_property
    def callable_models(self) -> frozenset[str]:
        """The models that may be asked."""
        return frozenset(reference.model for reference in self.model_references)

    @cached_property
    def is_live(self) -> bool:
        """Whether the request leaves this machine; an emulator is on loopback."""
        host = self._address[1]
        try:
            return host != "localhost" and not ip_address(host).is_loopback
        except ValueError:
            return True

    @cached_property
    def scheme(self) -> str:
        """``https`` or ``http``; empty where the address cannot be read."""
        return self._address[0]

    @cached_property
    def _address(self) -> tuple[str, str]:
        try:
            url = urlsplit(self.connection.base_url)
        except ValueError:
            return "", ""
        return url.scheme, url.hostname or ""

    @property
    def client_timeout_ms(self) -> float:
        """How long the client waits for a response; infinite where there is no limit."""
        timeout_ms = self.connection.timeout_s * 1000
        return timeout_ms if isfinite(timeout_ms) else inf

    def at(self, path: Path) -> Any:
        """Return the value at a path of the body, or None."""
        return _at(self.body, path)

    def received_at(self, path: Path) -> Any:
        """Return the value at a path of the body as it is received, or None."""
        return _at(self.received, path)

    def effective(self, option: str, field: str | None = None) -> OptionValue | None:
        """Return the option that counts, or one field of it; None where it is not given or not what it should be."""
        try:
            return self._options.find(option, field)
        except InvalidInput:
            return None

    def effective_list(self, option: str, field: str | None = None) -> tuple[str, list[Any]] | None:
        """Return the path of the list that counts, and the list; None where there is none."""
        found = self.effective(option, field)
        return None if found is None or not isinstance(found.value, list) else (found.path, found.value)

    @cached_property
    def _options(self) -> Options:
        return Options(self._with_only(*_ROUTING_OPTIONS))

    def _with_only(self, *options: str) -> dict[str, Any]:
        """Return the body with some options alone, so that nothing else in it can be in the way."""
        top = {name: self._as_sent(name) for name in options}
        nested = {name: _mapping(self.body.get("orq")).get(name) for name in options}
        return {**top, "model": self.received.get("model"), "orq": nested}

    def _as_sent(self, option: str) -> Any:
        """Return an option at top level as it is received; as it is written where that is of another kind."""
        written, received = self.body.get(option), self.received.get(option)
        return received if received is None or type(received) is type(written) else written

    def _policy(self, *options: str) -> Policy | None:
        if isinstance(self.body.get("orq"), str) and isinstance(self.received.get("orq"), Mapping):
            return None  # no path leads into an object that is written as a text
        if any(bracket_names(self.body, option) for option in (*options, "orq")):
            return None  # nor to what is written in bracket notation
        try:
            return Policy.from_body(self._with_only(*options), self.defaults)
        except InvalidInput:
            return None

    def _asked(self, path: Path) -> Asked:
        """Return when the model at a path is asked."""
        balanced, fallbacks = self.effective_list("load_balancer", "models"), self.effective_list("fallbacks")
        if len(path) == 1:
            return Asked.NEVER if balanced and balanced[1] else Asked.FIRST
        place, row = dotted(path[:-2]), path[-2]
        if balanced and place == balanced[0]:
            return self._asked_by_balancer(int(row))
        if fallbacks is None or place != fallbacks[0]:
            return Asked.NEVER
        is_final = self.policy is not None and self.policy.fallback_codes.value <= FINAL_CODES
        return Asked.NEVER if is_final else Asked.AFTER_FAILURES

    def _asked_by_balancer(self, row: int) -> Asked:
        if self.balancer_policy is None:
            return Asked.IF_DRAWN
        share = self.balancer_policy.balancer.value[row]
        if share.share == 0:
            return Asked.NEVER
        return Asked.FIRST if len({model for model, _ in first_models(self.balancer_policy)}) == 1 else Asked.IF_DRAWN

    def named_models(self) -> Iterator[tuple[Path, Any]]:
        """Yield each place of the body that is to name a model, with its value."""
        yield ("model",), self.received.get("model")
        for level in LEVELS:
            for path in ((*level, "fallbacks"), (*level, "load_balancer", "models")):
                rows = self.at(path)
                for number, row in enumerate(rows if isinstance(rows, list) else []):
                    yield (*path, number, "model"), _mapping(row).get("model")


def _at(value: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
