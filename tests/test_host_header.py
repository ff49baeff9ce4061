"""Hosts as headers name them: one reading, and nothing that a browser would read otherwise."""

from __future__ import annotations

import pytest

from orq_ui.host_header import Host, host_of, is_same_origin, parse_host


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("localhost", Host("localhost")),
        ("LocalHost:8501", Host("localhost", 8501)),
        ("localhost.", Host("localhost")),
        ("play.example:443", Host("play.example", 443)),
        ("xn--bcher-kva.example", Host("xn--bcher-kva.example")),
        ("a_b.example", Host("a_b.example")),
        ("127.0.0.1:65535", Host("127.0.0.1", 65_535)),
        ("2130706433", Host("2130706433")),
        ("[::1]", Host("::1")),
        ("[::1]:8501", Host("::1", 8501)),
        ("[0:0:0:0:0:0:0:1]", Host("::1")),
    ],
)
def test_what_a_host_header_names(text: str, host: Host) -> None:
    """Names in lower case, addresses in their short form, a port where there is one."""
    assert parse_host(text) == host


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "localhost ",
        " localhost",
        "localhost:",
        "localhost:65536",
        "localhost:-1",
        "localhost:80:80",
        "localhost:٨٠",
        "localhost..",
        ".localhost",
        "-localhost",
        "user@localhost",
        "user:password@localhost:8501",
        "localhost/",
        "localhost?x",
        "localhost#x",
        "http://localhost",
        "localhost,evil.example",
        "localhost\tevil.example",
        "localhost\x00",
        "localhost\n",
        "löcalhost",
        "::1",
        "[::1",
        "[::1]x",
        "[::1%lo]",
        "[127.0.0.1]",
        "[:::1]",
        "<script>alert(1)</script>",
        "a" * 254,
    ],
)
def test_what_is_no_host(text: str) -> None:
    """Userinfo, paths, lists, white space, other letters, and addresses without their brackets."""
    assert parse_host(text) is None


def test_a_request_has_exactly_one_host_header() -> None:
    """With none or two of them nobody can say for whom it is, even where both say the same."""
    host = (b"Host", b"localhost")

    assert host_of([(b"accept", b"*/*"), host]) == Host("localhost")
    assert host_of([]) is None
    assert host_of([host, (b"host", b"localhost")]) is None
    assert host_of([(b"host", b"\xff")]) is None


@pytest.mark.parametrize("name", ["localhost", "app.localhost", "127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_names_of_loopback(name: str) -> None:
    """They mean the machine itself whatever a domain name server says."""
    assert Host(name).is_loopback


@pytest.mark.parametrize("name", ["evil.example", "localhost.example", "evil-localhost", "10.0.0.1", "::"])
def test_other_names(name: str) -> None:
    """Anybody can let them resolve to any machine, or they are another's."""
    assert not Host(name).is_loopback


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8501", "localhost:8501"),
        ("HTTP://LOCALHOST:8501", "localhost:8501"),
        ("http://[::1]:8501", "[0::1]:8501"),
        ("http://play.example", "play.example"),
        ("http://play.example", "play.example:80"),
        ("https://play.example", "play.example"),
        ("https://play.example", "play.example:443"),
        ("https://play.example:8443", "play.example:8443"),
    ],
)
def test_same_origin(origin: str, host: str) -> None:
    """The same name and port, where a proxy may have ended https before us."""
    found = parse_host(host)

    assert found is not None
    assert is_same_origin(origin, found)


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:9999",
        "http://localhost",
        "https://localhost",
        "http://127.0.0.1:8501",
        "http://evil.example:8501",
        "http://localhost.evil.example:8501",
        "http://user@localhost:8501",
        "http://localhost:8501/",
        "http://localhost:8501, http://localhost:8501",
        "ftp://localhost:8501",
        "chrome-extension://localhost:8501",
        "file://",
        "null",
        "localhost:8501",
        "",
    ],
)
def test_other_origins(origin: str) -> None:
    """Another port of this machine, another name for it, and what is no origin at all."""
    assert not is_same_origin(origin, Host("localhost", 8501))
