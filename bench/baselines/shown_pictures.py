"""The pictures that the page shows, shared by its script and the route."""

SHOWN: dict[str, bytes] = {}
"""PNG bytes by name."""
