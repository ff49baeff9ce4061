"""Fills in the form by hand: how each kind of field is typed into, whatever fields the contract has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import expect

from orq_ui.api import Field, Kind, dotted
from tests.browser.tab import Tab

KEYSTROKE_MS = 20
Path = tuple[str | int, ...]
Filler = Callable[[Tab, Field, Path, Any], None]


def fill(tab: Tab, field: Field, path: Path, value: Any) -> None:
    """Enter a value into a field through the widget that its kind has."""
    FILLERS[field.kind](tab, field, path, value)


def _key(path: Path) -> str:
    return f"variations.{dotted(path)}"


def _wait_for_value(tab: Tab, path: Path, value: Any) -> None:
    """Wait until the body shown has the value: the page is redrawn then, which empties a list being typed into."""
    tab.wait_until(lambda: tab.shown_value(path), lambda held: bool(held == value))


def _write(tab: Tab, _: Field, path: Path, value: Any) -> None:
    tab.type_into(_key(path), str(value))
    _wait_for_value(tab, path, value)


def _choose(tab: Tab, _: Field, path: Path, value: Any) -> None:
    tab.choose(_key(path), value)
    _wait_for_value(tab, path, value)


def _constant(tab: Tab, _: Field, path: Path, value: Any) -> None:
    """Press the chip unless it is pressed: it comes with the first member of its object, and a press takes it out."""
    chip = tab.wait_until_stable().by_key(_key(path)).get_by_role("radio", name=str(value), exact=True)
    if chip.get_attribute("aria-checked") != "true":
        chip.click()
    expect(chip).to_have_attribute("aria-checked", "true")


def _model(tab: Tab, _: Field, path: Path, value: Any) -> None:
    tab.pick_model(_key(path), value)
    _wait_for_value(tab, path, value)


def _chips(tab: Tab, _: Field, path: Path, value: Any) -> None:
    box = tab.by_key(_key(path)).get_by_role("combobox")
    for count, item in enumerate(value, 1):
        tab.wait_until_stable()
        for _try in range(5):
            box.press_sequentially(str(item), delay=KEYSTROKE_MS)
            if box.input_value() == str(item):
                break
            # Streamlit wipes what is typed while it redraws the field; a person sees that and types again.
            box.fill("")
        expect(tab.page.get_by_role("option").filter(has_text=str(item)).first).to_be_visible()
        box.press("Enter")
        _wait_for_value(tab, path, value[:count])
    box.press("Escape")


def _object(tab: Tab, field: Field, path: Path, value: Any) -> None:
    if field.deprecated:
        first = tab.by_key(_key((*path, field.fields[0].name)))
        for _try in range(4):
            # A click may meet a redraw and be lost; a person clicks again.
            if not first.is_visible():
                tab.wait_until_stable().page.get_by_text(f"Show {field.title}").click()
                tab.wait_until_stable()
    for member in field.fields:
        # The constant last: it may be there already.
        if member.kind is not Kind.CONSTANT:
            fill(tab, member, (*path, member.name), value[member.name])
    for member in field.fields:
        if member.kind is Kind.CONSTANT:
            fill(tab, member, (*path, member.name), value[member.name])


def _objects(tab: Tab, field: Field, path: Path, value: Any) -> None:
    for row, item in enumerate(value):
        _add(tab, path)
        for member in field.fields:
            fill(tab, member, (*path, row, member.name), item[member.name])


def _pairs(tab: Tab, _: Field, path: Path, value: Any) -> None:
    for row, item in enumerate(value):
        _add(tab, path)
        for name, text in item.items():
            tab.type_into(f"{_key((*path, row))}.key", name)
            tab.type_into(f"{_key((*path, row))}.value", text)
        _wait_for_value(tab, (*path, row), item)


def _add(tab: Tab, path: Path) -> None:
    tab.by_key(f"{_key(path)}.add").get_by_role("button").click()
    tab.wait_until_stable()


def _upload(tab: Tab, field: Field, path: Path, value: Any) -> None:
    raise AssertionError("a picture is uploaded, not typed")


FILLERS: Mapping[Kind, Filler] = {
    Kind.TEXT: _write,
    Kind.EMAIL: _write,
    Kind.URL: _write,
    Kind.NUMBER: _write,
    Kind.INTEGER: _write,
    Kind.CHOICE: _choose,
    Kind.CONSTANT: _constant,
    Kind.MODEL: _model,
    Kind.CODES: _chips,
    Kind.TEXTS: _chips,
    Kind.PAIRS: _pairs,
    Kind.OBJECT: _object,
    Kind.OBJECTS: _objects,
    Kind.IMAGE: _upload,
}
