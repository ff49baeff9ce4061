"""What is odd about a reply, as lines."""

from __future__ import annotations

import pytest

from orq_ui.client import lenient_json, picture_text
from orq_ui.ui.text.error_messages import TEXTS
from orq_ui.ui.text.reply_notes import note_line


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ((None, "contract", "created is missing"), "created is missing"),
        ((0, "data_prefix", ""), "Picture 1: b64_json began with a data: prefix."),
        (
            (1, "media_type_differs", "image/gif"),
            "Picture 2: It was announced as image/gif, which is not what it contains.",
        ),
        (
            (0, "second_text", "bad_base64"),
            "Picture 1: It was given in two ways, and the first could not be used: The reply's base64 text is broken.",
        ),
        ((None, "of_a_later_version", "x"), "of_a_later_version: x"),
        ((3, "of_a_later_version", ""), "Picture 4: of_a_later_version"),
        ((None, "name_twice", "a\nb{detail}"), "The name a b{detail} appears twice in the same object."),
    ],
)
def test_lines(note: tuple[int | None, str, str], line: str) -> None:
    """Each note is one line; one of another version is still shown."""
    assert note_line(*note) == line


@pytest.mark.parametrize("reason", [*lenient_json.ODDITIES, *picture_text.ODDITIES])
def test_every_oddity_has_words(reason: str) -> None:
    """What the client notes is what there are words for."""
    assert reason in TEXTS.note
