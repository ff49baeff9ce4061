"""Runs into a zip and back."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings

from orq_ui.history.export.manifest import LEFT_OUT
from orq_ui.history.export.zip_export import export_runs
from orq_ui.history.export.zip_import import import_runs
from orq_ui.history.run import SOURCE, Run, SentRequest
from orq_ui.imaging import MissingPicture, Picture, UnshownPicture
from orq_ui.redaction import BEARER_MASK, MASK
from tests.history.samples import STARTED, a_run, comparable, runs
from tests.strategies import picture

Made = tuple[Run, dict[int, Picture | UnshownPicture]]


def giving(pictures: dict[int, Picture | UnshownPicture]) -> Callable[[int], bytes]:
    return lambda place: pictures[place].bytes


def packed(*made: Made) -> BytesIO:
    out = BytesIO()
    export_runs([(run, giving(pictures)) for run, pictures in made], out)
    return out


def entry(file: BytesIO, ending: str, **how: Any) -> Any:
    with zipfile.ZipFile(file) as archive:
        return json.loads(archive.read(next(name for name in archive.namelist() if name.endswith(ending))), **how)


@settings(max_examples=150)
@given(runs())
def test_round_trip(made: Made) -> None:
    """A run comes back as it was but for its owner, with its pictures."""
    (back,) = import_runs(packed(made))

    assert comparable(back.run) == comparable(made[0])
    assert dict(back.pictures) == made[1]
    assert back.run.owner == ""


def test_several_runs() -> None:
    """Each run has a folder of its own, even two with the same id, and comes back in its order."""
    first, second, third = a_run(), a_run(title="dog.png", source=None), a_run(started_at=STARTED + 90_000)
    file = packed(first, second, third)

    assert [comparable(one.run) for one in import_runs(file)] == [comparable(run) for run, _ in (first, second, third)]
    with zipfile.ZipFile(file) as archive:
        folders = dict.fromkeys(name.split("/")[0] for name in archive.namelist())
    assert [*folders] == ["2026-09-21-01234567", "2026-09-21-01234567-2", "2026-09-22-01234567"]


def test_entries() -> None:
    """A folder has the pictures as they came, stored, and the run as JSON, deflated."""
    run, pictures = a_run()
    with zipfile.ZipFile(packed((run, pictures))) as archive:
        infos = {info.filename.partition("/")[2]: info for info in archive.infolist()}
        contents = {name: archive.read(info) for name, info in infos.items()}

    assert {name for name, info in infos.items() if info.compress_type == zipfile.ZIP_STORED} == {
        "source.png",
        "variation-1.png",
        "variation-2.webp",
    }
    assert [contents["source.png"], contents["variation-2.webp"]] == [pictures[SOURCE].bytes, pictures[1].bytes]
    assert json.loads(contents["request.json"]) == run.request
    assert json.loads(contents["response.json"]) == run.response
    assert json.loads(contents["ledger.json"]) == run.ledger
    assert json.loads(contents["exchange.har"])["log"]["version"] == "1.2"
    assert json.loads(contents["run.json"])["format"] == "orq-ui run"
    assert {info.date_time for info in infos.values()} == {(2026, 9, 21, 14, 13, 20)}


def test_nothing_to_say() -> None:
    """A run without an answer or a ledger has no file for either."""
    with zipfile.ZipFile(packed(a_run(response=None, ledger=None))) as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}

    assert not names & {"response.json", "ledger.json"}


def test_same_bytes() -> None:
    """The same run packed twice makes the same zip."""
    assert packed(a_run()).getvalue() == packed(a_run()).getvalue()


@pytest.mark.parametrize("started_at", [0.0, 315_532_799.0, 4_354_819_200.0, 253_402_300_799.0])
def test_dates_out_of_a_zips_reach(started_at: float) -> None:
    """A run from before 1980 or after 2107 keeps its time."""
    (back,) = import_runs(packed(a_run(started_at=started_at)))

    assert back.run.started_at == started_at


@pytest.mark.parametrize("other", [None, picture("PNG", 4, 4)])
def test_picture_not_to_be_had(other: Picture | None) -> None:
    """A picture without bytes, or with another's, is named as missing, and lost where the zip is read."""
    run, pictures = a_run()
    given_ = {place: item for place, item in pictures.items() if place != 0} | ({} if other is None else {0: other})
    file = packed((run, given_))
    (back,) = import_runs(file)

    assert entry(file, "run.json")["missing"] == [0]
    assert back.run.results == (MissingPicture(0, "not_in_zip"), run.results[1])
    assert {*back.pictures} == {SOURCE, 1}


