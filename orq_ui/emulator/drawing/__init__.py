"""Variations drawn from the uploaded picture: deterministic, ten that differ, each model in a style of its own.

Only what draws imports numpy, so that the emulator is ready before it.
"""
