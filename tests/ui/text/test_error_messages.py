"""Errors in plain words."""

import dataclasses
from typing import Any

import pytest

from orq_ui import errors
from orq_ui.client import network_errors
from orq_ui.ui.text.error_messages import TEXTS, Message, message_for, why_missing


def tree(root: type[errors.OrqUiError] = errors.OrqUiError) -> list[type[errors.OrqUiError]]:
    """Every error there is."""
    return [leaf for child in root.__subclasses__() for leaf in [child, *tree(child)]]


def example(kind: type[errors.OrqUiError]) -> errors.OrqUiError:
    """Return an error with something in every field."""
    values: dict[str, Any] = {"int": 418, "float": 3.0, "str": "EVIL ![x](http://evil)"}
    given = {item.name: values.get(str(item.type).split(" ")[0]) for item in dataclasses.fields(kind) if item.repr}
    return kind(**given)


@pytest.mark.parametrize("kind", tree(), ids=lambda kind: kind.__name__)
def test_every_error_says_what_happened_and_what_to_do(kind: type[errors.OrqUiError]) -> None:
    """No leaf of the tree falls through, and what others wrote is only ever in the detail."""
    words_for = message_for(example(kind))

    assert words_for.title != "Something went wrong"
    assert words_for.advice
    assert "EVIL" not in words_for.title + words_for.advice


def test_every_reason_for_a_lost_connection_has_words() -> None:
    """The client's reasons and the words for them are the same set."""
    assert set(TEXTS.unreachable) == set(network_errors.REASONS)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 408, 422, 429, 500, 502, 503, 504, 529])
def test_every_documented_status_has_words(status: int) -> None:
    """Each status that the router is known for is named with advice of its own."""
    words_for = message_for(errors.Refused(status, "no"))

    assert f"({status})" in words_for.title
    assert words_for.advice != "Read its answer below."


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (errors.Refused(422, "Field required: body.image"), "The request could not be processed (422)"),
        (errors.Refused(422, "stopped", code="guardrail"), "A guardrail stopped the request (422)"),
        (errors.Refused(446, "The guardrail checks failed"), "A guardrail stopped the request (446)"),
        (errors.Refused(400, "no", code="content_policy_violation"), "A content filter stopped the request (400)"),
        (errors.Refused(402, "no"), "Payment is required (402)"),
        (errors.Refused(402, "no", code="quota_exceeded"), "The quota or credit is used up (402)"),
        (errors.Refused(429, "slow down"), "Too many requests (429)"),
        (errors.Refused(429, "no", code="insufficient_quota"), "The quota or credit is used up (429)"),
        (errors.Refused(403, "Sorry, you have been blocked"), "The request was not allowed (403)"),
        (errors.Refused(403, "no", code="insufficient_scope"), "The key is not allowed to do this (403)"),
        (errors.Refused(404, "Not Found"), "Nothing was found at this address (404)"),
        (errors.Refused(404, "no", code="model_not_found"), "The router does not know this model (404)"),
        (errors.Refused(408, "Request Timeout"), "The request timed out (408)"),
        (errors.Refused(408, "no", code="request_timeout"), "The models took too long (408)"),
        (errors.Refused(502, "Bad Gateway"), "A server on the way failed (502)"),
        (errors.Refused(502, "no", code="provider_error"), "The model's provider failed (502)"),
        (errors.Refused(529, "no"), "The service is overloaded (529)"),
        (errors.Refused(529, "no", code="upstream_overloaded"), "The model's provider is overloaded (529)"),
        (errors.Refused(524, "no"), "The router failed (524)"),
        (errors.Refused(418, "no"), "The router did not accept the request (418)"),
    ],
)
def test_a_title_claims_what_the_reply_says(error: errors.Refused, title: str) -> None:
    """Beyond the status's general meaning nothing is said that the reply does not say itself."""
    assert message_for(error).title == title


def test_a_trace_id_is_asked_for_where_there_is_one() -> None:
    """Only then can it be given to orq.ai."""
    assert "trace id" in message_for(errors.Refused(500, "no", trace_id="t-1")).advice
    assert "trace id" not in message_for(errors.Refused(500, "no")).advice


def test_an_error_with_a_status_of_success_gives_its_reason() -> None:
    """The reply's own words are the detail."""
    shown = message_for(errors.BadReply(200, "error_inside", message="no credit"))

    assert (shown.title, shown.detail) == ("The call failed", "no credit")


def test_retry_after_is_told() -> None:
    """A rate limit says how long to wait."""
    assert "wait 7 s" in message_for(errors.Refused(429, "slow down", retry_after_s=7)).advice


def test_a_message_has_no_detail_of_others() -> None:
    """The default detail is empty."""
    assert Message("a", "b").detail == ""


@pytest.mark.parametrize(("headers", "to_report"), [((), True), ((("x-emulator-ledger", "1"),), False)])
def test_only_a_live_trace_is_to_be_reported(headers: tuple[tuple[str, str], ...], to_report: bool) -> None:
    """The vendor cannot help with a trace of the emulator, which is on this machine."""
    message = message_for(errors.Refused(500, "it broke", trace_id="t-1", headers=headers))

    assert ("give orq.ai the trace id" in message.advice) == to_report


def test_an_empty_answer_is_called_empty() -> None:
    """That it is no JSON would be true, and no help."""
    assert message_for(errors.BadReply(200, "not_json")).advice.startswith("It is empty.")
    assert message_for(errors.BadReply(200, "not_json", body="<html>")).advice.startswith("It is neither JSON")


@pytest.mark.parametrize(
    ("reason", "detail", "sentence"),
    [
        ("wrong_type", "AVIF", "It is AVIF, which is not shown here."),
        ("animated", "12", "It is animated: 12 frames. Only still pictures are shown here."),
        ("truncated", "54 %", "It is damaged: 54 % of it is missing."),
        ("truncated", "", "The picture is damaged."),
        ("wrong_type", "[AVIF](https://example.com)", "Its format is not shown here."),
        ("timed_out", "60 s", "The link took too long."),
    ],
)
def test_a_missing_picture_has_its_fact_in_the_sentence(reason: str, detail: str, sentence: str) -> None:
    """Where it is one that cannot be markup; other details are shown apart, as code."""
    assert why_missing(reason, detail) == sentence


@pytest.mark.parametrize("reason", ["reset", "closed"])
def test_a_connection_that_broke_was_one(reason: str) -> None:
    """The router was reached, and what it did may have to be paid for."""
    shown = message_for(errors.Unreachable("api.orq.ai", reason))

    assert "reached" not in shown.title
    assert "may have done the work" in shown.advice
    assert "reached" in message_for(errors.Unreachable("api.orq.ai", "dns")).title
