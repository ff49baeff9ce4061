"""What hypothesis draws requests and pictures from."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from math import ceil
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.imaging import Picture

FORMATS = ("PNG", "WEBP", "JPEG")


def texts(max_size: int = 12) -> st.SearchStrategy[str]:
    """Draw any text that UTF-8 can hold: quotes, newlines, controls and emoji among it."""
    awkward = st.sampled_from(['"', "'", "\\", "\r\n", "\n", "\0", "--", "é", "😀", "%22", ";", "=", "{}", "null", " "])
    plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=max_size)
    return st.one_of(plain, st.lists(st.one_of(awkward, plain), max_size=4).map("".join))


def json_values() -> st.SearchStrategy[Any]:
    """Draw any small JSON value."""
    numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    return st.recursive(
        st.none() | st.booleans() | numbers | texts(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=5,
    )


def bodies(*, unknown: bool = False, without: frozenset[str] = frozenset()) -> st.SearchStrategy[dict[str, Any]]:
    """Draw valid request bodies over every field of the model, with unknown keys at the top and in ``orq`` if asked.

    ``without`` are dotted paths of fields to leave out.
    """
    return _objects(fields_of(ImageVariationRequest), frozenset({"image"}) | without, unknown=unknown)


def requests(*, unknown: bool = False) -> st.SearchStrategy[ImageVariationRequest]:
    """Draw valid requests, as models."""
    return bodies(unknown=unknown).map(ImageVariationRequest.model_validate)


def pictures() -> st.SearchStrategy[Picture]:
    """Draw small pictures of each of the three types, with names that people and attackers give."""
    return st.builds(picture, st.sampled_from(FORMATS), st.integers(1, 4), st.integers(1, 4), texts())


@cache
def picture(kind: str = "PNG", width: int = 2, height: int = 2, name: str = "cat.png") -> Picture:
    """Return one small picture."""
    out = BytesIO()
    Image.new("RGB", (width, height), (width * 40, height * 40, 90)).save(out, kind)
    return Picture.from_bytes(out.getvalue(), name)


def _objects(
    fields: tuple[Field, ...], without: frozenset[str] = frozenset(), *, unknown: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    kept = [field for field in fields if ".".join(field.path) not in without]
    required = {field.name: _values(field, without, unknown=unknown) for field in kept if field.required}
    optional = {field.name: _values(field, without, unknown=unknown) for field in kept if not field.required}
    known = st.fixed_dictionaries(required, optional=optional)
    if not unknown:
        return known
    names = texts().filter(lambda name: name not in {field.name for field in fields})
    extra = st.dictionaries(names, json_values(), max_size=2)
    return st.builds(lambda some, more: some | more, known, extra)


def _values(field: Field, without: frozenset[str], *, unknown: bool) -> st.SearchStrategy[Any]:
    value = _value(field, without, unknown=unknown)
    return st.none() | value if field.nullable else value


def _value(field: Field, without: frozenset[str], *, unknown: bool) -> st.SearchStrategy[Any]:
    match field.kind:
        case Kind.NUMBER | Kind.INTEGER:
            return numbers(field)
        case Kind.CHOICE | Kind.CONSTANT:
            return st.sampled_from(field.choices)
        case Kind.CODES:
            codes = st.integers(int(field.minimum or 100), int(field.maximum or 599))
            return st.lists(codes, min_size=field.min_items or 0, max_size=field.max_items or 8, unique=field.unique)
        case Kind.TEXTS:
            return st.lists(texts(), max_size=3)
        case Kind.PAIRS:
            return st.lists(st.dictionaries(texts(), json_values(), max_size=2), max_size=2)
        case Kind.OBJECT:
            return _objects(field.fields, without, unknown=unknown)
        case Kind.OBJECTS:
            return st.lists(_objects(field.fields, without, unknown=unknown), max_size=3)
        case Kind.TEXT | Kind.MODEL | Kind.EMAIL | Kind.URL:
            return texts()
    raise TypeError(f"nothing to draw for {field.kind}")


def numbers(field: Field) -> st.SearchStrategy[float]:
    """Draw numbers within the field's limits, with a fraction only where the field may have one."""
    least, most = field.minimum or 0, field.maximum or 1e9
    fractions, whole = st.floats(least, most, allow_nan=False), st.integers(ceil(least), int(most))
    if field.kind is Kind.INTEGER:
        return whole
    return fractions if most - least < 1 else whole | fractions
