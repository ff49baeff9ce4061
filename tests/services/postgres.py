"""A PostgreSQL server of the test process's own; it ends with the test process even if that is killed."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import URL, NullPool, create_engine, make_url, text

from tests.services.disks import fast_folder
from tests.services.processes import children, kill

PORTS = range(15_000, 32_000)
"""Below the ports that systems hand to outgoing connections, so that nobody takes ours while the server is down."""
TRIES = 5
COLLATION = ["--locale=C", "--locale-provider=icu", "--icu-locale=en-US"]  # PostgreSQL 15 and newer
OPTIONS = (
    "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c logging_collector=off"
    # The system survives every test, and with it what the server has written: only a power cut would need fsync.
    " -c fsync=off -c full_page_writes=off"
)
# Its input ends with the test process, however that ends.
WATCHDOG = 'cat >/dev/null; "$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1; rm -rf "$2"'


class Postgres:
    """A cluster in a folder of its own that trusts every connection over loopback.

    It sorts text as English does, like most servers in use, so that nothing may depend on the order of bytes.
    """

    def __init__(self) -> None:
        found = find_programs()
        if found is None:
            raise FileNotFoundError("no PostgreSQL server on this machine")
        self._programs = found
        self._user = _unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="orq-ui-postgres-", dir=fast_folder()))
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self._lock = self.folder / "data" / "postmaster.pid"
        self._watchdog = self._start_watchdog()
        try:
            self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", *COLLATION)
            self._start_on_free_port()
        except BaseException:
            self.close()
            raise

    def running(self) -> bool:
        """Return whether it accepts connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def database(self) -> str:
        """Create a database; return its URL."""
        name = f"t{uuid4().hex}"
        self._execute(f"CREATE DATABASE {name}")
        return self._url(name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Remove a database even if somebody is connected; start the server if a test left it down."""
        if not self.running():
            self.start()
        self._execute(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def start(self) -> None:
        """Start on the same folder and port, and wait until it accepts connections."""
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log.txt"), "-o", f"-p {self.port} {OPTIONS}")

    def stop(self) -> None:
        """Shut down in order: open connections are closed, all data is written."""
        self._run("pg_ctl", "stop", "-w", "-m", "fast")

    def kill(self) -> None:
        """Send SIGKILL to all of its processes at once (Linux only)."""
        postmaster = self._postmaster()
        os.kill(postmaster, signal.SIGSTOP)  # no new process from here on
        kill([postmaster, *children(postmaster)])
        self._lock.unlink()  # where nobody reaps dead processes, the next start would take it for a live server's

    def processes(self) -> list[int]:
        """Return the ids of its processes."""
        postmaster = self._postmaster()
        return [self._watchdog.pid, postmaster, *children(postmaster)]

    def log(self) -> str:
        """Return everything that it has logged."""
        log = self.folder / "log.txt"
        return log.read_text(errors="replace") if log.exists() else ""

    def close(self) -> None:
        """Stop it, whatever it is doing, and remove its folder."""
        self._watchdog.communicate()

    def _postmaster(self) -> int:
        return int(self._lock.read_text().split()[0])

    def _url(self, database: str) -> URL:
        return URL.create("postgresql+psycopg", "postgres", host="127.0.0.1", port=self.port, database=database)

    def _execute(self, statement: str) -> None:
        engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))

    def _start_on_free_port(self) -> None:
        for _ in range(TRIES - 1):
            self.port = _free_port()
            with suppress(RuntimeError):  # another process may have been quicker to take the port
                return self.start()
        self.port = _free_port()
        return self.start()

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - our own command
            [self._programs / program, "-D", self.folder / "data", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            **_run_as(self._user),
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}{self.log()}")

    def _start_watchdog(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own command
            ["/bin/sh", "-c", WATCHDOG, "sh", self._programs, self.folder],
            stdin=subprocess.PIPE,
            cwd=tempfile.gettempdir(),
            start_new_session=True,  # a signal to the tests' whole group leaves it to clean up
            **_run_as(self._user),
        )


def find_programs() -> Path | None:
    """Return the folder of the newest server's programs, or None."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted((path.parent for path in debian), key=lambda folder: float(folder.parent.name))
    if newest:
        return newest[-1]
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to run it as, None for ourselves: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _run_as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port on loopback")
