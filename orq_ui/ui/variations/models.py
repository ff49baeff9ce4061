"""The models that the pickers offer before a catalogue was read."""

from __future__ import annotations

from orq_ui.ui.session import Session

CLASSIC = ("openai/dall-e-2", "openai/gpt-image-1")
"""The models that this endpoint was made for. Their vendor has retired both; requests may still name them."""
EMULATED = ("emulator/aquarelle", "emulator/riso", "emulator/mosaic", "emulator/neon", "emulator/linocut")


def offered(session: Session) -> tuple[str, ...]:
    """What the pickers list; any other name can be typed."""
    first = CLASSIC + (EMULATED if session.connection.is_emulator else ())
    return tuple(dict.fromkeys((*first, *session.models)))
