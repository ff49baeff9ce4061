"""What went over the wire in two runs, header by header and part by part."""

from __future__ import annotations

import json
from collections.abc import Iterator

from orq_ui.api.json_diff import ABSENT
from orq_ui.history.diff.diff_rows import DiffRow, by_occurrence, differing_rows, numbered, short_hash
from orq_ui.history.run import SentPart, SentRequest

Parts = dict[tuple[str, int], SentPart]


def wire_rows(first: SentRequest, second: SentRequest) -> Iterator[DiffRow]:
    """Yield rows of line, headers, timeout, parts, their order, and the digest."""
    yield from differing_rows(_line(first), _line(second))
    yield from differing_rows(_headers(first), _headers(second))
    one, two = (by_occurrence((part.name, part) for part in sent.parts) for sent in (first, second))
    for key in (*one, *(key for key in two if key not in one)):
        yield from _part_rows(f"part {numbered(*key)}", one.get(key), two.get(key))
    yield from differing_rows(_order(one, two), _order(two, one))
    yield from differing_rows({"digest": short_hash(first.digest)}, {"digest": short_hash(second.digest)})


def _line(sent: SentRequest) -> dict[str, str]:
    scheme, _, rest = sent.url.partition("://")
    host, _, path = rest.partition("/")
    # All of its digits: what is rounded may look alike.
    timeout = f"{str(sent.timeout_s).removesuffix('.0')} s"
    return {"method": sent.method, "host": f"{scheme}://{host}", "path": f"/{path}", "timeout": timeout}


def _headers(sent: SentRequest) -> dict[str, str]:
    # HTTP does not tell `accept` from `Accept`.
    found = by_occurrence((name.lower(), value) for name, value in sent.headers)
    return {f"header {numbered(*key)}": value for key, value in found.items()}


def _part_rows(label: str, first: SentPart | None, second: SentPart | None) -> Iterator[DiffRow]:
    if first is None or second is None:
        one, two = (ABSENT if part is None else _whole(part) for part in (first, second))
        yield DiffRow(label, one, two)
        return
    if (first.text, first.size, first.sha256) != (second.text, second.size, second.sha256):
        yield DiffRow(label, _content(first), _content(second))
    yield from differing_rows(_facts(label, first), _facts(label, second))


def _facts(label: str, part: SentPart) -> dict[str, str]:
    facts = {"filename": part.filename, "content type": part.content_type}
    return {
        f"{label} · {name}": json.dumps(fact, ensure_ascii=False) for name, fact in facts.items() if fact is not None
    }


def _content(part: SentPart) -> str:
    if part.text is None:
        return f"{part.size:,} bytes, {short_hash(part.sha256)}"
    # JSON in quotes would be escaped twice.
    return part.text if part.content_type == "application/json" else json.dumps(part.text, ensure_ascii=False)


def _whole(part: SentPart) -> str:
    return " · ".join([_content(part), *_facts("", part).values()])


def _order(own: Parts, other: Parts) -> dict[str, str]:
    """Return the order of the parts that both have: one that was added or left out has a row of its own."""
    return {"order of the parts": ", ".join(numbered(*key) for key in own if key in other)}
