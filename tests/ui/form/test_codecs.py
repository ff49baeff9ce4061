"""Between body values and widget values: nothing is lost, or the widget is not used."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.ui.form import codecs
from orq_ui.ui.form.codecs import Codec
from orq_ui.ui.form.draft import UNSET, same
from tests.strategies import json_values, texts

ALL = [
    codecs.TEXT,
    codecs.NUMBER,
    codecs.INTEGER,
    codecs.CHOICE,
    codecs.TEXTS,
    codecs.CODES,
    codecs.JSON,
    codecs.JSON_LINE,
]


@pytest.mark.parametrize("codec", ALL)
def test_unset_is_always_shown(codec: Codec) -> None:
    """An unset field has an empty widget, and an empty widget is an unset field."""
    assert codec.fits(UNSET)


@pytest.mark.parametrize("codec", ALL)
@given(value=json_values())
def test_what_fits_round_trips(codec: Codec, value: Any) -> None:
    """For any JSON value: a codec either gives it back unchanged or says that it does not fit."""
    if codec.fits(value):
        assert same(codec.read(codec.show(value)), value)


@given(value=json_values())
def test_json_takes_everything(value: Any) -> None:
    """The last resort shows whatever there is."""
    assert codecs.JSON.fits(value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("3", 3), (" 3.0 ", 3), ("0.25", 0.25), ("null", None), ("", UNSET), ("many", "many"), ('"3"', "3")],
)
def test_a_typed_number_is_read_as_json(typed: str, value: Any) -> None:
    """What is no number stays as typed, so that the form can say so, or send it as it is."""
    read = codecs.NUMBER.read(typed)

    assert same(read, value)


@given(number=st.floats() | st.integers().map(float))
def test_a_whole_number_field_takes_no_fraction(number: float) -> None:
    """2.0 is 2; what has a fraction, or no end, stays the text that was typed, and an imported one does not fit."""
    typed = repr(number)
    for read in (codecs.INTEGER.read(typed), *codecs.CODES.read([typed])):
        if number.is_integer():
            assert (type(read), read) == (int, int(number))
        else:
            assert read == typed
            assert codecs.INTEGER.show(read) == typed
    assert codecs.INTEGER.fits(number) is number.is_integer()
    assert codecs.CODES.fits([number]) is number.is_integer()


@given(typed=texts())
def test_nothing_typed_becomes_a_fraction(typed: str) -> None:
    """Whatever is typed into a whole-number field, no float comes of it."""
    assert not isinstance(codecs.INTEGER.read(typed), float)


def test_a_text_that_looks_like_a_number_is_shown_in_quotes() -> None:
    """The text "3" and the number 3 look different on the screen."""
    assert codecs.NUMBER.show("3") == '"3"'
    assert codecs.NUMBER.show(3) == "3"


@pytest.mark.parametrize(
    ("codec", "value"),
    [
        (codecs.TEXT, ""),
        (codecs.TEXT, "two\nlines"),
        (codecs.TEXT, 7),
        (codecs.TEXTS, ["a", "a"]),
        (codecs.TEXTS, "a"),
        (codecs.CODES, [429, 429]),
        (codecs.CODES, []),
        (codecs.CHOICE, {"a": 1}),
    ],
)
def test_what_a_widget_would_change_does_not_fit(codec: Codec, value: Any) -> None:
    """An empty text, a line break, a doubled chip: the widget would lose them, so the value is shown as JSON."""
    assert not codec.fits(value)
