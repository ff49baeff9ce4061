"""Every stage's refusals, as a client meets them."""

from __future__ import annotations

import json
from io import BytesIO

import httpx
import pytest
from PIL import Image

from orq_ui.emulator import Options
from tests.emulator.serving import Running, Send

PATH = "/v2/router/images/variations"


def refusal(reply: httpx.Response) -> tuple[int, str, str | None]:
    error = reply.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["message"]
    return reply.status_code, error["code"], error["param"]


@pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "a-key"])
def test_without_a_bearer_key(vary: Send, header: str) -> None:
    """A missing or empty key, or another scheme, is 401."""
    assert refusal(vary(headers={"authorization": header})) == (401, "invalid_api_key", None)


def test_another_key_than_the_expected_one(running: Running) -> None:
    """With a key of its own the emulator takes no other."""
    with running(Options(api_key="right")) as http:
        wrong = http.post(PATH, headers={b"authorization": "Bearer wröng".encode()})
        right = http.post(PATH, headers={"authorization": "Bearer right"})

    assert refusal(wrong) == (401, "invalid_api_key", None)
    assert refusal(right) == (400, "invalid_request_body", None)


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

    assert refusal(http.post(PATH, content=body, headers=headers)) == (400, "invalid_request_body", None)
    assert http.get("/_emulator/health").status_code == 200


def test_too_many_parts(vary: Send) -> None:
    """More than a thousand parts are refused."""
    files = [("user", (None, "x"))] * 1_001

    assert refusal(vary(files=files)) == (400, "invalid_request_body", None)


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
    assert refusal(vary(files=files)) == (400, "invalid_request_body", param)


BAD_FIELDS = [
    ({"n": "0"}, "n"),
    ({"n": "11"}, "n"),
    ({"n": "1.5"}, "n"),
    ({"n": "many"}, "n"),
    ({"n": "1e999"}, "n"),
    ({"n": "NaN"}, "n"),
    ({"n": "null"}, "n"),
    ({"size": "100x100"}, "size"),
    ({"response_format": "jpeg"}, "response_format"),
    ({"model": ""}, "model"),
    ({"model": "dall-e-2"}, "model"),
    ({"model": "/x"}, "model"),
    ({"model": "a/ b"}, "model"),
    ({"retry": '{"count":6}'}, "retry.count"),
    ({"retry": '{"count":"2"}'}, "retry.count"),
    ({"retry": '{"on_codes":[]}'}, "retry.on_codes"),
    ({"retry": '{"on_codes":[99]}'}, "retry.on_codes[0]"),
    ({"retry": "[1"}, "retry"),
    ({"retry": "[]"}, "retry"),
    ({"retry": '{"count":1e999}'}, "retry"),
    ({"retry": '{"count":NaN}'}, "retry"),
    ({"cache": "{}"}, "cache.type"),
    ({"cache": '{"type":"fuzzy"}'}, "cache.type"),
    ({"cache": '{"type":"exact_match","ttl":259201}'}, "cache.ttl"),
    ({"timeout": "{}"}, "timeout.call_timeout"),
    ({"timeout": '{"call_timeout":0}'}, "timeout.call_timeout"),
    ({"fallbacks": "{}"}, "fallbacks"),
    ({"fallbacks": '[{"model":"a/b"},{}]'}, "fallbacks[1].model"),
    ({"fallbacks": '[{"model":"\\ud800"}]'}, "fallbacks[0].model"),
    ({"retry": '{"count":1.5}'}, "retry.count"),
    ({"orq": '{"retry":{"on_codes":[429.5]}}'}, "orq.retry.on_codes[0]"),
    ({"fallbacks": json.dumps([{"model": "a/b"}] * 501)}, "fallbacks"),
    ({"fallback_on_codes": "[399]"}, "fallback_on_codes[0]"),
    ({"fallback_on_codes": "[429,429.0]"}, "fallback_on_codes"),
    ({"fallback_on_codes[]": "x"}, "fallback_on_codes[0]"),
    ({"load_balancer": '{"type":"weight_based"}'}, "load_balancer.models"),
    (
        {"load_balancer": '{"type":"weight_based","models":[{"model":"a/b","weight":0}]}'},
        "load_balancer.models[0].weight",
    ),
    ({"orq": '{"retry":{"count":9}}'}, "orq.retry.count"),
    ({"orq": '{"prompt":{"id":"p","version":"1"}}'}, "orq.prompt.version"),
    ({"orq": '{"identity":{}}'}, "orq.identity.id"),
    ({"orq": '{"identity":{"id":"i","email":"nobody"}}'}, "orq.identity.email"),
    ({"orq": '{"contact":{"id":"i","tags":[1]}}'}, "orq.contact.tags[0]"),
    ({"orq": "[" * 5_000}, "orq"),
    ({"orq": '{"a":' * 80 + "1" + "}" * 80}, "orq"),
    ({"orq": '{"n":' + "9" * 5_000 + "}"}, "orq"),
    ({"orq": "{}", "orq[retry][count]": "9"}, "orq.retry.count"),
    ({"orq[retry][count]": "many"}, "orq.retry.count"),
    ({"orq[retry][on_codes][5]": "429"}, "orq[retry][on_codes][5]"),
    ({"orq[retry]": "{}", "orq[retry][count]": "2", "model[x]": "y"}, "model[x]"),
    ({"orq[retry]": '{"count":1}', "orq[retry][count]": "2"}, "orq[retry][count]"),
    ({"orq": "[]", "orq[retry][count]": "2"}, "orq[retry][count]"),
    ({"orq[fallbacks][][name]": "nope"}, "orq.fallbacks[0].model"),
    ({"a" + "[b]" * 30: "x"}, ("a" + "[b]" * 30)[:100]),
]


