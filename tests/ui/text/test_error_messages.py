"""Errors in plain words."""

import dataclasses
from typing import Any

import pytest

from orq_ui import errors
from orq_ui.client import network_errors
from orq_ui.ui.text.error_messages import TEXTS, Message, message_for


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


def test_retry_after_is_told() -> None:
    """A rate limit says how long to wait."""
    assert "wait 7 s" in message_for(errors.Refused(429, "slow down", retry_after_s=7)).advice


def test_a_message_has_no_detail_of_others() -> None:
    """The default detail is empty."""
    assert Message("a", "b").detail == ""
