"""The servers and places that this folder's tests keep runs on."""

from tests.services.fixtures import postgres, s3, storage

__all__ = ["postgres", "s3", "storage"]
