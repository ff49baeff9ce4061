"""The picture, and what a strict model may refuse in it."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.imaging import CONVERSIONS, PictureWarning, WarningCode, picture_warnings
from orq_ui.lint.context import Context
from orq_ui.lint.finding import Severity
from orq_ui.lint.fix import Fix
from orq_ui.lint.messages import quote
from orq_ui.lint.registry import ASSUMPTION, MODEL_MAKER, NEIGHBOURING_ENDPOINTS, Hit, rule
from orq_ui.lint.rules.model_facts import CLASSIC

_PATH = "image"


@rule("picture-missing", "error", ASSUMPTION)
def picture_missing(context: Context) -> Iterator[Hit]:
    """Find that there is no picture; the contract's schema does not say that it must be there."""
    if context.picture is None:
        yield Hit(_PATH, "Choose a picture: there is nothing to vary.")


@rule("picture-square", "warning", MODEL_MAKER)
def picture_square(context: Context) -> Iterator[Hit]:
    """Find a picture that is not square."""
    for warning in _warnings(context, "not_square"):
        size = f"{warning.facts['width']} × {warning.facts['height']}"
        message = f"The picture is {size} pixels; some models, {_classic()} among them, accept only squares."
        yield Hit(_PATH, message, _cure(warning), _classic_severity(context))


@rule("picture-size", "warning", MODEL_MAKER)
def picture_size(context: Context) -> Iterator[Hit]:
    """Find too many bytes for the oldest model; the router itself takes up to 50 MB."""
    for warning in _warnings(context, "over_4_mb") if context.callable_models & CLASSIC else ():
        message = f"The picture is {int(warning.facts['bytes']) / 1e6:.1f} MB; {_classic()} accepts less than 4 MB."
        yield Hit(_PATH, message, _cure(warning), _classic_severity(context))


@rule("picture-png", "warning", MODEL_MAKER)
def picture_png(context: Context) -> Iterator[Hit]:
    """Find a picture that is not in the one format that the oldest model takes."""
    if (
        context.picture is not None
        and context.callable_models & CLASSIC
        and CONVERSIONS["to_png"].applies(context.picture)
    ):
        message = f"The picture is not a PNG, the only format that {_classic()} accepts."
        yield Hit(_PATH, message, Fix.converting("to_png"), _classic_severity(context))


@rule("picture-rotated", "warning", ASSUMPTION)
def picture_rotated(context: Context) -> Iterator[Hit]:
    """Find pixels that are stored turned, with a note to turn them back."""
    for warning in _warnings(context, "exif_rotation"):
        yield Hit(
            _PATH, "The picture is turned by a note in its EXIF data, which a model may not read.", _cure(warning)
        )


@rule("picture-no-end", "warning", ASSUMPTION)
def picture_no_end(context: Context) -> Iterator[Hit]:
    """Find a file that ends too early, though it can be shown; strict decoders refuse it."""
    for warning in _warnings(context, "no_end_marker"):
        message = f"The {warning.facts['format']} file's end is missing; it can be shown, but a model may refuse it."
        yield Hit(_PATH, message, _cure(warning))


@rule("picture-extension", "info", NEIGHBOURING_ENDPOINTS)
def picture_extension(context: Context) -> Iterator[Hit]:
    """Find a name that says another format; the name that is sent fits the content."""
    for warning in _warnings(context, "wrong_extension"):
        given, fitting = str(warning.facts["extension"]), warning.facts["expected"]
        message = f"The picture's name ends in {quote(given)}, but its content is {fitting}; it is sent as .{fitting}."
        yield Hit(_PATH, message, _cure(warning))


def _warnings(context: Context, code: WarningCode) -> list[PictureWarning]:
    return [each for each in picture_warnings(context.picture) if each.code == code] if context.picture else []


def _cure(warning: PictureWarning) -> Fix | None:
    return Fix.converting(warning.cures[0]) if warning.cures else None


def _classic_severity(context: Context) -> Severity | None:
    return None if context.is_live and context.callable_models & CLASSIC else "info"


def _classic() -> str:
    return " and ".join(sorted(CLASSIC))
