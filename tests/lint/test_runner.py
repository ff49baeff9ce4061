"""All rules together: examples, order, the day, the connection."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import sample
from orq_ui.lint import SEVERITIES, check
from orq_ui.lint.runner import field_order
from orq_ui.routing import Defaults
from orq_ui.ui.variations.examples import EXAMPLES
from orq_ui.wire import Connection
from tests.lint.cases import EMULATOR, KEY, LIVE, SQUARE, A, falling, live, orq, shown, top

DESERVED = {
    # It shows every field, the deprecated one too.
    "Everything": {"contact-and-identity"},
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_give_only_what_they_deserve(name: str) -> None:
    """On the emulator the ready-made bodies give nothing above an info but what this table says."""
    found = check(ImageVariationRequest.model_validate(EXAMPLES[name]), sample("lighthouse"), EMULATOR)
    grave = {finding.rule for finding in found if finding.severity != "info"}

    assert grave <= DESERVED.get(name, set())


def test_the_simplest_request_gives_nothing() -> None:
    """A model, a square picture and a key: no finding at all."""
    assert top().findings() == live(top()).findings() == []


def test_the_worst_come_first_then_the_order_of_fields() -> None:
    """Findings are sorted by severity, then as the contract orders fields, rows by number, the connection last."""
    rows = [{"model": number} for number in range(11)]
    found = live(shown(None, n=0, size="1x1", orq={"fallbacks": rows, "extra": 1}, zebra=1), key=None).findings()
    errors = [finding.path for finding in found if finding.severity == "error"]

    assert errors == [
        "image",
        "n",
        "size",
        *[f"orq.fallbacks[{number}].model" for number in range(11)],
        "connection.api_key",
    ]
    assert [finding.path for finding in found if finding.rule == "unknown-key"] == ["orq.extra", "zebra"]
    assert [SEVERITIES.index(finding.severity) for finding in found] == sorted(
        SEVERITIES.index(finding.severity) for finding in found
    )


def test_fields_are_ordered_as_people_read_them() -> None:
    """The request's own fields, then the shared options, then those in orq."""
    order = list(field_order())

    assert order[:6] == ["image", "model", "n", "response_format", "size", "user"]
    assert order.index("timeout.call_timeout") < order.index("orq.name") < order.index("orq.contact.tags")


@pytest.mark.parametrize(
    ("now", "said", "severity"),
    [
        (None, "was retired", "warning"),
        (date(2026, 10, 22), "will be retired", "info"),
        (date(2026, 10, 23), "was retired", "warning"),
        (datetime(2026, 10, 22, 23, 59, tzinfo=UTC), "will be retired", "info"),
    ],
)
def test_retirement_is_judged_by_the_given_day(now: date | None, said: str, severity: str) -> None:
    """A model is retired from its day on; without a day every one of the table is."""
    request = ImageVariationRequest(model="openai/gpt-image-1")
    (finding,) = check(request, SQUARE, LIVE, now=now)

    assert said in finding.message
    assert finding.severity == severity


@pytest.mark.parametrize(
    ("base_url", "is_live"),
    [
        ("http://127.0.0.1:4010", False),
        ("http://127.8.8.8", False),
        ("http://[::1]:4010", False),
        ("http://localhost:4010", False),
        ("https://my.orq.ai", True),
        ("http://10.0.0.7", True),
        ("http://localhost.example.com", True),
        ("http://[broken", True),
        ("", True),
    ],
)
def test_loopback_is_the_emulator(base_url: str, is_live: bool) -> None:
    """A model of the emulator is warned of everywhere but on loopback; an unreadable address never raises."""
    found = check(ImageVariationRequest(model="emulator/neon"), SQUARE, Connection(base_url, KEY))

    assert ("emulator-model-live" in {finding.rule for finding in found}) is is_live


@pytest.mark.parametrize("timeout_s", [0, -1, 0.5, float("inf"), float("nan"), 1e300])
def test_any_patience_is_taken(timeout_s: float) -> None:
    """However long the client waits, checking never raises."""
    connection = Connection(EMULATOR.base_url, KEY, timeout_s)
    for timeout in ({}, {"timeout": {"call_timeout": 1000}}):
        request = ImageVariationRequest.model_validate(falling("x/b", retry={"count": 5}, **timeout).whole)

        assert isinstance(check(request, SQUARE, connection), list)


@pytest.mark.parametrize(
    "text", ["a\nb", "\ud800", "x" * 5000, '"', "<b>**x**</b>"], ids=["newline", "surrogate", "long", "quote", "markup"]
)
def test_a_message_is_one_short_line_that_can_be_shown(text: str) -> None:
    """Whatever is quoted, a message is a single line of UTF-8 with an end in sight, and no button quotes it."""
    found = [*top(model=text).findings(), *orq(identity={"id": "a", "email": text, "logo_url": text}).findings()]

    assert len(found) >= 2
    for finding in found:
        assert finding.message.encode()
        assert "\n" not in finding.message
        assert len(finding.message) < 200
        assert finding.fix is None or text not in finding.fix.title


def test_a_balanced_fallback_is_no_repetition() -> None:
    """A fallback that may have been drawn is fine: it stands in for the others."""
    rows = [{"model": A}, {"model": "x/b"}]
    given = falling(A, load_balancer={"type": "weight_based", "models": rows})

    assert given.of("fallback-primary") == []


def test_the_chosen_defaults_count() -> None:
    """Where retry is omitted, retries that are assumed make the worst wait longer."""
    given = top(timeout={"call_timeout": 300_000})
    two = replace(given, defaults=Defaults.read("spec-2026-08+retry_omitted=two"))

    assert not given.of("worst-wait")
    assert [finding.path for finding in two.of("worst-wait")] == ["timeout.call_timeout"]
