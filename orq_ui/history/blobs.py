"""Pictures as files in a folder or any store that fsspec knows, named by their SHA-256 or by a name that begins so."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import fsspec
from fsspec.implementations.local import LocalFileSystem

from orq_ui.errors import HistoryUnavailable
from orq_ui.history.database import NO_ROOM
from orq_ui.history.private_files import close_to_others, make_private_folder, open_private

T = TypeVar("T")
MAX_PARALLEL = 4
"""Pictures written in parallel: a disk or a remote store takes several in about the time of one."""
CONNECT_S, ANSWER_S = 3, 10
"""How long a remote store is waited for, in each of its tries."""
UPLOAD_S = 120
"""One that takes no more bytes of a picture would be waited for without end."""
TRIES = 3
FOLDER_DIGITS = 2
"""Of a hash, by which its folder is named."""
PARTIAL = "partial"
"""The folder of files that are still being written."""


class BlobStore:
    """Content by its name: its SHA-256 in hex, also with something behind it.

    Failures raise HistoryUnavailable, missing content KeyError.
    """

    def __init__(self, url: str, server: str) -> None:
        self._fs, self._root = filesystem(url)
        self._server = server
        self._is_local = isinstance(self._fs, LocalFileSystem)
        self._within = {"timeout": UPLOAD_S} if url.startswith("s3://") else {}
        with _translate_errors():
            if self._is_local:
                self._make_folders()
        self._writers = ThreadPoolExecutor(MAX_PARALLEL, thread_name_prefix="blobs")

    def _make_folders(self) -> None:
        root = Path(self._root)
        make_private_folder(root)
        make_private_folder(root / PARTIAL)
        close_to_others(root)
        for folder in root.iterdir():
            if folder.name == PARTIAL or len(folder.name) == FOLDER_DIGITS:
                close_to_others(folder)

    def put(self, contents: Mapping[str, bytes]) -> None:
        """Store contents by their names, durably; one that is there already, whole, is left as it is."""
        put = self._put_local if self._is_local else self._put_remote
        with _translate_errors():
            folders = {folder for folder in self._in_parallel(put, contents.items()) if folder}
            if folders:
                for folder in {Path(self._root), *folders}:
                    _fsync_folder(folder)

    def get(self, name: str) -> bytes:
        """Return the content; raises KeyError where there is none."""
        with _translate_errors():
            found = self._read(name)
        if found is None:
            raise KeyError(name)
        return found

    def delete(self, names: Iterable[str]) -> None:
        """Remove contents; one that is not there is no error."""
        with _translate_errors():
            self._in_parallel(self._delete, ((name,) for name in names))

    def names(self) -> dict[str, int]:
        """Return the name of every content that is there, and its size in bytes."""
        with _translate_errors():
            return dict(self._found_local() if self._is_local else self._found_remote())

    def hashes(self) -> set[str]:
        """Return the hash of every content that is there, under whichever name."""
        return {name.partition("-")[0] for name in self.names()}

    def delete_partial(self, server: str) -> None:
        """Remove what a dead server was still writing."""
        if self._is_local:
            for path in Path(self._root, PARTIAL).glob(f"{server}-*"):
                path.unlink(missing_ok=True)

    def partial(self) -> list[str]:
        """Return the names of files that are still being written, by any server."""
        return [path.name for path in Path(self._root, PARTIAL).iterdir()] if self._is_local else []

    def close(self) -> None:
        """Wait for what is being written."""
        self._writers.shutdown()

    def _found_local(self) -> Iterator[tuple[str, int]]:
        # Not by fsspec: one file that goes meanwhile would hide the others of its folder.
        for folder in Path(self._root).iterdir():
            # Nor where there may be others', such as `lost+found`.
            if len(folder.name) == FOLDER_DIGITS and folder.is_dir():
                for path in folder.iterdir():
                    with suppress(FileNotFoundError):
                        yield path.name, path.stat().st_size

    def _found_remote(self) -> Iterator[tuple[str, int]]:
        for path, facts in self._fs.find(self._root, detail=True).items():
            yield str(path).rpartition("/")[2], int(facts["size"])

    def _in_parallel(self, work: Callable[..., T], each: Iterable[tuple[Any, ...]]) -> list[T]:
        """Work on each until one fails, and raise that once none is in flight: a later one would undo a clean-up."""
        in_flight: list[Future[T]] = []
        try:
            for given in each:
                in_flight.append(self._writers.submit(work, *given))
        finally:
            for one in wait(in_flight, return_when=FIRST_EXCEPTION).not_done:
                one.cancel()  # does so only if it has not begun
            wait(in_flight)
        return [one.result() for one in in_flight]

    def _path(self, name: str) -> str:
        return f"{self._root}/{name[:FOLDER_DIGITS]}/{name}"

    def _read(self, name: str) -> bytes | None:
        try:
            return bytes(self._fs.cat_file(self._path(name)))
        except FileNotFoundError:
            return None

    def _put_local(self, name: str, content: bytes) -> Path | None:
        """Return the folder of a new name, to be made safe too; None when the content was there."""
        if self._is_whole(name, content):
            return None
        path = Path(self._path(name))
        partial = Path(self._root, PARTIAL, f"{self._server}-{secrets.token_hex(8)}")
        make_private_folder(path.parent)
        try:
            with open(partial, "xb", buffering=0, opener=open_private) as out:
                view = memoryview(content)
                while view:
                    view = view[out.write(view) :]
                os.fsync(out.fileno())
            partial.replace(path)
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        return path.parent

    def _put_remote(self, name: str, content: bytes) -> None:
        if not self._is_whole(name, content):
            self._fs.pipe_file(self._path(name), content, **self._within)

    def _is_whole(self, name: str, content: bytes) -> bool:
        """Return whether it is there, and not cut off, as by a copy to a full disk."""
        try:
            return bool(self._fs.info(self._path(name))["size"] == len(content))
        except FileNotFoundError:
            return False

    def _delete(self, name: str) -> None:
        try:
            self._fs.rm_file(self._path(name))
        except FileNotFoundError:
            return


def filesystem(url: str) -> tuple[fsspec.AbstractFileSystem, str]:
    """Return the file system of an address, and the place in it; nothing is made there.

    Raises HistoryUnavailable for an address that cannot be one.
    """
    try:
        return _filesystem(url)
    except ImportError as missing:
        raise HistoryUnavailable("no_driver", str(missing)[:300]) from missing
    except ValueError as wrong:
        raise HistoryUnavailable("bad_blob_url", str(wrong)[:300]) from wrong


def _filesystem(url: str) -> tuple[fsspec.AbstractFileSystem, str]:
    # Listings are not kept: other servers write to the same place.
    options: dict[str, Any] = {} if "://" not in url or url.startswith("file:") else {"use_listings_cache": False}
    if url.startswith("s3://"):
        # A result is shown without being kept rather than waited for. An instance of our own, as this one is changed.
        options["skip_instance_cache"] = True
        waits = {"connect_timeout": CONNECT_S, "read_timeout": ANSWER_S, "retries": {"total_max_attempts": 1}}
        options["config_kwargs"] = waits
    fs, root = fsspec.core.url_to_fs(url, **options)
    if url.startswith("s3://"):
        fs.retries = TRIES
    return fs, str(root).rstrip("/")


def _fsync_folder(folder: Path) -> None:
    """Make a new name in a folder safe, which it is only when the folder is."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _translate_errors() -> Iterator[None]:
    try:
        yield
    except HistoryUnavailable:
        raise
    except Exception as failed:  # every kind of remote store has errors of its own
        reason = "disk_full" if getattr(failed, "errno", None) in NO_ROOM else "pictures"
        detail = getattr(failed, "strerror", None) or str(failed) or type(failed).__name__
        raise HistoryUnavailable(reason, detail[:300]) from failed
