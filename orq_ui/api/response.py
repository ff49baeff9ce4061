"""What the router answers, read tolerantly: what is there is kept, what is missing or of another type is None."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from pydantic import (
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from orq_ui.api.base import JsonModel, Number
from orq_ui.api.validation import Problem

LATEST_SECONDS = 1e11
"""Unix time in the year 5138; a larger ``created`` counts milliseconds."""


class TolerantModel(JsonModel):
    """A JSON object of a success, which is paid for: no value in it is a reason to refuse the rest.

    A value that is not of its field's type is None here, and stays in what :meth:`model_dump` returns.
    """

    model_config = ConfigDict(strict=True)
    promised: ClassVar[tuple[str, ...]] = ()
    """Fields that the contract says are always there."""
    _misread: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _set_misfits_aside(cls, given: Any, read: ModelWrapValidatorHandler[TolerantModel]) -> TolerantModel:
        try:
            return read(given)
        except ValidationError as refusal:
            if not isinstance(given, dict):
                raise
            misfits = {str(error["loc"][0]) for error in refusal.errors(include_input=False, include_url=False)}
            model = read({name: value for name, value in given.items() if name not in misfits})
            model._misread = {name: value for name, value in given.items() if name in misfits}
            return model

    @model_serializer(mode="wrap")
    def _with_misfits(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        return written | self._misread

    def problems(self, path: str = "") -> Iterator[Problem]:
        """Yield how this object departs from the contract; ``path`` is its own, with a dot at its end."""
        given = self.model_fields_set | self._misread.keys()
        for name in self.promised:
            if name not in given:
                yield Problem(path + name, "is missing")
            elif self.__dict__[name] is None and name not in self._misread:
                yield Problem(path + name, "is null")
        for name, value in self._misread.items():
            # A list with an odd entry is the list that was promised; the entry says what it lacks where it is read.
            if not (name == "data" and isinstance(value, list)):
                yield Problem(path + name, _misfit(value, type(self).model_fields[name].annotation))
        for name in type(self).model_fields:
            value = self.__dict__[name]
            if isinstance(value, TolerantModel):
                yield from value.problems(f"{path}{name}.")


class ImageData(TolerantModel):
    """One variation, as base64 or as a link; a link is ``https:`` or ``data:``."""

    b64_json: str | None = None
    url: str | None = None


class InputTokensDetails(TolerantModel):
    """Input tokens by what was counted."""

    promised = ("text_tokens", "image_tokens")
    text_tokens: Number | None = None
    image_tokens: Number | None = None


class Usage(TolerantModel):
    """Tokens counted for the call."""

    promised = ("total_tokens", "input_tokens", "output_tokens", "input_tokens_details")
    total_tokens: Number | None = None
    input_tokens: Number | None = None
    output_tokens: Number | None = None
    input_tokens_details: InputTokensDetails | None = None


class ImageVariationResponse(TolerantModel):
    """A success. ``created`` is Unix time in seconds."""

    promised = ("created", "data")
    created: Number | None = None
    data: list[ImageData] = Field(default_factory=list)
    output_format: str | None = None
    size: str | None = None
    quality: str | None = None
    usage: Usage | None = None

    def problems(self, path: str = "") -> Iterator[Problem]:
        """Yield how the response departs from the contract, but for its pictures."""
        yield from super().problems(path)
        if self.created is not None and abs(self.created) > LATEST_SECONDS:
            yield Problem(f"{path}created", "is not in seconds")


class CatalogueModel(JsonModel):
    """One entry of the model catalogue; ``id`` is ``provider/model``. Deprecated models are only found by id."""

    id: str
    name: str = ""
    description: str = ""
    endpoints: tuple[str, ...] = ()
    deprecated: bool = False
    deprecation: datetime | None = None


def _misfit(value: Any, annotation: Any) -> str:
    """Return how a value is not of its field's type: ``is text, not a number``."""
    if isinstance(value, float | int) and not isinstance(value, bool) and annotation == Number | None:
        return "is not a finite number"
    expected = {Number | None: "a number", str | None: "text", list[ImageData]: "a list"}.get(annotation, "an object")
    return f"is {_kind(value)}, not {expected}" if value is not None else "is null"


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "an object"
    return "a number"
