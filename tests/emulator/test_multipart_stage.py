"""Bodies that are no multipart, or too much of it."""

from __future__ import annotations

import httpx
import pytest

from tests.emulator.harness import PATH, Send, error_of

BAD_BODIES = {
    "no type": (None, b""),
    "json": ("application/json", b'{"model":"a/b"}'),
    "urlencoded bytes": ("application/x-www-form-urlencoded", b"model=\xff"),
    "urlencoded fields": ("application/x-www-form-urlencoded", b"a=b&" * 1_001),
    "urlencoded size": ("application/x-www-form-urlencoded", b"user=" + b"x" * 2_000_000),
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


@pytest.mark.parametrize(
    ("body", "param"),
    [("model=a%2Fb&n=2.0", "image"), ("model=a%2Fb&image=x", "image"), ("n=1", "model"), ("model=a%2Fb&n=99", "n")],
)
def test_a_form_without_a_picture(http: httpx.Client, body: str, param: str) -> None:
    """What the Python client sends when there is no picture is read, so that the error says what is missing."""
    reply = http.post(PATH, content=body, headers={"content-type": "application/x-www-form-urlencoded; charset=utf-8"})
    record = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").json()

    assert error_of(reply) == (400, "invalid_request_body", param)
    assert [part["name"] for part in record["parts"]] == [field.partition("=")[0] for field in body.split("&")]


@pytest.mark.parametrize(
    ("written", "filename"),
    [
        ("filename*=UTF-8''na%C3%AFve.png", "naïve.png"),
        ("filename*=iso-8859-1'en'na%EFve.png", "naïve.png"),
        ('filename="a.png"; filename*=UTF-8b.png', "a.png"),
    ],
)
def test_a_filename_of_rfc_5987(http: httpx.Client, png: bytes, written: str, filename: str) -> None:
    """A filename that is only written with its charset makes a file too; beside a plain one it is left aside."""
    head = f'--x\r\nContent-Disposition: form-data; name="image"; {written}\r\n\r\n'.encode()
    fields = b'\r\n--x\r\nContent-Disposition: form-data; name="model"\r\n\r\nemulator/riso\r\n--x--\r\n'
    body, media_type = head + png + fields, "multipart/form-data; boundary=x"
    reply = http.post(PATH, content=body, headers={"content-type": media_type})
    record = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").json()

    assert reply.status_code == 200
    assert record["parts"][0]["filename"] == filename
