"""Manifests that somebody else wrote."""

from __future__ import annotations

import json
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.errors import InvalidInput
from orq_ui.history.export.zip_export import export_runs
from orq_ui.history.export.zip_import import import_runs
from orq_ui.history.run import SOURCE
from tests.history.export.zips import MANIFEST, PICTURES, RUN, Change, edited, entries, refusal
from tests.history.samples import awkward_texts, comparable
from tests.strategies import json_values


def brief(**changed: Any) -> Change:
    return lambda manifest: manifest["run"]["brief"].update(changed)


def run(**changed: Any) -> Change:
    return lambda manifest: manifest["run"].update(changed)


def source(**changed: Any) -> Change:
    return lambda manifest: manifest["run"]["brief"]["source"].update(changed)


def sent(**changed: Any) -> Change:
    return lambda manifest: manifest["run"]["sent"].update(changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop("run"),
        lambda m: m.update(more=1),
        lambda m: m.update(files={"-1": "../../etc/passwd"}),
        lambda m: m["files"].update({"-1": "../other/source.png"}),
        lambda m: m["files"].update({"7": "variation-8.png"}),
        lambda m: m["files"].pop("0"),
        lambda m: m.update(missing=[7]),
        lambda m: m.update(missing=[0]),
        lambda m: m.update(missing=["0"]),
        brief(id="../../x"),
        brief(id=""),
        brief(id="a" * 33),
        brief(state="done\n"),
        brief(state=None),
        brief(started_at=float("nan")),
        brief(started_at=1e12),
        brief(started_at="now"),
        brief(duration_ms=-1),
        brief(duration_ms=float("inf")),
        brief(duration_ms=1e300),
        brief(status=10**30),
        brief(status=True),
        brief(status=200.5),
        brief(starred="yes"),
        brief(title=None),
        brief(tags=["a", "a"]),
        brief(tags=["a" * 81]),
        brief(tags=["a"] * 2_000),
        brief(owner="somebody"),
        brief(results=[{"place": 0, "reason": "nothing", "detail": ""}] * 2),
        brief(results=[{"place": -1, "reason": "nothing", "detail": ""}]),
        brief(results=[{"place": n, "reason": "nothing", "detail": ""} for n in range(101)]),
        brief(results=[{"place": 0, "reason": "r" * 1_001, "detail": ""}]),
        brief(parent={"run_id": "a", "link": "cousin", "place": None}),
        brief(parent={"run_id": "a/b", "link": "replay", "place": None}),
        source(place=0),
        source(media_type="image/svg+xml"),
        source(sha256="../x"),
        source(size=50_000_000),
        source(width=0),
        source(height=10**9),
        sent(headers=[["a"]]),
        sent(headers=[["a", 1]]),
        sent(headers={"a": "b"}),
        sent(headers=[["a", "b"]] * 1_001),
        sent(digest="0" * 63),
        sent(parts=[{}]),
        sent(timeout_s=-1),
        sent(timeout_s=1e300),
        sent(url="http://[::1/v2/router/images/variations"),
        sent(url="https://a\u2100b/v2"),
        lambda m: m["run"]["sent"]["parts"][0].update(filename=None),
        lambda m: m["run"]["sent"]["parts"][1].update(text=None),
        run(request=[]),
        run(response="text"),
        run(ledger=[]),
        run(headers=None),
        run(timings={"wait": "long"}),
        run(timings={"wait": -1}),
        run(timings={"wait": 1e300}),
        run(timings={"wait": float("nan")}),
        run(timings={str(n): 1 for n in range(51)}),
        run(notes=[[0, "a"]]),
        run(notes=[["0", "a", "b"]]),
        run(notes=[[1e9, "a", "b"]]),
        run(owner="somebody"),
        run(error="Cancelled"),
        run(error={"kind": ["Cancelled"]}),
        run(error={"kind": "Refused", "status": "429", "message": ""}),
        run(error={"kind": "Refused", "status": 429, "message": "", "retry_after_s": float("inf")}),
        run(error={"kind": "Refused", "status": 429, "message": "", "headers": [1]}),
        run(error={"kind": "Refused", "status": 429, "message": "", "headers": [["a"]]}),
        run(error={"kind": "Refused", "status": -7, "message": ""}),
        run(error={"kind": "BadReply", "status": 1_000, "reason": ""}),
        run(error={"kind": "BadReply", "status": 200, "reason": {}}),
    ],
)  # fmt: skip
def test_hostile_manifest(change: Change) -> None:
    """A manifest with a value that no run has is refused as a whole."""
    error = refusal(edited(change))

    assert (error.path, error.reason) == (MANIFEST, "not_a_manifest")


def test_masked() -> None:
    """Keys and cookies that a manifest holds are masked wherever headers stand."""

    def leak(manifest: dict[str, Any]) -> None:
        held = manifest["run"]
        held["sent"]["headers"] = [["aUTHORIZATION", "sk-1"], ["Accept", "*/*"]]
        held["headers"] = [["Set-Cookie", "sk-2"]]
        held["error"] = {"kind": "Refused", "status": 401, "message": "", "headers": [["authorization", "sk-3"]]}

    (back,) = import_runs(BytesIO(edited(leak)))

    assert back.run.sent.headers == (("aUTHORIZATION", "Bearer ••••••••"), ("Accept", "*/*"))
    assert back.run.headers == (("Set-Cookie", "••••••••"),)
    assert getattr(back.run.error, "headers", None) == (("authorization", "••••••••"),)


def test_unbelieved_sizes() -> None:
    """What a manifest says of a picture's size is replaced by what the picture is."""
    (back,) = import_runs(BytesIO(edited(source(width=9, height=9, size=9))))

    assert back.run.source == RUN.source
    assert back.pictures[SOURCE] == PICTURES[SOURCE]


def test_error_of_tomorrow() -> None:
    """An error of a class that this version does not know is kept as a broken one."""
    (back,) = import_runs(BytesIO(edited(run(error={"kind": "Evaporated", "heat": [1]}))))

    assert str(back.run.error) == "InternalError(kind='Evaporated')"


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value in a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in items for found in places(item, (*path, key)))]


PLACES = [path for path in places(json.loads(entries()[MANIFEST])) if path]


@settings(max_examples=300)
@given(
    st.sampled_from(PLACES), json_values() | awkward_texts() | st.sampled_from([10**40, 1e300, -1, "//[", "a" * 5_000])
)
def test_any_value_anywhere(path: tuple[str | int, ...], value: Any) -> None:
    """Whatever stands anywhere in a manifest, the run is refused, or it can be packed and read again."""

    def change(manifest: Any) -> None:
        for key in path[:-1]:
            manifest = manifest[key]
        manifest[path[-1]] = value

    found, again = [], BytesIO()
    with suppress(InvalidInput):
        found = list(import_runs(BytesIO(edited(change))))
    export_runs([(one.run, lambda place: PICTURES[place].bytes) for one in found], again)

    if found:
        assert [comparable(one.run) for one in import_runs(again)] == [comparable(one.run) for one in found]
