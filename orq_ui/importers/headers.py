"""Headers and addresses of a pasted request: where it goes, and the keys in them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from orq_ui.importers.credential_scan import is_key_name, is_placeholder
from orq_ui.importers.imported import Code, Findings
from orq_ui.wire import PATH

VARIATIONS = "images/variations"
"""How the path of this call ends, whatever address it is appended to."""


def read_header(line: str, findings: Findings) -> None:
    """Take the key out of a header line."""
    name, colon, value = line.partition(":")
    if colon:
        read_named_header(name, value, findings)


def read_named_header(name: str, value: str, findings: Findings) -> None:
    """Take the key out of a header."""
    if not is_key_name(name.strip()):
        return
    for secret in (value.strip(), re.sub(r"^\s*(?:bearer|basic|token)\s+", "", value, flags=re.IGNORECASE).strip()):
        if not is_placeholder(secret) and not re.fullmatch(r"(?i:bearer|basic|token)\s*(?:[$%<{].*)?", secret):
            findings.secrets.add(secret)
            findings.add(Code.KEY_DROPPED)


def read_url(url: str, findings: Findings) -> None:
    """Note the origin, without user and password, and a path that is not this call's."""
    address = _split(url)
    if address is None:
        return
    if address.password:
        findings.secrets.add(address.password)
    where = address.netloc.rpartition("@")[2]
    findings.add(Code.HOST, None, f"{address.scheme}://{where}")
    path = address.path.rstrip("/")
    if path and not PATH.startswith(path) and not path.endswith(PATH):
        findings.ignore("url", f"the path {path[:100]} is another call's")


def _split(url: str) -> SplitResult | None:
    try:
        address = urlsplit(url.strip())
        usable = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        return None
    return address if usable else None
