"""Every field of the contract, typed in by hand, arrives as typed."""

import hashlib
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from tests.browser.form_filler import FILLERS, fill
from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab

GROUPS = ("Reliability", "Routing", "Cache", "Identity and tracing", "Prompt")
PERSON = {
    "id": "customer-42",
    "display_name": "Ada “the first” Lovelace",
    "email": "ada@example.com",
    "metadata": [{"plan": "pro"}, {"region": "eu"}],
    "logo_url": "https://example.com/logo.png",
    "tags": ["beta", "two words"],
}
OWN = {
    "model": "openai/gpt-image-1",
    "n": 2,
    "response_format": "b64_json",
    "size": "256x256",
    "user": "user-4711 é 😀",
}
SHARED = {
    "name": "every field",
    "retry": {"count": 2, "on_codes": [429, 503, 418]},
    "fallbacks": [{"model": "openai/dall-e-2"}, {"model": "emulator/riso"}],
    "fallback_on_codes": [500, 429, 451],
    "cache": {"type": "exact_match", "ttl": 3600},
    "load_balancer": {
        "type": "weight_based",
        "models": [{"model": "openai/dall-e-2", "weight": 0.75}, {"model": "emulator/neon", "weight": 0.25}],
    },
    "timeout": {"call_timeout": 30000},
}
INSIDE = {
    "prompt": {"id": "prompt-01", "version": "latest"},
    "identity": PERSON,
    "contact": {**PERSON, "id": "contact-7", "display_name": "Charles Babbage", "tags": ["legacy"]},
}
IN_ORQ = {**OWN, "orq": {**SHARED, **INSIDE}}
AT_TOP = {**OWN, **SHARED, "orq": INSIDE}


def png() -> bytes:
    """Draw a small picture with something in it."""
    out = BytesIO()
    Image.linear_gradient("L").resize((64, 64)).convert("RGB").save(out, "PNG")
    return out.getvalue()


def leaves(fields: tuple[Field, ...], value: Any) -> Iterator[tuple[Field, bool]]:
    """Yield every field at every depth, with whether the value has it."""
    for field in fields:
        held = value.get(field.name) if isinstance(value, dict) else None
        yield field, held is not None
        yield from leaves(field.fields, held[0] if isinstance(held, list) else held)


def arrived(record: dict[str, Any]) -> list[tuple[str, str | None, Any]]:
    """Return name, type and content of every part but the picture, as the emulator recorded them."""
    return [
        (part["name"], part["content_type"], json.loads(part["text"]) if part["content_type"] else part["text"])
        for part in record["parts"]
        if part["name"] != "image"
    ]


def wanted(body: dict[str, Any]) -> list[tuple[str, str | None, Any]]:
    """Return the parts that a body must arrive as: objects as JSON, plain values as text, status codes repeated."""
    parts: list[tuple[str, str | None, Any]] = []
    for name, value in body.items():
        if name == "fallback_on_codes":
            parts += [("fallback_on_codes[]", None, str(code)) for code in value]
        elif isinstance(value, dict | list):
            parts.append((name, "application/json", value))
        else:
            parts.append((name, None, str(value)))
    return parts


def test_the_journey_below_leaves_nothing_out() -> None:
    """The body that is typed has every field of the contract, and every kind has a way to be typed."""
    missing = [field.path for field, there in leaves(fields_of(ImageVariationRequest), AT_TOP | IN_ORQ) if not there]

    assert set(FILLERS) == set(Kind)
    # The picture is uploaded; the top-level twins of the options are reached by the switch.
    assert missing == [("image",), *(path for path in missing[1:] if path[0] in SHARED)]


def test_every_field_arrives_as_typed(tab: Tab, emulator: EmulatorClient) -> None:
    """The whole form by hand: shown as typed, moved to top level by the switch, and arrived part by part."""
    fields = {field.name: field for field in fields_of(ImageVariationRequest)}
    options = {field.name: field for field in fields["orq"].fields}
    picture = png()
    tab.upload("gradient.png", picture)
    for name, value in OWN.items():
        fill(tab, fields[name], (name,), value)
    for group in GROUPS:
        tab.expand(group)
        for name, field in options.items():
            if field.group == group:
                fill(tab, field, field.path, IN_ORQ["orq"][name])  # type: ignore[index]
    tab.expect_body(IN_ORQ)

    tab.choose("composer.placement", "top level").expect_body(AT_TOP)
    tab.send(2)

    record = emulator.request(tab.request_id())
    image = next(part for part in record["parts"] if part["name"] == "image")
    assert arrived(record) == wanted(AT_TOP)
    assert (image["filename"], image["content_type"]) == ("gradient.png", "image/png")
    assert (image["size"], image["sha256"]) == (len(picture), hashlib.sha256(picture).hexdigest())
    assert tab.image_sizes() == [[256, 256]] * 2
