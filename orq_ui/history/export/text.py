"""Text of a manifest within bounds. Pydantic's own would refuse half a surrogate pair, which a run may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, PlainValidator

LONGEST_LINE, LONGEST_PROSE, LONGEST_TAG = 1_000, 10_000_000, 80
"""Characters. Prose is only bounded by the size of a manifest; a tag is as long as its column."""


def _at_most(longest: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest:
            raise ValueError(f"no text of at most {longest} characters")
        return value

    return check


def _address(value: str) -> str:
    urlsplit(value)  # raises ValueError where it is none
    return value


def _pair(value: Any) -> tuple[str, str]:
    match value:
        case [str(name), str(text)]:
            return name, text
    raise ValueError("no pair of texts")


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004 - pydantic reads ValueError
    return value


Line = Annotated[str, PlainValidator(_at_most(LONGEST_LINE))]
Prose = Annotated[str, PlainValidator(_at_most(LONGEST_PROSE))]
Tag = Annotated[str, PlainValidator(_at_most(LONGEST_TAG))]
Address = Annotated[Prose, AfterValidator(_address)]
Pair = Annotated[tuple[str, str], PlainValidator(_pair)]
Json = Annotated[dict[str, Any], PlainValidator(_object)]
