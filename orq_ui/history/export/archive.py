"""A zip from anybody, read within limits that are measured and not believed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Literal, get_args

from orq_ui.errors import InvalidInput
from orq_ui.imaging import MAX_BYTES

ZIP = "zip"
CHUNK = 1 << 20
LONGEST_NAME = 200
"""Characters of an entry's name in an error."""

Reason = Literal[
    "not_a_zip",  # other bytes
    "damaged",  # cut short, or bytes that do not fit their checksum
    "encrypted",
    "unsupported_compression",  # neither stored nor deflated: the others cannot be read in bounded memory
    "duplicate_name",
    "no_run",  # no entry is a run.json
    "too_many_runs",
    "too_large",  # an entry or the whole is over its limit
    "too_slow",  # decoding its pictures takes too long
    "not_json",
    "nested_too_deep",
    "not_a_manifest",  # JSON, but not that of a run
    "newer_version",  # made by a newer orq-ui
    "no_picture",  # the manifest names an entry that is not there
    "wrong_sha256",  # the bytes are another picture
]
REASONS = frozenset[str](get_args(Reason))
"""What is wrong with a zip. A picture that cannot be used is an UnusablePicture, with the codes of that."""

ZIP_ERRORS = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What the standard library lets out on damaged zips."""


@dataclass(frozen=True)
class ZipLimits:
    """How much is read of one zip, in bytes but for ``runs``. ``picture`` is exclusive, the others are inclusive.

    ``decoding_s`` is for all its pictures, in seconds of one core by their headers; most take a third of that.
    """

    runs: int = 1_000
    json: int = 10_000_000
    picture: int = MAX_BYTES
    total: int = 2_000_000_000
    directory: int = 5_000_000
    decoding_s: float = 300.0


LIMITS = ZipLimits()


def zip_error(reason: Reason, name: str = ZIP) -> InvalidInput:
    """Return the error for the whole zip, or for one of its entries."""
    return InvalidInput(name[:LONGEST_NAME], reason)


class Archive:
    """The entries of a zip by their names, which are never taken for paths."""

    def __init__(self, file: BinaryIO, limits: ZipLimits = LIMITS) -> None:
        self._limits, self._left, self._left_s = limits, limits.total, limits.decoding_s
        # Not closed, which would not close the file either: pictures may be read as long as that is open.
        self._zip = _directory(file, limits)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if info.filename in self._entries:
                raise zip_error("duplicate_name", info.filename)
            if info.flag_bits & 0x1:
                raise zip_error("encrypted", info.filename)
            self._entries[info.filename] = info

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def json(self, name: str) -> bytes:
        """Return an entry of at most the limit for JSON; it counts towards the total."""
        return self._counted(name, self._limits.json)

    def picture(self, name: str) -> bytes:
        """Return an entry below the limit for pictures; it counts towards the total."""
        return self._counted(name, self._limits.picture - 1)

    def picture_again(self, name: str) -> bytes:
        """Return a picture that was read before."""
        data = bytearray()
        self._read(name, data, self._limits.picture - 1)
        return bytes(data)

    def count_decoding(self, seconds: float) -> None:
        """Count the time that decoding a picture takes; raise an error where all is used up."""
        self._left_s -= seconds
        if self._left_s < 0:
            raise zip_error("too_slow")

    def _counted(self, name: str, most: int) -> bytes:
        data, blamed = bytearray(), name if most <= self._left else ZIP
        try:
            self._read(name, data, min(most, self._left), blamed)
        finally:
            # What was read in vain too: the work on one zip has an end.
            self._left = max(0, self._left - len(data))
        return bytes(data)

    def _read(self, name: str, data: bytearray, most: int, blamed: str = ZIP) -> None:
        info = self._entries[name]
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zip_error("unsupported_compression", name)
        with _translate_errors(name), self._zip.open(info) as entry:
            while chunk := entry.read(CHUNK):
                data += chunk
                if len(data) > most:
                    raise zip_error("too_large", blamed)


def _directory(file: BinaryIO, limits: ZipLimits) -> zipfile.ZipFile:
    starts_as_zip = file.seek(0) == 0 and file.read(2) == b"PK"
    try:
        return zipfile.ZipFile(_Bounded(file, limits.directory))
    except ZIP_ERRORS:
        raise zip_error("damaged" if starts_as_zip else "not_a_zip") from None


@contextmanager
def _translate_errors(name: str) -> Iterator[None]:
    try:
        yield
    except ZIP_ERRORS:
        raise zip_error("damaged", name) from None


class _Bounded(io.BufferedIOBase):
    """A file that gives no more at once than a directory may have: zipfile reads the whole of that in one go."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._most = file, max(most, 2 * CHUNK)

    def read(self, size: int | None = -1) -> bytes:
        """Return at most ``size`` bytes; raises InvalidInput where that is over the bound."""
        wanted = self._most + 1 if size is None or size < 0 else size
        if wanted > self._most + 1:
            raise zip_error("too_large")
        data = self._file.read(wanted)
        if len(data) > self._most:
            raise zip_error("too_large")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """Seek in the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position in the file."""
        return self._file.tell()

    def seekable(self) -> bool:
        """Return True: zipfile needs it."""
        return True

    def readable(self) -> bool:
        """Return True."""
        return True
