"""``python -m orq_ui.emulator``: its line, its options, its end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from orq_ui.emulator.__main__ import main
from orq_ui.routing import ALTERNATIVE_READINGS
from tests.emulator.harness import client, ledger_of, sender

COMMAND = [sys.executable, "-m", "orq_ui.emulator"]


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [*COMMAND, "--port", "0", *arguments]
    with subprocess.Popen(command, text=True, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603
        try:
            yield process, process.stdout.readline()
        finally:
            process.terminate()


def test_it_says_when_it_is_ready_and_ends_with_stdin(png: bytes) -> None:
    """One line on stdout, an answer at once, and nothing else until stdin closes."""
    with started("--exit-with-stdin", "--time-scale", "0") as (process, line):
        assert re.fullmatch(r"emulator ready http://127\.0\.0\.1:\d+\n", line)
        with client(line.split()[-1]) as http:
            assert sender(http, png)().status_code == 200
        output, errors = process.communicate(timeout=20)  # closes stdin

    assert (process.returncode, output, errors) == (0, "", "")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_it_without_a_traceback() -> None:
    """Stopping it by hand is no failure."""
    with started() as (process, _):
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)

    assert errors == ""


def test_options_reach_the_app(tmp_path: Path, png: bytes) -> None:
    """Scenario, key, seed and pace are those of the command line."""
    scenario = tmp_path / "slow.json"
    scenario.write_text(json.dumps({"default": {"latency_ms": 60_000}}))
    given = ("--scenario", str(scenario), "--api-key", "a-key", "--seed", "7", "--time-scale", "0")
    with started(*given) as (_, line), client(line.split()[-1]) as http:
        reply = sender(http, png)()
        picture = http.get(reply.json()["data"][0]["url"]).content
        wrong = sender(http, png)(headers={"authorization": "Bearer other"})
        default = http.get("/_emulator/scenario").json()["default"]

    assert b"seed\x00\x00\x00\x00\x007" in picture
    assert wrong.status_code == 401
    assert default["latency_ms"] == 60_000


def test_strict_models_from_the_command_line(png: bytes) -> None:
    """With the option a model that the catalogue does not list is a 404."""
    with started("--strict-models", "--time-scale", "0") as (_, line), client(line.split()[-1]) as http:
        statuses = [sender(http, png)(model=model).status_code for model in ("acme/painter-9", "emulator/neon")]

    assert statuses == [404, 200]


def test_a_built_in_scenario_and_a_default_set_by_name() -> None:
    """Both are chosen by their names."""
    with started("--scenario", "flaky", "--defaults", "sdk-4.17") as (_, line), client(line.split()[-1]) as http:
        health = http.get("/_emulator/health").json()

    assert (health["scenario"], health["defaults"]) == ("flaky", "sdk-4.17")


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("--defaults", "sdk-4.17+retry_omitted=two"), "sdk-4.17+retry_omitted=two"),
        (("--retry-codes", "429-only", "--cache-key", "with-options"), "+cache_key=with-options+retry_codes=429-only"),
        (("--defaults", "sdk-4.17+retry_omitted=two", "--retry-omitted", "none", "--cache-ttl-s", "1800"), ""),
    ],
)
def test_assumptions_from_the_command_line(png: bytes, arguments: tuple[str, ...], name: str) -> None:
    """A set and single readings are chosen by options, and the ledger says which count."""
    with started(*arguments, "--time-scale", "0") as (_, line), client(line.split()[-1]) as http:
        ledger = ledger_of(http, sender(http, png)())

    assert ledger["policy"]["defaults"] == (f"spec-2026-08{name}" if name[:3] != "sdk" else name)


def test_the_help_names_the_source_of_each_reading(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever chooses sees what each choice rests on."""
    monkeypatch.setenv("COLUMNS", "1000")  # lines are broken at hyphens too
    with pytest.raises(SystemExit):
        main(["--help"])
    said = " ".join(capsys.readouterr().out.split())

    for readings in ALTERNATIVE_READINGS.values():
        for name, reading in readings.items():
            assert f"{name}: {reading.rule.text} ({reading.rule.source})" in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--scenario", "/none.json"], "none.json"),
        (["--defaults", "none"], "sdk-4.17"),
        (["--defaults", "sdk-4.17+retry_omitted=three"], "'three' is none of none, two"),
        (["--retry-omitted", "three"], "'none', 'two'"),
        (["--time-scale", "-1"], "0 or more"),
        (["--time-scale", "nan"], "0 or more"),
        (["--port", "70000"], "0 to 65535"),
        (["--port", "x"], "invalid"),
        (["--host", "192.0.2.1"], "cannot listen"),
    ],
)
def test_bad_arguments(arguments: list[str], reason: str) -> None:
    """It ends with the reason on stderr, and no traceback."""
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603

    assert done.returncode != 0
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port() -> None:
    """Two cannot have the same port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603

    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr


def test_health_without_a_key() -> None:
    """The emulator's own addresses ask for no key."""
    with started("--api-key", "x") as (_, line):
        assert httpx.get(f"{line.split()[-1]}/_emulator/health", trust_env=False).status_code == 200
