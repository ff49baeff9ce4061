"""Raw HTTP messages, files of editors' REST clients, and a form's body alone."""

# ruff: noqa: E501 - a row of a table is one text and what comes of it

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, Kind, read
from orq_ui.importers.documents.http_message import is_form, is_message
from tests.importers.samples import URL, read_facts

FILE = "a file's content is not read"
JSON = "Content-Type: application/json"
MESSAGES: tuple[tuple[str, dict[str, Any], set[tuple[str, str]]], ...] = (
    (f"POST {URL} HTTP/1.1\n{JSON}\n\n{{\"model\": \"a/b\"}}", {"model": "a/b"}, set()),
    (f"POST {URL}\n\n{{\"model\": \"a/b\"}}", {"model": "a/b"}, set()),
    (f"POST {URL} HTTP/2\n{JSON}\n\n{{\n \"model\": \"a/b\",\n\n \"n\": 2\n}}\n\nHTTP/2 200 OK\n\n{{\"created\": 1}}", {"model": "a/b", "n": 2}, set()),
    (f"POST {URL}\nContent-Type: application/x-www-form-urlencoded\n\nmodel=a%2Fb\n  &n=2", {"model": "a/b", "n": 2}, set()),
    (f"# mine\n@m = a/b\n@all = {{{{m}}}}\n\n### call\n// why\nPOST {URL}\n    ?x=1\n{JSON}\n\n{{\"model\": \"{{{{all}}}}\", \"n\": {{{{n}}}}}}\n\n> {{% client.test() %}}\n\n### other\nGET https://x.example\n",
     {"model": "a/b"}, {("n", "n")}),
    (f"POST {URL}\nContent-Type: multipart/form-data; boundary=B\n\n--B\nContent-Disposition: form-data; name=\"model\"\n\na/b\n--B\nContent-Disposition: form-data; name=\"orq\"\nContent-Type: application/json\n\n< ./orq.json\n--B--\n",
     {"model": "a/b"}, {("orq", FILE)}),
    (f"POST {URL}\n{JSON}\n\n{{\"model\": \"a/b\", \"user\": \"{{{{$processEnv USER_ID}}}}\", \"orq\": {{\"name\": \"{{{{$guid}}}}\"}}}}", {"model": "a/b", "orq": {}}, {("user", "USER_ID"), ("orq.name", "is known to the program alone that sends it")}),
    (f":authority: my.orq.ai\n:method: POST\n:path: /v2/router/images/variations\n:scheme: https\n{JSON}\n\n{{\"model\": \"a/b\"}}", {"model": "a/b"}, set()),
)  # fmt: skip
REFUSED = (
    (f"POST {URL} HTTP/2\nHost: x\n\n", "has no body in it"),
    (f"POST {URL}\n\n< ./body.json\n", "whose body is in a file"),
    ("POST https://x.example/v1/other\n\n{}", "is an HTTP message without a call to images/variations"),
    (f"### a\nGET {URL}\n\n### b\nPOST https://x.example/b\n\nx=1\n", "is a file of HTTP messages without a call"),
)


@pytest.mark.parametrize(("text", "body", "left_out"), MESSAGES, ids=range(len(MESSAGES)))
def test_a_message_is_read(text: str, body: dict[str, Any], left_out: set[tuple[str, str]]) -> None:
    """With Windows' line ends too; files and variables are left out by name."""
    assert read_facts(text) == (body, left_out)
    assert read_facts(text.replace("\n", "\r\n")) == (body, left_out)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_call_is_refused(text: str, reason: str) -> None:
    """Another call, or one without a body, is said to be that."""
    with pytest.raises(InvalidInput) as refused:
        read(text)

    assert reason in refused.value.reason


def test_the_host_is_that_of_the_message() -> None:
    """The address is its path and its host."""
    imported = read("POST /v2/router/images/variations HTTP/1.1\nHost: my.orq.ai\n\nmodel=a/b")

    assert [note.detail for note in imported.notes if note.code is Code.HOST] == ["https://my.orq.ai"]


def test_a_chunked_body_is_put_together() -> None:
    """The sizes of its chunks are no part of it, with either line end; what only looks chunked stays."""
    head = "POST /v2/router/images/variations HTTP/1.1\nHost: my.orq.ai\nTransfer-Encoding: chunked\n\n"
    body = '10\n{"model":"a/b","\n9;x=y\nname":"é\n2\n"}\n0\n\n'

    assert read(head + body).request.sent() == {"model": "a/b", "name": "é"}
    assert read((head + body).replace("\n", "\r\n")).request.sent() == {"model": "a/b", "name": "é"}
    assert read(head + '{"model": "a/b"}').request.sent() == {"model": "a/b"}


def test_a_forms_body_alone() -> None:
    """As a network panel shows it: multipart or URL-encoded."""
    multipart = '------W\nContent-Disposition: form-data; name="model"\n\na/b\n------W--\n'

    assert read(multipart).kind is Kind.HTTP
    assert read(multipart).request.sent() == {"model": "a/b"}
    assert read("model=a%2Fb&orq%5Bname%5D=x").request.sent() == {"model": "a/b", "orq": {"name": "x"}}
    assert not is_form("a=1&b=2")
    assert not is_message("We POST https://x.example daily")
