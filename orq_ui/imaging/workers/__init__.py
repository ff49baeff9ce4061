"""Work on pictures beside its caller: threads for what is short, a child process for what may have to be killed."""

from orq_ui.imaging.workers.executor import run, run_async, stop_children
from orq_ui.imaging.workers.operations import (
    convert,
    convert_refused_file,
    draw_thumbnail,
    load_picture,
    load_picture_async,
    seconds_of,
)

__all__ = [
    "convert",
    "convert_refused_file",
    "draw_thumbnail",
    "load_picture",
    "load_picture_async",
    "run",
    "run_async",
    "seconds_of",
    "stop_children",
]
