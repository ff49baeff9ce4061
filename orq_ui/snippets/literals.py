"""JSON values as code of each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from orq_ui.snippets.pretty_printer import Code, Group, Style, prefixed
from orq_ui.snippets.string_literals import json_number, json_text, python_number, python_text, script_key


@dataclass(frozen=True)
class Writing:
    """How a language writes JSON's kinds of values."""

    constants: Mapping[bool | None, str]
    number: Callable[[float], str]
    text: Callable[[str], str]
    key: Callable[[str], str]
    style: Style
    padded: bool = False

    def __call__(self, value: Any) -> Code:
        """Write a value."""
        if isinstance(value, Mapping):
            members = tuple(prefixed(f"{self.key(name)}: ", self(member)) for name, member in value.items())
            return Group("", "{}", members, padded=self.padded)
        if isinstance(value, list | tuple):
            return Group("", "[]", tuple(self(item) for item in value))
        if value is None or isinstance(value, bool):
            return self.constants[value]
        return self.text(value) if isinstance(value, str) else self.number(value)


PYTHON = Writing({True: "True", False: "False", None: "None"}, python_number, python_text, python_text, Style(indent=4))
SCRIPT = Writing(
    {True: "true", False: "false", None: "null"}, json_number, json_text, script_key, Style(indent=2), padded=True
)
JSON = Writing(
    {True: "true", False: "false", None: "null"}, json_number, json_text, json_text, Style(indent=2, trailing=False)
)
