"""What code does to a form, a list or a dictionary after it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from orq_ui.importers.placeholders import UNDEFINED, Call, Pairs, PictureFile, Unread, file_name, joined

IN_BRANCH = "is set in a branch or a loop"
ELSEWHERE = "are members from elsewhere"
_PICTURES = ("image", "image[]")


def set_member(holder: Any, step: Any, value: Any) -> None:
    """Set a member of an object or a list, or remove it if the value is UNDEFINED."""
    if isinstance(holder, dict) and value is UNDEFINED:
        holder.pop(str(step), None)
    elif isinstance(holder, dict):
        holder[str(step)] = value
    elif isinstance(holder, list) and isinstance(step, int) and -len(holder) <= step < len(holder):
        holder[step] = value


def change(held: Any, call: Call, *, sure: bool) -> None:
    """Do to a value what a call of one of its methods does; one that may not be run leaves what it is about unknown."""
    for kind, verbs in _CHANGES.items():
        if isinstance(held, kind) and call.verb in verbs and (call.arguments or call.keywords):
            verbs[call.verb](held, call, sure)


def _extend(held: list[Any], call: Call, sure: bool) -> None:
    first = call.arguments[0] if call.arguments else None
    added = first if call.verb == "extend" and isinstance(first, list) else list(call.arguments)
    held += added if sure else [Unread(IN_BRANCH)]


def _update(held: dict[str, Any], call: Call, sure: bool) -> None:
    for given in (*call.arguments, call.keywords):
        for name, value in (given if isinstance(given, dict) else {"...": Unread(ELSEWHERE)}).items():
            set_member(held, name, value if sure else Unread(IN_BRANCH))


def _pop(held: dict[str, Any], call: Call, sure: bool) -> None:
    name = joined(*call.arguments[:1])
    if name in held:
        set_member(held, name, UNDEFINED if sure else Unread(IN_BRANCH))


def _set_default(held: dict[str, Any], call: Call, sure: bool) -> None:
    value = call.arguments[1] if len(call.arguments) > 1 else None
    held.setdefault(joined(*call.arguments[:1]), value if sure else Unread(IN_BRANCH))


def _remove(held: Pairs, call: Call, sure: bool) -> None:
    names = call.arguments[:1]
    kept = [(name, Unread(IN_BRANCH) if name in names else value) for name, value in held.added]
    held.added[:] = [pair for pair in kept if not sure or pair[0] not in names]


def _add(held: Pairs, call: Call, sure: bool) -> None:
    if len(call.arguments) < 2:
        return
    name, content, *more = call.arguments
    filename: Any = call.keywords.get("filename", more[0] if more else None)
    kind = call.keywords.get("content_type")
    if isinstance(filename, dict):  # options of the package form-data
        filename, kind = filename.get("filename"), filename.get("contentType")
    if call.verb == "set":
        _remove(held, call, sure)
    if not sure and name not in _PICTURES:
        content = Unread(IN_BRANCH)
    held.added.append((joined(name), [filename, content, kind] if filename or kind else content))


def _open(held: dict[str, Any], call: Call, sure: bool) -> None:
    if len(call.arguments) > 1:  # of an XMLHttpRequest
        held["baseURL"] = call.arguments[1] if sure else Unread(IN_BRANCH)


def chained_arguments(calls: Iterable[Call]) -> dict[str, Any]:
    """Return headers and body as calls one after the other say them: superagent's set, field, attach and send."""
    said: dict[str, Any] = {}
    for call in calls:
        first, second, *_ = [*call.arguments, None, None]
        if call.verb == "send":
            said["data"] = first
        elif call.verb == "set" and isinstance(first, str):
            said.setdefault("headers", {})[first] = second
        elif call.verb in ("field", "attach"):
            form = said.setdefault("form", Pairs())
            if call.verb == "attach":
                file = PictureFile(file_name(second)) if isinstance(second, str) else second
                second = [file.name if isinstance(file, PictureFile) else None, file, None]
            pairs = first.items() if isinstance(first, dict) else [(joined(first), second)]
            form.added.extend(pairs)
    return said


_CHANGES: Mapping[type, Mapping[str, Callable[[Any, Call, bool], None]]] = {
    list: dict.fromkeys(("append", "push", "extend"), _extend),
    dict: {"update": _update, "assign": _update, "pop": _pop, "setdefault": _set_default, "open": _open},
    Pairs: {"delete": _remove, **dict.fromkeys(("append", "set", "add_field", "addField"), _add)},
}
