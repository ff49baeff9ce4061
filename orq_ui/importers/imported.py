"""The result of an import: the request, the kind of text it came from, and notes on what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from orq_ui.api import ImageVariationRequest

MOST_NOTES = 100


class Kind(StrEnum):
    """A kind of pasted text."""

    JSON = "json"
    CURL = "curl"
    COMMAND = "command"  # HTTPie, xh or wget
    POWERSHELL = "powershell"
    PYTHON = "python"
    TYPESCRIPT = "typescript"
    OPENAI = "openai"
    HTTPX = "httpx"
    REQUESTS = "requests"
    FETCH = "fetch"
    YAML = "yaml"
    TOML = "toml"
    HTTP = "http"  # a message as it goes over the wire, or a form's body
    HAR = "har"
    POSTMAN = "postman"
    INSOMNIA = "insomnia"
    RECORD = "record"  # of the emulator
    RUN = "run"  # ``run.json`` of an exported zip
    LINK = "link"  # one of our own
    PICTURE = "picture"  # by ``read_image``: the request was inside


class Code(StrEnum):
    """The subject of a note."""

    KEY_DROPPED = "key_dropped"  # a key was in the text and is nowhere in the result
    PICTURE_NAMED = "picture_named"  # detail: the file's name; the file is not loaded
    FROM_ENVIRONMENT = "from_environment"  # detail: the variable's name; the field is left out
    IGNORED = "ignored"  # detail: why it means nothing here
    UNKNOWN_KEY = "unknown_key"  # kept, and sent
    HOST = "host"  # detail: the origin that the text speaks to
    CAMEL_CASE = "camel_case"  # the TypeScript client's spelling, now in wire names
    FOUND_IN = "found_in"  # path: where in the document; detail: which of several
    BRACKET_NOTATION = "bracket_notation"  # names such as orq[retry][count]
    HALF_SIGN = "half_sign"  # a lone surrogate, which has no UTF-8 form, is written as its escape
    MORE = "more"  # detail: how many notes were left out


@dataclass(frozen=True)
class Note:
    """One fact; ``path`` is dotted wire names, or the name of a part or option."""

    code: Code
    path: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class Imported:
    """A request read from a text, values out of contract and unknown keys included.

    ``parts`` are the dotted paths of the options that the text holds alone, such as ``orq.retry``; for a whole request
    there are none. ``request`` holds nothing else then.
    """

    request: ImageVariationRequest
    kind: Kind
    notes: tuple[Note, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass
class Findings:
    """Notes, secrets and options that stand alone, gathered while a text is read."""

    notes: list[Note] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set, repr=False)

    def add(self, code: Code, path: str | None = None, detail: str = "") -> None:
        """Note a fact, once."""
        note = Note(code, path, detail)
        if len(self.notes) > MOST_NOTES or note not in self.notes:
            self.notes.append(note)

    def ignore(self, path: str | None, reason: str) -> None:
        """Note that something means nothing here."""
        self.add(Code.IGNORED, path, reason)
