"""A zip that lies: what can be computed is what it is, whatever the zip claims."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.history import SOURCE, HistoryStore, Run
from orq_ui.history.export.har import har
from orq_ui.history.export.provenance import is_emulator
from orq_ui.history.export.zip_export import export_runs
from orq_ui.history.export.zip_import import import_runs
from orq_ui.json_safety import MAX_DEPTH
from orq_ui.redaction import BEARER_MASK, MASK
from orq_ui.wire import Part, Wire
from tests.history.export.zips import PICTURES, RUN, Change, edited
from tests.history.samples import LIVE, a_run
from tests.history.sends import opened
from tests.services.fixtures import Storage

PATH = "/v2/router/images/variations"
CODES, ONE_CODE, JSON = "fallback_on_codes[]", "fallback_on_codes", "application/json"


@pytest.fixture
def store(folder: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(folder) as store:
        yield store


def read(change: Change, *hosts: str) -> Run:
    """The run of the good zip, whose manifest was changed."""
    (imported,) = import_runs(BytesIO(edited(change)), hosts=hosts)
    return imported.run


def at(url: str, **claims: Any) -> Change:
    """A manifest with another address and other claims in its summary."""

    def change(manifest: dict[str, Any]) -> None:
        manifest["run"]["sent"]["url"] = url
        manifest["run"]["brief"] |= claims

    return change


def field(name: str, text: str, content_type: str | None = None) -> dict[str, Any]:
    """A field among the parts of a manifest."""
    facts = {"filename": None, "size": 0, "sha256": "0" * 64}
    return {"name": name, "content_type": content_type, "text": text} | facts


def wire_of(run: Run) -> Wire:
    """The wire that a replay would send."""
    source = next(iter(PICTURES.values())).bytes
    contents = [source if part.text is None else part.text.encode() for part in run.sent.parts]
    parts = (
        Part(part.name, part.filename, part.content_type, content)
        for part, content in zip(run.sent.parts, contents, strict=True)
    )
    return Wire(run.sent.method, run.sent.url, {}, tuple(parts))


@pytest.mark.parametrize("claimed", [True, False])
@pytest.mark.parametrize(
    ("url", "emulated", "host"),
    [
        ("http://127.0.0.1:4010" + PATH, True, "emulator"),
        ("http://localhost:1" + PATH, True, "emulator"),
        ("http://[::1]:4010" + PATH, True, "emulator"),
        ("https://api.orq.ai" + PATH, False, "api.orq.ai"),
        ("https://127.0.0.1:4010" + PATH, False, "127.0.0.1:4010"),
        ("http://127.0.0.1.evil.example" + PATH, False, "127.0.0.1.evil.example"),
        ("http://127.0.0.1:80@evil.example:81" + PATH, False, "evil.example:81"),
        ("https://api.orq.ai@evil.example" + PATH, False, "evil.example"),
        ("http://0.0.0.0:4010" + PATH, False, "0.0.0.0:4010"),
        ("http://emulator" + PATH, False, "emulator"),
        ("http://127.0.0.1:8501/inbox/0123/live" + PATH, False, "127.0.0.1:8501"),
        ("http://127.0.0.1#@evil.example" + PATH, False, "127.0.0.1"),
        ("emulator", False, ""),
    ],
)
def test_host(url: str, emulated: bool, host: str, claimed: bool) -> None:
    """Where it went, and whether that was an emulator, follow from the address alone."""
    run = read(at(url, emulated=claimed, host="emulator" if claimed else "api.orq.ai"))

    assert (run.emulated, run.host) == (emulated, host)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("http://LocalHost:09000", "http://localhost:9000"),
        ("HTTP://ada@localhost:9000", "http://localhost:9000"),
        ("http://localhost:80", "http://localhost"),
    ],
)
def test_an_allowed_host_on_loopback(host: str, allowed: str) -> None:
    """A gateway on this machine that the owner allows is no emulator, however it is written: it may cost money."""
    url = host + PATH

    assert (is_emulator(url), is_emulator(url, [allowed])) == (True, False)
    assert read(at(url), allowed).emulated is False


def test_a_live_run_with_a_ledger() -> None:
    """A ledger is the emulator's: a live run loses one, and the model that it names."""
    run = read(at("https://api.orq.ai" + PATH, served="openai/dall-e-2"))

    assert (run.ledger, run.served) == (None, None)


def test_served() -> None:
    """The model that answered is the one that the ledger names."""
    assert read(lambda m: m["run"]["brief"].update(served="another/model")).served == "openai/dall-e-2"
    assert read(lambda m: m["run"]["ledger"].update(verdict=["served"])).served is None


def test_body_that_differs_from_its_parts() -> None:
    """The JSON, the model and the title are those of the parts: they are what a replay sends."""

    def change(manifest: dict[str, Any]) -> None:
        manifest["run"]["request"] = {"model": "cheap/model", "n": 1}
        manifest["run"]["brief"] |= {"model": "cheap/model", "title": "harmless"}
        manifest["run"]["sent"]["parts"] += [field(CODES, "429"), field(CODES, "500"), field("odd", "7")]

    run = read(change)

    assert run.request == {
        "model": "openai/dall-e-2",
        "n": 2,
        "user": "ada",
        "orq": {"retry": {"count": 2}},
        "fallback_on_codes": [429, 500],
        "odd": "7",
    }
    assert (run.model, run.title) == ("openai/dall-e-2", "cat.png")


