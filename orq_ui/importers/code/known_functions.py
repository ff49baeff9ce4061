"""Functions and operators whose meaning is known without running them, in Python and TypeScript alike."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from orq_ui.importers.placeholders import (
    UNDEFINED,
    Call,
    FromEnvironment,
    Pairs,
    PictureFile,
    Unread,
    file_name,
    joined,
)
from orq_ui.importers.positions import DEEPEST, TOO_DEEP
from orq_ui.json_safety import nests_deeper

SENDING = frozenset({"post", "request", "stream", "fetch", "axios", "got", "ky", "ajax", "Request", "urlopen", "send"})
STANDALONE = "outerImagesVariationsCreate"
"""The end of the name of the vendor's standalone function, by whatever it is imported as part of."""
OF_INTEREST = SENDING | {
    *("create", "create_async", "create_variation", "createVariation"),
    *("Orq", "OpenAI", "AsyncOpenAI", "Client", "AsyncClient", "Session"),
}
"""The last steps of the names of calls that send, or make a client."""
CHAINED = frozenset({"field", "attach", "send", "set", "query", "then", "auth", "type", "accept"})
"""Those of calls that say more of a request that another call began."""
PAIRING = frozenset({"append", "set", "add_field", "addField"})
"""Those of calls that add a name and a value to a form."""
NOT_SENDING = frozenset({"log", "print", "info", "debug", "warn", "error", "URL", "urljoin", "open"})
"""Those of calls that are no request although an address is in them."""
FILLING = PAIRING | {"push", "extend", "update", "assign", "pop", "setdefault", "delete", "open"}
"""Those of calls that change a form, a list or a dictionary."""
_LARGEST_NUMBER = 10**15
NOT_RUN = Unread("is made by a call, and nothing is run")


class PathText(str):
    """A text that is a file's path."""

    __slots__ = ()


def operate(sign: str, left: Any, right: Any) -> Any:
    """Return what an operator makes of two values."""
    if sign in ("or", "??"):
        if isinstance(left, FromEnvironment):
            return FromEnvironment(left.name, right if isinstance(right, str) else None)
        return right if left in (None, UNDEFINED) or (sign == "or" and not left) else left
    if sign == "/" and isinstance(right, str):
        # Whatever is divided by a text is a path.
        return PathText(joined(left, "/", right)) if isinstance(left, PathText) else PathText(right)
    if sign == "+" and isinstance(left, list) and isinstance(right, list):
        return left + right
    if sign == "|" and isinstance(left, dict) and isinstance(right, dict):
        return left | right
    sides = (left, right)
    texts = all(isinstance(side, str | FromEnvironment | Unread) for side in sides)
    if sign == "+" and texts and any(isinstance(side, str) for side in sides):
        return joined(left, right)
    if sign in ("+", "*") and all(is_number(side) and abs(side) < _LARGEST_NUMBER for side in sides):
        return left + right if sign == "+" else left * right
    return next((side for side in sides if isinstance(side, FromEnvironment)), Unread())


