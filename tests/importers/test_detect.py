"""Real-world pastes: what comes of them, what is refused, that no key goes on and that nothing is run."""

# ruff: noqa: E501 - the lines of a paste are as long as they came

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import InvalidInput
from orq_ui.imaging import EmbeddedRequest, embed_request
from orq_ui.importers import Code, Kind, read, read_image
from orq_ui.share_link import share_url
from tests.importers.samples import CANARY, MODEL, PASTES, REFUSED, Paste
from tests.strategies import bodies, picture

RUNNING = (
    '__import__("os").system("touch {path}")',
    '__import__("pathlib").Path("{path}").touch()',
    'open("{path}", "w").write("x")',
    "client.router.images.variations.create(model=__import__('os').popen('touch {path}').read())",
    "import os\nclient.router.images.variations.create(model=eval('open(\"{path}\", \"w\")'), image=open('{path}', 'wb'))",
    "from pathlib import Path\nPath('{path}').write_bytes(b'x')\nc.images.create_variation(image=Path('{path}').open('wb'), model='m')",
    "curl x -F model=$(touch {path}) -F n=`touch {path}` -F a=<(touch {path}) > {path}",
    "curl x -F 'model=m' -o {path}; touch {path}",
    'const a = require("fs").writeFileSync("{path}", "x"); client.router.images.variations.create({{ model: `${{touch("{path}")}}` }})',
    '{{"model": "m", "a": __import__("os").system("touch {path}")}}',
)


@pytest.mark.parametrize("paste", PASTES, ids=[f"{paste.kind}: {paste.name}" for paste in PASTES])
def test_a_paste_is_understood(paste: Paste) -> None:
    """Each paste gives the body that it would send, its kind, and what was noticed."""
    imported = read(paste.text)

    assert imported.request.sent() == paste.body
    assert imported.kind == paste.kind
    assert paste.codes <= {note.code for note in imported.notes}


@pytest.mark.parametrize("paste", PASTES, ids=[f"{paste.kind}: {paste.name}" for paste in PASTES])
def test_a_key_goes_no_further(paste: Paste) -> None:
    """The key in a paste is nowhere in what is made of it."""
    assert CANARY in paste.text

    imported = read(paste.text)

    assert CANARY not in repr(imported)
    assert CANARY not in json.dumps(imported.request.sent())
    assert CANARY not in repr(imported.notes)


@pytest.mark.parametrize(("text", "place", "reason"), REFUSED, ids=[str(number) for number in range(len(REFUSED))])
def test_what_is_refused_says_where_and_why(text: str, place: str, reason: str) -> None:
    """A mistake has its line and column, a reason in words, and no key."""
    with pytest.raises(InvalidInput) as refused:
        read(text)

    assert refused.value.path.startswith(place)
    assert reason in refused.value.reason
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize("attack", RUNNING)
def test_nothing_is_run(attack: str, tmp_path: Path) -> None:
    """Code in a paste has no effect, wherever it stands."""
    victim = tmp_path / "victim"

    with suppress(InvalidInput):
        read(attack.format(path=victim))

    assert not victim.exists()


def test_every_kind_and_note_has_a_paste() -> None:
    """No kind of text, and no kind of note, goes untried."""
    read_ones = [read(paste.text) for paste in PASTES]

    assert len(PASTES) >= 40
    assert {imported.kind for imported in read_ones} == set(Kind) - {Kind.LINK, Kind.PICTURE}
    assert {note.code for imported in read_ones for note in imported.notes} == set(Code) - {Code.MORE}


def test_carriage_returns_and_tabs_change_nothing() -> None:
    """A paste from Windows is the same paste."""
    text = f'curl x \\\n\t-F model={MODEL} \\\n\t-F "n=2"\n'

    assert read(text.replace("\n", "\r\n")).request.sent() == read(text).request.sent() == {"model": MODEL, "n": 2}


@given(bodies(unknown=True), st.sampled_from(["PNG", "WEBP", "JPEG"]))
def test_a_picture_with_its_request_is_read(body: dict[str, object], kind: str) -> None:
    """In three formats the request comes out as it went in."""
    embedded = EmbeddedRequest.model_validate(
        {
            "request": body,
            "run": "r",
            "source_sha256": None,
            "index": 0,
            "made_at": "2026-11-21T06:00:00+00:00",
            "origin": "emulated",
            "digest": "0" * 64,
        }
    )

    found = read_image(embed_request(picture(kind), embedded).bytes)

    assert found is not None
    assert found.kind is Kind.PICTURE
    assert found.request == ImageVariationRequest.as_is(body)


def test_a_plain_picture_has_none() -> None:
    """Most pictures carry nothing."""
    assert read_image(picture().bytes) is None


@given(bodies(unknown=True))
def test_our_own_link_is_read(body: dict[str, object]) -> None:
    """A pasted link of ours is its request."""
    request = ImageVariationRequest.as_is(body)

    found = read(f"  {share_url(request, 'https://playground.example.com')}\n")

    assert (found.kind, found.request) == (Kind.LINK, request)


def test_a_byte_order_mark_is_one_at_the_beginning_only() -> None:
    """Within a value it is a sign like others."""
    assert read('\ufeff{"model": "a/b"}').request.sent() == {"model": "a/b"}
    assert read('{"model": "\ufeff"}').request.sent() == {"model": "\ufeff"}
