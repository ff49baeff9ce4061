"""The only package that speaks HTTP: a wire goes out, a reply or an OrqUiError comes back."""

from orq_ui.client.emulator_admin import EmulatorAdmin
from orq_ui.client.gateway import Gateway
from orq_ui.client.image_downloads import ImageDownloader
from orq_ui.client.probe import KeyState, Probe
from orq_ui.client.reply import Reply
from orq_ui.client.timings import Timings
from orq_ui.client.transport import create_http_client

__all__ = [
    "EmulatorAdmin",
    "Gateway",
    "ImageDownloader",
    "KeyState",
    "Probe",
    "Reply",
    "Timings",
    "create_http_client",
]
