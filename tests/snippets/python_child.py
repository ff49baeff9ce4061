"""A long-lived interpreter that runs files: one folder and file name to a line in, one JSON line of the outcome out."""

from __future__ import annotations

import json
import os
import ssl
import sys
import warnings
from functools import cache
from pathlib import Path

# Reading the certificate authorities takes longer than all else that a snippet does, and loopback needs none.
ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]


def run(folder: str, name: str) -> str | None:
    """Run one file as a script would be; the exception's class if there was one."""
    os.chdir(folder)
    try:
        exec(compile(Path(name).read_bytes(), name, "exec"), {"__name__": "__main__"})  # noqa: S102 - it is what we judge
    except Exception as error:  # noqa: BLE001 - the outcome is what the judge wants to know
        return f"{type(error).__name__}: {error}"[:2000]
    return None


warnings.simplefilter("ignore")  # the vendor's client warns at every `contact`
for line in sys.stdin:
    print(json.dumps(run(*json.loads(line))), flush=True)
