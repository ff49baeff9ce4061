"""Between a value of the body and what a widget holds: each codec says what it can show without losing anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orq_ui.ui.form.draft import UNSET, same


@dataclass(frozen=True)
class Codec:
    """``read(show(value))`` is the value again for every value that ``fits``; UNSET fits always."""

    show: Callable[[Any], Any]
    read: Callable[[Any], Any]

    def fits(self, value: Any) -> bool:
        """Return whether the widget can hold this value."""
        try:
            return same(self.read(self.show(value)), value)
        except (TypeError, ValueError, AttributeError):
            return False


def _show_text(value: Any) -> str:
    return "" if value is UNSET else _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    if "\n" in value or "\r" in value:
        raise ValueError(value)  # a one-line field would drop the line's end
    return value


def _read_text(shown: str | None) -> Any:
    return shown or UNSET


def _show_number(value: Any) -> str:
    if value is UNSET:
        return ""
    # A text that is no number is shown as it was typed.
    if isinstance(value, str) and same(_read_number(value), value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _show_integer(value: Any) -> str:
    return value if isinstance(value, str) and same(_read_integer(value), value) else _show_number(value)


def _read_number(shown: str | None) -> Any:
    """Read what was typed as JSON; other text stays text, to be refused by name or sent as it is."""
    text = (shown or "").strip()
    if not text:
        return UNSET
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _read_integer(shown: str | None) -> Any:
    """Read like a number, but let none with a fraction through: it stays the text that was typed."""
    value = _read_number(shown)
    return (shown or "").strip() if isinstance(value, float) else value


def _show_choice(value: Any) -> str | None:
    return None if value is UNSET else _text(value)


def _read_choice(shown: str | None) -> Any:
    return UNSET if shown is None else shown


def _show_texts(value: Any) -> list[str]:
    return [] if value is UNSET else [_text(item) for item in _distinct(value)]


def _show_codes(value: Any) -> list[str]:
    return [] if value is UNSET else [_show_integer(item) for item in _distinct(value)]


def _distinct(value: Any) -> list[Any]:
    if not isinstance(value, list) or len({json.dumps(item) for item in value}) < len(value):
        raise ValueError(value)  # chips are distinct by nature
    return value


def _read_codes(shown: list[str] | None) -> Any:
    codes = [_read_integer(text) for text in shown or []]
    return [code for code in codes if code is not UNSET] or UNSET


def _show_json(value: Any) -> str:
    return "" if value is UNSET else json.dumps(value, ensure_ascii=False, indent=2)


TEXT = Codec(_show_text, _read_text)
NUMBER = Codec(_show_number, _read_number)
INTEGER = Codec(_show_integer, _read_integer)
CHOICE = Codec(_show_choice, _read_choice)
TEXTS = Codec(_show_texts, lambda shown: list(shown) or UNSET)
CODES = Codec(_show_codes, _read_codes)
JSON = Codec(_show_json, _read_number)
"""Any value at all, as the JSON that it is."""
JSON_LINE = Codec(lambda value: "" if value is UNSET else json.dumps(value, ensure_ascii=False), _read_number)
"""The same on one line."""
