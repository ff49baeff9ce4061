"""The only package that speaks HTTP: a wire goes out, a reply or an error of the tree comes back."""

from orq_ui.client.emulator_admin import EmulatorAdmin
from orq_ui.client.gateway import Gateway
from orq_ui.client.http_pool import create_http_client
from orq_ui.client.image_downloads import Links
from orq_ui.client.probe import KeyState, Probe
from orq_ui.client.reply import Note, Reply
from orq_ui.client.timings import Timings

__all__ = [
    "EmulatorAdmin",
    "Gateway",
    "KeyState",
    "Links",
    "Note",
    "Probe",
    "Reply",
    "Timings",
    "create_http_client",
]
