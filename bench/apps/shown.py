"""The pictures that the plain page shows, shared by its script and its route."""

SHOWN: dict[str, bytes] = {}
"""PNG bytes by name."""
