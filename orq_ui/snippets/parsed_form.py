"""The body that a wire carries, parsed back into values, from which a client's own arguments are written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from types import MappingProxyType
from typing import Any

from orq_ui.api import ImageVariationRequest, fields_of
from orq_ui.settings import LIVE_HOSTS
from orq_ui.wire import PATH, Part, Wire

JSON = "application/json"
LIVE_URL = "https://my.orq.ai"
"""What both of the vendor's clients use when they are given no address."""
DEFAULT_TIMEOUT_S = 600.0
"""The vendor's clients and OpenAI's wait this long."""
HIDDEN_HEADERS = frozenset({"authorization", "user-agent"})
"""The key is read from the environment; the code is not this program."""
EMULATOR_PREFIX = "x-emulator-"
_NUMBERS = frozenset(field.name for field in fields_of(ImageVariationRequest) if field.is_number)


@dataclass(frozen=True)
class ParsedForm:
    """A wire with its parts by kind: ``image`` is the file, ``fields`` are all others in their order."""

    wire: Wire
    image: Part | None
    fields: tuple[Part, ...]

    @classmethod
    def from_wire(cls, wire: Wire) -> ParsedForm:
        """Parse a wire."""
        image = next((part for part in wire.parts if part.filename is not None), None)
        return cls(wire, image, tuple(part for part in wire.parts if part is not image))

    @property
    def base_url(self) -> str:
        """The address without the call's path, as clients take it."""
        return self.wire.url.removesuffix(PATH)

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers to show; never the key, and on a live host none that only the emulator reads."""
        is_live = self.base_url in LIVE_HOSTS
        shown = {
            name: text
            for name, text in self.wire.headers.items()
            if name.lower() not in HIDDEN_HEADERS and not (is_live and name.lower().startswith(EMULATOR_PREFIX))
        }
        return MappingProxyType(shown)

    @property
    def own_headers(self) -> Mapping[str, str]:
        """The headers that a client does not send by itself."""
        return MappingProxyType({name: text for name, text in self.headers.items() if name.lower() != "accept"})

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """The body in wire names. ParsedForm data has no types: a text stays one, but for fields that hold numbers."""
        values: dict[str, Any] = {}
        for part in self.fields:
            if part.name == "fallback_on_codes[]":
                values.setdefault("fallback_on_codes", []).append(parse_number(part_text(part)))
            else:
                values[part.name] = part_value(part)
        return MappingProxyType(values)

    @property
    def picture_stem(self) -> str:
        """The stem of the results' names, so that they never overwrite the picture they are made from."""
        taken = self.image is not None and (self.image.filename or "").startswith("variation-")
        return "new-variation" if taken else "variation"


def part_text(part: Part) -> str:
    """Return a part's content as text; bytes that are not UTF-8 are not ours and become replacement characters."""
    return part.content.decode("utf-8", "replace")


def part_value(part: Part) -> Any:
    """Return the value that a part carries."""
    if part.content_type == JSON:
        return json.loads(part.content)
    return parse_number(part_text(part)) if part.name in _NUMBERS else part_text(part)


def parse_number(written: str) -> int | float | str:
    """Parse ``"2"`` as ``2``; whatever is not exactly how JSON writes a finite number stays a text."""
    try:
        value = json.loads(written)
    except ValueError:
        return written
    plain = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return value if plain and json.dumps(value) == written else written
