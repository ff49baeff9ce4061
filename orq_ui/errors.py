"""Everything that can go wrong, as facts; only ``orq_ui.ui`` turns them into sentences for people.

::

    OrqUiError
    ├── InvalidInput          fix the field at ``path``
    │   └── UnusablePicture   choose another picture, or convert this one
    ├── ForbiddenUrl          choose an allowed host; nothing was sent
    ├── Unreachable           check the URL and the network; there was no response
    ├── TimedOut              raise the timeout, or ask for less
    ├── Cancelled             the person stopped it
    ├── Refused               read the router's response: status, code, param, trace id
    ├── BadReply              a success without a picture: look at the raw response
    ├── HistoryUnavailable    the history cannot be read or written: look at its disk or database
    └── InternalError                our own mistake: the log has it
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

# Not frozen: contextlib sets `__traceback__` on whatever passes through it.


@dataclass(eq=False)
class OrqUiError(Exception):
    """The root of whatever this package raises on purpose."""

    def __str__(self) -> str:
        shown = [item.name for item in fields(self) if item.repr]
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


@dataclass(eq=False)
class InvalidInput(OrqUiError):
    """A value that the contract does not allow; ``path`` is dotted wire names (``orq.retry.count``)."""

    path: str
    reason: str


@dataclass(eq=False)
class UnusablePicture(InvalidInput):
    """Bytes that cannot be sent as the picture; ``reason`` is one of the codes in ``imaging.picture``."""

    path: str = field(default="image", kw_only=True)
    detail: str = field(default="", kw_only=True)


@dataclass(eq=False)
class ForbiddenUrl(OrqUiError):
    """A host or scheme that the safety rules refuse."""

    url: str
    reason: str


@dataclass(eq=False)
class Unreachable(OrqUiError):
    """No connection, or one lost before a response came; ``reason`` is one of ``client.network_errors.REASONS``."""

    host: str
    reason: str


@dataclass(eq=False)
class TimedOut(OrqUiError):
    """No response in time; ``phase`` is ``pool``, ``connect``, ``send`` or ``receive``, which includes the wait."""

    phase: str
    seconds: float


@dataclass(eq=False)
class Cancelled(OrqUiError):
    """Stopped by the person, or by the tab being closed."""


@dataclass(eq=False)
class Refused(OrqUiError):
    """A response other than success, read as the router's error envelope where it is one."""

    status: int
    message: str
    code: str | None = None
    type: str | None = None
    param: str | None = None
    trace_id: str | None = None
    retry_after_s: float | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: str = field(default="", repr=False)


@dataclass(eq=False)
class BadReply(OrqUiError):
    """A success without any place for a picture.

    ``reason`` is ``redirect``, ``not_json``, ``not_an_object``, ``no_data``, ``accepted`` (a job, to be fetched later),
    ``error_inside``, ``too_large`` or ``garbled``; of the catalogue also ``wrong_type PATH``. ``message`` is its
    own. Runs of earlier versions may have other reasons.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: str = field(default="", repr=False)
    message: str = field(default="", kw_only=True)


@dataclass(eq=False)
class HistoryUnavailable(OrqUiError):
    """The history failed; what could not be saved is still shown.

    ``reason`` is ``disk_full``, ``database``, ``pictures``, ``newer_database``, ``no_driver``, ``bad_database_url``,
    ``bad_blob_url`` or ``deleted`` (a run, while its call was under way); ``detail`` is what the failing
    library says.
    """

    reason: str
    detail: str = ""


@dataclass(eq=False)
class InternalError(OrqUiError):
    """A mistake in this package; ``kind`` is the exception's class, its text stays in the log."""

    kind: str
