"""What a form makes of a body."""

from typing import Any

import pytest

from orq_ui.lint.received import as_received, misplaced_names, written_as_read
from tests.lint.cases import A, B


@pytest.mark.parametrize(
    ("body", "received"),
    [
        ({"model": A, "n": 3}, {"model": A, "n": 3}),
        ({"n": "3", "size": "256x256"}, {"n": 3, "size": "256x256"}),
        ({"n": "03"}, {"n": 3}),
        ({"n": "2.0"}, {"n": 2.0}),
        ({"n": "many"}, {"n": "many"}),
        ({"n": True}, {"n": "true"}),
        ({"n": "1e999"}, {"n": "1e999"}),
        ({"user": 5, "name": None, "model": 2.5}, {"user": "5", "model": "2.5"}),
        ({"user": {"a": 1}}, {"user": {"a": 1}}),
        ({"model": "x/\ud800"}, {"model": "x/\\ud800"}),
        ({"orq": '{"name": "a"}'}, {"orq": {"name": "a"}}),
        ({"orq": "null"}, {"orq": None}),
        ({"orq": "{"}, {"orq": "{"}),
        ({"orq": {"retry": {"count": "2"}}}, {"orq": {"retry": {"count": "2"}}}),
        ({"fallbacks": {"model": B}}, {"fallbacks": [{"model": B}]}),
        ({"fallbacks": {}}, {"fallbacks": {}}),
        ({"fallback_on_codes": []}, {}),
        ({"fallback_on_codes": ["429", 503]}, {"fallback_on_codes": [429, 503]}),
        ({"fallback_on_codes": 429}, {"fallback_on_codes": [429]}),
        ({"fallback_on_codes": [[429]]}, {"fallback_on_codes": [[429]]}),
        ({"image": "cat.png", "extra": 1}, {"extra": "1"}),
        ({"extra": 2.0, "more": True, "none": None, "text": "x"}, {"extra": "2.0", "more": "true", "text": "x"}),
        ({"extra": [1], "more": {"a": 2.0}}, {"extra": [1], "more": {"a": 2.0}}),
        ({"\ud800": "\ud800"}, {"\\ud800": "\\ud800"}),
        ({"retry[count]": "2", "orq": {"name": "a"}}, {"retry": {"count": 2}, "orq": {"name": "a"}}),
        ({"orq[retry]": '{"count": 1}', "orq": '{"name": "a"}'}, {"orq": {"name": "a", "retry": {"count": 1}}}),
        ({"fallbacks[1][model]": B, "fallbacks": [{"model": A}]}, {"fallbacks": [{"model": A}, {"model": B}]}),
        ({"orq[identity][tags]": '"a"', "other[x]": 1}, {"orq": {"identity": {"tags": ["a"]}}, "other": {"x": "1"}}),
        ({"n": 1, "n[]": 2, "retry[": 1}, {"n": 1, "retry[": "1"}),
    ],
)
def test_a_form_carries_texts_and_json(body: dict[str, Any], received: dict[str, Any]) -> None:
    """Top-level values are read by what the contract has at their place; what is inside of JSON stays as it is."""
    assert as_received(body) == received


def test_what_is_written_as_a_text_can_be_written_as_it_is_read() -> None:
    """Only the fields that are named, and only where they are objects or lists."""
    body = {"retry": '{"count": 1}', "fallbacks": {"model": B}, "cache": "{}", "n": "2", "timeout": "x"}

    assert written_as_read(body, ["retry", "fallbacks", "n", "timeout", "orq"]) == {
        **body,
        "retry": {"count": 1},
        "fallbacks": [{"model": B}],
    }


def test_bracket_notation_is_written_as_it_is_read() -> None:
    """Into the fields that are named, whose values are left as they were where the body is given."""
    body = {"retry": {"on_codes": [500]}, "retry[count]": 2, "fallbacks[0][model]": B}

    assert written_as_read(body, ["retry"]) == {
        "retry": {"on_codes": [500], "count": 2},
        "fallbacks[0][model]": B,
    }
    assert body["retry"] == {"on_codes": [500]}
    assert misplaced_names({**body, "retry[count][x]": 1, "fallbacks[2][model]": B, f"orq{'[a]' * 16}": 1}) == [
        "retry[count][x]",
        "fallbacks[2][model]",
        f"orq{'[a]' * 16}",
    ]
