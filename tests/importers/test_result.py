"""The end of every import: notes, keys and signs that no text can hold."""

from __future__ import annotations

import json

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, read
from tests.importers.samples import MODEL


def test_many_notes_end_in_their_number() -> None:
    """Nobody reads a thousand notes."""
    imported = read(json.dumps({"model": MODEL} | {f"key{number}": number for number in range(1000)}))

    assert len(imported.notes) == 101
    assert imported.notes[-1].code == "more"
    assert len(imported.request.unknown()) == 1000


def test_a_text_full_of_keys_is_refused() -> None:
    """Each key is looked for in all that goes on: a thousand of them are no request."""
    keys = " ".join(f"api_key=aaaaaaa{number:04}" for number in range(1000))

    with pytest.raises(InvalidInput, match="more than 500 keys"):
        read(json.dumps({"model": MODEL, "user": keys}))


def test_half_of_a_character_is_written_as_its_escape() -> None:
    """In a name, a value and a nested text alike; a whole one stays."""
    imported = read('{"model": "a/\\ud800", "\\udfff": 2, "user": "\\ud83d\\ude00", "orq": {"name": "\\ud83d"}}')
    noted = [note.path for note in imported.notes if note.code is Code.HALF_SIGN]

    assert imported.request.sent() == {
        "model": "a/\\ud800",
        "\\udfff": 2,
        "user": "\N{GRINNING FACE}",
        "orq": {"name": "\\ud83d"},
    }
    assert sorted(filter(None, noted)) == ["\\udfff", "model", "orq"]
    assert repr(imported.notes).encode()
