"""The picture, and what a strict model may hold against it."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.imaging import CONVERSIONS, PictureWarning, WarningCode, picture_warnings
from orq_ui.lint.context import Case
from orq_ui.lint.finding import Severity
from orq_ui.lint.fix import Fix
from orq_ui.lint.messages import quoted
from orq_ui.lint.registry import MAKER, NEIGHBOUR, OURS, Hit, rule
from orq_ui.lint.rules.model_facts import CLASSIC

_PATH = "image"


@rule("picture-missing", "error", OURS)
def picture_missing(case: Case) -> Iterator[Hit]:
    """Nothing to vary; the contract's schema does not say that it must be there."""
    if case.picture is None:
        yield Hit(_PATH, "Choose a picture: there is nothing to vary.")


@rule("picture-square", "warning", MAKER)
def picture_square(case: Case) -> Iterator[Hit]:
    """An oblong picture."""
    for warning in _warnings(case, "not_square"):
        size = f"{warning.facts['width']} × {warning.facts['height']}"
        said = f"The picture is {size} pixels; some models, {_classic()} among them, take only squares."
        yield Hit(_PATH, said, _cure(warning), _classic_severity(case))


@rule("picture-size", "warning", MAKER)
def picture_size(case: Case) -> Iterator[Hit]:
    """Too many bytes for the model of old; the router itself takes up to 50 MB."""
    for warning in _warnings(case, "over_4_mb") if case.asked & CLASSIC else ():
        said = f"The picture has {int(warning.facts['bytes']) / 1e6:.1f} MB; {_classic()} takes less than 4 MB."
        yield Hit(_PATH, said, _cure(warning), _classic_severity(case))


@rule("picture-png", "warning", MAKER)
def picture_png(case: Case) -> Iterator[Hit]:
    """Not the one format that the model of old takes."""
    if case.picture is not None and case.asked & CLASSIC and CONVERSIONS["to_png"].applies(case.picture):
        said = f"The picture is not a PNG, the only format that {_classic()} takes."
        yield Hit(_PATH, said, Fix.converting("to_png"), _classic_severity(case))


@rule("picture-rotated", "warning", OURS)
def picture_rotated(case: Case) -> Iterator[Hit]:
    """Pixels that lie on their side, with a note to turn them."""
    for warning in _warnings(case, "exif_rotation"):
        yield Hit(
            _PATH, "The picture is turned by a note in its EXIF data, which a model may not read.", _cure(warning)
        )


@rule("picture-extension", "info", NEIGHBOUR)
def picture_extension(case: Case) -> Iterator[Hit]:
    """A name that says another format; the name that is sent fits the content."""
    for warning in _warnings(case, "wrong_extension"):
        given, fitting = str(warning.facts["extension"]), warning.facts["expected"]
        said = f"The picture's name ends in {quoted(given)} but its content does not; it is sent as .{fitting}."
        yield Hit(_PATH, said, _cure(warning))


def _warnings(case: Case, code: WarningCode) -> list[PictureWarning]:
    return [each for each in picture_warnings(case.picture) if each.code == code] if case.picture else []


def _cure(warning: PictureWarning) -> Fix | None:
    return Fix.converting(warning.cures[0]) if warning.cures else None


def _classic_severity(case: Case) -> Severity | None:
    return None if case.live and case.asked & CLASSIC else "info"


def _classic() -> str:
    return " and ".join(sorted(CLASSIC))