@pytest.mark.parametrize(("fields", "param"), BAD_FIELDS, ids=lambda value: str(value)[:40])
def test_a_field_that_breaks_the_contract(vary: Send, fields: dict[str, str], param: str) -> None:
    """The refusal names the path of what is wrong."""
    assert refusal(vary(**fields)) == (400, "invalid_request_body", param)


def test_a_field_that_came_twice(vary: Send, png: bytes) -> None:
    """A scalar or a picture sent twice is refused rather than guessed."""
    users = [("image", ("a.png", png)), ("user", (None, "a")), ("user", (None, "b"))]
    images = [("image", ("a.png", png)), ("image", ("b.png", png))]

    assert refusal(vary(files=users)) == (400, "invalid_request_body", "user")
    assert refusal(vary(files=images)) == (400, "invalid_request_body", "image")


def animation() -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def gif() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", gif(), animation()], ids=["empty", "text", "gif", "animated"]
)
def test_a_bad_picture(vary: Send, content: bytes) -> None:
    """The picture is judged by its content, whatever its name and type claim."""
    assert refusal(vary(files={"image": ("a.png", content, "image/png")}))[::2] == (400, "image")


def test_a_truncated_picture(vary: Send, png: bytes) -> None:
    """Half a PNG is refused."""
    assert refusal(vary(files={"image": ("a.png", png[: len(png) // 2], "image/png")}))[::2] == (400, "image")


def test_no_picture(vary: Send, png: bytes) -> None:
    """A missing image is refused, and so is one that is a mere field."""
    missing = vary(files={"user": (None, "x")})
    field = vary(files={"image": (None, png, "image/png")})

    assert refusal(missing)[::2] == (400, "image")
    assert refusal(field)[::2] == (400, "image")


WEIGHTED = '{"type":"weight_based","models":[{"model":"%s"}]}'
DOWN = {"x-emulator-scenario": '{"models":{"emulator/riso":{"script":[503,503]}}}'}


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"model": "%s"}, "model"),
        ({"fallbacks": '[{"model":"%s"}]'}, "fallbacks[0].model"),
        ({"orq": '{"fallbacks":[{"model":"emulator/riso"},{"model":"%s"}]}'}, "orq.fallbacks[1].model"),
        ({"load_balancer": WEIGHTED}, "load_balancer.models[0].model"),
        ({"orq": f'{{"load_balancer":{WEIGHTED}}}'}, "orq.load_balancer.models[0].model"),
    ],
)
def test_a_model_that_cannot_be_called(vary: Send, fields: dict[str, str], param: str) -> None:
    """When its turn comes a model that nobody knows is 404 and a malformed id 400, each with its path."""
    unknown = vary(headers=DOWN, **{name: value.replace("%s", "a/b") for name, value in fields.items()})
    malformed = vary(headers=DOWN, **{name: value.replace("%s", "nope") for name, value in fields.items()})

    assert refusal(unknown) == (404, "model_not_found", param)
    assert refusal(malformed) == (400, "invalid_request_body", param)


def test_large_headers(vary: Send) -> None:
    """More than 64 KiB of headers are 431."""
    assert refusal(vary(headers={"x-large": "x" * 70_000})) == (431, "headers_too_large", None)


def test_an_unknown_address_or_method(http: httpx.Client) -> None:
    """The envelope is also the answer where there is no route."""
    assert refusal(http.get("/v2/nothing"))[0] == 404
    assert refusal(http.get(PATH))[0] == 405
    assert refusal(http.get("/_emulator/requests/none"))[0] == 404
    assert refusal(http.get("/_emulator/ledgers/none"))[0] == 404
