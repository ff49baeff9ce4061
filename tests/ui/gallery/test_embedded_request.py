"""Results that carry their request."""

import json
import zipfile
from io import BytesIO
from random import Random

import pytest
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import EmbeddedRequest, Picture, embed_request
from orq_ui.importers import read
from orq_ui.ui.gallery.embedded_request import copy_with_request, request_inside, unzip_with_request, zip_with_request
from orq_ui.ui.server.jobs import Job
from orq_ui.wire import Connection, encode
from tests.content_credentials import judged, signed
from tests.strategies import FORMATS, picture

CANARY = "sk-canary-0123456789"


def job_of(body: dict[str, object]) -> Job:
    """Return a finished call with a key."""
    request = ImageVariationRequest.as_is(body)
    wire = encode(request, picture(), Connection("https://my.orq.ai", SecretStr(CANARY)))
    return Job(
        wire=wire,
        picture=picture(),
        session="session",
        request=request,
        destination="my.orq.ai",
        ended_at=1_795_000_000.0,
    )


def test_a_saved_variation_brings_its_request_back() -> None:
    """In three formats: the copy shows what made it, and its pixels are the picture's."""
    body = {"model": "emulator/neon", "n": 2, "seed": 7, "orq": {"retry": {"count": 1}}}
    for kind in FORMATS:
        made = picture(kind, 4, 4, f"variation-1.{kind.lower()}")
        before = made.sha256

        copy = copy_with_request(job_of(body), made, 0)
        found = request_inside(copy)

        assert found is not None
        assert found.request is not None
        assert found.request.sent() == body
        assert made.sha256 == before
        assert Picture.from_bytes(copy, "copy").width == 4
        assert "my.orq.ai" in found.notes[0]


@pytest.mark.parametrize("kind", FORMATS)
def test_no_key_is_in_a_copy(kind: str) -> None:
    """Neither the connection's nor one that hides among the unknown keys; the note says that one was left out."""
    hidden = {"token": CANARY, "x": [{"Authorization": f"Bearer {CANARY}"}]}
    job = job_of({"model": "m/x", "API-Key": CANARY, "orq": hidden})

    copy = copy_with_request(job, picture(kind), 0)
    found = request_inside(copy)

    assert CANARY.encode() not in copy
    assert CANARY not in str(found)
    assert found is not None
    assert "looked like a secret" in found.notes[-1]


def test_an_older_copy_with_a_shorter_mask_says_so_too() -> None:
    """Copies that were saved when a secret was three dots get the same note."""
    body = {"model": "m/x", "api_key": "•••"}
    facts = {"run": "r", "source_sha256": None, "index": 0, "made_at": "2026-11-21T06:00:00+00:00"}
    older = EmbeddedRequest.model_validate(facts | {"request": body, "origin": "emulated", "digest": "d"})

    found = request_inside(embed_request(picture(), older).bytes)

    assert found is not None
    assert "looked like a secret" in found.notes[-1]


def test_a_request_that_does_not_fit_leaves_the_picture_as_it_is() -> None:
    """One that is nested too deeply, and one that is too large."""
    deep: object = 1
    for _ in range(120):
        deep = [deep]
    noise = Random(1)  # noqa: S311 - numbers that no compression makes small
    for value in (deep, [noise.random() for _ in range(20_000)]):
        assert copy_with_request(job_of({"model": "m/x", "extra": value}), picture(), 0) == picture().bytes


def test_a_plain_picture_carries_nothing() -> None:
    """Most pictures come without a request."""
    assert request_inside(picture().bytes) is None


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip with these files, named for instance by ``{"cat.png": b"…"}``."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("remote", [False, True])
def test_a_signed_variation_lies_beside_its_request(kind: str, remote: bool) -> None:
    """The zip's picture is unbroken for the judge; the zip brings both back, and its JSON can be pasted."""
    body = {"model": "emulator/neon", "n": 2, "seed": 7, "prompt": "Füchse & <b>"}
    made, manifest = signed(kind, remote=remote)

    saved = zip_with_request(job_of(body), made, 1)
    picture_, name, found = unzip_with_request(saved)

    assert list(unzipped(saved)) == [made.name, "signed.request.json"]
    assert (picture_, name) == (made.bytes, made.name)
    assert judged(picture_, made.media_type, manifest if remote else None).state == "Valid"
    assert found is not None
    assert found.request is not None
    assert found.request.sent() == body
    assert found.notes[0].startswith("Variation 2 of call ")
    assert read(unzipped(saved)["signed.request.json"].decode()).request.sent() == body


def test_no_key_is_in_such_a_zip() -> None:
    """Neither the connection's nor one that hides among the unknown keys."""
    saved = zip_with_request(job_of({"model": "m/x", "API-Key": CANARY, "orq": {"token": CANARY}}), picture(), 0)

    assert CANARY.encode() not in saved


def test_a_request_that_no_file_can_hold_leaves_the_picture_alone_in_its_zip() -> None:
    """One that is nested too deeply could not be read again."""
    deep: object = 1
    for _ in range(120):
        deep = [deep]

    assert list(unzipped(zip_with_request(job_of({"model": "m/x", "extra": deep}), picture(), 0))) == ["cat.png"]


def test_a_zip_that_was_packed_anew_is_read() -> None:
    """From within a folder, with what a system adds, and under another name."""
    files = unzipped(zip_with_request(job_of({"model": "m/x"}), picture(), 0))
    again = {"a/fox.png": files["cat.png"], "a/fox.request.json": files["cat.request.json"]}
    beside = {"__MACOSX/a/._fox.request.json": b"", "a/": b"", "a/notes.txt": b""}

    picture_, name, found = unzip_with_request(zipped(again | beside))

    assert (picture_, name) == (picture().bytes, "fox.png")
    assert found is not None


@pytest.mark.parametrize(
    "data",
    [
        b"PK",
        b"PK\3\4" + bytes(100),
        zipped({}),
        zipped({"cat.png": b"x"}),
        zipped({"request.json": b"{}", "cat.png": b"x"}),
        zipped({"cat.request.json": b"{}"}),
        zipped({"cat.request.json": b"{}", "dog.png": b"x"}),
        zipped({"cat.request.json": b"{}", "cat.png": b"x", "cat.webp": b"x"}),
        zipped({"cat.request.json": b"{}", "cat.png": b"x", "dog.request.json": b"{}"}),
        zipped({"cat.request.json": bytes(1_000_001), "cat.png": b"x"}),
        zipped({"cat.request.json": b"{}", "cat.png": b"x"})[:-30],
    ],
    ids=range(11),
)
def test_any_other_zip_is_refused(data: bytes) -> None:
    """One that is damaged, or without exactly one picture and its request."""
    with pytest.raises(UnusablePicture, match="wrong_zip"):
        unzip_with_request(data)


@pytest.mark.parametrize(
    ("record", "why"),
    [(b"{}", "damaged"), (b"[" * 200, "nested too deeply"), (json.dumps({"orq-ui": 2}).encode(), "newer version")],
)
def test_a_request_beside_that_cannot_be_read_says_why(record: bytes, why: str) -> None:
    """The picture is there nevertheless."""
    picture_, _, found = unzip_with_request(zipped({"cat.request.json": record, "cat.png": picture().bytes}))

    assert picture_ == picture().bytes
    assert found is not None
    assert found.request is None
    assert why in found.notes[0]
