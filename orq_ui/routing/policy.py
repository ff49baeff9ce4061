"""What a request asks of the router, each value with its origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from orq_ui.errors import InvalidInput
from orq_ui.routing.cache import CacheKey
from orq_ui.routing.defaults import DEFAULT_SET, Default, Defaults, resolve_defaults
from orq_ui.routing.options import (
    Options,
    OptionValue,
    read_integer,
    read_list,
    read_model,
    read_number,
    read_object,
    read_text,
)
from orq_ui.routing.rules import RULES, Rule
from orq_ui.routing.serialization import to_json_value

T = TypeVar("T")

MAX_RETRIES = 5
"""The contract's limit; the documented backoff has five steps too, so a sixth retry could not be played."""

_OPTION_PATHS = {
    "retries": ("retry", "count"),
    "retry_codes": ("retry", "on_codes"),
    "fallbacks": ("fallbacks",),
    "fallback_codes": ("fallback_on_codes",),
    "call_timeout_ms": ("timeout", "call_timeout"),
    "balancer": ("load_balancer", "models"),
}


@dataclass(frozen=True)
class ResolvedOption(Generic[T]):
    """A value and its rule. ``path`` is its place in the body, None for a default; ``shadowed`` the one it won over."""

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
    """A request's routing. ``retries`` counts after the first attempt; None is no limit, or no cache.

    ``places`` has the path in the body at which a value of each option counts, set or not.
    """

    model: str
    retries: ResolvedOption[int]
    retry_codes: ResolvedOption[frozenset[int]]
    fallbacks: ResolvedOption[tuple[str, ...]]
    fallback_codes: ResolvedOption[frozenset[int]]
    call_timeout_ms: ResolvedOption[float | None]
    cache_ttl_s: ResolvedOption[float | None]
    balancer: ResolvedOption[tuple[Share, ...]]
    key: CacheKey
    defaults: str
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_body(
        cls, body: Mapping[str, object], defaults: str | Defaults = DEFAULT_SET, *, picture: str = ""
    ) -> Policy:
        """Read a body in wire names; ``picture`` is the SHA-256 of the uploaded bytes, for the cache key.

        A body without ``model`` is read too: routing answers it with a 400. Raises ``InvalidInput`` with the dotted
        path of a value that cannot be read; values merely outside the contract's limits are taken as they are.
        """
        defaults = resolve_defaults(defaults)
        options = Options(body)
        model = read_text(OptionValue(body["model"], "model")) if body.get("model") is not None else ""
        policy = cls(
            model=model,
            retries=_retries(options, defaults),
            retry_codes=_codes(options.find("retry", "on_codes"), "retry-codes-given", defaults.retry_codes),
            fallbacks=_fallbacks(options),
            fallback_codes=_codes(options.find("fallback_on_codes"), "fallback-codes-given", defaults.fallback_codes),
            call_timeout_ms=_call_timeout(options),
            cache_ttl_s=_cache_ttl(options, defaults),
            balancer=_balancer(options, defaults),
            key=CacheKey.from_body(body, model, picture),
            defaults=defaults.name,
            places={name: options.place(*path) for name, path in _OPTION_PATHS.items()},
        )
        if not defaults.cache_key.value:
            return policy
        return replace(policy, key=CacheKey.from_body(body, model, picture, policy._key_options()))

    @property
    def models(self) -> tuple[str, ...]:
        """Every model that can be called, in the order in which it would be."""
        first = [share.model for share in self.balancer.value] or [self.model]
        return tuple(dict.fromkeys([*first, *self.fallbacks.value]))

    def _key_options(self) -> dict[str, object]:
        """Return the values by their paths in the contract, as JSON values."""
        values: dict[str, Any] = {name: option.value for name, option in self.options().items()}
        values["balancer"] = [[share.model, share.weight] for share in self.balancer.value]
        return {".".join(path): to_json_value(values[name]) for name, path in _OPTION_PATHS.items()}

    def options(self) -> dict[str, ResolvedOption[object]]:
        """Return the values by name, for a table of what counts and why."""
        return {name: value for name, value in vars(self).items() if isinstance(value, ResolvedOption)}


def _resolve(found: OptionValue, rule: str, read: Callable[[OptionValue], T]) -> ResolvedOption[T]:
    also = (RULES["top-level-wins"],) if found.shadowed else ()
    return ResolvedOption(read(found), RULES[rule], found.path, found.shadowed, also)


def _retries(options: Options, defaults: Defaults) -> ResolvedOption[int]:
    found = options.find("retry", "count")
    if found is not None:
        return _resolve(found, "retry-attempts", lambda count: read_integer(count, maximum=MAX_RETRIES))
    default = defaults.retry_count if options.has("retry") else defaults.retry_omitted
    return ResolvedOption(default.value, default.rule)


def _codes(found: OptionValue | None, rule: str, default: Default[frozenset[int]]) -> ResolvedOption[frozenset[int]]:
    """Read statuses. ``on_codes`` without any, which the contract refuses, counts as omitted too."""
    if found is None:
        return ResolvedOption(default.value, default.rule)
    given = _resolve(found, rule, lambda codes: frozenset(read_integer(code, maximum=999) for code in read_list(codes)))
    return given if given.value else ResolvedOption(default.value, default.rule)


def _fallbacks(options: Options) -> ResolvedOption[tuple[str, ...]]:
    found = options.find("fallbacks")
    if found is None:
        return ResolvedOption((), RULES["fallback-order"])
    return _resolve(found, "fallback-order", lambda entries: tuple(read_model(entry) for entry in read_list(entries)))


def _call_timeout(options: Options) -> ResolvedOption[float | None]:
    found = options.find("timeout", "call_timeout")
    if found is None:
        return ResolvedOption(None, RULES["call-timeout-omitted"])
    return _resolve(found, "call-timeout", read_number)


def _cache_ttl(options: Options, defaults: Defaults) -> ResolvedOption[float | None]:
    _require_type(options.find("cache", "type"), "exact_match")
    found = options.find("cache", "ttl")
    if found is not None:
        return _resolve(found, "cache-ttl-given", read_number)
    if not options.has("cache"):
        return ResolvedOption(None, RULES["cache-off"])
    return ResolvedOption(defaults.cache_ttl_s.value, defaults.cache_ttl_s.rule)


def _balancer(options: Options, defaults: Defaults) -> ResolvedOption[tuple[Share, ...]]:
    _require_type(options.find("load_balancer", "type"), "weight_based")
    found = options.find("load_balancer", "models")
    if found is None or not read_list(found):
        return ResolvedOption((), RULES["balancer-off"])
    return _resolve(found, "balancer-weights", lambda models: _shares(models, defaults))


def _shares(found: OptionValue, defaults: Defaults) -> tuple[Share, ...]:
    entries = read_list(found)
    given = [_weight(entry) for entry in entries]
    weights = [defaults.weight.value if weight is None else weight for weight in given]
    total = sum(weights)
    if total <= 0:
        raise InvalidInput(found.path, "must have a weight above 0")
    return tuple(
        Share(read_model(entry), weight, weight / total, written is not None)
        for entry, weight, written in zip(entries, weights, given, strict=True)
    )


def _weight(entry: OptionValue) -> float | None:
    weight = read_object(entry).get("weight")
    return None if weight is None else read_number(OptionValue(weight, f"{entry.path}.weight"))


def _require_type(found: OptionValue | None, kind: str) -> None:
    if found is not None and found.value != kind:
        raise InvalidInput(found.path, f"must be {kind!r}")
