"""A run as an HTTP archive."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from jsonschema.validators import Draft6Validator
from referencing import Registry, Resource

from orq_ui import __version__
from orq_ui.errors import BadReply, Cancelled, OrqUiError, Refused, TimedOut, Unreachable
from orq_ui.history.export.har import har
from orq_ui.history.run import Run, SentRequest
from orq_ui.imaging import Picture
from orq_ui.redaction import BEARER_MASK
from orq_ui.wire import Connection
from tests.history.export.har_schema import HAR
from tests.history.samples import KEY, STARTED, a_run, runs
from tests.strategies import picture

PACKAGE, VERSION = "har-schema", "2.0.0"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Draft6Validator:
    """The schemas that HAR tools share, installed once and kept for the next session."""
    kept = tmp_path_factory.getbasetemp().parent / f"{PACKAGE}-{VERSION}"
    if not kept.exists():
        fresh = tmp_path_factory.mktemp(PACKAGE)
        _install(fresh)
        try:
            fresh.rename(kept)
        except OSError:  # another worker was faster; its folder is as good
            shutil.rmtree(fresh)
    schemas = [json.loads(path.read_text()) for path in (kept / "node_modules" / PACKAGE / "lib").glob("*.json")]
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"].rstrip("#"), Resource.from_contents(schema)) for schema in schemas
    )
    return Draft6Validator({"$ref": "har.json#"}, registry=registry)


def _install(folder: Path) -> None:
    if (npm := shutil.which("npm")) is None:
        _missing("npm is not here")
    quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error"]
    command = [npm, "install", *quiet, "--prefix", str(folder), f"{PACKAGE}@{VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
    if done.returncode != 0:
        _missing(f"npm could not install {PACKAGE}: {done.stderr.strip()[-300:]}")


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def entry(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = har(run)["log"]["entries"][0]
    return found


@settings(max_examples=100)
@given(made=runs())
def test_is_har(published: Draft6Validator, made: tuple[Run, dict[int, Picture]]) -> None:
    """Any run is JSON in UTF-8 that both the published schema and the specification's text allow."""
    archive = har(made[0])

    assert json.loads(json.dumps(archive, ensure_ascii=False, allow_nan=False).encode()) == archive
    published.validate(archive)
    Draft202012Validator(HAR).validate(archive)


def test_published_schema_judges(published: Draft6Validator) -> None:
    """The published schema refuses an archive without what HAR requires."""
    archive = har(a_run()[0])
    del archive["log"]["entries"][0]["timings"]["wait"]

    assert [error.message for error in published.iter_errors(archive)] == ["'wait' is a required property"]


def test_request() -> None:
    """The parts are params in their order; of a file there is all but its bytes."""
    source = picture()
    run, _ = a_run(source=source, connection=Connection("http://127.0.0.1:4010"))
    run = run.model_copy(update={"sent": run.sent.model_copy(update={"url": f"{run.sent.url}?a=1&b=%20&a=#c"})})
    request = entry(run)["request"]

    assert request["method"] == "POST"
    assert request["queryString"] == [
        {"name": name, "value": value} for name, value in [("a", "1"), ("b", " "), ("a", "")]
    ]
    assert request["postData"] == {
        "mimeType": "multipart/form-data",
        "params": [
            {
                "name": "image",
                "fileName": "cat.png",
                "contentType": "image/png",
                "comment": f"{len(source.bytes)} bytes, sha256 {source.sha256}",
            },
            {"name": "model", "value": "openai/dall-e-2"},
            {"name": "n", "value": "2"},
            {"name": "user", "value": "ada"},
            {"name": "orq", "value": '{"retry":{"count":2}}', "contentType": "application/json"},
        ],
    }


def test_key() -> None:
    """The key is masked even where a run holds it."""
    run, _ = a_run()
    sent = SentRequest(**dict(run.sent) | {"headers": (("authorization", f"Bearer {KEY}"),)})
    loud = run.model_copy(update={"sent": sent})

    assert {"name": "Authorization", "value": BEARER_MASK} in entry(run)["request"]["headers"]
    assert entry(loud)["request"]["headers"] == [{"name": "authorization", "value": BEARER_MASK}]
    assert KEY not in json.dumps([har(run), har(loud)])


