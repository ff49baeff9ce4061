"""Each language's snippets, run once for the session."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.snippets.receiver import ReceivedRequests, running_receiver

NODE = Path(__file__).with_name("node")


@pytest.fixture
def server() -> Iterator[ReceivedRequests]:
    with running_receiver() as arrivals:
        yield arrivals


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Install the TypeScript client and compiler, once for each set of versions; they are kept between sessions."""
    digest = hashlib.sha256((NODE / "package.json").read_bytes()).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"orq-ui-snippet-judge-{os.getuid()}-{digest}"
    if not home.exists():
        _install(home)
    return home / "node_modules"


def _install(home: Path) -> None:
    npm = shutil.which("npm")
    if shutil.which("node") is None or npm is None:
        _give_up("Node.js and npm are not installed")
    fresh = Path(tempfile.mkdtemp(prefix=f"{home.name}-"))
    shutil.copy(NODE / "package.json", fresh)
    command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=fresh, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603
    if done.returncode != 0:
        shutil.rmtree(fresh)
        _give_up(f"npm could not install the TypeScript client: {json.dumps(done.stderr[-300:])}")
    try:
        fresh.rename(home)
    except OSError:
        # Another session was quicker.
        shutil.rmtree(fresh)


def need(*commands: str) -> None:
    """Skip what cannot run for want of a command; where CI is set it must run."""
    missing = [command for command in commands if shutil.which(command) is None]
    if missing:
        _give_up(f"not installed: {', '.join(missing)}")


def _give_up(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
