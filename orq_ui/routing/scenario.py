"""How the models behave in a simulation: latency, scripted outcomes, random faults, broken responses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

Outcome = Literal["ok"] | Annotated[int, Field(ge=400, le=599)]
PayloadFault = Literal[
    "bad_json",
    "empty_data",
    "missing_image",
    "wrong_media_type",
    "broken_image",
    "data_uri",
    "expired_url",
    "reset",
]


DAY_MS = 86_400_000
_MODEL_ID = re.compile(r"[^/\s]+/\S+")
_IDS = TypeAdapter(tuple[str, ...] | None)


class ScenarioModel(BaseModel):
    """A part of a scenario; a key that it does not know is a mistake, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Fault(ScenarioModel):
    """A status that an attempt ends with, and its probability."""

    status: int = Field(ge=400, le=599)
    probability: float = Field(ge=0, le=1)


class Behaviour(ScenarioModel):
    """How one model behaves. ``script`` is played first, an outcome for each attempt; then ``faults`` by chance.

    The latency is uniform between ``latency_ms - jitter_ms`` and ``latency_ms + jitter_ms``, never below 0.
    ``faults`` exclude each other, so their probabilities sum to at most 1. ``retry_after_s`` comes with every error.
    A model that is not ``known`` does not exist: asking it is a 404.
    """

    latency_ms: float = Field(default=400, ge=0, le=DAY_MS)
    jitter_ms: float = Field(default=0, ge=0, le=DAY_MS)
    script: tuple[Outcome, ...] = ()
    faults: tuple[Fault, ...] = ()
    payload: PayloadFault | None = None
    retry_after_s: float | None = Field(default=None, ge=0, le=DAY_MS / 1000)
    known: bool = True

    @model_validator(mode="after")
    def _faults_exclude_each_other(self) -> Self:
        # Ten faults of 0.1 sum to a little more than 1 in binary.
        if sum(fault.probability for fault in self.faults) > 1 + 1e-9:
            raise ValueError("the probabilities of faults sum to more than 1")
        return self


class Scenario(ScenarioModel):
    """What every model does; one that is not named behaves as ``default``.

    So ``{"default": {"known": false}}`` leaves only the named models. ``cached_age_s`` says that an equal request was
    answered and kept so many seconds ago. Scripts begin anew with each request; in the ``script_scope`` ``server`` they
    go on from request to request, so that a client that tries again meets the next outcomes.
    """

    models: dict[str, Behaviour] = {}
    default: Behaviour = Behaviour()
    cached_age_s: float | None = Field(default=None, ge=0)
    script_scope: Literal["request", "server"] = "request"

    @model_validator(mode="before")
    @classmethod
    def _read_lists(cls, given: Any) -> Any:
        """Read the two lists of ids that older scenarios have in place of ``known`` of each model."""
        if not isinstance(given, Mapping) or given.keys().isdisjoint({"known", "unknown"}):
            return given
        rest = dict(given)
        known, unknown = (_IDS.validate_python(rest.pop(name, None)) for name in ("known", "unknown"))
        scenario = cls.model_validate(rest)
        if known is not None:
            scenario = scenario.limited_to(known)
        missing = {model: scenario.behaviour_of(model).model_copy(update={"known": False}) for model in unknown or ()}
        return {**vars(scenario), "models": scenario.models | missing}

    def behaviour_of(self, model: str) -> Behaviour:
        """Return how a model behaves."""
        return self.models.get(model, self.default)

    def limited_to(self, models: Iterable[str]) -> Self:
        """Return the scenario in which no models exist but these, as ``default`` has them, and those that it names."""
        listed = dict.fromkeys(models, self.default)
        default = self.default.model_copy(update={"known": False})
        return self.model_copy(update={"models": listed | self.models, "default": default})

    def refusal_rule(self, model: str) -> Literal["malformed-model", "unknown-model"] | None:
        """Return the rule that keeps a model from being called, if one does. A model in ``models`` is well-formed."""
        if model not in self.models and not _MODEL_ID.fullmatch(model):
            return "malformed-model"
        return None if self.behaviour_of(model).known else "unknown-model"