def test_source_not_to_be_had() -> None:
    """A run whose source is missing comes back without one."""
    run, pictures = a_run()
    (back,) = import_runs(packed((run, {0: pictures[0], 1: pictures[1]})))

    assert comparable(back.run) == comparable(run.model_copy(update={"source": None}))
    assert {*back.pictures} == {0, 1}


def test_names_of_people() -> None:
    """A picture's own name comes back, and is no name in the zip."""
    source = picture("PNG", 2, 2, "../../../etc/passwd")
    file = packed(a_run(source=source))
    (back,) = import_runs(file)

    assert back.pictures[SOURCE] == source
    with zipfile.ZipFile(file) as archive:
        assert not [name for name in archive.namelist() if "passwd" in name or ".." in name]


def test_not_a_number() -> None:
    """What JSON has no word for, but a router's reply had, survives."""
    (back,) = import_runs(packed(a_run(response={"odd": [float("inf"), float("nan")]})))

    assert back.run.response is not None
    assert str(back.run.response["odd"]) == "[inf, nan]"


def test_files_for_strict_readers() -> None:
    """The files beside the manifest are JSON for any reader: what that has no word for stands in quotes."""
    odd = {"a": float("inf"), "b": [float("nan"), {"c": "\ud800"}]}
    file = packed(a_run(body={"model": "m"} | odd, response=odd, ledger=odd))

    for name in ("request", "response", "ledger"):
        found = entry(file, f"{name}.json", parse_constant=pytest.fail)
        assert [found["a"], found["b"]] == ["Infinity", ["NaN", {"c": "\ud800"}]]
    assert entry(file, "exchange.har", parse_constant=pytest.fail)


def nested(levels: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for _ in range(levels - 1):
        made = {"a": made}
    return made


@pytest.mark.parametrize("name", ["response", "ledger"])
@pytest.mark.parametrize("value", [nested(199), nested(400), {"text": "a word " * 1_500_000}], ids=len)
def test_what_could_not_be_read_again(name: str, value: dict[str, Any]) -> None:
    """A reply or a ledger too long or too deep for a manifest is left out of that, and has a file all the same."""
    changed: dict[str, Any] = {name: value}
    left_out: dict[str, Any] = {name: LEFT_OUT}
    run, pictures = a_run(**changed)
    file = packed((run, pictures))
    (back,) = import_runs(file)

    assert comparable(back.run) == comparable(run.model_copy(update={**left_out}))
    assert entry(file, f"{name}.json") == value


def test_the_deepest_that_can_be_read_again() -> None:
    """A reply as deep as a manifest takes comes back whole."""
    run, pictures = a_run(response=nested(198))
    (back,) = import_runs(packed((run, pictures)))

    assert back.run.response == run.response


def test_a_request_of_many_lines() -> None:
    """A manifest that only its own layout makes too long is written without it."""
    run, pictures = a_run(body={"model": "m", "many": [[[0] * 250_000]]})
    (back,) = import_runs(packed((run, pictures)))

    assert comparable(back.run) == comparable(run)


def test_one_picture_at_a_time() -> None:
    """A picture is asked for only after the one before it was written."""
    run, pictures = a_run()
    out = BytesIO()
    ends: list[int] = []

    def give(place: int) -> bytes:
        ends.append(out.tell())
        return pictures[place].bytes

    export_runs([(run, give)], out)

    assert ends == sorted(set(ends))
    assert ends[1] > len(pictures[SOURCE].bytes)


def test_key() -> None:
    """A key in a run's headers reaches no entry, and one in a manifest's comes back masked."""
    secret = "sk-live-0123456789"
    run, pictures = a_run(headers=(("set-cookie", f"session={secret}"),))
    headers = (("AUTHORIZATION", f"Bearer {secret}"), ("Cookie", secret))
    sent = SentRequest(**dict(run.sent) | {"headers": headers})
    file = packed((run.model_copy(update={"sent": sent}), pictures))
    with zipfile.ZipFile(file) as archive:
        contents = b"".join(archive.read(name) for name in archive.namelist())
    (back,) = import_runs(file)

    assert secret.encode() not in contents
    assert back.run.sent.headers == (("AUTHORIZATION", BEARER_MASK), ("Cookie", MASK))
    assert back.run.headers == (("set-cookie", MASK),)
