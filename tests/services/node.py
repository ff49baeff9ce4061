"""The vendor's TypeScript client and a compiler on Node, and other commands that tests need."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock

PACKAGE = Path(__file__).parents[1] / "snippets" / "node" / "package.json"


def need(*commands: str) -> None:
    """Skip what cannot run for want of a command; where CI is set it must run."""
    missing = [command for command in commands if shutil.which(command) is None]
    if missing:
        _skip_or_fail(f"not installed: {', '.join(missing)}")


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Install the TypeScript client and compiler, once for each set of versions; they are kept between sessions."""
    need("node", "npm")
    digest = hashlib.sha256(PACKAGE.read_bytes()).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"orq-ui-tests-node-{os.getuid()}-{digest}"
    # The test processes of one run would otherwise all install it, each for itself.
    with FileLock(f"{home}.lock"):
        if not home.exists():
            _install(home)
    return home / "node_modules"


def _install(home: Path) -> None:
    fresh = Path(tempfile.mkdtemp(prefix=f"{home.name}-"))
    shutil.copy(PACKAGE, fresh)
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=fresh, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603
    if done.returncode != 0:
        shutil.rmtree(fresh)
        _skip_or_fail(f"npm could not install the TypeScript client: {json.dumps(done.stderr[-300:])}")
    fresh.rename(home)


def _skip_or_fail(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
