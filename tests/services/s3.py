"""moto's S3 as a process of its own on loopback; it ends with the test process even if that is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from uuid import uuid4

import httpx

from tests.services.processes import without_coverage

# Its input ends with the test process, however that ends.
CHILD = """
import sys
from moto import backends
from moto.server import ThreadedMotoServer
# moto would list its own folder for every request, which takes a third of its time.
modules = tuple(backends.list_of_moto_modules())
backends.list_of_moto_modules = lambda: modules
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(*server.get_host_and_port(), flush=True)
sys.stdin.read()
"""


class S3:
    """An S3 that keeps its objects in memory and accepts any credentials."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-c", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # werkzeug's line for each request would fill a pipe
            text=True,
            env=without_coverage(os.environ),
            start_new_session=True,  # a signal to the tests' whole group leaves it until they have ended
        )
        assert self._process.stdout is not None
        address = self._process.stdout.readline().split()
        if not address:
            self.close()
            raise RuntimeError(f"moto's server did not start; see `{sys.executable} -m moto.server`")
        self.url = f"http://{address[0]}:{address[1]}"

    def bucket(self) -> str:
        """Create a bucket; return the blob URL of a prefix in it."""
        name = f"t{uuid4().hex}"
        httpx.put(f"{self.url}/{name}", trust_env=False).raise_for_status()
        return f"s3://{name}/history"

    def environment(self) -> dict[str, str]:
        """Return the environment variables that lead every AWS client of a process here."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "of-the-tests",
            "AWS_SECRET_ACCESS_KEY": "of-the-tests",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def processes(self) -> list[int]:
        """Return the ids of its processes."""
        return [self._process.pid]

    def close(self) -> None:
        """End it; its objects are lost."""
        self._process.communicate()


def share_client_models() -> None:
    """Make botocore parse its JSON models once for this process: each new client would parse them, for 50 ms of CPU."""
    import botocore.session

    if not hasattr(botocore.session.create_loader, "cache_info"):
        botocore.session.create_loader = cache(botocore.session.create_loader)


def load_client_models() -> None:
    """Parse the models now, so that processes forked from this one need not."""
    import botocore.session

    share_client_models()
    botocore.session.get_session().create_client("s3")
