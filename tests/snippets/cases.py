"""The requests that every snippet is tested with: drawn ones, and those that are known to be hard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.imaging import Picture
from orq_ui.wire import Connection, Wire, encode
from tests.strategies import bodies, json_values, picture, pictures

T = TypeVar("T")
CANARY = "sk-canary-5b1c09d2"
MODEL = "openai/dall-e-2"
FIELDS = fields_of(ImageVariationRequest)


@dataclass(frozen=True)
class Case:
    """``valid`` says whether the body keeps to the contract, but for keys that nobody knows."""

    body: dict[str, Any]
    picture: Picture | None
    valid: bool = True
    timeout_s: float = 600.0
    headers: tuple[tuple[str, str], ...] = ()

    def wire(self, base_url: str) -> Wire:
        read = ImageVariationRequest.model_validate if self.valid else ImageVariationRequest.as_is
        connection = Connection(base_url, SecretStr(CANARY), self.timeout_s, self.headers)
        return encode(read(self.body), self.picture, connection)


def full_body() -> dict[str, Any]:
    """Return a body with every field set, each text naming its place."""
    return {field.name: _example(field) for field in FIELDS if field.kind is not Kind.IMAGE}


def hard() -> list[Case]:
    """Return cases that drawing finds too rarely."""
    awkward = ("@f", "<f", "(f", '"f"', " f ", "a;b", "")
    scenario = (("x-emulator-scenario", '{"models": {}}'), ("x-empty", ""))
    # Whatever the vendor's clients fill in is left unset here.
    half: dict[str, Any] = {
        "retry": {"on_codes": [429]},
        "cache": {"type": "exact_match"},
        "load_balancer": {"type": "weight_based", "models": [{"model": MODEL}]},
    }
    return [
        Case(full_body(), picture(), headers=scenario),
        Case({"model": MODEL, **half, "orq": half}, picture()),
        Case({"model": MODEL}, None),
        Case({"model": MODEL, "a": "coding:rot13"}, picture()),
        _named("a\0b%s\\n'\"$HOME`id`!!", picture(name="it's a $(cat).png")),
        Case({"model": MODEL, "user": "é" * 100_000, "orq": {"name": "'%\\" * 50_000}}, picture(), timeout_s=12.5),
        Case({"model": MODEL, "retry": {"on_codes": [429] * 15_000}}, picture()),
        _named("a" * 130_000, picture("WEBP", name="variation-1.png")),
        Case(
            {"model": MODEL, "user": "\ud800", "orq": {"name": "\udfff", "\ud800": 1}},
            picture(name="-x.png"),
            valid=False,
        ),
        _named("\u202eevil\x85\u2028\x7f\x1b", picture()),
        Case({"model": MODEL, "orq": {"identity": {"id": "a", "metadata": [{"__proto__": 1, "2": []}]}}}, picture()),
        _named("a\nb\rc\r\nd", picture()),
        *(_named(text, picture()) for text in awkward),
        Case({"model": MODEL, "a=b": "1", "": "2", "a\0": "3", "a;b": "4", "json": {}}, picture()),
        # On the wire this unknown key is the field.
        Case({"model": MODEL, "fallback_on_codes[]": "5"}, picture(), valid=False),
        Case({"model": 5, "n": "x", "size": "1x1", "retry": 3, "orq": []}, None, valid=False),
        Case({"model": MODEL, "fallback_on_codes": ["a", None, True]}, picture(), valid=False),
        Case({}, picture(), valid=False),
        Case({"model": MODEL, "cache": {}, "fallbacks": [{}, 3, None]}, picture(), valid=False),
        Case({"model": [1], "n": 2.5, "retry": {"count": float("inf"), "on_codes": [float("nan")]}}, None, valid=False),
    ]


def _named(text: str, image: Picture) -> Case:
    return Case({"model": text, "user": text, "name": "x" + text, "orq": {"name": text}}, image)


@cache
def cases() -> tuple[Case, ...]:
    """Return the hard cases, then at least 200 drawn ones."""
    some = st.none() | pictures()
    known = st.builds(Case, bodies(), pictures(), timeout_s=st.sampled_from([600.0, 30.0, 0.5e3 + 0.25]))
    unknown = st.builds(Case, bodies(unknown=True), some)
    broken = st.builds(Case, _broken_bodies(), some, st.just(False))
    return (*hard(), *drawn(known, 60), *drawn(unknown, 90), *drawn(broken, 60))


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Draw that many values, the same in every run."""
    found: list[T] = []

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(value: T) -> None:
        found.append(value)

    keep()
    return found[:count]


def _broken_bodies() -> st.SearchStrategy[dict[str, Any]]:
    """Draw bodies with any JSON in any place."""
    names = [field.name for field in FIELDS if field.kind is not Kind.IMAGE]
    inner = st.dictionaries(
        st.sampled_from([field.name for top in FIELDS for field in top.walk()]), json_values(), max_size=3
    )
    wrong = st.dictionaries(st.sampled_from(names), json_values() | inner | st.lists(inner, max_size=2), max_size=4)
    return st.builds(lambda body, more: body | more, bodies(), wrong)


def _example(field: Field) -> Any:
    match field.kind:
        case Kind.OBJECT:
            return {member.name: _example(member) for member in field.fields}
        case Kind.OBJECTS:
            return [{member.name: _example(member) for member in field.fields}]
        case Kind.CODES:
            return [429, 503]
        case Kind.PAIRS:
            return [{"team": ".".join(field.path)}]
        case Kind.TEXTS:
            return [".".join(field.path)]
        case Kind.NUMBER | Kind.INTEGER:
            return field.maximum or 30000
        case Kind.CHOICE | Kind.CONSTANT:
            return field.choices[0]
        case _:
            return ".".join(field.path)
