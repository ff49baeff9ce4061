"""The vendor's TypeScript client against the emulator, on Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.harness import picture_bytes
from tests.interop.emulator_probe import EVERY_OPTION, FORMATS, EmulatorProbe, running_probe, without_fallback_on_codes

PACKAGE, VERSION = "@orq-ai/node", "4.15.11"
NODE, NPM = shutil.which("node"), shutil.which("npm")
REQUIRED = os.environ.get("CI") == "true"
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
const bytes = readFileSync(__dirname + "/photo.png");
const image = kind === "blob" ? new Blob([bytes]) : { fileName: "photo.png", content: new Uint8Array(bytes) };
new Orq({ apiKey: "a-key", serverURL: url }).router.images.variations
  .create({ ...camel(body), image })
  .then((reply) => console.log(JSON.stringify(reply)));
"""


@pytest.fixture(scope="module")
def probe() -> Iterator[EmulatorProbe]:
    with running_probe() as made:
        yield made


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the client in it, installed once and kept for the next session."""
    if NODE is None or NPM is None:
        _missing("Node with npm is not here")
    kept = tmp_path_factory.getbasetemp().parent / f"node-client-{VERSION}"
    if not kept.exists():
        fresh = tmp_path_factory.mktemp("node-client")
        _install(fresh)
        (fresh / "photo.png").write_bytes(picture_bytes())
        (fresh / "send.cjs").write_text(SCRIPT)
        try:
            fresh.rename(kept)
        except OSError:  # another worker was faster; its folder is as good
            shutil.rmtree(fresh)
    return kept


def _install(folder: Path) -> None:
    quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", "--prefer-offline"]
    command = [str(NPM), "install", *quiet, "--loglevel=error", "--prefix", str(folder), f"{PACKAGE}@{VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
    if done.returncode != 0:
        _missing(f"npm could not install {PACKAGE}: {done.stderr.strip()[-300:]}")


def _missing(reason: str) -> None:
    (pytest.fail if REQUIRED else pytest.skip)(reason)


def run(folder: Path, asked: dict[str, Any]) -> dict[str, Any]:
    command = [str(NODE), str(folder / "send.cjs")]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply


@pytest.mark.parametrize(("response_format", "kind"), [*zip(FORMATS, ("file", "blob"), strict=True)])
def test_every_option(probe: EmulatorProbe, folder: Path, response_format: str, kind: str) -> None:
    """All options that it knows arrive, as JSON without a type, and lead to pictures, in both formats."""
    calls = probe.calls()
    body = {**without_fallback_on_codes(EVERY_OPTION), "response_format": response_format}
    reply = run(folder, {"url": probe.address, "body": body, "kind": kind})
    request, _ = probe.newest()

    probe.check(body, [(entry.get("url"), entry.get("b64Json")) for entry in reply["data"]], calls)
    assert any("extension" in note for note in request["notes"]) == (kind == "blob")
