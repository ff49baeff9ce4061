"""The emulator's own copy of the contract, against the request's models: neither may know less than the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.emulator.contract import REQUEST

FIELDS = {".".join(field.path): field for top in fields_of(ImageVariationRequest) for field in top.walk()}


def places(schema: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """Yield every named property below a schema, through lists too: dotted path, schema, whether it is required."""
    for name, member in schema.get("properties", {}).items():
        yield ".".join((*path, name)), member, name in schema.get("required", ())
        yield from places(member.get("items", member), (*path, name))


PLACES = {path: (schema, required) for path, schema, required in places(REQUEST)}


def test_both_have_the_same_fields() -> None:
    """Every field of the models, at every depth, is in the emulator's contract, and the other way round."""
    # The picture is a file part and no member of the body.
    sent = {path for path, field in FIELDS.items() if field.kind is not Kind.IMAGE}

    assert sent == set(PLACES)


@pytest.mark.parametrize(("path", "field"), [(path, FIELDS[path]) for path in FIELDS if path in PLACES])
def test_both_say_the_same_of_a_field(path: str, field: Field) -> None:
    """Limits, choices, and whether it must be there or may be null."""
    schema, required = PLACES[path]
    numbers = schema.get("items", schema) if field.kind is Kind.CODES else schema
    nullable = "null" in schema["type"]

    assert (field.minimum, field.maximum) == (numbers.get("minimum"), numbers.get("maximum"))
    assert field.choices == tuple(schema.get("enum", ()))
    assert (field.required, field.nullable) == (required, nullable)
    assert (field.min_items, field.unique) == (schema.get("minItems"), schema.get("uniqueItems", False))
    assert field.max_items in (None, schema.get("maxItems"))
