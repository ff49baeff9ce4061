"""Pictures as bytes and Pillow: read, describe, convert on request."""

from orq_ui.imaging.picture import EXTENSIONS, MAX_BYTES, MAX_PIXELS, Picture

__all__ = ["EXTENSIONS", "MAX_BYTES", "MAX_PIXELS", "Picture"]
