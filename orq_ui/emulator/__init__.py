"""An emulator of the router, as a value: ``create_app(Options()) -> Starlette``."""

from orq_ui.emulator.app import create_app
from orq_ui.emulator.options import Options

__all__ = ["Options", "create_app"]
