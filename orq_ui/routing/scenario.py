"""How the models behave in a story: latency, scripted outcomes, chance faults, broken answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

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


class Strict(BaseModel):
    """A part of a scenario; a key that it does not know is a mistake, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fault(Strict):
    """A status that an attempt answers with this probability."""

    status: int = Field(ge=400, le=599)
    probability: float = Field(ge=0, le=1)


class Behaviour(Strict):
    """One model's conduct. ``script`` is played first, an outcome for each attempt; then ``faults`` by chance."""

    latency_ms: float = Field(default=400, ge=0)
    jitter_ms: float = Field(default=0, ge=0)
    script: tuple[Outcome, ...] = ()
    faults: tuple[Fault, ...] = ()
    payload: PayloadFault | None = None
    retry_after_s: float | None = Field(default=None, ge=0)


class Scenario(Strict):
    """What every model does; one that is not named behaves as ``default``."""

    models: dict[str, Behaviour] = {}
    default: Behaviour = Behaviour()

    def of(self, model: str) -> Behaviour:
        """The conduct of a model."""
        return self.models.get(model, self.default)
