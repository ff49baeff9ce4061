"""The body that a wire carries, read back as values: what a client's own arguments are written from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from types import MappingProxyType
from typing import Any

from orq_ui.api import ImageVariationRequest, fields_of
from orq_ui.wire import PATH, Part, Wire

JSON = "application/json"
LIVE_URL = "https://my.orq.ai"
"""What both of the vendor's clients take when they are given no address."""
NOT_SHOWN = frozenset({"authorization", "user-agent"})
"""The key is read from the environment; the code is not this program."""
_NUMBERS = frozenset(field.name for field in fields_of(ImageVariationRequest) if field.is_number)


@dataclass(frozen=True)
class Form:
    """A wire with its parts told apart: ``image`` is the file, ``fields`` are all others in their order."""

    wire: Wire
    image: Part | None
    fields: tuple[Part, ...]

    @classmethod
    def of(cls, wire: Wire) -> Form:
        """Read a wire."""
        image = next((part for part in wire.parts if part.filename is not None), None)
        return cls(wire, image, tuple(part for part in wire.parts if part is not image))

    @property
    def base_url(self) -> str:
        """The address without the call's path, as clients take it."""
        return self.wire.url.removesuffix(PATH)

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers to show; never the key."""
        shown = {name: text for name, text in self.wire.headers.items() if name.lower() not in NOT_SHOWN}
        return MappingProxyType(shown)

    @property
    def own_headers(self) -> Mapping[str, str]:
        """Those that a client does not send of itself."""
        return MappingProxyType({name: text for name, text in self.headers.items() if name.lower() != "accept"})

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """The body in wire names. Form data has no types: a text stays one, but for fields that hold numbers."""
        values: dict[str, Any] = {}
        for part in self.fields:
            if part.name == "fallback_on_codes[]":
                values.setdefault("fallback_on_codes", []).append(number(text(part)))
            else:
                values[part.name] = field_value(part)
        return MappingProxyType(values)

    @property
    def picture_stem(self) -> str:
        """What results are called, so that they never overwrite the picture they are made from."""
        taken = self.image is not None and (self.image.filename or "").startswith("variation-")
        return "new-variation" if taken else "variation"


def text(part: Part) -> str:
    """A part's content as text; bytes that are not UTF-8 are not ours and show as replacement signs."""
    return part.content.decode("utf-8", "replace")


def field_value(part: Part) -> Any:
    """The value that a part carries."""
    if part.content_type == JSON:
        return json.loads(part.content)
    return number(text(part)) if part.name in _NUMBERS else text(part)


def number(written: str) -> int | float | str:
    """``"2"`` -> ``2``; whatever is not just how JSON writes a finite number stays a text."""
    try:
        value = json.loads(written)
    except ValueError:
        return written
    plain = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return value if plain and json.dumps(value) == written else written
