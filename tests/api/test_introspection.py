"""The model read as fields."""

from typing import Any

import pytest
from pydantic import Field as PydanticField

from orq_ui.api import ImageVariationRequest, Kind, fields_of
from orq_ui.api.base import Omittable, WireModel, request_field

EVERY = {field.path: field for top in fields_of(ImageVariationRequest) for field in top.walk()}


def test_every_field_has_help_and_a_kind() -> None:
    """A form can explain and draw every field."""
    assert all(field.help.endswith(".") and isinstance(field.kind, Kind) for field in EVERY.values())


@pytest.mark.parametrize(
    ("path", "facts"),
    [
        ("n", {"kind": Kind.INTEGER, "minimum": 1, "maximum": 10, "nullable": True, "api_default": 1}),
        ("retry.count", {"minimum": 1, "maximum": 5, "api_default": 3, "kind": Kind.INTEGER}),
        ("orq.retry.on_codes", {"minimum": 100, "maximum": 599, "min_items": 1, "kind": Kind.CODES}),
        ("orq.fallback_on_codes", {"minimum": 400, "maximum": 599, "max_items": 20, "unique": True}),
        ("cache.ttl", {"kind": Kind.NUMBER, "minimum": 1, "maximum": 259200, "api_default": 1800}),
        ("load_balancer.models.weight", {"minimum": 0.001, "maximum": 1, "api_default": 0.5}),
        ("timeout.call_timeout", {"minimum": 1, "maximum": None, "required": True}),
        ("orq.contact", {"deprecated": True, "replaced_by": "identity", "kind": Kind.OBJECT}),
        ("orq.prompt.version", {"kind": Kind.CONSTANT, "choices": ("latest",), "required": True}),
        ("orq.identity.metadata", {"kind": Kind.PAIRS}),
        ("size", {"kind": Kind.CHOICE, "choices": ("256x256", "512x512", "1024x1024")}),
    ],
)
def test_a_field_carries_its_facts(path: str, facts: dict[str, Any]) -> None:
    """Limits, defaults and marks are read from the model."""
    field = EVERY[tuple(path.split("."))]

    assert {name: getattr(field, name) for name in facts} == facts


def test_only_n_is_nullable() -> None:
    """One field may be null."""
    assert [path for path, field in EVERY.items() if field.nullable] == [("n",)]


def test_an_annotation_without_a_kind_is_refused() -> None:
    """A field that no widget could edit raises instead of vanishing from the form."""

    class Odd(WireModel):
        """A model with a kind of value that there is none of."""

        when: Omittable[complex] = request_field("When", "A complex number.")

    with pytest.raises(TypeError, match="complex"):
        fields_of(Odd)


def test_a_new_field_is_read_with_no_other_edit() -> None:
    """A field added to a subclass appears with its limits."""

    class More(ImageVariationRequest):
        """The request with two fields more."""

        strength: Omittable[float] = PydanticField(None, description="How far to go.", ge=0, le=1)
        seed: int | None = PydanticField(None, description="Where to begin.", ge=0)

    strength, seed = (next(field for field in fields_of(More) if field.name == name) for name in ("strength", "seed"))

    assert (strength.kind, strength.minimum, strength.maximum) == (Kind.NUMBER, 0, 1)
    assert (seed.kind, seed.minimum, seed.maximum) == (Kind.INTEGER, 0, None)
    assert repr(More.model_validate({"model": "m", "seed": 2.0}).sent()["seed"]) == "2"


def test_every_field_has_a_name_in_plain_words() -> None:
    """What people read beside the API's name is given for each field, and no two members of an object share it."""
    for top in fields_of(ImageVariationRequest):
        for field in top.walk():
            assert field.title, field.path
            assert len({member.title for member in field.fields}) == len(field.fields), field.path
