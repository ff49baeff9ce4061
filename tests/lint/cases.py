"""For each lint rule a request that breaks it and a near one that does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import Picture
from orq_ui.lint import Finding, check
from orq_ui.routing import DEFAULT_SET, DEFAULTS, Defaults, Scenario
from orq_ui.wire import Connection
from tests.strategies import picture

Body = dict[str, Any]
KEY = SecretStr("k")
EMULATOR = Connection("http://127.0.0.1:4010", KEY, 600)
LIVE = Connection("https://my.orq.ai", KEY, 600)
SQUARE = picture("PNG", 2, 2, "cat.png")
OBLONG = picture("PNG", 4, 2, "cat.png")
HEAVY = replace(SQUARE, bytes=SQUARE.bytes.ljust(4_000_000, b"\0"))
A, B, C = "x/a", "x/b", "x/c"
DALLE = "openai/dall-e-2"
ONLY_A = Scenario().limited_to([A])
EXACT = {"type": "exact_match"}
PERSON = {"id": "ada"}


@dataclass(frozen=True)
class Given:
    """What is checked; ``model`` is filled in where the body has none."""

    body: Body
    picture: Picture | None = SQUARE
    connection: Connection = EMULATOR
    defaults: Defaults = DEFAULTS[DEFAULT_SET]
    scenario: Scenario | None = None
    listed: tuple[str, ...] = ()

    @property
    def whole(self) -> Body:
        """The body with a model."""
        return {"model": A} | self.body

    def findings(self, body: Body | None = None) -> list[Finding]:
        """Return every finding of this, or of another body instead."""
        held = ImageVariationRequest.as_is(self.whole if body is None else body)
        return check(
            held,
            self.picture,
            self.connection,
            defaults=self.defaults,
            scenario=self.scenario,
            listed=self.listed,
        )

    def of(self, rule: str) -> list[Finding]:
        """Return the findings of one rule."""
        return [finding for finding in self.findings() if finding.rule == rule]


def orq(**options: Any) -> Given:
    return Given({"orq": options})


def top(**fields: Any) -> Given:
    return Given(fields)


def balanced(*models: str | tuple[str, float], **fields: Any) -> Given:
    rows = [{"model": each} if isinstance(each, str) else {"model": each[0], "weight": each[1]} for each in models]
    return Given({"load_balancer": {"type": "weight_based", "models": rows}, **fields})


def falling(*models: str, **fields: Any) -> Given:
    return Given({"fallbacks": [{"model": model} for model in models], **fields})


def live(given: Given, base_url: str = LIVE.base_url, key: SecretStr | None = KEY) -> Given:
    return replace(given, connection=Connection(base_url, key, 600))


def playing(scenario: Scenario, given: Given) -> Given:
    return replace(given, scenario=scenario)


def shown(shot: Picture | None, **fields: Any) -> Given:
    return Given(fields, shot)


def turned() -> Picture:
    """Return a JPEG with a note to turn it."""
    exif, out = Image.Exif(), BytesIO()
    exif[ExifTags.Base.Orientation] = 6
    Image.new("RGB", (2, 2)).save(out, "JPEG", exif=exif)
    return Picture.from_bytes(out.getvalue(), "a.jpg")


CASES: list[tuple[str, str, Given, Given]] = [
    ("contract", "n", top(n=99), top(n=10)),
    ("contract", "load_balancer.models[1].weight", balanced((A, 70), (B, 30)), balanced((A, 0.7), (B, 0.3))),
    ("contract", "user", top(user=5), top(user="5")),
    ("contract", "fallback_on_codes", falling(B, fallback_on_codes=[429, 429]), falling(B, fallback_on_codes=[429])),
    ("whole-number", "retry.count", top(retry={"count": 2.2}), top(retry={"count": 2.0})),
    ("whole-number", "retry.on_codes[0]", top(retry={"on_codes": [429.5]}), top(retry={"on_codes": [429.0]})),
    ("whole-number", "n", top(n=1.2), top(n="2.0")),
    ("contract", "orq.prompt.id", orq(prompt={"version": "latest"}), orq(prompt={"id": "p", "version": "latest"})),
    ("contract", "orq.identity.id", orq(identity={}), orq(identity=PERSON)),
    ("contract", "orq.retry", orq(retry=3), orq(retry={"count": 3})),
    ("unknown-key", "responseFormat", top(responseFormat="url"), top(response_format="url")),
    ("unknown-key", "fallback", top(fallback=[{"model": B}]), falling(B)),
    ("unknown-key", "orq.retry.tries", orq(retry={"tries": 2}), orq(retry={"count": 2})),
    ("both-levels", "orq.retry", top(retry={"count": 1}, orq={"retry": {"count": 2}}), orq(retry={"count": 2})),
    ("both-levels", "orq.name", top(name="a", orq={"name": "b"}), top(name="a", orq={})),
    (
        "both-levels",
        "orq.cache",
        top(cache=EXACT, orq={"cache": {**EXACT, "ttl": 9}}),
        top(cache=EXACT, orq={"cache": {"ttl": 9}}),
    ),
    ("retry-codes-final", "retry.on_codes", top(retry={"on_codes": [400, 429]}), top(retry={"on_codes": [429]})),
    ("retry-codes-429", "retry.on_codes", top(retry={"on_codes": [500]}), top(retry={"on_codes": [500, 429]})),
    ("retry-without-codes", "orq.retry", orq(retry={}), orq(retry={"on_codes": [429]})),
    ("retry-codes-repeated", "retry.on_codes", top(retry={"on_codes": [429, 429.0]}), top(retry={"on_codes": [429]})),
    ("codes-never-fail", "retry.on_codes", top(retry={"on_codes": [200, 429]}), top(retry={"on_codes": [429]})),
    ("contract", "fallback_on_codes[0]", falling(B, fallback_on_codes=[302, 503]), falling(B, fallback_on_codes=[402])),
    (
        "timeout-ends-request",
        "retry.on_codes",
        top(retry={"on_codes": [429]}, timeout={"call_timeout": 9000}),
        top(retry={"on_codes": [429, 408]}, timeout={"call_timeout": 9000}),
    ),
    (
        "retried-without-fallback",
        "fallback_on_codes",
        falling(B, retry={"on_codes": [429, 503]}, fallback_on_codes=[429]),
        falling(B, retry={"on_codes": [429]}, fallback_on_codes=[429]),
    ),
    (
        "fallback-balanced",
        "fallbacks[0].model",
        balanced(A, B, fallbacks=[{"model": B}]),
        balanced(A, B, **falling(C).body),
    ),
    ("fallback-primary", "fallbacks[0].model", falling(A, B), falling(B)),
    ("fallback-repeated", "fallbacks[2].model", falling(B, C, B), falling(B, C)),
    ("fallback-codes-alone", "fallback_on_codes", top(fallback_on_codes=[500]), falling(B, fallback_on_codes=[500])),
    ("fallback-codes-empty", "fallback_on_codes", top(fallback_on_codes=[]), top(fallback_on_codes=None)),
    ("fallback-codes-empty", "orq.fallback_on_codes", orq(fallback_on_codes=[]), orq(fallback_on_codes=[429])),
    (
        "both-levels",
        "orq.fallback_on_codes",
        top(fallback_on_codes=[429], orq={"fallback_on_codes": [500]}),
        top(fallback_on_codes=[], orq={"fallback_on_codes": [500]}),
    ),
    (
        "fallback-codes-final",
        "fallback_on_codes",
        falling(B, fallback_on_codes=[404]),
        falling(B, fallback_on_codes=[500]),
    ),
    (
        "fallback-codes-timeout",
        "fallback_on_codes",
        falling(B, fallback_on_codes=[500], timeout={"call_timeout": 9000}),
        falling(B, fallback_on_codes=[408], timeout={"call_timeout": 9000}),
    ),
    ("balancer-weights", "load_balancer.models", balanced((A, 1), (B, 0.6)), balanced((A, 0.7), (B, 0.3))),
    ("balancer-repeated", "load_balancer.models[1].model", balanced(A, A), balanced(A, B)),
    ("balancer-single", "load_balancer.models", balanced(B), balanced(A, B)),
    ("balancer-empty", "load_balancer.models", balanced(), balanced(A, B)),
    ("model-ignored", "model", balanced(B, C), balanced(A, B)),
    ("links-expire", "n", top(n=10), top(n=10, response_format="b64_json")),
    (
        "cache-outlives-links",
        "cache.ttl",
        top(cache={**EXACT, "ttl": 3601}),
        top(cache={**EXACT, "ttl": 3601}, response_format="b64_json"),
    ),
    (
        "call-timeout-too-long",
        "timeout.call_timeout",
        top(timeout={"call_timeout": 600_001}),
        top(timeout={"call_timeout": 600_000}),
    ),
    (
        "worst-wait",
        "timeout.call_timeout",
        falling(B, timeout={"call_timeout": 300_001}),
        falling(B, timeout={"call_timeout": 300_000}),
    ),
    ("wait-without-limit", "fallbacks", falling(B, C, retry={"count": 4}), falling(B, C, retry={"count": 1})),
    (
        "call-timeout-seconds",
        "timeout.call_timeout",
        top(timeout={"call_timeout": 30}),
        top(timeout={"call_timeout": 30_000}),
    ),
    ("emulator-limits", "fallbacks", falling(*["x/b"] * 501), falling(*["x/b"] * 500)),
    ("emulator-limits", "extra", top(extra=[10**40]), top(extra=10**40)),
    (
        "emulator-limits",
        "timeout.call_timeout",
        top(timeout={"call_timeout": 1e16}),
        top(timeout={"call_timeout": 1e15}),
    ),
    ("contact-deprecated", "orq.contact", orq(contact=PERSON), orq(identity=PERSON)),
    ("contact-and-identity", "orq.contact", orq(contact=PERSON, identity=PERSON), orq(contact=PERSON)),
    ("blank-id", "orq.identity.id", orq(identity={"id": " "}), orq(identity=PERSON)),
    ("email-as-id", "user", top(user="ada@example.com"), top(user="u-17")),
    ("email-as-id", "user", top(user="Ada <ada@example.com>"), top(user="Ada @ Example")),
    ("email-as-id", "user", top(user="mailto:ada@example.com"), top(user="npm:@ada/example.com")),
    ("email-as-id", "orq.identity.id", orq(identity={"id": "ada@example.com"}), orq(identity=PERSON)),
    (
        "prompt-id",
        "orq.prompt.id",
        orq(prompt={"id": "my-prompt"}),
        orq(prompt={"id": "prompt_01ARZ3NDEKTSV4RRFFQ69G5FAV"}),
    ),
    ("id-spaces", "orq.identity.id", orq(identity={"id": "ada "}), orq(identity=PERSON)),
    ("tags-repeated", "orq.identity.tags", orq(identity={**PERSON, "tags": ["a", "a"]}), orq(identity=PERSON)),
    (
        "metadata-size",
        "orq.identity.metadata",
        orq(identity={**PERSON, "metadata": [{"a": "x" * 10_000}]}),
        orq(identity={**PERSON, "metadata": [{"a": "x" * 9000}]}),
    ),
    (
        "email",
        "orq.identity.email",
        orq(identity={**PERSON, "email": "ada@example..com"}),
        orq(identity={**PERSON, "email": "ada+x@mail.example.com"}),
    ),
    (
        "logo-url",
        "orq.contact.logo_url",
        orq(contact={**PERSON, "logo_url": "javascript:alert(1)"}),
        orq(contact={**PERSON, "logo_url": "https://example.com/a.png"}),
    ),
    (
        "logo-url",
        "orq.identity.logo_url",
        orq(identity={**PERSON, "logo_url": "http://example.com/a.png"}),
        orq(identity={**PERSON, "logo_url": "https://example.com/a.png"}),
    ),
    ("model-unlisted", "model", replace(top(), listed=(B,)), replace(top(), listed=(A,))),
    ("model-provider", "model", top(model="dall-e-2"), top(model=DALLE)),
    ("model-provider", "fallbacks[1].model", falling(B, "b"), falling(B)),
    ("model-retired", "orq.fallbacks[0].model", orq(fallbacks=[{"model": DALLE}]), orq(fallbacks=[{"model": B}])),
    ("emulator-model-live", "model", live(top(model="emulator/neon")), top(model="emulator/neon")),
    ("model-not-in-scenario", "fallbacks[0].model", playing(ONLY_A, falling(B)), playing(Scenario(), falling(B))),
    ("one-picture-models", "n", top(model="openai/dall-e-3", n=2), top(model="openai/dall-e-3", n=1)),
    (
        "response-format-refused",
        "response_format",
        top(model="openai/gpt-image-1", response_format="url"),
        top(model="openai/gpt-image-1"),
    ),
    ("picture-missing", "image", shown(None), shown(SQUARE)),
    ("picture-square", "image", shown(OBLONG), shown(SQUARE)),
    ("picture-size", "image", shown(HEAVY, model=DALLE), shown(HEAVY)),
    ("picture-png", "image", shown(picture("WEBP", 2, 2, "a.webp"), model=DALLE), shown(SQUARE, model=DALLE)),
    ("picture-no-end", "image", shown(replace(SQUARE, bytes=SQUARE.bytes[:-12])), shown(SQUARE)),
    ("picture-rotated", "image", shown(turned()), shown(picture("JPEG", 2, 2, "a.jpg"))),
    ("picture-extension", "image", shown(picture("WEBP", 2, 2, "cat.png")), shown(SQUARE)),
    ("key-missing", "connection.api_key", live(top(), key=SecretStr(" ")), live(top())),
    ("key-in-clear", "connection.base_url", live(top(), "http://gateway.example.com"), top()),
]
