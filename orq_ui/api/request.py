"""The request: what a person fills in, in the API's own words."""

from __future__ import annotations

from typing import Any, Literal

from orq_ui.api.base import Nullable, Omittable, request_field
from orq_ui.api.blobs import elide
from orq_ui.api.introspection import dotted
from orq_ui.api.options import OrqOptions, RouterOptions
from orq_ui.api.validation import Problem, problems, unknown_keys


class ImageVariationRequest(RouterOptions):
    """A create-image-variation request without the picture's bytes.

    ``model_validate(dict)`` takes wire names and refuses what the contract refuses; ``as_is(dict)`` takes anything.
    """

    image: Omittable[str] = request_field(
        "Picture",
        "The picture to vary: PNG, WebP or JPEG under 50 MB. Sent as a file part; here it is only a description.",
        group="Request",
        kind="image",
    )
    model: str = request_field(
        "Model", "The model to ask, as provider/model.", group="Request", kind="model", required=True
    )
    # The description says number; there is no half picture.
    n: Nullable[int] = request_field(
        "Number of pictures", "How many variations to make.", group="Request", ge=1, le=10, api_default=1
    )
    response_format: Omittable[Literal["url", "b64_json"]] = request_field(
        "Delivery",
        "Links that live 60 minutes, or the pictures themselves in the reply.",
        group="Request",
        api_default="url",
    )
    size: Omittable[Literal["256x256", "512x512", "1024x1024"]] = request_field(
        "Size", "Width and height of each variation in pixels.", group="Request", api_default="1024x1024"
    )
    user: Omittable[str] = request_field("End user", "Your end user's id, passed on to the provider.", group="Request")
    orq: Omittable[OrqOptions] = request_field("Router options", "The router's options.")

    def sent(self) -> dict[str, Any]:
        """Return the set fields, the request's own first, then the unknown keys, as plain JSON values."""
        return dict(sorted(super().sent().items(), key=lambda item: _ORDER.get(item[0], len(_ORDER))))

    def body(self) -> dict[str, Any]:
        """Return the JSON body as people read it: set fields only, unknown keys kept, long blobs elided."""
        shown: dict[str, Any] = elide(self.sent())
        return shown

    def problems(self) -> list[Problem]:
        """Return what the contract refuses in this request; nothing for one made by ``model_validate``."""
        return problems(type(self), self.sent())

    def unknown_keys(self) -> list[str]:
        """Return the dotted paths of the keys that the contract does not name."""
        return [dotted(path) for path in unknown_keys(self)]


# Pydantic puts an inherited class's fields first; people read the request's own fields first.
_ORDER = {
    name: place
    for place, name in enumerate(
        [name for name in ImageVariationRequest.model_fields if name not in {*RouterOptions.model_fields, "orq"}]
        + [*RouterOptions.model_fields, "orq"]
    )
}
