"""Long binary texts out of what people read."""

import base64
from collections.abc import Callable

import pytest

from orq_ui.api import elide
from orq_ui.api.blobs import MAX_LENGTH
from tests.complexity import LINEAR, growth

BLOB = base64.b64encode(bytes(range(256)) * 8).decode()
LINES = base64.encodebytes(bytes(range(256)) * 8).decode()
WORDS = "a cat on a mat looks at the picture of another cat " * 40


@pytest.mark.parametrize(
    "text",
    [
        BLOB,
        LINES,
        LINES.strip(),
        LINES.replace("\n", "\r\n"),
        LINES.replace("\n", "\n    "),
        f"\n{LINES}\n",
        f"data:image/png;base64,{BLOB}",
        f"data:image/png;base64,\n{LINES}",
    ],
)
def test_a_blob_is_cut(text: str) -> None:
    """In one line or in many, a long base64 text is its beginning and a count."""
    told = f"… ({len(text):,} characters)"

    assert elide({"data": [{"b64_json": text}]}) == {"data": [{"b64_json": text[:48] + told}]}


@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        WORDS.replace(" ", "\n"),
        WORDS.replace(" cat ", "\n"),
        f"{BLOB} and words",
        f"two words\n{LINES}",
        f"{LINES}two words",
        LINES[:MAX_LENGTH],
        "\n" * 1000,
        "",
    ],
)
def test_other_text_is_whole(text: str) -> None:
    """Words stay words, however long and in however many lines, and so does what is short."""
    assert elide(text) == text


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "A" * size + "!",
        lambda size: ("A" * 76 + "\n") * (size // 77) + "!",
        lambda size: ("A" * 39 + "\n") * (size // 40),
        lambda size: "A" * 40 + "\n" * size + "!",
        lambda size: ("A" * 40 + "\n" * 40) * (size // 80) + "!",
        lambda size: "data:" + "a" * size,
    ],
)
def test_work_grows_with_the_text(make: Callable[[int], str]) -> None:
    """No text is looked at over and over again."""
    assert growth(make, elide, 1_000_000) < LINEAR