@pytest.mark.parametrize("names", [(CODES, ONE_CODE, CODES), (ONE_CODE, CODES, CODES)])
def test_fields_that_are_sent_twice(names: tuple[str, str, str]) -> None:
    """Each value is in the JSON: none of them is hidden behind another."""

    def change(manifest: dict[str, Any]) -> None:
        codes = [field(name, text) for name, text in zip(names, ("429", "500", "529"), strict=True)]
        manifest["run"]["sent"]["parts"] += [field("model", "expensive/model"), *codes]

    run = read(change)

    assert run.request["model"] == ["openai/dall-e-2", "expensive/model"]
    assert {str(code) for code in run.request[ONE_CODE]} == {"429", "500", "529"}
    assert "expensive/model" in run.model


@pytest.mark.parametrize("depth", [MAX_DEPTH, 300, 900, 100_000])
def test_a_part_that_is_nested_deeply(depth: int) -> None:
    """It is a text in the JSON, and the run can be exported and imported again."""
    run, again = (
        read(lambda m: m["run"]["sent"]["parts"].append(field("odd", "[" * depth + "]" * depth, JSON))),
        BytesIO(),
    )
    export_runs([(run, lambda place: PICTURES[place].bytes)], again)
    (back,) = import_runs(again)

    assert isinstance(run.request["odd"], str)
    assert back.run.request == run.request


def test_parts_and_digest() -> None:
    """Sizes and hashes of the parts and the digest are those of the bytes that are here."""

    def change(manifest: dict[str, Any]) -> None:
        manifest["run"]["sent"]["digest"] = "0" * 64
        for part in manifest["run"]["sent"]["parts"]:
            part |= {"size": 1, "sha256": "f" * 64}

    run = read(change)

    assert run.sent == RUN.sent
    assert run.sent.digest == wire_of(run).digest


def test_digest_without_its_picture() -> None:
    """Where the picture is not in the zip the digest cannot be computed, and is what the file says."""

    def change(manifest: dict[str, Any]) -> None:
        manifest["files"].pop("-1")
        manifest["missing"] = [-1]
        manifest["run"]["sent"]["digest"] = "0" * 64

    assert read(change).sent.digest == "0" * 64


def test_headers_named_like_keys() -> None:
    """What is named like a key is masked on the way in, in the request and in the reply."""
    secret = "sk-0123456789"

    def change(manifest: dict[str, Any]) -> None:
        named = [["X-Api-Key", secret], ["authorization", secret], ["Cookie", secret], ["x-access-token", secret]]
        manifest["run"]["sent"]["headers"] += named
        manifest["run"]["headers"] += named

    run = read(change)

    assert secret not in json.dumps(run.model_dump(include={"sent", "headers"}))
    assert dict(run.sent.headers)["X-Api-Key"] == dict(run.headers)["X-Api-Key"] == MASK
    assert dict(run.sent.headers)["authorization"] == BEARER_MASK


def test_keys_in_the_address() -> None:
    """A password and what is named like a key are masked in the URL, and so in every zip and HAR made of the run."""
    secret = "sk-0123456789"
    run = read(at(f"https://ada:{secret}@api.orq.ai{PATH}?x=1&api%5Fkey={secret}&token#access_token={secret}"))

    assert secret not in json.dumps([run.sent.model_dump(), har(run)])
    assert run.sent.url == f"https://{MASK}@api.orq.ai{PATH}?x=1&api%5Fkey={MASK}&token#access_token={MASK}"
    assert run.host == "api.orq.ai"


@pytest.mark.parametrize(
    "change",
    [
        at("https://api.orq.ai/\ud800"),
        at("https://api.orq.ai:99999" + PATH),
        at("http://127.0.0.1:x" + PATH),
        lambda m: m["run"]["sent"].update(method="\ud800"),
    ],
)
def test_what_nobody_can_have_sent(change: Change) -> None:
    """Half of a character in the method or the address is no run, nor is a port that is none."""
    with pytest.raises(InvalidInput, match="not_a_manifest"):
        read(change)


def test_its_own_parent() -> None:
    """A run that claims to come from itself has no parent."""
    parent = {"run_id": RUN.id, "link": "replay", "place": None}

    assert read(lambda m: m["run"]["brief"].update(parent=parent)).parent is None


@pytest.mark.parametrize("claimed", [True, False])
def test_imported_wherever_it_goes(store: HistoryStore, claimed: bool) -> None:
    """That a run came from a file is what its history knows, and stays with it in every further zip and HAR."""
    (came,) = import_runs(BytesIO(edited(lambda m: m["run"]["brief"].update(imported=claimed))))
    own, _ = store.import_run("ada", came.run, came.pictures)
    here, again = store.run("ada", own), BytesIO()
    assert here is not None
    export_runs([(here, partial(store.picture_bytes, "ada", own))], again)
    (once_more,) = import_runs(again)

    assert (here.imported, here.owner) == (True, "ada")
    assert once_more.run.imported is True
    assert har(here)["log"]["entries"][0]["_imported"] is True
    assert "_imported" not in har(RUN)["log"]["entries"][0]


def test_from_the_future(store: HistoryStore) -> None:
    """A run that claims a time to come counts as of now: it neither stays the newest nor outlives every limit."""
    run, contents = a_run(started_at=time.time() + 1e9)
    own, _ = store.import_run("ada", run, contents)
    here = store.run("ada", own)

    assert here is not None
    assert here.started_at <= time.time()


def test_a_live_run_is_read_as_it_was() -> None:
    """A zip that does not lie comes back whole."""
    run, pictures = a_run(connection=LIVE, host="api.orq.ai", emulated=False, ledger=None, served=None)
    out = BytesIO()
    export_runs([(run, lambda place: pictures[place].bytes)], out)
    (came,) = import_runs(out)

    assert came.run == run.model_copy(update={"owner": ""})
    assert urlsplit(came.run.sent.url).netloc == came.run.host
    assert came.run.source is not None
    assert came.run.source.sha256 == hashlib.sha256(pictures[SOURCE].bytes).hexdigest()
