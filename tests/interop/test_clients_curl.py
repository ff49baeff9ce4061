"""curl against the emulator: parts written by hand, as documentation shows them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.emulator.harness import picture_bytes
from tests.interop.emulator_probe import EVERY_OPTION, FORMATS, EmulatorProbe
from tests.services.node import need


@pytest.mark.parametrize("json_type", [";type=application/json", ""], ids=["typed", "untyped"])
@pytest.mark.parametrize("response_format", FORMATS)
def test_every_option(probe: EmulatorProbe, tmp_path: Path, response_format: str, json_type: str) -> None:
    """All options at both levels arrive, with and without a type of their own, and lead to pictures."""
    need("curl")
    calls = probe.calls()
    body = {**EVERY_OPTION, "response_format": response_format}
    photo = tmp_path / "photo.png"
    photo.write_bytes(picture_bytes())
    command = ["curl", "-sS", "--fail", "--noproxy", "*", "-H", "Authorization: Bearer a-key"]
    command += ["-F", f"image=@{photo};type=image/png"]
    for name, value in body.items():
        is_json = isinstance(value, dict | list)
        command += ["-F", f"{name}={json.dumps(value)}{json_type}" if is_json else f"{name}={value}"]
    url = f"{probe.address}/v2/router/images/variations"
    done = subprocess.run([*command, url], capture_output=True, timeout=30, check=True)  # noqa: S603
    reply = json.loads(done.stdout)

    probe.check(body, [(entry.get("url"), entry.get("b64_json")) for entry in reply["data"]], calls)
