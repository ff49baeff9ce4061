"""Hostile requests as raw bytes, drawn from a seed: framing, headers, multipart, JSON, brackets, scenarios, admin."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from tests.emulator.harness import PATH
from tests.emulator.malformed_requests import END, GOOD, IMAGE, MODEL, PNG, TYPE, WRONG, part, pictures


class Ending(Enum):
    """What the client does after its last byte."""

    READ = "reads until the server closes"
    HALF = "closes its half, and reads"
    RESET = "resets the connection"


class Hostile(NamedTuple):
    """One connection: the family that it is drawn from, all bytes of the client, and how it ends."""

    family: str
    content: bytes
    ending: Ending


Draw = Callable[[random.Random, str], Hostile]
FAMILIES: list[Draw] = []
UNKNOWN = '{"default":{"known":false}}'
"""A scenario in which no model exists, so that a body which is right after all draws no picture."""
TEXT = (
    "",
    " ",
    "x",
    "\x00",
    "é",
    "\ud800",
    "%00",
    "../..",
    "'\"<>",
    "{}",
    "[]",
    "null",
    "\r\n",
    "A" * 3_000,
    "٣",
    "-1",
)
NUMBERS = ("-1", "0", "+5", "0x10", "1e9", "99999999999999999999", "-" * 9, "5, 5", "５", "4294967296", "", " 7")


def family(draw: Draw) -> Draw:
    """Register a family."""
    FAMILIES.append(draw)
    return draw


def hostile(number: int, host: str, seed: int = 1) -> Iterator[Hostile]:
    """Yield so many hostile connections, the families in turn; equal for equal seeds."""
    chance = random.Random(seed)  # noqa: S311
    for place in range(number):
        yield FAMILIES[place % len(FAMILIES)](chance, host)


def request(
    host: str,
    body: bytes = b"",
    *headers: str,
    line: str = f"POST {PATH} HTTP/1.1",
    content_type: str = TYPE,
    length: str | None = None,
    last: bool = True,
) -> bytes:
    """Return a request whose framing is right unless ``length`` says otherwise; ``last`` ends the connection."""
    given = str(len(body)) if length is None else length
    fields = [f"Host: {host}", "Authorization: Bearer a-key", *headers]
    fields += [f"Content-Type: {content_type}"] if content_type else []
    fields += [f"Content-Length: {given}"] if given != "none" else []
    fields += ["Connection: close"] if last else []
    return "\r\n".join((line, *fields, "", "")).encode("utf-8", "surrogatepass") + body


def _text(chance: random.Random) -> str:
    return "".join(chance.choice(TEXT) for _ in range(chance.randint(1, 3)))


def _line(chance: random.Random) -> str:
    return _text(chance).replace("\r\n", "").replace("\x00", "").replace("\ud800", "")


def _ending(chance: random.Random) -> Ending:
    return chance.choice((Ending.HALF, Ending.HALF, Ending.RESET))


def _damaged(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(damaged) + 1), chance.randint(1, 40)
        pieces = (b"", chance.randbytes(length), bytes(damaged[at : at + length]) * 2, b"\r\n", b"--bound", b"\0")
        damaged[at : at + length] = chance.choice(pieces)
    return bytes(damaged)


@family
def damaged_multipart(chance: random.Random, host: str) -> Hostile:
    """A sound body with bytes changed, cut out, doubled, moved."""
    body = _damaged(GOOD, chance)
    return Hostile("damaged multipart", request(host, body, f"x-emulator-scenario: {UNKNOWN}"), Ending.READ)


@family
def odd_parts(chance: random.Random, host: str) -> Hostile:
    """Parts with odd names, file names, charsets and headers; a multipart within a part."""
    more = (
        "Content-Transfer-Encoding: base64",
        "Content-Type: text/plain; charset=utf-7",
        f"X: {'h' * 9_000}",
        "nocolon",
    )
    names = (_line(chance), 'model"; name="n', "n" * 5_000, "image[]", "orq[", "", "a\"; filename*=UTF-8''%00%ff; x=\"")
    parts = [
        part(
            chance.choice(names),
            chance.choice((PNG, GOOD, b"", b"\xff\xfe")),
            chance.choice(more),
            filename=_line(chance),
        )
        for _ in range(chance.randint(1, 30))
    ]
    return Hostile("odd parts", request(host, b"".join(parts) + MODEL + IMAGE + END), Ending.READ)


@family
def wrong_lengths(chance: random.Random, host: str) -> Hostile:
    """A length that is negative, huge, doubled, no number, or not that of the body."""
    more = [f"Content-Length: {chance.choice(NUMBERS)}"] if chance.random() < 0.3 else []
    return Hostile("wrong length", request(host, GOOD, *more, length=chance.choice(NUMBERS)), _ending(chance))


@family
def broken_chunks(chance: random.Random, host: str) -> Hostile:
    """Chunks with sizes that are wrong, extensions without an end, trailers, and a length beside them."""
    pieces = []
    for _ in range(chance.randint(1, 8)):
        size = chance.choice(("5", "-5", "zz", "FFFFFFFFFFFFFFFFFF", "5;" + "x" * 900, "0", "", "5\r", "0x5"))
        pieces.append(size.encode() + b"\r\n" + chance.choice((b"model", GOOD[:5], b"", b"\r\n")) + b"\r\n")
    coding = chance.choice(
        ("chunked", "chunked, chunked", "xchunked", "gzip, chunked", "CHUNKED", "identity", "\x0bchunked")
    )
    trailer = b"0\r\nX: y\r\nContent-Length: -1\r\n\r\n" if chance.random() < 0.5 else b""
    length = "none" if chance.random() < 0.7 else chance.choice(NUMBERS)
    head = request(host, b"", f"Transfer-Encoding: {coding}", length=length)
    return Hostile("broken chunks", head + b"".join(pieces) + trailer, _ending(chance))


@family
def pipelined(chance: random.Random, host: str) -> Hostile:
    """Many requests in one breath, whole ones and broken ones, without waiting for an answer."""
    scenario = f"x-emulator-scenario: {UNKNOWN}"
    kinds = (
        request(host, line="GET /_emulator/health HTTP/1.1", content_type="", last=False),
        request(host, GOOD, scenario, last=False),
        request(host, _damaged(GOOD, chance), scenario, last=False),
        request(host, line="GET /_emulator/ledgers HTTP/1.1", content_type="", last=False),
        chance.randbytes(chance.randint(0, 60)),
    )
    several = b"".join(chance.choice(kinds) for _ in range(chance.randint(2, 40)))
    last = request(host, line="GET /v2/model-catalog HTTP/1.1", content_type="")
    return Hostile("pipelined", several + last, _ending(chance))


@family
def request_lines(chance: random.Random, host: str) -> Hostile:
    """Other methods, versions and protocols, paths that are none, and noise."""
    method = chance.choice(("GET", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PRI", "get", "X" * 400, "", "PO ST"))
    path = chance.choice(
        (
            *(
                PATH,
                PATH + "/",
                "//" + PATH,
                "/" + "a/" * 500,
                "/%00",
                "/%ff%fe",
                "/../../etc/passwd",
                "*",
                "?",
                "/?" + "&" * 999,
            ),
            *(
                "http://other.example/",
                "/v2/model-catalog/%2e%2e",
                "/v2/model-catalog?output_modality=" + "x" * 999,
                _line(chance),
            ),
        )
    )
    version = chance.choice(("HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTP/1.1 x", ""))
    odd = (
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        chance.randbytes(200),
        b"\r\n" * 99,
    )
    whole = request(host, b"", line=f"{method} {path} {version}", content_type="")
    return Hostile("request line", chance.choice((whole, whole, whole, *odd)), _ending(chance))


@family
def odd_headers(chance: random.Random, host: str) -> Hostile:
    """Headers by the thousand, folded, without a colon, with controls and other alphabets; hosts that are none."""
    kinds = (
        [f"X-{number}: y" for number in range(chance.choice((5, 900, 3_000)))],
        ["X: a", " folded", "\tagain"],
        ["No colon at all"],
        ["X: \x00\x01\x7f"],
        ["X: é界😀"],
        ["Authorization: Bearer b", f"Authorization: {_line(chance)}"],
        [f"Host: {_line(chance)}"],
        ["Expect: 100-continue"],
        ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: eA==", "Sec-WebSocket-Version: 13"],
        [
            f"Range: bytes={chance.choice(NUMBERS)}-",
            "If-None-Match: *",
            f"Content-Encoding: {chance.choice(('gzip', 'br', 'x'))}",
        ],
        [f"Origin: {_line(chance)}", "Access-Control-Request-Method: " + _line(chance)],
        ["X: " + "h" * chance.choice((70_000, 400_000))],
    )
    return Hostile("headers", request(host, b"", *chance.choice(kinds)), _ending(chance))


@family
def media_types(chance: random.Random, host: str) -> Hostile:
    """Bodies under media types that say something else, or nothing."""
    boundary = chance.choice(("b" * 300, '""', "é", "bound; boundary=other", "", "\x0b"))
    kinds: tuple[str, ...] = (
        "application/json",
        "text/plain",
        f"multipart/form-data; boundary={boundary}",
        "multipart/mixed; boundary=bound",
    )
    kinds += (
        "application/x-www-form-urlencoded",
        "x" * 500,
        "; ; =",
        "multipart/form-data",
        "application/json; charset=utf-16",
    )
    body = chance.choice((GOOD, b"{}", b"model=a%2Fb&n=%ZZ", chance.randbytes(300), b"[" * 5_000, b"\xff" * 50))
    return Hostile("media type", request(host, body, content_type=chance.choice(kinds)), Ending.READ)


@family
def odd_json(chance: random.Random, host: str) -> Hostile:
    """Wrong values and JSON that is none, in any field: deep, endless, in UTF-16, with names that come twice."""
    name = chance.choice(
        ("orq", "retry", "fallbacks", "load_balancer", "cache", "timeout", "fallback_on_codes", "n", "model")
    )
    odd = (
        *WRONG,
        *(
            '{"a":1,"a":2}',
            "[" * 100_000,
            '{"a":' * 5_000,
            "9" * 100_000,
            "\ufeff{}",
            "{'a': 1}",
            '"\\u0000"',
            "[1,]",
            "1e5000",
        ),
        *(
            '{"retry":{"count":1e400}}',
            '{"model":"a/b","weight":"NaN"}',
            '[{"model":"a/b"}]',
            "true" * 9,
            '{"":{"":{}}}',
        ),
    )
    value = chance.choice(odd)
    content: bytes | str = value.encode("utf-16") if chance.random() < 0.1 else value
    kind = ("Content-Type: application/json",) if chance.random() < 0.7 else ()
    body = MODEL + part(name, content, *kind) + IMAGE + END
    return Hostile("odd JSON", request(host, body, f"x-emulator-scenario: {UNKNOWN}"), Ending.READ)


@family
def brackets(chance: random.Random, host: str) -> Hostile:
    """Names in bracket notation that nest, clash, count to the sky, or name what objects have already."""
    steps = (
        "[]",
        "[0]",
        "[999999999]",
        "[-1]",
        "[a]",
        "[retry]",
        "[count]",
        "[on_codes]",
        "[__proto__]",
        "[",
        "]",
        "[é]",
        "[a][]",
    )
    names = [
        "".join(("orq", *(chance.choice(steps) for _ in range(chance.choice((1, 3, 60, 400)))))) for _ in range(20)
    ]
    names += ["orq[retry]", "orq[retry][count]"] * chance.randint(0, 3)
    body = MODEL + b"".join(part(name, chance.choice(("1", "x", "{}"))) for name in names) + IMAGE + END
    return Hostile("brackets", request(host, body, f"x-emulator-scenario: {UNKNOWN}"), Ending.READ)


@family
def scenarios(chance: random.Random, host: str) -> Hostile:
    """Scenarios, seeds and assumptions for one request that are none, too large, or too long to wait for."""
    values = (
        "-1",
        "1e400",
        "NaN",
        '"x"',
        "null",
        "[]",
        "{}",
        "9" * 300,
        "true",
        '["ok"]',
        '[429,"no"]',
        '[{"status":7}]',
    )
    names = ("latency_ms", "jitter_ms", "script", "faults", "payload", "retry_after_s", "known", "x", "script_scope")
    inner = ",".join(f'"{chance.choice(names)}":{chance.choice(values)}' for _ in range(chance.randint(1, 4)))
    text = chance.choice(
        (
            f'{{"default":{{{inner}}}}}',
            f'{{"models":{{"a/b":{{{inner}}}}}}}',
            f"{{{inner}}}",
            _line(chance),
            "[" * 9_000,
        )
    )
    seed = f"x-emulator-seed: {chance.choice(NUMBERS)}"
    defaults = f"x-emulator-defaults: {_line(chance)}"
    more = [header for header in (seed, defaults) if chance.random() < 0.4]
    # A body without its picture: a scenario that is sound after all draws none.
    return Hostile("scenario", request(host, MODEL + END, f"x-emulator-scenario: {text}", *more), Ending.READ)


@family
def admin(chance: random.Random, host: str) -> Hostile:
    """Odd bodies, ids and methods at the emulator's own addresses and at its traces."""
    odd = chance.choice(("x", "%00", "..", "%2e%2e%2f", "-1", "0" * 400, "é".encode().hex(), "9" * 30, "%F0%9F", " "))
    path = chance.choice(
        (
            *(
                "/_emulator/scenario",
                "/_emulator/scripts",
                f"/_emulator/ledgers/{odd}",
                f"/_emulator/requests/{odd}",
                "/_emulator/",
            ),
            *(
                f"/v3/traces/{odd}",
                f"/v3/traces/{odd}/spans",
                f"/v3/traces/{odd}/spans/{odd}",
                f"/v2/model-catalog/{odd}/offerings",
            ),
            *(f"/_emulator/images/{odd}", f"/v2/model-catalog/{odd}", "/_emulator/ledgers?" + "a=b&" * 500),
        )
    )
    method = chance.choice(("GET", "PUT", "DELETE", "POST", "HEAD", "OPTIONS", "PATCH"))
    body = chance.choice(
        ('{"default":{"latency_ms":-5}}', "[" * 20_000, "\x00", '{"models":3}', "", '{"default":' * 900, "9" * 9_999)
    )
    if path == "/_emulator/scenario" and method == "PUT" and not body:
        body = "{"
    raw = request(host, body.encode(), line=f"{method} {path} HTTP/1.1", content_type="application/json")
    return Hostile("admin", raw, Ending.READ if method != "HEAD" else Ending.HALF)


@family
def false_pictures(chance: random.Random, host: str) -> Hostile:
    """Files that are no picture, in a request that is right otherwise."""
    image = chance.choice([*pictures().values(), chance.randbytes(500), PNG[:8] + chance.randbytes(99)])
    body = MODEL + part("image", image, "Content-Type: image/png", filename=_line(chance)) + END
    return Hostile("false picture", request(host, body, f"x-emulator-scenario: {json.dumps({})}"), Ending.READ)


@family
def cut_off(chance: random.Random, host: str) -> Hostile:
    """A sound request that ends anywhere."""
    whole = request(host, GOOD, f"x-emulator-scenario: {UNKNOWN}")
    return Hostile("cut off", whole[: chance.randrange(1, len(whole))], _ending(chance))
