"""The value of curl's ``--form`` taken apart, after curl's own rules for ``@``, ``<``, quotes and ``;type=``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from orq_ui.importers.imported import Findings
from orq_ui.importers.multipart_fields import Part
from orq_ui.importers.placeholders import PictureFile, Unread, file_name

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"([^;]*)', re.DOTALL)
_SETTING = re.compile(r"\s*(type|filename|headers|encoder)=\s*(.*)", re.DOTALL)


def read_part(text: str, files: Mapping[str, str], findings: Findings, *, literal: bool = False) -> Part | None:
    """Take ``name=content;type=…`` apart; None, with a note, for what is no part. ``files`` are known by path."""
    name, equals, rest = text.partition("=")
    if not equals:
        findings.ignore("--form", "has no = between name and content")
        return None
    if literal:
        return Part(name, rest)
    mark = rest[:1]
    if mark not in ("@", "<"):
        return _settings(Part(name, ""), rest)
    part = _settings(Part(name, ""), rest[1:])
    path = str(part.content)
    if path in files:
        return replace(part, content=files[path])
    if mark == "<":
        return replace(part, content=Unread("a file's content is not read"))
    return replace(part, content=PictureFile(file_name(path)), filename=part.filename or file_name(path))


def _settings(part: Part, rest: str) -> Part:
    content, rest = _value(rest)
    part = replace(part, content=content)
    last = ""
    while rest:
        # What follows a type and is no setting of its own belongs to the type: `;charset=utf-8`.
        setting = _SETTING.match(rest)
        if setting is None:
            extra, rest = _value(rest)
            if last == "type":
                part = replace(part, content_type=f"{part.content_type};{extra}")
            continue
        last = setting[1]
        value, rest = _value(setting[2])
        if last == "type":
            part = replace(part, content_type=value)
        elif last == "filename":
            part = replace(part, filename=value)
    return part


def _value(text: str) -> tuple[str, str]:
    """A value up to the next semicolon, and what follows that."""
    start = text.lstrip(" \t")
    quoted = _QUOTED.match(start)
    if quoted:
        return re.sub(r'\\([\\"])', r"\1", quoted[1]), start[quoted.end() + 1 :]
    value, _, rest = start.partition(";")
    return value.rstrip(), rest
