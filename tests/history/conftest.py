"""The servers and places that this folder's tests keep runs on."""

from pathlib import Path

import pytest

from tests.services.fixtures import Storage, postgres, s3, storage

__all__ = ["postgres", "s3", "storage"]


@pytest.fixture
def folder(tmp_path: Path) -> Storage:
    """The set-up of one person."""
    return Storage(f"sqlite:///{tmp_path / 'history.db'}", f"file://{tmp_path / 'blobs'}")
