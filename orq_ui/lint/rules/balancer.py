"""How traffic is shared between models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orq_ui.lint.context import Context
from orq_ui.lint.fix import REMOVE, Edit, Fix, Path
from orq_ui.lint.messages import join_words, parse_path, quote
from orq_ui.lint.registry import Hit, router_basis, rule
from orq_ui.routing import Share

_MAX_SHOWN = 4
_MIN_WEIGHT, _MAX_WEIGHT = 0.001, 1.0
_DECIMALS = 9
"""Of a proposed weight: thirds keep their ratio, and people can still read it."""
_MOST = 1e15


@rule("balancer-weights", "info", router_basis("balancer-weights"))
def balancer_weights(context: Context) -> Iterator[Hit]:
    """Find weights that do not sum to 1 and so are divided by their sum."""
    path, shares = _shares(context)
    total = sum(share.weight for share in shares)
    is_refused = any(not _MIN_WEIGHT <= share.weight <= _MAX_WEIGHT for share in shares)
    if len(shares) < 2 or abs(total - 1) <= 1e-6 or is_refused:
        return
    shares_text = [f"{quote(share.model)} {_percent(share.share)}" for share in shares[:_MAX_SHOWN]]
    more = [f"{len(shares) - _MAX_SHOWN} more"] if len(shares) > _MAX_SHOWN else []
    message = f"The weights sum to {total:.6g}, so the shares are {join_words([*shares_text, *more])}."
    weights = [share.share for share in shares]
    fix = _written(context, parse_path(path), weights) if min(weights) >= _MIN_WEIGHT else None
    yield Hit(path, message, fix)


@rule("balancer-repeated", "warning", router_basis("balancer-weights"))
def balancer_repeated(context: Context) -> Iterator[Hit]:
    """Find a model that is listed twice: its shares add up."""
    path, shares = _shares(context)
    models = [share.model for share in shares]
    repeated = [number for number, model in enumerate(models) if model in models[:number]]
    for number in repeated:
        together = sum(share.share for share in shares if share.model == models[number])
        message = (
            f"{quote(models[number])} is listed twice in the load balancer; its share is {_percent(together)} in all."
        )
        yield Hit(f"{path}[{number}].model", message, _joined(context, path, shares))


@rule("balancer-single", "info", router_basis("balancer-weights"))
def balancer_single(context: Context) -> Iterator[Hit]:
    """Find a load balancer with one model: every request goes to it."""
    path, shares = _shares(context)
    if len(shares) != 1:
        return
    model = shares[0].model
    message = f"The load balancer has one model, so every request goes to {quote(model)}."
    (row,) = context.at(parse_path(path))
    edits = (Edit(("model",), model), *_removals(context))
    yield Hit(path, message, None if set(row) - {"model", "weight"} else Fix("Set it as the model instead", edits))


@rule("balancer-empty", "warning", router_basis("balancer-off"))
def balancer_empty(context: Context) -> Iterator[Hit]:
    """Find a load balancer with nothing to draw from."""
    found = context.effective_list("load_balancer", "models")
    if found is not None and not found[1]:
        message = "The load balancer has no models, so it has no effect and model is called."
        yield Hit(found[0], message, Fix("Remove the load balancer", _removals(context)))


@rule("model-ignored", "info", router_basis("balancer-weights"))
def model_ignored(context: Context) -> Iterator[Hit]:
    """Find a model that no request goes to; one that is also balanced is fine."""
    model = context.at(("model",))
    path, shares = _shares(context)
    if not shares or not isinstance(model, str) or not model or model in {share.model for share in shares}:
        return
    yield Hit("model", f"While {path.removesuffix('.models')} is set, {quote(model)} is not called.")


def _shares(context: Context) -> tuple[str, tuple[Share, ...]]:
    balancer = context.balancer_policy.balancer if context.balancer_policy else None
    return (balancer.path, balancer.value) if balancer and balancer.path else ("", ())


def _removals(context: Context) -> tuple[Edit, ...]:
    # At both levels: with one gone the other would count.
    levels = (("load_balancer",), ("orq", "load_balancer"))
    return tuple(Edit(path, REMOVE) for path in levels if context.at(path) is not None)


def proportional(context: Context, place: Path) -> Fix | None:
    """Make the fix that brings every weight of a list within the contract's limits, in the ratio that they have.

    A model with weight 0 is never drawn, so it goes. None where a weight is no number, or no weights have this ratio.
    """
    rows = context.at(place)
    weights = [_weight(context, row) for row in rows] if isinstance(rows, list) else []
    known = [weight for weight in weights if weight is not None]
    total = sum(known)
    if len(known) < len(weights) or total <= 0:
        return None
    for whole in (total, max(known)):
        scaled = [weight / whole for weight in known]
        if all(weight == 0 or _MIN_WEIGHT <= round(weight, _DECIMALS) <= _MAX_WEIGHT for weight in scaled):
            return _written(context, place, scaled)
    return None


def _weight(context: Context, row: Any) -> float | None:
    weight = row.get("weight", context.defaults.weight.value) if isinstance(row, dict) else None
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        return None
    return weight if 0 <= weight <= _MOST else None


def _written(context: Context, place: Path, weights: list[float]) -> Fix:
    rounded = [round(weight, _DECIMALS) for weight in weights]
    left = [weight for weight in rounded if weight]
    few = len(left) <= _MAX_SHOWN
    title = f"Use {join_words(f'{weight:.4g}' for weight in left)}" if few else "Scale the weights"
    rows: list[Any] = context.at(place)
    kept = [{**row, "weight": weight} for row, weight in zip(rows, rounded, strict=True) if weight]
    return Fix(title, (Edit(place, kept),))


def _joined(context: Context, path: str, shares: tuple[Share, ...]) -> Fix | None:
    """Join the rows of each model, scaled where that makes a weight over 1.

    None where a weight would be too small, or a row has a key of its own.
    """
    found = context.effective_list("load_balancer", "models")
    rows: list[Any] = found[1] if found else []
    weights: dict[str, float] = {}
    for share in shares:
        weights[share.model] = weights.get(share.model, 0) + share.weight
    whole = sum(weights.values()) if max(weights.values()) > _MAX_WEIGHT else 1
    if min(weights.values()) / whole < _MIN_WEIGHT or any(set(row) - {"model", "weight"} for row in rows):
        return None
    models = [{"model": model, "weight": round(weight / whole, _DECIMALS)} for model, weight in weights.items()]
    return Fix("Join the repeated models", (Edit(parse_path(path), models),))


def _percent(share: float) -> str:
    return f"{share * 100:.3g} %"
