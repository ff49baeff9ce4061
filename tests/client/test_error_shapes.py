"""The reason of an error, in the shapes of gateways, frameworks and servers on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.client.error_shapes import MAX_MESSAGE, read_envelope, read_text

ISSUES = [{"code": "too_big", "path": ["n"], "message": "Too large"}]
MISSING = {"type": "missing", "loc": ["body", "image"], "msg": "Field required"}
DEEP = {"loc": ["body", "orq", "fallbacks", 0, "model"], "msg": "Not a text"}
NESTED: Any = {}
for _ in range(90):
    NESTED = {"error": NESTED}


@pytest.mark.parametrize(
    ("body", "message", "code", "kind", "param"),
    [
        (
            {"error": {"message": "no", "type": "t", "param": "n", "code": "c"}},
            "no",
            "c",
            "t",
            "n",
        ),
        ({"message": "no", "code": "invalid_api_key"}, "no", "invalid_api_key", None, None),
        ({"detail": [MISSING]}, "Field required: body.image", None, None, "image"),
        (
            {"detail": [MISSING, DEEP]},
            "Field required: body.image; Not a text: body.orq.fallbacks[0].model",
            None,
            None,
            "image, orq.fallbacks[0].model",
        ),
        ({"detail": "Not Found"}, "Not Found", None, None, None),
        ({"detail": {"error": "Invalid proxy token"}}, "Invalid proxy token", None, None, None),
        (
            {"type": "about:blank", "title": "Invalid", "status": 422, "detail": "Look below."},
            "Invalid: Look below.",
            None,
            "about:blank",
            None,
        ),
        (
            {"title": "Invalid", "errors": [{"detail": "is too large", "pointer": "#/orq/retry"}]},
            "Invalid: is too large: orq.retry",
            None,
            None,
            "orq.retry",
        ),
        (
            {"title": "Invalid.", "errors": {"image": ["Is required."]}},
            "Invalid: Is required: image",
            None,
            None,
            "image",
        ),
        ({"error": {"issues": ISSUES, "name": "ZodError"}}, "Too large: n", None, "ZodError", "n"),
        (
            {"success": False, "error": {"name": "ZodError", "message": json.dumps(ISSUES)}},
            "Too large: n",
            None,
            "ZodError",
            "n",
        ),
        ({"Message": "Not authorized"}, "Not authorized", None, None, None),
        ({"__type": "ValidationException", "message": "Bad"}, "Bad", None, "ValidationException", None),
        ({"code": 5, "message": "no such model", "details": []}, "no such model", "5", None, None),
        (
            {
                "error": {
                    "code": 400,
                    "status": "INVALID_ARGUMENT",
                    "message": "Invalid.",
                    "details": [{"fieldViolations": [{"field": "image", "description": "Is required"}]}],
                }
            },
            "Invalid: Is required: image",
            "400",
            "INVALID_ARGUMENT",
            "image",
        ),
        (
            {
                "error": {
                    "message": "Provider failed",
                    "code": 502,
                    "metadata": {"raw": '{"error": {"message": "Busy"}}'},
                }
            },
            "Provider failed: Busy",
            "502",
            None,
            None,
        ),
        ({"errors": [{"message": "one"}, {"message": "two"}]}, "one; two", None, None, None),
        ({"success": False, "error": [{"code": 2009, "message": "Unauthorized"}]}, "Unauthorized", None, None, None),
        (
            {"message": ["one", "two"], "error": "Bad Request", "statusCode": 400},
            "Bad Request: one; two",
            None,
            None,
            None,
        ),
        ({"error": "invalid_token", "error_description": "It expired"}, "It expired", None, "invalid_token", None),
        ({"fault": {"faultstring": "Invalid key"}}, "Invalid key", None, None, None),
        ({"status": 404, "error": "Not Found", "path": "/v2/x"}, "Not Found", None, None, None),
        (
            {"errors": [{"message": str(number)} for number in range(12)]},
            "; ".join("0123456789") + "; and 2 more",
            *[None] * 3,
        ),
        ("Model not supported", "Model not supported", None, None, None),
        (NESTED, None, None, None, None),
        ({"error": True, "message": {"a": 1}}, None, None, None, None),
    ],
)
def test_json(body: Any, message: str | None, code: str | None, kind: str | None, param: str | None) -> None:
    """The message names each reason with its place, and the place in the body is the param."""
    assert read_envelope(body) == (message, code, kind, param)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("upstream connect error\n", "upstream connect error"),
        ("<html><head><title>502 Bad\n Gateway</title><body><h1>502 Bad Gateway</h1></html>", "502 Bad Gateway"),
        (
            "<title>Attention &amp; more</title><h1 class='a'>You are <b>blocked</b></h1>",
            "Attention & more: You are blocked",
        ),
        ("<title>Error</title><pre>Cannot POST /v2</pre>", "Error: Cannot POST /v2"),
        ("<?xml version='1.0'?><Error><Code>X</Code><Message>Access Denied</Message></Error>", "Access Denied"),
        ("<html>nothing</html>", None),
        ("", None),
        ('{"error": "cut o', None),
        ("a" * 5000, None),
        ("\0\1", None),
        ("<title" * 20_000, None),
    ],
)
def test_text(text: str, message: str | None) -> None:
    """A page gives its title and heading, a short text itself, half a JSON text nothing."""
    assert read_text(text) == message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["error", "errors", "message", "detail", "loc", "code", "issues", "metadata", "raw", "source"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_read(body: Any) -> None:
    """Whatever the shape, there are texts or nothing, and a message that can be shown."""
    found = read_envelope(body)

    assert all(item is None or isinstance(item, str) for item in found)
    assert found.message is None or 0 < len(found.message) <= MAX_MESSAGE
