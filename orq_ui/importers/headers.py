"""Headers and addresses of a pasted request: where it goes, and the keys in them."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from orq_ui.importers.credential_patterns import is_key_name, looks_random, may_be_key_name
from orq_ui.importers.credential_scan import drop_key
from orq_ui.importers.imported import Code, Findings
from orq_ui.wire import PATH

VARIATIONS = "images/variations"
"""How the path of this call ends, whatever address it is appended to."""
LONGEST_QUERY = 20_000
"""Characters that are searched for keys by name."""


def read_header(line: str, findings: Findings) -> None:
    """Take the key out of a header line."""
    name, colon, value = line.partition(":")
    if colon:
        read_named_header(name, value, findings)


def read_named_header(name: str, value: str, findings: Findings) -> None:
    """Take the key out of a header, be it one that is named so or one that looks like it."""
    name, value = name.strip(), value.strip()
    if is_key_name(name) or (may_be_key_name(name) and looks_random(value.rpartition(" ")[2])):
        drop_key(name, value, findings)


def read_url(url: str, findings: Findings) -> None:
    """Note the origin, and a path that is not this call's; the keys in user, password, query and fragment go."""
    address = _split(url)
    if address is None:
        return
    if address.password:
        findings.secrets |= {address.password, unquote(address.password)}
    elif address.username and looks_random(address.username):
        findings.secrets.add(address.username)
    for query in (address.query, address.fragment):
        for name, value in parse_qsl(query[:LONGEST_QUERY]):
            if is_key_name(name) or (may_be_key_name(name) and looks_random(value)):
                drop_key(name, value, findings)
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
