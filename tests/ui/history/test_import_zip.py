"""Mistakes in a zip, in words."""

import pytest

from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.history.export.archive import REASONS
from orq_ui.ui.history.import_zip import ZIP_PROBLEMS, zip_message
from orq_ui.ui.text.error_messages import TEXTS


def test_every_reason_has_words() -> None:
    """The reasons and the words for them are the same set."""
    assert set(ZIP_PROBLEMS) == REASONS


@pytest.mark.parametrize("reason", TEXTS.picture)
def test_a_picture_that_cannot_be_used(reason: str) -> None:
    """It says why, and which entry it is only in the detail."""
    words = zip_message(UnusablePicture(reason, path="evil/![x](y).png"))

    assert TEXTS.picture[reason].title in words.advice
    assert "evil" not in words.advice
    assert words.detail == "evil/![x](y).png"


def test_the_file_is_named() -> None:
    """Of several files, the detail tells which one, and where in it."""
    assert zip_message(InvalidInput("zip", "not_a_zip"), "a.zip").detail == "a.zip"
    assert zip_message(InvalidInput("x/run.json", "not_json"), "a.zip").detail == "a.zip: x/run.json"


def test_the_whole_zip_has_no_entry_to_name() -> None:
    """Nor has a reason of a newer version words of its own."""
    assert zip_message(InvalidInput("zip", "not_a_zip")).detail == ""
    assert zip_message(InvalidInput("a/run.json", "unheard_of")).advice == "The zip cannot be read."
