"""Pictures as bytes and Pillow: read, describe, convert on request."""

from orq_ui.imaging.conversions import CLASSIC_MAX_BYTES, CONVERSIONS
from orq_ui.imaging.convert_refused import can_convert, convert_refused
from orq_ui.imaging.metadata import EmbeddedRequest, embed_request, read_embedded_request
from orq_ui.imaging.metadata.content_credentials import Credentials, content_credentials
from orq_ui.imaging.metadata.record import decode_record, encode_record
from orq_ui.imaging.picture import EXTENSIONS, FORMATS, MAX_BYTES, MAX_PIXELS, MissingPicture, Picture, UnshownPicture
from orq_ui.imaging.picture_warnings import PictureWarning, WarningCode, picture_warnings
from orq_ui.imaging.samples import SAMPLES, Sample, sample, sample_thumbnail, style_picture
from orq_ui.imaging.thumbnail import thumbnail

__all__ = [
    "CLASSIC_MAX_BYTES",
    "CONVERSIONS",
    "EXTENSIONS",
    "FORMATS",
    "MAX_BYTES",
    "MAX_PIXELS",
    "SAMPLES",
    "Credentials",
    "EmbeddedRequest",
    "MissingPicture",
    "Picture",
    "PictureWarning",
    "Sample",
    "UnshownPicture",
    "WarningCode",
    "can_convert",
    "content_credentials",
    "convert_refused",
    "decode_record",
    "embed_request",
    "encode_record",
    "picture_warnings",
    "read_embedded_request",
    "sample",
    "sample_thumbnail",
    "style_picture",
    "thumbnail",
]
