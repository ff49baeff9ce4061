"""The vendor's TypeScript client against the emulator, on Node."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.harness import picture_bytes
from tests.interop.emulator_probe import EVERY_OPTION, FORMATS, EmulatorProbe, without_fallback_on_codes

SCRIPT = """
const { readFileSync } = require("fs");
const { Orq } = require("@orq-ai/node");
const { url, body, kind } = JSON.parse(readFileSync(0, "utf8"));
const camel = (value) =>
  Array.isArray(value) ? value.map(camel)
  : value && typeof value === "object"
    ? Object.fromEntries(Object.entries(value).map(([name, item]) =>
        [name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()), camel(item)]))
    : value;
const bytes = readFileSync("photo.png");
const image = kind === "blob" ? new Blob([bytes]) : { fileName: "photo.png", content: new Uint8Array(bytes) };
new Orq({ apiKey: "a-key", serverURL: url }).router.images.variations
  .create({ ...camel(body), image })
  .then((reply) => console.log(JSON.stringify(reply)));
"""


def run(folder: Path, node_modules: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """Send a request by the client; return its reply."""
    (folder / "photo.png").write_bytes(picture_bytes())
    done = subprocess.run(  # noqa: S603
        ["node", "-e", SCRIPT],  # noqa: S607
        cwd=folder,
        env={**os.environ, "NODE_PATH": str(node_modules)},
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply


@pytest.mark.parametrize(("response_format", "kind"), [*zip(FORMATS, ("file", "blob"), strict=True)])
def test_every_option(
    probe: EmulatorProbe, node_modules: Path, tmp_path: Path, response_format: str, kind: str
) -> None:
    """All options that it knows arrive, as JSON without a type, and lead to pictures, in both formats."""
    calls = probe.calls()
    body = {**without_fallback_on_codes(EVERY_OPTION), "response_format": response_format}
    reply = run(tmp_path, node_modules, {"url": probe.address, "body": body, "kind": kind})
    request, _ = probe.newest()

    probe.check(body, [(entry.get("url"), entry.get("b64Json")) for entry in reply["data"]], calls)
    assert any("extension" in note for note in request["notes"]) == (kind == "blob")
