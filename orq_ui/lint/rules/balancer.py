"""How traffic is shared between models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orq_ui.lint.context import Case
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.messages import listed, quoted, steps
from orq_ui.lint.registry import Hit, routed, rule
from orq_ui.routing import Share

_SHOWN = 4
_LEAST, _MOST = 0.001, 1.0


@rule("balancer-weights", "info", routed("balancer-weights"))
def balancer_weights(case: Case) -> Iterator[Hit]:
    """Weights that do not sum to 1 are divided by their sum."""
    path, shares = _shares(case)
    total = sum(share.weight for share in shares)
    if len(shares) < 2 or abs(total - 1) <= 1e-6:
        return
    said = [f"{quoted(share.model)} {_percent(share.share)}" for share in shares[:_SHOWN]]
    more = [f"{len(shares) - _SHOWN} more"] if len(shares) > _SHOWN else []
    message = f"The weights sum to {total:.6g}, so the shares are {listed([*said, *more])}."
    yield Hit(path, message, _weighed(path, [share.share for share in shares]))


@rule("balancer-repeated", "warning", routed("balancer-weights"))
def balancer_repeated(case: Case) -> Iterator[Hit]:
    """The same model twice: its shares add up."""
    path, shares = _shares(case)
    models = [share.model for share in shares]
    repeated = [number for number, model in enumerate(models) if model in models[:number]]
    for number in repeated:
        together = sum(share.share for share in shares if share.model == models[number])
        said = (
            f"{quoted(models[number])} stands twice among the balanced models; together it takes {_percent(together)}."
        )
        yield Hit(f"{path}[{number}].model", said, _joined(case, path, shares))


@rule("balancer-single", "info", routed("balancer-weights"))
def balancer_single(case: Case) -> Iterator[Hit]:
    """One model to draw from: every request goes to it."""
    path, shares = _shares(case)
    if len(shares) != 1:
        return
    model = shares[0].model
    said = f"The load balancer has one model, so every request goes to {quoted(model)}."
    edits = (Edit(("model",), model), *_removals(case))
    yield Hit(path, said, Fix("Set it as the model instead", edits))


@rule("balancer-empty", "warning", routed("balancer-off"))
def balancer_empty(case: Case) -> Iterator[Hit]:
    """A load balancer with nothing to draw from."""
    found = case.rows("load_balancer", "models")
    if found is not None and not found[1]:
        said = "The load balancer has no models, so it has no effect and model is called."
        yield Hit(found[0], said, Fix("Remove the load balancer", _removals(case)))


@rule("model-ignored", "info", routed("balancer-weights"))
def model_ignored(case: Case) -> Iterator[Hit]:
    """A model that no request goes to; one that is also balanced needs no word."""
    model = case.at(("model",))
    path, shares = _shares(case)
    if not shares or not isinstance(model, str) or not model or model in {share.model for share in shares}:
        return
    yield Hit("model", f"While {path.removesuffix('.models')} is set, {quoted(model)} is not asked.")


def _shares(case: Case) -> tuple[str, tuple[Share, ...]]:
    balancer = case.balancing.balancer if case.balancing else None
    return (balancer.path, balancer.value) if balancer and balancer.path else ("", ())


def _removals(case: Case) -> tuple[Edit, ...]:
    # At both levels: with one gone the other would count.
    levels = (("load_balancer",), ("orq", "load_balancer"))
    return tuple(Edit(path, REMOVE) for path in levels if case.at(path) is not None)


def _weighed(path: str, shares: list[float]) -> Fix | None:
    """Weights equal to the shares, in ten-thousandths; None where the contract has no weight that small."""
    rounded = [round(share, 4) for share in shares]
    largest = rounded.index(max(rounded))
    rounded[largest] = round(rounded[largest] + 1 - sum(rounded), 4)
    if not all(_LEAST <= weight <= _MOST for weight in rounded):
        return None
    edits = (Edit((*steps(path), number, "weight"), weight) for number, weight in enumerate(rounded))
    return Fix("Write the shares as weights", tuple(edits))


def _joined(case: Case, path: str, shares: tuple[Share, ...]) -> Fix | None:
    """One row for each model; None where a weight over 1 or a key of another's would come of it."""
    found = case.rows("load_balancer", "models")
    rows: list[Any] = found[1] if found else []
    weights: dict[str, float] = {}
    for share in shares:
        weights[share.model] = round(weights.get(share.model, 0) + share.weight, 9)
    if max(weights.values()) > _MOST or any(set(row) - {"model", "weight"} for row in rows):
        return None
    models = [{"model": model, "weight": weight} for model, weight in weights.items()]
    return Fix("Join the repeated models", (Edit(steps(path), models),))


def _percent(share: float) -> str:
    return f"{share * 100:.3g} %"
