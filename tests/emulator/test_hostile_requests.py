"""Hostile requests on the emulator's real socket: never a 500, never a hang, never a dead server, bounded memory.

``ORQ_UI_HOSTILE_REQUESTS=5000`` tries five thousand of them; there are fewer without it.
"""

from __future__ import annotations

import os
import random
import re
import socket
import struct
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.emulator.harness import PATH, client, running_command
from tests.emulator.hostile_requests import FAMILIES, TEXT, Ending, Hostile, hostile
from tests.emulator.malformed_requests import GOOD, PNG, TYPE

NUMBER = int(os.environ.get("ORQ_UI_HOSTILE_REQUESTS", "560"))
SEED = int(os.environ.get("ORQ_UI_HOSTILE_SEED", "1"))
HANGS_S = 30.0
"""No answer takes that long, whatever else the machine does; the server's own are there in milliseconds."""
MORE_MB = 96
"""What the records of the newest requests, the cache of pictures and the allocator may come to."""
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def answers(origin: httpx.URL, sent: Hostile) -> list[int]:
    """Send the bytes of one connection, end it as told, and return the status of each answer."""
    received = b""
    with socket.create_connection((origin.host, origin.port or 0), HANGS_S) as raw:
        # The server may refuse and close before it has read it all; what it said first is gone then, too.
        with suppress(ConnectionError):
            raw.sendall(sent.content)
            if sent.ending is Ending.HALF:
                raw.shutdown(socket.SHUT_WR)
        if sent.ending is Ending.RESET:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return []
        with suppress(ConnectionError):
            while piece := raw.recv(65_536):
                received += piece
    return [int(status) for status in STATUS.findall(received)]


def test_raw_bytes(tmp_path: Path) -> None:
    """Each family in turn on connections of its own; then the emulator serves as before, in the memory it had.

    Nothing of it fills the log.
    """
    found: dict[str, Counter[int]] = {}
    with (
        (tmp_path / "log").open("wb") as log,
        running_command(log=log) as (origin, pid),
        client(origin) as http,
    ):
        answers_of_good(http)
        # Once each, so that what is loaded on first use is not counted.
        for sent in hostile(len(FAMILIES), http.base_url.netloc.decode()):
            answers(http.base_url, sent)
        before = memory_mb(pid) if sys.platform == "linux" else 0
        for sent in hostile(NUMBER, http.base_url.netloc.decode(), SEED):
            found.setdefault(sent.family, Counter()).update(answers(http.base_url, sent))
        served = answers_of_good(http)
        after = memory_mb(pid) if sys.platform == "linux" else 0

    assert len(found) == len(FAMILIES)
    assert {family: counted for family, counted in found.items() if 500 in counted} == {}
    assert {status for counted in found.values() for status in counted} >= {200, 400, 404, 405}
    assert served == 200
    assert (tmp_path / "log").read_text() == ""
    assert after - before < MORE_MB


def answers_of_good(http: httpx.Client) -> int:
    """Send a request that is right, and return its status."""
    body: dict[str, Any] = {"model": (None, "emulator/riso"), "size": (None, "256x256"), "image": ("a.png", PNG)}
    return http.post(PATH, files=body, headers={"x-emulator-scenario": '{"default":{"latency_ms":0}}'}).status_code


def test_odd_requests_of_a_client(http: httpx.Client) -> None:
    """What an HTTP client can be made to send: odd fields, files, queries, headers, on connections that stay open."""
    chance = random.Random(SEED)  # noqa: S311
    statuses = Counter[int]()
    for _ in range(max(NUMBER // 4, 100)):
        names = chance.choices(("model", "orq", "n", "image", "x", "orq[retry][count]"), k=4)
        texts = [chance.choice(TEXT).encode("utf-8", "surrogatepass") for _ in names]
        headers = {name: value for name, value in HEADERS.items() if chance.random() < 0.3}
        kinds: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("POST", PATH, {"files": [(name, (None, text)) for name, text in zip(names, texts, strict=True)]}),
            ("POST", PATH, {"content": GOOD[: chance.randrange(len(GOOD))]}),
            ("PUT", "/_emulator/scenario", {"content": b"\xff" + texts[0]}),
            ("GET", f"/v3/traces/{chance.randrange(2**64):x}/spans", {"params": {"a": texts[0]}}),
            ("GET", "/v2/model-catalog", {"params": {"output_modality": chance.choice(("image", "", "x" * 999))}}),
        )
        method, path, more = chance.choice(kinds)
        typed = {"content-type": TYPE} if "content" in more else {}
        statuses[http.request(method, path, headers={**headers, **typed}, **more).status_code] += 1

    assert 500 not in statuses
    assert http.get("/_emulator/health").status_code == 200


HEADERS = {
    "x-emulator-scenario": '{"default":{"known":false}}',
    "x-emulator-seed": "-99999999999999999999",
    "authorization": "",
    "accept": "image/" + "x" * 999,
    "cookie": "a=b; " * 200 + "c=d",
}


def test_half_a_request_from_many_holds_nobody_up(http: httpx.Client) -> None:
    """A hundred connections that began and say nothing more; another client is answered meanwhile."""
    waiting = []
    try:
        for number in range(100):
            raw = socket.create_connection((http.base_url.host, http.base_url.port or 0), HANGS_S)
            raw.sendall(f"POST {PATH} HTTP/1.1\r\nHost: {http.base_url.netloc.decode()}\r\n".encode()[: 10 + number])
            waiting.append(raw)

        assert http.get("/_emulator/health").status_code == 200
        assert answers_of_good(http) == 200
    finally:
        for raw in waiting:
            raw.close()


@pytest.mark.parametrize("draw", FAMILIES, ids=lambda draw: draw.__name__)
def test_equal_seeds_draw_equal_bytes(draw: object) -> None:
    """What fails once can be tried again."""
    place = FAMILIES.index(draw)  # type: ignore[arg-type]

    assert [list(hostile(place + 1, "h", 7))[place]] == [list(hostile(place + 1, "h", 7))[place]]
