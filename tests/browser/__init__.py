"""Journeys through the playground in a real browser, on a real server with its real emulator."""
