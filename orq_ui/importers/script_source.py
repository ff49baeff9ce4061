"""TypeScript or JavaScript code as the calls in it; nothing is run."""

from __future__ import annotations

from typing import Any

from orq_ui.importers.placeholders import Call, Unread
from orq_ui.importers.positions import wrong
from orq_ui.importers.script_tokens import read_script
from orq_ui.importers.script_values import Reader


def script_calls(text: str) -> list[Call]:
    """Every call of a client or HTTP library, in the order of the code; raises InvalidInput with the place."""
    reader = Reader(read_script(text))
    while reader.place < len(reader.script.tokens):
        _step(reader)
    return reader.calls


def script_object(text: str) -> dict[str, Any]:
    """The text as one object literal; raises InvalidInput."""
    reader = Reader(read_script(text), strict=True)
    value = reader.expression()
    if not isinstance(value, dict) or (reader.place < len(reader.script.tokens) and not reader.is_sign(";", ",")):
        raise wrong(text, reader.token().index, "is not an object")
    return value


def _step(reader: Reader) -> None:
    """One token on: into a binding's value, or a call's arguments."""
    token, after = reader.token(), reader.token(1)
    if token.kind != "name":
        reader.place += 1
    elif token.value in ("const", "let", "var") and after.kind == "name":
        reader.place += 1
        _bind(reader, str(after.value))
    elif after.value in (".", "?.", "(", "=", "[", "!") and after.kind == "sign":
        if after.value == "=" and not _is_member(reader):
            _bind(reader, str(token.value))
        elif not _is_member(reader):
            _call_or_set(reader)
        else:
            reader.place += 1
    else:
        reader.place += 1


def _is_member(reader: Reader) -> bool:
    before = reader.script.tokens[reader.place - 1] if reader.place else None
    return before is not None and before.kind == "sign" and before.value in (".", "?.")


def _bind(reader: Reader, name: str) -> None:
    """``name: Type = value``, the place at the name."""
    place = reader.place + 1
    tokens = reader.script.tokens
    while place < len(tokens) and tokens[place].value not in ("=", ";", ",", ")", "=>"):
        place = reader.script.partner.get(place, place) + 1
    if place >= len(tokens) or tokens[place].value != "=":
        reader.place += 1
        return
    reader.place = place + 1
    before = len(reader.calls)
    value = reader.bound[name] = reader.expression()
    if isinstance(value, Unread) and len(reader.calls) == before:
        # It may be a function with calls in it: look into that too.
        reader.place = place + 1


def _call_or_set(reader: Reader) -> None:
    """``a.b(...)``, or ``a.b["c"] = value``."""
    start = reader.place
    steps = [str(reader.token().value)]
    while (
        (after := reader.token(1)).kind == "sign"
        and after.value in (".", "[")
        and reader.token(2).kind in ("name", "text")
    ):
        steps.append(str(reader.token(2).value))
        reader.place += 2
        if after.value == "[":
            reader.place += 1
    if reader.token(1).kind == "sign" and reader.token(1).value == "=" and len(steps) > 1:
        reader.place += 2
        value = reader.expression()
        holder: Any = reader.bound
        for step in steps[:-1]:
            holder = holder.get(step) if isinstance(holder, dict) else None
        if isinstance(holder, dict):
            holder[steps[-1]] = value
        return
    reader.place = start
    before = len(reader.calls)
    reader.expression()
    if len(reader.calls) == before:
        # The arguments of a call of no interest may be functions with calls in them: look into those too.
        reader.place = start + 1
