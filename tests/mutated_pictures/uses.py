"""All that the project does with bytes that may be a picture; whatever else than its own errors comes out is a bug."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

from PIL import Image

from orq_ui.api import ImageVariationRequest
from orq_ui.emulator.drawing.renderer import Renderer
from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.imaging import (
    CONVERSIONS,
    EXTENSIONS,
    Picture,
    UnshownPicture,
    can_convert,
    content_credentials,
    convert_refused,
    embed_request,
    picture_warnings,
    read_embedded_request,
    thumbnail,
)
from orq_ui.lint import check
from orq_ui.ui.text.error_messages import TEXTS, message_for, why_missing
from orq_ui.ui.text.quantities import picture_facts
from orq_ui.wire import Connection, encode
from tests.mutated_pictures.sources import RECORD

MODELS = ("emulator/aquarelle", "emulator/riso", "emulator/mosaic", "emulator/neon", "emulator/linocut", "a/b")
HERE = Connection("http://127.0.0.1:4010", None, 600)
REQUEST = ImageVariationRequest.model_validate({"model": "a/b"})


def accept(data: bytes, name: str = "cat.png") -> Picture | None:
    """Return the picture that a page would have of these bytes: as they are, or converted; None if it refuses them.

    A refusal has a sentence of its own, and so has a conversion that fails.
    """
    with suppress(InvalidInput):
        read_embedded_request(data)
    content_credentials(data)
    try:
        return Picture.from_bytes(data, name)
    except UnusablePicture as error:
        refused = error
    _check_words(refused)
    assert UnshownPicture(0, refused.reason, refused.detail, data).name.startswith("variation-1.")
    if not can_convert(data, refused):
        return None
    try:
        return convert_refused(data, name)
    except UnusablePicture as error:
        refused = error
    _check_words(refused)
    assert refused.reason in {"not_convertible", "too_large_to_convert"}
    return None


def use(picture: Picture) -> None:
    """Do with a picture that was accepted all that pages do with one: each step works, or says that it is too large."""
    for side in (8, 256):
        with Image.open(BytesIO(thumbnail(picture, side))) as small:
            assert max(small.size) <= side
            assert small.size == (1, 1) or max(small.size) == min(side, max(picture.upright_size))
    picture_facts(picture, len(picture.bytes))
    for warning in picture_warnings(picture):
        assert set(warning.cures) <= CONVERSIONS.keys()
    check(REQUEST, picture, HERE)
    assert encode(REQUEST, picture, HERE).parts
    for conversion in CONVERSIONS.values():
        _convert(picture, conversion.id)
    _embed(picture)


def draw(picture: Picture, number: int) -> None:
    """Draw a variation as the emulator does; the models, sizes and crops take turns."""
    renderer = Renderer.open(picture, MODELS[number % len(MODELS)], 256, number)
    with Image.open(BytesIO(renderer.draw(number % 10))) as drawn:
        assert drawn.size == (256, 256)


def _convert(picture: Picture, conversion_id: str) -> None:
    conversion = CONVERSIONS[conversion_id]
    if not conversion.applies(picture):
        with suppress(UnusablePicture):
            assert conversion.run(picture) == picture
        return
    converted = conversion.run(picture)
    assert converted.bytes != picture.bytes
    assert not conversion.applies(converted)
    assert converted.name.endswith(f".{EXTENSIONS[converted.media_type]}")


def _embed(picture: Picture) -> None:
    try:
        tagged = embed_request(picture, RECORD)
    except InvalidInput as error:
        refused = error
    else:
        assert read_embedded_request(tagged.bytes) == RECORD
        again = Picture.from_bytes(tagged.bytes, picture.name)
        assert (again.width, again.height) == (picture.width, picture.height)
        return
    assert refused.reason == "no_room_for_metadata"


def _check_words(refused: UnusablePicture) -> None:
    assert refused.reason in TEXTS.picture
    assert message_for(refused).advice
    assert why_missing(refused.reason, refused.detail)
