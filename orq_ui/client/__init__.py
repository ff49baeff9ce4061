"""The only package that speaks HTTP: a wire goes out, a reply or an error of the tree comes back."""

from orq_ui.client.control import EmulatorControl
from orq_ui.client.gateway import Gateway
from orq_ui.client.links import Links
from orq_ui.client.pool import pool
from orq_ui.client.probe import KeyState, Probe
from orq_ui.client.reply import Missing, Note, Reply
from orq_ui.client.stopwatch import Timings

__all__ = [
    "EmulatorControl",
    "Gateway",
    "KeyState",
    "Links",
    "Missing",
    "Note",
    "Probe",
    "Reply",
    "Timings",
    "pool",
]
