"""What a request asks of the router, each value with where it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from orq_ui.errors import InvalidInput
from orq_ui.routing.cache import CacheKey
from orq_ui.routing.defaults import DEFAULT_SET, Default, Defaults, defaults_named
from orq_ui.routing.options import Found, Options, items, mapping, model_of, number, text, whole
from orq_ui.routing.rules import RULES, Rule

T = TypeVar("T")

MOST_RETRIES = 5
"""The contract's limit; the documented backoff has five steps too, so a sixth retry could not be played."""


@dataclass(frozen=True)
class Choice(Generic[T]):
    """A value and its rule. ``path`` is where the body says it, None for a default; ``shadowed`` the one it beat."""

    value: T
    rule: Rule
    path: str | None = None
    shadowed: str | None = None
    also: tuple[Rule, ...] = ()

    @property
    def origin(self) -> str:
        """``top level``, ``orq`` or ``default``."""
        if self.path is None:
            return "default"
        return "orq" if self.path.startswith("orq.") else "top level"


@dataclass(frozen=True)
class Share:
    """A model of the load balancer. ``share`` is its weight divided by the sum of all.

    ``given`` is false where the body leaves the weight out.
    """

    model: str
    weight: float
    share: float
    given: bool = True


@dataclass(frozen=True)
class Policy:
    """A request's routing. ``retries`` counts after the first attempt; None is no limit, or no cache."""

    model: str
    retries: Choice[int]
    retry_codes: Choice[frozenset[int]]
    fallbacks: Choice[tuple[str, ...]]
    fallback_codes: Choice[frozenset[int]]
    call_timeout_ms: Choice[float | None]
    cache_ttl_s: Choice[float | None]
    balancer: Choice[tuple[Share, ...]]
    key: CacheKey
    defaults: str

    @classmethod
    def from_body(
        cls, body: Mapping[str, object], defaults: str | Defaults = DEFAULT_SET, *, picture: str = ""
    ) -> Policy:
        """Read a body in wire names; ``picture`` is the SHA-256 of the uploaded bytes, for the cache key.

        A body without ``model`` is read too: routing answers it with a 400. Raises ``InvalidInput`` with the dotted
        path of a value that cannot be read; values merely outside the contract's limits are taken as they are.
        """
        silent = defaults_named(defaults)
        options = Options(body)
        model = text(Found(body["model"], "model")) if body.get("model") is not None else ""
        return cls(
            model=model,
            retries=_retries(options, silent),
            retry_codes=_codes(options.find("retry", "on_codes"), "retry-codes-given", silent.retry_codes),
            fallbacks=_fallbacks(options),
            fallback_codes=_codes(options.find("fallback_on_codes"), "fallback-codes-given", silent.fallback_codes),
            call_timeout_ms=_call_timeout(options),
            cache_ttl_s=_cache_ttl(options, silent),
            balancer=_balancer(options, silent),
            key=CacheKey.of(body, model, picture),
            defaults=silent.name,
        )

    def choices(self) -> dict[str, Choice[object]]:
        """The values by name, for a table of what counts and why."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Choice)}


def _chosen(found: Found, rule: str, read: Callable[[Found], T]) -> Choice[T]:
    also = (RULES["top-level-wins"],) if found.shadowed else ()
    return Choice(read(found), RULES[rule], found.path, found.shadowed, also)


def _retries(options: Options, silent: Defaults) -> Choice[int]:
    found = options.find("retry", "count")
    if found is not None:
        return _chosen(found, "retry-attempts", lambda count: whole(count, most=MOST_RETRIES))
    default = silent.retry_count if options.has("retry") else silent.retry_omitted
    return Choice(default.value, default.rule)


def _codes(found: Found | None, rule: str, default: Default[frozenset[int]]) -> Choice[frozenset[int]]:
    """An empty list counts as omitted: documented for ``fallback_on_codes``, outside the contract for ``on_codes``."""
    if found is None:
        return Choice(default.value, default.rule)
    given = _chosen(found, rule, lambda codes: frozenset(whole(code, most=999) for code in items(codes)))
    return given if given.value else Choice(default.value, default.rule)


def _fallbacks(options: Options) -> Choice[tuple[str, ...]]:
    found = options.find("fallbacks")
    if found is None:
        return Choice((), RULES["fallback-order"])
    return _chosen(found, "fallback-order", lambda entries: tuple(model_of(entry) for entry in items(entries)))


def _call_timeout(options: Options) -> Choice[float | None]:
    found = options.find("timeout", "call_timeout")
    if found is None:
        return Choice(None, RULES["call-timeout-omitted"])
    return _chosen(found, "call-timeout", number)


def _cache_ttl(options: Options, silent: Defaults) -> Choice[float | None]:
    _only(options.find("cache", "type"), "exact_match")
    found = options.find("cache", "ttl")
    if found is not None:
        return _chosen(found, "cache-ttl-given", number)
    if not options.has("cache"):
        return Choice(None, RULES["cache-off"])
    return Choice(silent.cache_ttl_s.value, silent.cache_ttl_s.rule)


def _balancer(options: Options, silent: Defaults) -> Choice[tuple[Share, ...]]:
    _only(options.find("load_balancer", "type"), "weight_based")
    found = options.find("load_balancer", "models")
    if found is None or not items(found):
        return Choice((), RULES["balancer-off"])
    return _chosen(found, "balancer-weights", lambda models: _shares(models, silent))


def _shares(found: Found, silent: Defaults) -> tuple[Share, ...]:
    entries = items(found)
    given = [_weight(entry) for entry in entries]
    weights = [silent.weight.value if weight is None else weight for weight in given]
    total = sum(weights)
    if total <= 0:
        raise InvalidInput(found.path, "must have a weight above 0")
    return tuple(
        Share(model_of(entry), weight, weight / total, said is not None)
        for entry, weight, said in zip(entries, weights, given, strict=True)
    )


def _weight(entry: Found) -> float | None:
    weight = mapping(entry).get("weight")
    return None if weight is None else number(Found(weight, f"{entry.path}.weight"))


def _only(found: Found | None, kind: str) -> None:
    if found is not None and found.value != kind:
        raise InvalidInput(found.path, f"must be {kind!r}")
