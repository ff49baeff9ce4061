"""A server that answers every snippet with one picture, and keeps the requests by the folder of their case."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from tests.interop.capture import Handler, ReceivedPart, parts_of, serving
from tests.strategies import picture

RESULT = picture("PNG", 3, 3, "result.png").bytes


@dataclass(frozen=True)
class ReceivedRequest:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def parts(self) -> list[ReceivedPart]:
        return parts_of(self.headers, self.body)

    @property
    def is_multipart(self) -> bool:
        return self.headers["content-type"].startswith("multipart/form-data; ")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The fields of a URL-encoded form."""
        return parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True)


@dataclass
class ReceivedRequests:
    """``posts`` by the first step of the request's path; ``fetches`` are the headers of every download of a result."""

    url: str = ""
    posts: dict[str, list[ReceivedRequest]] = field(default_factory=dict)
    fetches: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def running_receiver() -> Iterator[ReceivedRequests]:
    """Serve on a free loopback port until the block ends."""
    received = ReceivedRequests()

    class ReceivingHandler(Handler):
        def do_POST(self) -> None:  # noqa: N802 - as http.server names it
            case = self.path.split("/")[1]
            request = ReceivedRequest(self.received_headers(), self.received_body())
            received.posts.setdefault(case, []).append(request)
            self.reply("application/json", _reply(received.url, int(case)))

        def do_GET(self) -> None:  # noqa: N802
            received.fetches.append(self.received_headers())
            self.reply("image/png", RESULT)

    with serving(ReceivingHandler) as received.url:
        yield received


def _reply(url: str, case: int) -> bytes:
    """Return a success whose one picture comes in each of the three ways in turn."""
    text = base64.b64encode(RESULT).decode()
    ways = ({"b64_json": text}, {"url": f"{url}/result.png"}, {"url": f"data:image/png;base64,{text}"})
    return json.dumps({"created": 1, "data": [ways[case % len(ways)]]}).encode()
