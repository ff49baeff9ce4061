"""The router options: those that may be in ``orq`` or at top level, and those that are only in ``orq``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from orq_ui.api.base import ErrorStatus, Number, Omittable, Status, Unique, WireModel, request_field


class Retry(WireModel):
    """Try the same model again after a failure."""

    # The description says number for `count` and `on_codes`, too, but there is no half retry and no half status.
    count: Omittable[int] = request_field(
        "Retries",
        "Retries after the first attempt, for each model: 3 means at most 4 attempts.",
        ge=1,
        le=5,
        api_default=3,
    )
    on_codes: Omittable[list[Status]] = request_field(
        "Retried statuses",
        "HTTP statuses that are worth another attempt. 400, 401 and 403 are never retried.",
        kind="codes",
        min_length=1,
        example=[429, 500, 502, 503, 504],
    )


class Fallback(WireModel):
    """A model to ask when the ones before it failed."""

    model: str = request_field("Model", "The model to ask next, as provider/model.", kind="model", required=True)


class Timeout(WireModel):
    """How long one attempt may take."""

    call_timeout: Number = request_field(
        "Limit for each attempt",
        "Milliseconds for each attempt, not for the whole call. An attempt that takes longer counts as 408.",
        ge=1,
        required=True,
        example=30000,
        unit="ms",
    )


class Cache(WireModel):
    """Answer an equal request from memory."""

    type: Literal["exact_match"] = request_field(
        "Match", "Only a request equal in every parameter is a hit.", required=True
    )
    ttl: Omittable[Number] = request_field(
        "Kept for", "Seconds that a response is kept, at most three days.", ge=1, le=259200, api_default=1800, unit="s"
    )


class WeightedModel(WireModel):
    """One of the models that share the traffic."""

    model: str = request_field("Model", "A model that takes a share, as provider/model.", kind="model", required=True)
    weight: Omittable[Number] = request_field(
        "Weight", "Its share next to the other weights; they need not sum to 1.", ge=0.001, le=1, api_default=0.5
    )


class LoadBalancer(WireModel):
    """Draw the model by weight instead of taking the one in ``model``."""

    type: Literal["weight_based"] = request_field(
        "Choice", "The model is drawn by weight, once for each request.", required=True
    )
    models: list[WeightedModel] = request_field("Models", "The models to draw from.", required=True)


class Prompt(WireModel):
    """A prompt kept at orq.ai."""

    id: str = request_field("Prompt", "The id of a prompt kept in your orq.ai workspace.", required=True)
    version: Literal["latest"] = request_field(
        "Version", "The newest version is the only one to choose.", required=True
    )


class Identity(WireModel):
    """Who the request is for, in traces and reports."""

    id: str = request_field("Id", "Your own, stable id of the person or system.", required=True)
    display_name: Omittable[str] = request_field("Display name", "The name that traces show.")
    email: Omittable[str] = request_field("E-mail", "Their address.", kind="email")
    metadata: Omittable[list[dict[str, Any]]] = request_field(
        "Facts", "Facts of your own, each a small JSON object.", kind="pairs"
    )
    logo_url: Omittable[str] = request_field("Logo", "A picture to show beside the name.", kind="url")
    tags: Omittable[list[str]] = request_field("Tags", "Words to filter by.", kind="texts")


class RouterOptions(WireModel):
    """The options that the router takes both inside ``orq`` and at top level, where they win."""

    name: Omittable[str] = request_field(
        "Name in traces", "A name for this call in traces.", group="Identity and tracing"
    )
    retry: Omittable[Retry] = request_field("Retry", "Try the same model again after a failure.", group="Reliability")
    fallbacks: Omittable[list[Fallback]] = request_field(
        "Fallback models", "Models to ask in turn when the one before has failed for good.", group="Reliability"
    )
    fallback_on_codes: Omittable[Annotated[list[ErrorStatus], Unique]] = request_field(
        "Statuses that lead to a fallback",
        "HTTP statuses that send the request on to the next fallback.",
        group="Reliability",
        kind="codes",
        max_length=20,
        api_default=[408, 429, 500, 502, 503, 504, 529],
    )
    cache: Omittable[Cache] = request_field(
        "Cache", "Answer an equal request from memory, without a provider call.", group="Cache"
    )
    load_balancer: Omittable[LoadBalancer] = request_field(
        "Load balancer", "Share the traffic between models. While it is set, model is ignored.", group="Routing"
    )
    timeout: Omittable[Timeout] = request_field(
        "Time limit", "Give up on an attempt that takes too long.", group="Reliability"
    )


class OrqOptions(RouterOptions):
    """The ``orq`` object."""

    prompt: Omittable[Prompt] = request_field("Prompt kept at orq.ai", "Use a prompt kept at orq.ai.", group="Prompt")
    identity: Omittable[Identity] = request_field(
        "Identity", "Who this request is for, in traces and reports.", group="Identity and tracing"
    )
    contact: Omittable[Identity] = request_field(
        "Contact",
        "The old name of identity, deprecated since January 2026.",
        group="Identity and tracing",
        replaced_by="identity",
    )
