"""Bodies that are no multipart, or too much of it."""

from __future__ import annotations

import httpx
import pytest

from tests.emulator.harness import PATH, Send, error_of

BAD_BODIES = {
    "no type": (None, b""),
    "json": ("application/json", b'{"model":"a/b"}'),
    "urlencoded": ("application/x-www-form-urlencoded", b"model=a%2Fb"),
    "no boundary": ("multipart/form-data", b"--x--"),
    "empty boundary": ('multipart/form-data; boundary=""', b"----"),
    "long boundary": ("multipart/form-data; boundary=" + "x" * 400, b""),
    "empty": ("multipart/form-data; boundary=x", b""),
    "other boundary": ("multipart/form-data; boundary=x", b'--y\r\nContent-Disposition: form-data; name="n"\r\n\r\n1'),
    "truncated head": ("multipart/form-data; boundary=x", b"--x\r\nContent-Dispo"),
    "truncated part": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="n"\r\n\r\n1'),
    "no end": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="n"\r\n\r\n1\r\n--x\r\n',
    ),
    "no name": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"),
    "no disposition": ("multipart/form-data; boundary=x", b"--x\r\nA: b\r\n\r\n1\r\n--x--\r\n"),
    "bad header": ("multipart/form-data; boundary=x", b"--x\r\n\x00\x01: b\r\n\r\n1\r\n--x--\r\n"),
    "long header": ("multipart/form-data; boundary=x", b"--x\r\nA: " + b"b" * 100_000 + b"\r\n\r\n1\r\n--x--\r\n"),
}


@pytest.mark.parametrize("case", BAD_BODIES)
def test_a_malformed_body(http: httpx.Client, case: str) -> None:
    """What is not complete multipart is 400, and the next request is served."""
    media_type, body = BAD_BODIES[case]
    headers = {} if media_type is None else {"content-type": media_type}

    assert error_of(http.post(PATH, content=body, headers=headers)) == (400, "invalid_request_body", None)
    assert http.get("/_emulator/health").status_code == 200


def test_too_many_parts(vary: Send) -> None:
    """More than a thousand parts are refused."""
    files = [("user", (None, "x"))] * 1_001

    assert error_of(vary(files=files)) == (400, "invalid_request_body", None)


@pytest.mark.parametrize(
    ("files", "param"),
    [
        ([("user", (None, b"x" * 1_000_001))], "user"),
        ([("image", ("a.png", b"x" * 50_000_001))], "image"),
        ([("image", ("a.png", b"x" * 50_000_000))], "image"),
        ([("a", ("a", b"x" * 40_000_000)), ("b", ("b", b"x" * 40_000_000))], None),
        ([(f"f{place}", (None, b"x" * 900_000)) for place in range(3)], None),
    ],
    ids=["field", "file", "picture", "body", "fields"],
)
def test_too_large(vary: Send, files: list[object], param: str | None) -> None:
    """Fields, files, the picture and the whole body each have a bound."""
    assert error_of(vary(files=files)) == (400, "invalid_request_body", param)
