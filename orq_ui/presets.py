"""Sets of router options under a name: to keep, to apply, to pass on as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orq_ui.api import OrqOptions, problems
from orq_ui.errors import InvalidInput
from orq_ui.json_safety import parse_json

KIND = "orq-ui presets"
VERSION = 1
MAX_PRESETS = 200
MAX_NAME_LENGTH = 80
MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Preset:
    """``options`` are the members of ``orq``; ``when`` says what the preset is good for."""

    name: str
    options: dict[str, Any] = field(hash=False)
    when: str = ""


def router_options(body: Mapping[str, Any], shared: tuple[str, ...]) -> dict[str, Any]:
    """Return all router options of a body as they count: those at top level win over those in ``orq``."""
    orq = body.get("orq")
    return {**(orq if isinstance(orq, dict) else {}), **{name: body[name] for name in shared if name in body}}


def apply_preset(body: Mapping[str, Any], preset: Preset, shared: tuple[str, ...]) -> dict[str, Any]:
    """Return the body with the preset's options in ``orq`` instead of whatever options it had."""
    rest = {name: value for name, value in body.items() if name not in {*shared, "orq"}}
    return rest | ({"orq": dict(preset.options)} if preset.options else {})


def dump_presets(presets: tuple[Preset, ...]) -> str:
    """Write the presets as JSON text."""
    rows = [{"name": preset.name, "when": preset.when, "options": preset.options} for preset in presets]
    return json.dumps({"kind": KIND, "version": VERSION, "presets": rows}, indent=2, ensure_ascii=False)


def load_presets(data: bytes) -> tuple[Preset, ...]:
    """Read presets from a file's bytes, all or none; raises InvalidInput that names what is wrong."""
    if len(data) > MAX_BYTES:
        raise InvalidInput("file", "it is larger than presets ever are")
    try:
        found = parse_json(data)
    except ValueError as error:
        raise InvalidInput("file", "it is not JSON") from error
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise InvalidInput("file", "it holds no presets of ours")
    if found.get("version") != VERSION:
        raise InvalidInput("file", f"it is not of version {VERSION}")
    rows = found.get("presets")
    if not isinstance(rows, list) or len(rows) > MAX_PRESETS:
        raise InvalidInput("presets", f"must be a list of at most {MAX_PRESETS}")
    return tuple(_preset(index, row) for index, row in enumerate(rows))


def _preset(index: int, row: Any) -> Preset:
    path = f"presets[{index}]"
    if not isinstance(row, dict) or not isinstance(row.get("options"), dict):
        raise InvalidInput(path, "has no options")
    name, when = row.get("name"), row.get("when", "")
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME_LENGTH or not isinstance(when, str):
        raise InvalidInput(path, f"has no name of at most {MAX_NAME_LENGTH} characters")
    wrong = problems(OrqOptions, row["options"])
    if wrong:
        raise InvalidInput(f"{path}.options.{wrong[0].path}", wrong[0].reason)
    return Preset(name, row["options"], when[:500])


BUILT_IN_PRESETS = load_presets(Path(__file__).with_suffix(".json").read_bytes())
