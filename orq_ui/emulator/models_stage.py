"""Sixth stage: every model named must look like one, and every model that may serve must be known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from orq_ui.emulator.catalogue import CATALOGUE
from orq_ui.emulator.refusal import bad_request, not_found
from orq_ui.emulator.routing_stage import effective
from orq_ui.routing import Scenario

# Half a surrogate pair, which JSON can hold, cannot be written into a picture.
_ID = re.compile(r"[^/\s\ud800-\udfff]+/[^\s\ud800-\udfff]+")


def check_models(body: dict[str, Any], scenario: Scenario) -> None:
    """Raise 400 for an id without provider, 404 for a model that neither catalogue nor scenario names."""
    for path, model in _named(body):
        if not _ID.fullmatch(model):
            raise bad_request(f"{model[:100]!r} is not a model id of the form provider/model.", path)
    for path, model in _serving(body):
        if model not in CATALOGUE and model not in scenario.models:
            raise not_found(f"The model {model[:100]!r} does not exist.", "model_not_found", path)


def _named(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "model", body["model"]
    for prefix, options in (("", body), ("orq.", body.get("orq", {}))):
        yield from _listed(f"{prefix}load_balancer.models", options.get("load_balancer", {}).get("models", ()))
        yield from _listed(f"{prefix}fallbacks", options.get("fallbacks", ()))


def _serving(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    prefix, balancer = effective(body, "load_balancer")
    if balancer and balancer["models"]:
        yield from _listed(f"{prefix}load_balancer.models", balancer["models"])
    else:
        yield "model", body["model"]
    prefix, fallbacks = effective(body, "fallbacks")
    yield from _listed(f"{prefix}fallbacks", fallbacks or ())


def _listed(path: str, entries: Any) -> Iterator[tuple[str, str]]:
    for place, entry in enumerate(entries):
        yield f"{path}[{place}].model", entry["model"]
