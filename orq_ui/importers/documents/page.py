"""A page with a request in one of its code blocks, among prose, installs, replies and other blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from orq_ui.api.camel_case import from_typescript
from orq_ui.errors import InvalidInput
from orq_ui.importers.documents.code_blocks import Block, fenced_blocks, loose_blocks
from orq_ui.importers.imported import Findings, Kind
from orq_ui.importers.positions import at

Reader = Callable[[str, Findings], tuple[Kind, dict[str, Any]]]
"""Reads one text without a page around it; raises InvalidInput."""
_PLACE = re.compile(r"line (\d+), column (\d+)(.*)", re.DOTALL)
_MOST_NAMED = 5


@dataclass(frozen=True)
class _Read:
    block: Block
    kind: Kind
    body: dict[str, Any]
    findings: Findings

    @property
    def said(self) -> str:
        """The request as a text that is equal for equal requests, whatever their spelling."""
        body = {name: value for name, value in self.body.items() if name != "image"}
        return json.dumps(from_typescript(body), sort_keys=True, default=repr)


def read_page(text: str, read: Reader, findings: Findings, *, is_code: bool) -> tuple[Kind, dict[str, Any], Findings]:
    """Read a text, or the one block of it that holds a request, and return what was found with that.

    ``is_code`` says that the text as a whole is a program or a command, whose objects are no blocks. Raises
    InvalidInput for a page whose blocks hold different requests, or none.
    """
    blocks = fenced_blocks(text)
    if blocks:
        return _of_blocks(blocks, read, findings)
    try:
        return *read(text, findings), findings
    except InvalidInput as problem:
        # Words may follow an object too.
        loose = [] if is_code and "Extra data" not in problem.reason else loose_blocks(text)
        if not loose:
            raise
        try:
            return _of_blocks(loose, read, findings)
        except InvalidInput as several:
            raise (several if "different" in several.reason else problem) from None


def _of_blocks(blocks: Sequence[Block], read: Reader, findings: Findings) -> tuple[Kind, dict[str, Any], Findings]:
    found: list[_Read] = []
    mistakes: list[InvalidInput] = []
    for block in blocks:
        own = Findings(secrets=set(findings.secrets))
        try:
            found.append(_Read(block, *read(block.code, own), own))
        except InvalidInput as problem:
            mistakes.append(_moved(problem, block))
        findings.secrets |= own.secrets
    chosen = found if len({one.said for one in found}) < 2 else [one for one in found if "model" in one.body]
    if len({one.said for one in chosen}) > 1:
        raise InvalidInput(at(chosen[0].block.first, 1), _several(chosen))
    if not chosen and found:
        raise InvalidInput(at(found[0].block.first, 1), _several(found))
    if not chosen:
        raise mistakes[0] if len(blocks) == 1 else InvalidInput(at(blocks[0].first, 1), _none(blocks, mistakes))
    first = chosen[0]
    first.findings.secrets |= findings.secrets
    return first.kind, first.body, first.findings


def _several(found: Sequence[_Read]) -> str:
    named = [f"lines {one.block.first} to {one.block.last} ({one.kind.value})" for one in found[:_MOST_NAMED]]
    more = ", …" if len(found) > _MOST_NAMED else ""
    return (
        f"begins one of {len(found)} blocks that hold different requests: {', '.join(named)}{more}. Paste one of them"
    )


def _none(blocks: Sequence[Block], mistakes: Sequence[InvalidInput]) -> str:
    reasons = [f"{problem.path} {problem.reason}" for problem in mistakes[:3]]
    return f"begins the first of {len(blocks)} blocks, and none of them holds a request: {'; '.join(reasons)}"


def _moved(problem: InvalidInput, block: Block) -> InvalidInput:
    """Return a mistake with its line counted in the page."""
    place = _PLACE.fullmatch(problem.path)
    if place is None:
        return problem
    return InvalidInput(at(block.first + int(place[1]) - 1, int(place[2])) + place[3], problem.reason)
