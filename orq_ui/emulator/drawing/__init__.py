"""Variations drawn from the uploaded picture: deterministic, ten different takes, each model with its own look."""

from orq_ui.emulator.drawing.renderer import Studio

__all__ = ["Studio"]
