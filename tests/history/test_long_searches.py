"""A search of any length is answered."""

from __future__ import annotations

import pytest

from orq_ui.history import Filter
from orq_ui.history.filters import LONGEST_TEXT, MOST_WORDS
from tests.history.sends import kept, opened
from tests.services.fixtures import Storage


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x" * 60_000, True),
        ("_" * 60_000, False),
        ("openai " * 1_500, True),
        ("zebra " * 1_500, False),
        ("o " * MOST_WORDS + "zebra", True),
        ("o " * (MOST_WORDS - 1) + "zebra", False),
        (" " * LONGEST_TEXT + "zebra", True),
    ],
    ids=lambda value: str(value)[:9],
)
def test_a_long_search(storage: Storage, text: str, found: bool) -> None:
    """What is over the limits is not looked for, and the rest is found, on every database."""
    with opened(storage) as store:
        kept(store, body={"user": "x" * 1_000})

        assert store.page("ada", Filter(text)).total == found