def test_success() -> None:
    """An answer has its status, headers and JSON; the creator and the start are told."""
    run, _ = a_run(headers=(("content-type", "application/json; charset=utf-8"), ("content-length", "4711")))
    archive = har(run)["log"]
    response = archive["entries"][0]["response"]

    assert archive["creator"] == {"name": "orq-ui", "version": __version__}
    assert datetime.fromisoformat(archive["entries"][0]["startedDateTime"]) == datetime.fromtimestamp(STARTED, UTC)
    assert (response["status"], response["statusText"], response["bodySize"]) == (200, "OK", 4711)
    assert response["content"]["mimeType"] == "application/json; charset=utf-8"
    assert json.loads(response["content"]["text"]) == run.response
    assert "_error" not in response


@pytest.mark.parametrize(
    ("error", "status", "phrase", "text"),
    [
        (Refused(429, "slow", headers=(("retry-after", "2"),), body='{"a": 1}'), 429, "Too Many Requests", '{"a": 1}'),
        (Refused(599, "odd", body="\ud800"), 599, "", "\\ud800"),
        (BadReply(200, "not_json", body="<html>"), 200, "OK", "<html>"),
        (BadReply(302, "redirect", headers=(("location", "https://my.orq.ai/"),)), 302, "Found", None),
    ],
)  # fmt: skip
def test_refusal(error: Refused | BadReply, status: int, phrase: str, text: str | None) -> None:
    """An answer that was none has the error's status, headers and body."""
    run, _ = a_run(state="failed", error=error, response=None, headers=(), status=status, variations=())
    response = entry(run)["response"]

    assert (response["status"], response["statusText"], response["content"].get("text")) == (status, phrase, text)
    assert response["headers"] == [{"name": name, "value": value} for name, value in error.headers]
    assert response["redirectURL"] == dict(error.headers).get("location", "")


@pytest.mark.parametrize(
    ("state", "error", "said"),
    [
        ("failed", Unreachable("127.0.0.1:4010", "refused"), "Unreachable(host='127.0.0.1:4010', reason='refused')"),
        ("failed", TimedOut("receive", 600), "TimedOut(phase='receive', seconds=600)"),
        ("cancelled", Cancelled(), "Cancelled()"),
        ("interrupted", None, "interrupted"),
        ("sending", None, "sending"),
    ],
)
def test_no_answer(state: str, error: OrqUiError | None, said: str) -> None:
    """Where nothing was answered the status is 0, and the reason is told."""
    run, _ = a_run(state=state, error=error, response=None, headers=(), status=None, timings={}, variations=())
    found = entry(run)

    assert (found["response"]["status"], found["response"]["_error"]) == (0, said)
    assert found["response"]["content"] == {"size": 0, "mimeType": "x-unknown"}
    assert found["comment"] == "The phases are not known; the call took 812 ms."


@pytest.mark.parametrize(
    ("phases", "expected", "time"),
    [
        ({}, (-1, -1, 0, 0, 0), 0),
        ({"send": 1.0, "wait": 2.0, "receive": 4.0, "total": 9.0, "fetch": 16.0}, (-1, -1, 1.0, 2.0, 4.0), 7.0),
        ({"connect": 8.0, "send": 1.0, "wait": 2.0, "receive": 4.0}, (8.0, -1, 1.0, 2.0, 4.0), 15.0),
        ({"connect": 8.0, "tls": 16.0, "send": 1.0}, (24.0, 16.0, 1.0, 0, 0), 25.0),
        ({"tls": 16.0}, (16.0, 16.0, 0, 0, 0), 16.0),
    ],
)
def test_timings(phases: dict[str, float], expected: tuple[float, ...], time: float) -> None:
    """Time for TLS is part of connect, the sum has it once; what a stopwatch did not see is -1, or 0 if required."""
    found = entry(a_run(timings=phases)[0])

    assert tuple(found["timings"][name] for name in ("connect", "ssl", "send", "wait", "receive")) == expected
    assert (found["timings"]["blocked"], found["timings"]["dns"], found["time"]) == (-1, -1, time)
    assert found["timings"].get("_total") == phases.get("total")


def test_reply_for_strict_readers() -> None:
    """What JSON has no word for is told in quotes."""
    run, _ = a_run(response={"odd": [float("nan"), float("-inf"), "NaN"]})

    assert entry(run)["response"]["content"]["text"] == '{"odd": ["NaN", "-Infinity", "NaN"]}'
