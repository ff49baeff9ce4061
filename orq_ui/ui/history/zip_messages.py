"""What is wrong with a zip that was to be imported, in a person's words."""

from __future__ import annotations

from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.ui.text.messages import PICTURE, Said

TITLE = "Not everything could be imported"
ZIP = {
    "not_a_zip": "This is not a zip file, whatever its name says.",
    "damaged": "The zip is damaged: it was cut short or changed on its way.",
    "encrypted": "The zip has a password. Save it without one.",
    "unsupported_compression": "The zip is packed in a way that is not read here. Pack it anew as a usual zip.",
    "duplicate_name": "Two files in the zip have the same name.",
    "no_run": "The zip holds no run: none of its files is a run.json.",
    "too_many_runs": "The zip holds more than 1,000 runs.",
    "too_large": "Something in the zip is too large.",
    "not_json": "A run.json in the zip cannot be read.",
    "nested_too_deep": "A run.json in the zip is nested too deeply.",
    "not_a_manifest": "A run.json in the zip is not one of ours.",
    "newer_version": "A newer version of this playground made the zip. Update this one.",
    "no_picture": "A picture is missing from the zip.",
    "wrong_sha256": "A picture in the zip is not the one that the run had.",
}


def said_of_zip(error: InvalidInput, name: str = "") -> Said:
    """Why a zip, or the rest of it, was not imported; the detail says which, and where in it."""
    where = ": ".join(place for place in (name, "" if error.path == "zip" else error.path) if place)
    if isinstance(error, UnusablePicture):
        words = PICTURE.get(error.reason)
        return Said(TITLE, f"A picture in the zip cannot be used. {words.title if words else ''}".strip(), where)
    return Said(TITLE, ZIP.get(error.reason, "The zip cannot be read."), where)
