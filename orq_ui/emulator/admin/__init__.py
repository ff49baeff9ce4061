"""``/_emulator``: what the emulator tells about itself, and how it is steered. No key is asked for."""

from starlette.routing import Mount

from orq_ui.emulator.admin import health, images, requests, scenarios

ROUTES = [Mount("/_emulator", routes=[*health.ROUTES, *scenarios.ROUTES, *requests.ROUTES, *images.ROUTES])]
