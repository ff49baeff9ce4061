"""The emulator's own copy of the contract: against the request's models, and against fields that break it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.emulator.contract import REQUEST
from tests.emulator.harness import Send, error_of

FIELDS = {".".join(field.path): field for top in fields_of(ImageVariationRequest) for field in top.walk()}


def places(schema: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """Yield every named property below a schema, through lists too: dotted path, schema, whether it is required."""
    for name, member in schema.get("properties", {}).items():
        yield ".".join((*path, name)), member, name in schema.get("required", ())
        yield from places(member.get("items", member), (*path, name))


PLACES = {path: (schema, required) for path, schema, required in places(REQUEST)}


def test_it_is_a_json_schema() -> None:
    """No keyword in it has a value that it cannot have."""
    Draft202012Validator.check_schema(REQUEST)


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


BAD_FIELDS = [
    ({"n": "0"}, "n"),
    ({"n": "11"}, "n"),
    ({"n": "1.5"}, "n"),
    ({"n": "many"}, "n"),
    ({"n": "1e999"}, "n"),
    ({"n": "NaN"}, "n"),
    ({"n": "null"}, "n"),
    ({"size": "100x100"}, "size"),
    ({"response_format": "jpeg"}, "response_format"),
    ({"model": ""}, "model"),
    ({"model": "dall-e-2"}, "model"),
    ({"model": "/x"}, "model"),
    ({"model": "a/ b"}, "model"),
    ({"retry": '{"count":6}'}, "retry.count"),
    ({"retry": '{"count":"2"}'}, "retry.count"),
    ({"retry": '{"on_codes":[]}'}, "retry.on_codes"),
    ({"retry": '{"on_codes":[99]}'}, "retry.on_codes[0]"),
    ({"retry": "[1"}, "retry"),
    ({"retry": "[]"}, "retry"),
    ({"retry": '{"count":1e999}'}, "retry"),
    ({"retry": '{"count":NaN}'}, "retry"),
    ({"cache": "{}"}, "cache.type"),
    ({"cache": '{"type":"fuzzy"}'}, "cache.type"),
    ({"cache": '{"type":"exact_match","ttl":259201}'}, "cache.ttl"),
    ({"timeout": "{}"}, "timeout.call_timeout"),
    ({"timeout": '{"call_timeout":0}'}, "timeout.call_timeout"),
    ({"fallbacks": "{}"}, "fallbacks"),
    ({"fallbacks": '[{"model":"a/b"},{}]'}, "fallbacks[1].model"),
    ({"fallbacks": '[{"model":"\\ud800"}]'}, "fallbacks[0].model"),
    ({"retry": '{"count":1.5}'}, "retry.count"),
    ({"orq": '{"retry":{"on_codes":[429.5]}}'}, "orq.retry.on_codes[0]"),
    ({"fallbacks": json.dumps([{"model": "a/b"}] * 501)}, "fallbacks"),
    ({"fallback_on_codes": "[399]"}, "fallback_on_codes[0]"),
    ({"fallback_on_codes": "[429,429.0]"}, "fallback_on_codes"),
    ({"fallback_on_codes[]": "x"}, "fallback_on_codes[0]"),
    ({"load_balancer": '{"type":"weight_based"}'}, "load_balancer.models"),
    (
        {"load_balancer": '{"type":"weight_based","models":[{"model":"a/b","weight":0}]}'},
        "load_balancer.models[0].weight",
    ),
    ({"orq": '{"retry":{"count":9}}'}, "orq.retry.count"),
    ({"orq": '{"prompt":{"id":"p","version":"1"}}'}, "orq.prompt.version"),
    ({"orq": '{"identity":{}}'}, "orq.identity.id"),
    *[
        ({"orq": f'{{"identity":{{"id":"i","email":"{email}"}}}}'}, "orq.identity.email")
        for email in ("nobody", "@", "a@", "@b", "a@b..c", "a@.b", "a b@c.de", "a@b@c")
    ],
    ({"orq": '{"contact":{"id":"i","tags":[1]}}'}, "orq.contact.tags[0]"),
    ({"orq": "[" * 5_000}, "orq"),
    ({"orq": '{"a":' * 80 + "1" + "}" * 80}, "orq"),
    ({"orq": '{"n":' + "9" * 5_000 + "}"}, "orq"),
    ({"orq": "{}", "orq[retry][count]": "9"}, "orq.retry.count"),
    ({"orq[retry][count]": "many"}, "orq.retry.count"),
    ({"orq[retry][on_codes][5]": "429"}, "orq[retry][on_codes][5]"),
    ({"orq[retry]": "{}", "orq[retry][count]": "2", "model[x]": "y"}, "model[x]"),
    ({"orq[retry]": '{"count":1}', "orq[retry][count]": "2"}, "orq[retry][count]"),
    ({"orq": "[]", "orq[retry][count]": "2"}, "orq[retry][count]"),
    ({"orq[fallbacks][][name]": "nope"}, "orq.fallbacks[0].model"),
    ({"a" + "[b]" * 30: "x"}, ("a" + "[b]" * 30)[:100]),
]


@pytest.mark.parametrize(("fields", "param"), BAD_FIELDS, ids=lambda value: str(value)[:40])
def test_a_field_that_breaks_the_contract(vary: Send, fields: dict[str, str], param: str) -> None:
    """The error names the path of what is wrong."""
    assert error_of(vary(**fields)) == (400, "invalid_request_body", param)
