"""Pictures as bytes and Pillow: read, describe, convert on request."""

from orq_ui.imaging.convert import CLASSIC_MAX_BYTES, CONVERSIONS, Conversion
from orq_ui.imaging.inspect import Inspection, PictureWarning, WarningCode, inspect
from orq_ui.imaging.picture import EXTENSIONS, FORMATS, MAX_BYTES, MAX_PIXELS, Picture
from orq_ui.imaging.samples import SAMPLES, Sample, sample, sample_thumbnail
from orq_ui.imaging.tag import Tag, Tagged, read_tag, redacted, tagged
from orq_ui.imaging.thumbnail import thumbnail

__all__ = [
    "CLASSIC_MAX_BYTES",
    "CONVERSIONS",
    "EXTENSIONS",
    "FORMATS",
    "MAX_BYTES",
    "MAX_PIXELS",
    "SAMPLES",
    "Conversion",
    "Inspection",
    "Picture",
    "PictureWarning",
    "Sample",
    "Tag",
    "Tagged",
    "WarningCode",
    "inspect",
    "read_tag",
    "redacted",
    "sample",
    "sample_thumbnail",
    "tagged",
    "thumbnail",
]
