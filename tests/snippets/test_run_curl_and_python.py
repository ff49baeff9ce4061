"""Every snippet is run as a file, and what arrives is the wire."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as FilePath

import pytest

from orq_ui.snippets import Language
from orq_ui.snippets.parsed_form import ParsedForm
from orq_ui.wire import Wire
from tests.services.node import need
from tests.snippets.cases import CANARY, cases
from tests.snippets.expected_parts import (
    Path,
    Sent,
    arrived,
    as_the_wire,
    by_curl,
    by_openai,
    by_vendor,
    in_python_parts,
    named_additions,
    places,
    sorted_parts,
)
from tests.snippets.receiver import RESULT, ReceivedRequests
from tests.snippets.runner import SnippetFiles, run_bash, run_python, write_snippets


@pytest.mark.parametrize(
    ("language", "expected"),
    [(Language.CURL, by_curl), (Language.HTTPX, as_the_wire), (Language.OPENAI, by_openai)],
)
def test_same_parts(
    language: Language, expected: Callable[[Wire], list[Sent]], tmp_path: FilePath, server: ReceivedRequests
) -> None:
    """What curl, httpx and OpenAI's client send is the wire, part by part, valid or not, and nothing more."""
    if language is Language.CURL:
        need("bash", "curl", "jq")
    files = write_snippets(language, cases(), tmp_path, server)
    outcomes = run_bash(files) if language is Language.CURL else run_python(files)

    assert len(outcomes) >= 200
    for place, (case, outcome) in enumerate(zip(files.cases, outcomes, strict=True)):
        sendable = expected(case.wire(""))
        if not sendable:
            continue
        assert outcome is None, (place, case, outcome)
        assert _sent(files, place) == sendable, (place, case)
        assert _saved(files, place) == RESULT
        assert named_additions(files.snippet(place)) == {}
    _check_keys(server)


def test_same_values_by_the_vendors_client(tmp_path: FilePath, server: ReceivedRequests) -> None:
    """The vendor's client sends the known fields and what a comment names; it refuses only what one names."""
    files = write_snippets(Language.PYTHON, cases(), tmp_path, server)
    outcomes = run_python(files)

    assert len(outcomes) >= 200
    for place, (case, outcome) in enumerate(zip(files.cases, outcomes, strict=True)):
        doubted = "this client refuses" in files.snippet(place) or "this client may refuse" in files.snippet(place)
        assert outcome is None or (doubted and not case.valid), (place, case, outcome)
        if case.valid:
            image = [part for part in as_the_wire(case.wire("")) if part[1] is not None]
            wanted = [*image, *in_python_parts(by_vendor(case.body, files.snippet(place)))]
            assert sorted_parts(_sent(files, place)) == sorted_parts(wanted)
            assert _saved(files, place) == RESULT
        if outcome is None:
            assert _added(files, place) == named_additions(files.snippet(place)).keys(), (place, case)
    _check_keys(server)


def _sent(files: SnippetFiles, place: int) -> list[Sent]:
    (request,) = files.server.posts[str(place)]
    case = files.cases[place]
    for name, value in case.headers:
        assert request.headers[name] == value
    if not request.is_multipart:
        assert "# Not multipart, this client" in files.snippet(place)
        return [(name, None, None, value.encode()) for name, value in request.pairs]
    return arrived(request.parts)


def _added(files: SnippetFiles, place: int) -> set[Path]:
    """Return the places of the values that arrived though the request has none there."""
    asked = ParsedForm.from_wire(files.cases[place].wire("")).body
    sent = {name: content for name, file, _, content in _sent(files, place) if file is None}
    if "fallback_on_codes[]" in sent:
        sent["fallback_on_codes"] = asked["fallback_on_codes"]
        del sent["fallback_on_codes[]"]
    return {*places(sent)} - {*places(asked)}


def _saved(files: SnippetFiles, place: int) -> bytes:
    taken = (files.folders[place] / "new-variation-1.png").exists()
    return (files.folders[place] / ("new-variation-1.png" if taken else "variation-1.png")).read_bytes()


def _check_keys(server: ReceivedRequests) -> None:
    for requests in server.posts.values():
        assert requests[0].headers["authorization"] == f"Bearer {CANARY}"
    assert server.fetches
    assert not any("authorization" in headers for headers in server.fetches)
