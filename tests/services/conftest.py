"""The fixtures of the services."""

from tests.services.fixtures import postgres, s3, storage

__all__ = ["postgres", "s3", "storage"]
