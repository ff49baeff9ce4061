"""What the Explain page says of a plan."""

from typing import Any

import pytest

from orq_ui.routing import DEFAULTS, Policy
from orq_ui.ui.explain.plan import choices, plan_sentences

ONE = {"fallbacks": [{"model": "x/b"}]}
NEVER = "400, 401 and 403 are never tried again and never lead to a fallback, and neither does a 404 (assumed)"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, ["Every error is the answer at once."]),
        (
            {"retry": {"count": 1, "on_codes": [429]}},
            [
                "A model that answers 429 is tried again, 1 time at most, with growing waits.",
                "There is no fallback: the last error is the answer.",
                "Any other error is the answer at once.",
                f"{NEVER}.",
            ],
        ),
        (
            {**ONE, "retry": {"count": 2, "on_codes": [429, 500]}, "fallback_on_codes": [500, 503]},
            [
                "After 500 or 503 comes the next of: x/b. The first success wins.",
                "429 is tried again, but leads to no fallback: after the last try it is the answer.",
                "503 leads to the next fallback at once, without another try.",
                "Any other error is the answer at once.",
            ],
        ),
        (
            {**ONE, "retry": {"count": 2, "on_codes": [400]}, "fallback_on_codes": [401, 503]},
            ["A model that fails is not tried again.", f"{NEVER}, although 400 and 401 are listed."],
        ),
        (
            {**ONE, "fallback_on_codes": [403]},
            ["No status leads to a fallback, so these are never asked: x/b.", "Every error is the answer at once."],
        ),
    ],
)
def test_every_status_is_told(body: dict[str, Any], told: list[str]) -> None:
    """What is retried, what goes on, what ends the request, and what always does."""
    sentences = list(plan_sentences(Policy.from_body({"model": "x/a", **body})))

    assert [sentence for sentence in sentences if sentence in told] == told


def not_used(body: dict[str, Any], defaults: str = "spec-2026-08") -> dict[str, str]:
    found = choices(Policy.from_body(body, defaults), body)
    return {name: last for name, *_, last in found if last != "–"}


def test_an_option_given_twice_shows_the_one_that_lost() -> None:
    """The value in `orq` is named with its path beside the one at top level."""
    body = {"model": "x/a", "retry": {"count": 2, "on_codes": [429]}, "orq": {"retry": {"count": 5}}}

    assert not_used(body) == {"retries": "orq.retry.count 5: top level wins"}


def test_an_omitted_option_shows_what_other_documents_say() -> None:
    """Where sources disagree on what omission means, the other value is there with its rule."""
    assert not_used({"model": "x/a"}) == {
        "retries": "2: Without retry an attempt is repeated twice. (assumed)",
        "retry_codes": "[429]: Without on_codes only 429 is retried. (documented, though its pages disagree)",
    }
    assert not_used({"model": "x/a", "retry": {"count": 1}}).keys() == {"retry_codes"}
    cached = {"model": "x/a", "retry": {"count": 1, "on_codes": [500]}, "cache": {"type": "exact_match"}}
    for name in DEFAULTS:
        (other,) = not_used(cached, name).values()
        assert other.startswith("1800: " if name == "sdk-4.17" else "3600: ")


def test_long_values_are_cut() -> None:
    """Neither many models nor a long list at the other level fill the table."""
    rows = [{"model": f"x/{number}"} for number in range(50)]
    body = {"model": "x/a", "fallbacks": rows, "orq": {"fallbacks": rows}}
    row = next(row for row in choices(Policy.from_body(body), body) if row[0] == "fallbacks")

    assert row[1] == "x/0, x/1, x/2, x/3, x/4, x/5, x/6 and 43 more"
    assert len(row[-1]) < 120
