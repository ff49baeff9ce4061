"""What every model of the request shares: tri-state fields, unknown keys kept, JSON's own types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

import pydantic
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidatorFunctionWrapHandler,
    field_validator,
)
from pydantic.config import JsonDict
from pydantic.types import JsonValue
from pydantic_core import PydanticCustomError

T = TypeVar("T")
Group = Literal["Request", "Reliability", "Routing", "Cache", "Identity and tracing", "Prompt"]
"""What a person looks for a field under; the form's sections, in this order."""


def _not_null(value: object) -> object:
    if value is None:
        raise PydanticCustomError("null", "may be left out, but not null")
    return value


def _unique(values: list[T]) -> list[T]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("unique", "the same value is in it twice")
    return values


def _whole(value: Any) -> Any:
    """Return ``2`` for ``2.0``, in a flat list too."""
    if isinstance(value, list):
        return [_whole(item) for item in value] if any(isinstance(item, float) for item in value) else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


Omittable = Annotated[T | None, BeforeValidator(_not_null)]
"""Unset or a value. Its default None means unset and is never sent; a null that was given is refused."""
Nullable = Annotated[T | None, "nullable"]
"""Unset, null or a value."""
Number = Annotated[float, pydantic.Field(allow_inf_nan=False)]
"""A number that may have a fraction; one that may not is an ``int``, for which ``2.0`` is ``2``."""
Status = Annotated[int, pydantic.Field(ge=100, le=599)]
ErrorStatus = Annotated[int, pydantic.Field(ge=400, le=599)]
Unique = AfterValidator(_unique)


def request_field(
    title: str,
    help: str,  # noqa: A002 - the word for it everywhere in this project
    *,
    group: Group | None = None,
    kind: str | None = None,
    api_default: JsonValue = None,
    example: JsonValue = None,
    unit: str | None = None,
    replaced_by: str | None = None,
    required: bool = False,
    **limits: Any,
) -> Any:
    """Make a pydantic field with what forms and findings read of it: its ``title`` is its name in plain words.

    ``api_default`` is what the router takes when the field is unset; it is shown, never sent. ``replaced_by`` names
    the sibling to use instead, which makes the field deprecated (pydantic's own mark would warn at every look).
    """
    extra: JsonDict = {
        "kind": kind,
        "group": group,
        "api_default": api_default,
        "example": example,
        "unit": unit,
        "replaced_by": replaced_by,
    }
    known: JsonDict = {name: value for name, value in extra.items() if value is not None}
    default: Any = ... if required else None
    return pydantic.Field(default, title=title, description=help, json_schema_extra=known, **limits)


class JsonModel(BaseModel):
    """A JSON object. Keys that it does not know are kept; ``2.0`` is read as ``2``, for JSON has one kind of number."""

    model_config = ConfigDict(extra="allow", protected_namespaces=())

    @field_validator("*", mode="wrap")
    @classmethod
    def _whole_numbers(cls, value: Any, check: ValidatorFunctionWrapHandler) -> Any:
        # Before the check for `int`, which takes no float, and after the one for `float`, which makes one.
        return _whole(check(_whole(value)))


class WireModel(JsonModel):
    """A JSON object of the request. Unset is not sent; keys that it does not know are sent, too."""

    model_config = ConfigDict(strict=True, frozen=True)

    @classmethod
    def as_is(cls, values: Mapping[str, Any]) -> Self:
        """Hold values that the contract refuses, unchanged: to send them anyway and see what the router says."""
        kept = {
            name: _as_is(cls.model_fields[name].annotation, value)
            for name, value in values.items()
            if name in cls.model_fields
        }
        unknown = {name: value for name, value in values.items() if name not in cls.model_fields}
        # Unknown keys come after: one may be named like an argument of the constructor.
        return cls.model_construct(_fields_set=set(kept), **kept).model_copy(update=unknown)

    def sent(self) -> dict[str, Any]:
        """Return the set fields in the contract's order, then the unknown keys, as plain JSON values."""
        names = [name for name in type(self).model_fields if name in self.model_fields_set]
        values = {name: self.__dict__[name] for name in names} | (self.model_extra or {})
        return {name: _plain(value) for name, value in values.items()}

    def unknown(self) -> dict[str, Any]:
        """Return the keys of this object that the contract does not name, with their values."""
        return dict(self.model_extra or {})


def _plain(value: Any) -> Any:
    if isinstance(value, WireModel):
        return value.sent()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def model_in(annotation: Any) -> type[WireModel] | None:
    """Return the model that an annotation holds, inside Optional, Annotated and list."""
    if isinstance(annotation, type) and issubclass(annotation, WireModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := model_in(arg))), None)


def _as_is(annotation: Any, value: Any) -> Any:
    model = model_in(annotation)
    if model is not None and isinstance(value, Mapping):
        return model.as_is(value)
    if model is not None and isinstance(value, list):
        return [_as_is(annotation, item) for item in value]
    return value
