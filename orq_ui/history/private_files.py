"""Files and folders that only the user who runs the server can read, whatever the umask is."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

FILE_MODE, FOLDER_MODE = 0o600, 0o700
OTHERS = 0o077
"""What a mode grants to the group and to everybody else."""
log = logging.getLogger(__name__)


def make_private_folder(path: Path) -> bool:
    """Make a folder with those above it, and return True; leave one that is there as it is. Raises OSError."""
    try:
        path.mkdir(FOLDER_MODE, parents=True)
    except FileExistsError:
        if not path.is_dir():
            raise
        return False
    path.chmod(FOLDER_MODE)
    return True


def absent(path: Path) -> tuple[Path, ...]:
    """Return a path that is not there and those above it that are not, the innermost first."""
    return tuple(takewhile(lambda each: not each.exists(), (path, *path.parents)))


def remove_empty(paths: Iterable[Path]) -> None:
    """Remove those of these files and folders that are empty; what cannot be removed stays."""
    for path in paths:
        with suppress(OSError):
            if path.is_dir():
                path.rmdir()
            elif path.stat().st_size == 0:
                path.unlink()


def make_private_file(path: Path) -> None:
    """Make an empty file; leave one that is there as it is. Raises OSError."""
    try:
        open(path, "xb", opener=open_private).close()
    except FileExistsError:
        return


def open_private(path: str, flags: int) -> int:
    """Open a file that is made by that, as the ``opener`` of :func:`open`."""
    descriptor = os.open(path, flags, FILE_MODE)
    if os.name == "posix":
        os.fchmod(descriptor, FILE_MODE)
    return descriptor


def close_to_others(path: Path) -> None:
    """Take away what others may do with a file or folder that is there. Raises OSError.

    Another user's stays as it is, and so does a folder that all may write to, such as ``/tmp``: it has more in it than
    ours. What is in a closed folder is closed with it, so files need not be walked.
    """
    if os.name != "posix" or not path.exists():
        return
    found = path.stat()
    if not found.st_mode & OTHERS or found.st_mode & stat.S_ISVTX:
        return
    if found.st_uid != os.geteuid():
        log.warning("others may read %s: it belongs to another user, who can close it", path)
        return
    path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
