"""A playground for one call of orq.ai's AI Router: create image variation."""

from pathlib import Path

__version__ = "0.1.0"

_PACKAGE = Path(__file__).parent
_IN_WHEEL = _PACKAGE / "playground"
PLAYGROUND = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent
"""The folder with app.py, pages/ and .streamlit/: inside the package when it was installed, above it in a clone."""
