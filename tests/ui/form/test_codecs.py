"""Between body values and widget values: nothing is lost, or the widget is not used."""

from typing import Any

import pytest
from hypothesis import given

from orq_ui.ui.form import codecs
from orq_ui.ui.form.codecs import Codec
from orq_ui.ui.form.draft import UNSET, same
from tests.strategies import json_values

ALL = [codecs.TEXT, codecs.NUMBER, codecs.CHOICE, codecs.TEXTS, codecs.CODES, codecs.JSON, codecs.JSON_LINE]


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


def test_a_text_that_looks_like_a_number_is_shown_in_quotes() -> None:
    """The text "3" and the number 3 are told apart on the screen."""
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
