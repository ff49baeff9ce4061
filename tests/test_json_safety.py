"""JSON and text by others, kept within what everybody can take."""

import json
import re
import tracemalloc

import pytest
from hypothesis import given

from orq_ui.json_safety import (
    encode_utf8,
    escape_surrogates_in,
    nests_deeper,
    parse_json,
    text_nests_deeper,
    whole_numbers,
)
from tests.strategies import json_values


@pytest.mark.parametrize(
    ("value", "depth"),
    [(1, 0), ("[[[", 0), ([], 1), ({"a": {}}, 2), ([1, [{"]": "["}]], 3), ([[], [[[]]]], 4)],
)
def test_depth(value: object, depth: int) -> None:
    """A value and its text have the same depth; brackets inside strings do not count."""
    assert not nests_deeper(value, depth)
    assert not text_nests_deeper(json.dumps(value), depth)
    if depth:
        assert nests_deeper(value, depth - 1)
        assert text_nests_deeper(json.dumps(value), depth - 1)


def test_a_text_that_no_parser_could_take() -> None:
    """A hundred thousand brackets are counted without recursion."""
    assert text_nests_deeper("[" * 100_000, 60)


@pytest.mark.parametrize("text", ["[" * 100_000, "[" * 5 + "]" * 5, "{", b"\xff"])
def test_what_cannot_be_read_is_a_value_error(text: str | bytes) -> None:
    """No JSON, and JSON on too many levels, however many, are one kind of error."""
    with pytest.raises(ValueError, match=r".+"):
        parse_json(text, 4)


@given(json_values())
def test_numbers_are_compared_as_json_s(value: object) -> None:
    """Whatever the level, no whole float is left, and the value is equal to what it was."""
    whole = whole_numbers(value)

    assert whole == value
    assert not re.search(r"\.0\b", re.sub(r'"(?:[^"\\]|\\.)*"', "", json.dumps(whole)))


@pytest.mark.parametrize("piece", ["a", "\\\\", '\\"'])
def test_a_long_string_takes_no_memory(piece: str) -> None:
    """A string of megabytes is read past without remembering its characters, whether it ends or not."""
    text = '"' + piece * 2_000_000
    tracemalloc.start()
    for whole in (text, text + '"'):
        assert not text_nests_deeper(whole, 0)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 2 * len(text)


@given(json_values())
def test_surrogates(value: object) -> None:
    """Every value can be encoded afterwards, and one without lone surrogates stays as it is."""
    escaped = escape_surrogates_in(value)

    text = json.dumps(escaped, ensure_ascii=False)
    assert encode_utf8(text) == text.encode()
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    assert escaped == value