def is_number(value: Any) -> bool:
    """Return whether a value is a number, which no boolean is."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def picture_named(name: Any, content: Any) -> PictureFile:
    """Return a picture with the name that goes along with it, else that of the file that is opened."""
    if isinstance(name, str) and name:
        return PictureFile(file_name(name))
    return content if isinstance(content, PictureFile) else PictureFile(None)


def environment(name: Any) -> Any:
    """Return what reading a variable of the environment gives."""
    known = isinstance(name, str) and re.fullmatch(r"\w{1,100}", name)
    return FromEnvironment(name) if known else Unread("comes from the environment")


def _first(call: Call) -> Any:
    return call.arguments[0] if call.arguments else Unread()


def _second(call: Call) -> Any:
    return call.arguments[1] if len(call.arguments) > 1 else None


def _self(call: Call, receiver: Any) -> Any:
    """Return the value itself: of the argument if there is one, else what it is a method of."""
    return call.arguments[0] if call.arguments else receiver


def _cast(call: Call, _receiver: Any) -> Any:
    return _second(call)


def _merged(call: Call, _receiver: Any) -> Any:
    """Return the members of all objects in one."""
    made: dict[str, Any] = {}
    for given in (*call.arguments, call.keywords):
        made |= given if isinstance(given, dict) else {"...": Unread("are members from elsewhere")}
    return made


def _parsed(call: Call, receiver: Any) -> Any:
    text = _first(call)
    if not isinstance(text, str) or not isinstance(receiver, Unread):
        return receiver if isinstance(receiver, PictureFile | Pairs) else Unread()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Unread()
    return Unread(TOO_DEEP) if nests_deeper(value, DEEPEST) else value


def _opened(call: Call, receiver: Any) -> Any:
    path = receiver if isinstance(receiver, PathText | PictureFile) else _first(call)
    if isinstance(path, str):
        return PictureFile(file_name(path))
    return path if isinstance(path, PictureFile) else Unread()


def _read(call: Call, receiver: Any) -> Any:
    if isinstance(receiver, str) and call.verb in ("strip", "trim"):
        return receiver.strip()
    return receiver if isinstance(receiver, str | PictureFile | FromEnvironment | Pairs) else Unread()


def _get(call: Call, receiver: Any) -> Any:
    if "env" in call.name:
        return operate("or", environment(_first(call)), _second(call))
    known = isinstance(receiver, dict) and isinstance(_first(call), str)
    return receiver.get(_first(call), _second(call)) if known else NOT_RUN


def _dumped(call: Call, _receiver: Any) -> Any:
    """Return JSON, or the value itself while something in it is not known."""
    value = _first(call)
    return value if next(_unknown(value), None) is not None else json.dumps(value)


def _unknown(value: Any) -> Iterator[Any]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict | list):
            waiting += item.values() if isinstance(item, dict) else item
        elif not (item is None or isinstance(item, bool | int | float | str)):
            yield item


def _blob(call: Call, _receiver: Any) -> Any:
    parts = _first(call)
    return parts[0] if isinstance(parts, list) and len(parts) == 1 else PictureFile(None)


def _stream(call: Call, _receiver: Any) -> Any:
    value = _first(call)
    return value if isinstance(value, str | PictureFile) else PictureFile(None)


def _number(call: Call, _receiver: Any) -> Any:
    value = _first(call)
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,15}(?:\.[0-9]{1,15})?\s*", value):
        return json.loads(value) if re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", value) else Unread()
    return float(value) if value in ("inf", "-inf", "nan") else value if is_number(value) else Unread()


def _string(call: Call, _receiver: Any) -> Any:
    value = _first(call)
    return str(value) if is_number(value) else value if isinstance(value, str | FromEnvironment) else Unread()


def _address(base: Any, path: Any) -> Any:
    """Return an address that is put together of two."""
    if not isinstance(base, str):
        return path if isinstance(path, str) else Unread()
    try:
        return urljoin(base, path) if isinstance(path, str) else Unread()
    except ValueError:
        return Unread()


def _client(call: Call, _receiver: Any) -> Any:
    """Return a client by what it is made with: ``axios.create({ baseURL })``."""
    known = call.name.partition(".")[0] in ("axios", "ky", "got", "Axios") and isinstance(_first(call), dict)
    return _first(call) if known else NOT_RUN


def _pairs(call: Call, _receiver: Any) -> Any:
    """Return a form, headers or a query, filled from the start by an object or by pairs."""
    start = call.keywords.get("fields", _first(call))
    pairs = list(start.items()) if isinstance(start, dict) else start if isinstance(start, list) else []
    added = [(joined(pair[0]), pair[1]) for pair in pairs if isinstance(pair, list | tuple) and len(pair) == 2]
    return Pairs(added, sendable=call.verb not in ("Map", "Headers"))


_OPENERS = (
    *("openAsBlob", "createReadStream", "readFileSync", "readFile", "file"),
    *("fileFromPath", "fileFromSync", "readFileAsync", "blobFrom", "open", "read_bytes"),
)
KNOWN: Mapping[str, Callable[[Call, Any], Any]] = {
    **dict.fromkeys(_OPENERS, _opened),
    **dict.fromkeys(("FormData", "Headers", "URLSearchParams", "Map", "MultipartEncoder", "urlencode"), _pairs),
    "XMLHttpRequest": lambda _call, _receiver: {},
    "URL": lambda call, _receiver: _address(_second(call), _first(call)),
    "urljoin": lambda call, _receiver: _address(*[*call.arguments, None, None][:2]),
    **dict.fromkeys(("create", "extend"), _client),
    **dict.fromkeys(("getenv", "get", "env"), _get),
    **dict.fromkeys(("dumps", "stringify"), _dumped),
    **dict.fromkeys(("read", "encode", "toString", "strip", "trim"), _read),
    **dict.fromkeys(("float", "int", "Number", "parseInt", "parseFloat"), _number),
    **dict.fromkeys(("str", "String"), _string),
    **dict.fromkeys(("freeze", "seal", "structuredClone", "deepcopy", "copy", "cloneDeep"), _self),
    **dict.fromkeys(("model_validate", "parse_obj", "model_dump", "asdict", "defineConfig"), _self),
    **dict.fromkeys(("assign", "dict"), _merged),
    **dict.fromkeys(("parse", "loads"), _parsed),
    "cast": _cast,
    "??": lambda call, _receiver: operate("??", *call.arguments),
    "Path": lambda call, _receiver: PathText(_first(call)) if isinstance(_first(call), str) else _first(call),
    "BytesIO": _stream,
    "Blob": _blob,
    "File": lambda call, receiver: picture_named(_second(call), _blob(call, receiver)),
    "toFile": lambda call, _receiver: picture_named(_second(call), _first(call)),
}
"""What calls give, by the last step of their names: of the call, and of what it is a method of, or Unread."""
