"""HTTPie, xh and wget."""

# ruff: noqa: E501 - a row of a table is one command and what comes of it

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, read
from tests.importers.samples import URL, read_facts

FILE = "a file's content is not read"
COMMANDS: tuple[tuple[str, dict[str, Any], set[tuple[str, str]]], ...] = (
    (f"http -f POST {URL} model=a/b n=2 image@me/cat.png", {"model": "a/b", "n": 2}, set()),
    (f"http --multipart {URL} model=a/b orq:='{{\"retry\": {{\"count\": 2}}}}' x==1", {"model": "a/b", "orq": {"retry": {"count": 2}}}, set()),
    ("$ https -a me:secret my.orq.ai/v2/router/images/variations Authorization:\"Bearer $KEY\" model=a/b user=$U", {"model": "a/b"}, {("user", "U")}),
    (f"xh post {URL} model=a/b orq:=@orq.json user=@u.txt", {"model": "a/b"}, {("orq", FILE), ("user", FILE)}),
    (f"http {URL} --raw '{{\"model\": \"a/b\"}}'", {"model": "a/b"}, set()),
    (f"http {URL} \\\n  model=a/b \\\n  orq[retry][count]:=2", {"model": "a/b", "orq": {"retry": {"count": 2}}}, set()),
    (f"wget --header 'Content-Type: application/json' --post-data '{{\"model\": \"a/b\"}}' {URL}", {"model": "a/b"}, set()),
    (f"wget -q -O - --method=POST --body-data='model=a/b&n=2' {URL}", {"model": "a/b", "n": 2}, set()),
    (f"http POST https://x.example a=1\nhttp POST {URL} model=a/b", {"model": "a/b"}, set()),
)  # fmt: skip


@pytest.mark.parametrize(("line", "body", "left_out"), COMMANDS, ids=[line[:30] for line, _, _ in COMMANDS])
def test_a_command_is_read(line: str, body: dict[str, Any], left_out: set[tuple[str, str]]) -> None:
    """Fields, JSON fields, files and headers are told apart by the sign between name and value."""
    assert read_facts(line) == (body, left_out)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"http GET {URL}", "is a http command without a field"),
        (f"wget --post-file=body.json {URL}", "is a wget command without a field"),
        (f"http {URL} model='a", "never closed"),
        (f"http {URL} orq:=oops", "is not JSON"),
    ],
)
def test_what_cannot_be_read_says_why(line: str, reason: str) -> None:
    """The name of the command, and what is missing in it."""
    with pytest.raises(InvalidInput) as refused:
        read(line)

    assert reason in refused.value.reason


def test_a_key_is_dropped() -> None:
    """From headers and from the user's password."""
    imported = read(f"http -a me:longpassword1 {URL} X-Api-Key:longsecret22 model=a/b user=longsecret22")

    assert imported.request.sent() == {"model": "a/b", "user": "••••••••"}
    assert any(note.code is Code.KEY_DROPPED for note in imported.notes)
