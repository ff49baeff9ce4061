"""What ``orq_ai_sdk`` fills in where a request leaves a field unset, read from its models.

A script too, which prints version and defaults as JSON: another process can read another version.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from typing import Any

from orq_ai_sdk import VERSION
from orq_ai_sdk.models.createimagevariationop import CreateImageVariationRequestBody
from pydantic import BaseModel

Names = tuple[str, ...]


def sdk_defaults(model: type[BaseModel] = CreateImageVariationRequestBody, names: Names = ()) -> dict[Names, Any]:
    """Return the defaults of a model's fields and of those below them, but None: such a field is left out."""
    found: dict[Names, Any] = {}
    for name, field in model.model_fields.items():
        if field.default_factory is not None:
            raise TypeError(f"{name}: a default that only a call tells")
        if not field.is_required() and field.default is not None:
            found[(*names, name)] = field.default
        for steps, inner in _models(field.annotation):
            found |= sdk_defaults(inner, (*names, name, *steps))
    return found


def _models(annotation: Any) -> Iterator[tuple[Names, type[BaseModel]]]:
    """Yield the models within an annotation such as ``Optional[List[Model]]``, and the steps to each."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield (), annotation
    step = ("*",) if typing.get_origin(annotation) is list else ()
    for argument in typing.get_args(annotation):
        for steps, model in _models(argument):
            yield (*step, *steps), model


if __name__ == "__main__":
    print(json.dumps([VERSION, list(sdk_defaults().items())]))
