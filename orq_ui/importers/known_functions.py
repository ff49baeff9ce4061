"""Calls whose meaning is known in either language: they open a picture, read the environment, or write JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from orq_ui.importers.placeholders import FromEnvironment, PictureFile, Unread, file_name

OF_INTEREST = frozenset(
    {
        *("create", "create_async", "create_variation", "createVariation", "post", "request", "stream", "fetch"),
        *("Orq", "OpenAI", "AsyncOpenAI", "Client", "AsyncClient", "Session", "Headers"),
        *("append", "set", "add_field"),
    }
)
"""The last steps of the names of calls that send, make a client, or fill a form."""


def opened(path: Any) -> Any:
    """What a call that opens a file gives."""
    return (
        PictureFile(file_name(path)) if isinstance(path, str) else path if isinstance(path, PictureFile) else Unread()
    )


def environment(name: Any) -> Any:
    """What a call that reads the environment gives."""
    known = isinstance(name, str) and re.fullmatch(r"\w{1,100}", name)
    return FromEnvironment(name) if known else Unread("comes from the environment")


def dumped(value: Any) -> Any:
    """What a call that writes JSON gives; the value itself while something in it is not known."""
    return value if next(_marks(value), None) is not None else json.dumps(value)


def _marks(value: Any) -> Any:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict | list):
            waiting += item.values() if isinstance(item, dict) else item
        elif not (item is None or isinstance(item, bool | int | float | str)):
            yield item


def picture_named(name: Any, content: Any) -> PictureFile:
    """A picture with the name that goes along with it, else that of the file that is opened."""
    if isinstance(name, str) and name:
        return PictureFile(file_name(name))
    return content if isinstance(content, PictureFile) else PictureFile(None)
