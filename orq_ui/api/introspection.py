"""A model read as plain fields: what forms, findings, code and imports walk. Pure, no widgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic.fields import FieldInfo

from orq_ui.api.base import Unique, WireModel


class Kind(StrEnum):
    """What a field holds, and so how it is edited."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"  # a number without a fraction
    CHOICE = "choice"
    CONSTANT = "constant"  # one allowed value: there or not
    MODEL = "model"
    EMAIL = "email"
    URL = "url"
    IMAGE = "image"
    CODES = "codes"  # list of HTTP statuses
    TEXTS = "texts"
    PAIRS = "pairs"  # list of free objects
    OBJECT = "object"
    OBJECTS = "objects"  # list of objects


@dataclass(frozen=True)
class Field:
    """One place of the request. ``fields`` are the members of an object, or of each object of a list."""

    path: tuple[str, ...]
    kind: Kind
    title: str
    help: str
    required: bool = False
    nullable: bool = False
    replaced_by: str | None = None
    group: str | None = None
    api_default: Any = None
    example: Any = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def name(self) -> str:
        """The wire name."""
        return self.path[-1]

    @property
    def deprecated(self) -> bool:
        """Whether another field is to be used instead."""
        return self.replaced_by is not None

    @property
    def is_number(self) -> bool:
        """Whether it holds one number, with or without a fraction."""
        return self.kind in (Kind.NUMBER, Kind.INTEGER)

    def walk(self) -> Iterator[Field]:
        """Yield this field, then its members, depth first."""
        yield self
        for member in self.fields:
            yield from member.walk()


def fields_of(model: type[WireModel], path: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """Read a model's fields in its order. Raises TypeError on an annotation that has no kind."""
    return tuple(_field(info, (*path, name)) for name, info in model.model_fields.items())


def dotted(path: Iterable[str | int]) -> str:
    """Write a path as text: ``("orq", "fallbacks", 0, "model")`` -> ``orq.fallbacks[0].model``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


@dataclass(frozen=True)
class _Shape:
    """An annotation without Optional and Annotated: the bare type, and the metadata found around it."""

    bare: Any
    marks: tuple[Any, ...]


def _field(info: FieldInfo, path: tuple[str, ...]) -> Field:
    shape = _unwrap(info.annotation)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    item = _unwrap(get_args(shape.bare)[0]) if get_origin(shape.bare) is list else None
    kind = Kind(str(extra["kind"])) if "kind" in extra else _kind(shape.bare, item)
    marks = (*shape.marks, *info.metadata)
    member = item.bare if item else shape.bare
    bounds = (*marks, *(item.marks if item else ()))
    return Field(
        path=path,
        kind=kind,
        title=info.title or "",
        help=info.description or "",
        required=info.is_required(),
        nullable="nullable" in marks,
        replaced_by=_text(extra.get("replaced_by")),
        group=_text(extra.get("group")),
        api_default=extra.get("api_default"),
        example=extra.get("example"),
        unit=_text(extra.get("unit")),
        minimum=next((_number(mark.ge) for mark in bounds if isinstance(mark, Ge)), None),
        maximum=next((_number(mark.le) for mark in bounds if isinstance(mark, Le)), None),
        min_items=next((mark.min_length for mark in marks if isinstance(mark, MinLen)), None),
        max_items=next((mark.max_length for mark in marks if isinstance(mark, MaxLen)), None),
        unique=Unique in marks,
        choices=get_args(shape.bare) if get_origin(shape.bare) is Literal else (),
        fields=fields_of(member, path) if isinstance(member, type) and issubclass(member, WireModel) else (),
    )


def _unwrap(annotation: Any) -> _Shape:
    """Remove Annotated and Optional, however they are nested."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        shape = _unwrap(inner)
        spread = [m for mark in marks for m in (mark.metadata if isinstance(mark, FieldInfo) else [mark])]
        return _Shape(shape.bare, (*shape.marks, *spread))
    if get_origin(annotation) in (Union, UnionType):
        values = [arg for arg in get_args(annotation) if arg is not NoneType]
        if len(values) == 1:
            return _unwrap(values[0])
    return _Shape(annotation, ())


def _kind(bare: Any, item: _Shape | None) -> Kind:
    if get_origin(bare) is Literal:
        return Kind.CONSTANT if len(get_args(bare)) == 1 else Kind.CHOICE
    held = item.bare if item else bare
    if isinstance(held, type) and issubclass(held, WireModel):
        return Kind.OBJECTS if item else Kind.OBJECT
    plain = {str: Kind.TEXTS} if item else {str: Kind.TEXT, float: Kind.NUMBER, int: Kind.INTEGER}
    if held not in plain:
        raise TypeError(f"no kind for {bare!r}")
    return plain[held]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) else None
