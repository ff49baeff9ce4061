"""Variations drawn from the uploaded picture: deterministic, ten that differ, each model in a style of its own."""

from orq_ui.emulator.drawing.renderer import Renderer

__all__ = ["Renderer"]
