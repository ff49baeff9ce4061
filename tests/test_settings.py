"""What the server's owner decides."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from orq_ui.host_header import Host
from orq_ui.settings import Settings


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("", ()),
        ("play.example", (Host("play.example"),)),
        ("play.example, Other.Example:8443 [2001:db8::1]", None),
        ("https://play.example/", (Host("play.example"),)),
        ("bücher.example:80", (Host("xn--bcher-kva.example", 80),)),
    ],
)
def test_public_hosts(monkeypatch: pytest.MonkeyPatch, text: str, hosts: tuple[Host, ...] | None) -> None:
    """Names with or without a port, separated by commas or spaces, in the form in which browsers send them."""
    monkeypatch.setenv("ORQ_UI_PUBLIC_HOSTS", text)
    several = (Host("play.example"), Host("other.example", 8443), Host("2001:db8::1"))

    assert Settings().public_hosts == (several if hosts is None else hosts)


@pytest.mark.parametrize("text", ["*", "*.example", "user@play.example", "play.example:https", "play..example"])
def test_what_is_no_public_host(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A pattern or a slip of the pen stops the server at its start, instead of opening it to everybody."""
    monkeypatch.setenv("ORQ_UI_PUBLIC_HOSTS", text)

    with pytest.raises(ValidationError, match="is no host name with an optional port"):
        Settings()
