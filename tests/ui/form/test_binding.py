"""What an empty field shows."""

import pytest

from orq_ui.api import ImageVariationRequest, fields_of
from orq_ui.ui.form.binding import placeholder

FIELDS = {".".join(field.path): field for top in fields_of(ImageVariationRequest) for field in top.walk()}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("n", "1–10 · default 1"),
        ("orq.timeout.call_timeout", "from 1 ms"),
        ("orq.cache.ttl", "1–259,200 s · default 1800"),
        ("user", "unset"),
    ],
)
def test_an_empty_field_says_its_limits_their_unit_and_its_default(path: str, expected: str) -> None:
    """Nobody has to know that timeouts are milliseconds and lifetimes seconds."""
    assert placeholder(FIELDS[path]) == expected
