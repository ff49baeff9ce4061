"""Zips that somebody else made."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.errors import InvalidInput, UnusablePicture
from orq_ui.history.export.archive import LIMITS, REASONS, ZipLimits
from orq_ui.history.export.zip_export import export_runs
from orq_ui.history.export.zip_import import import_runs
from orq_ui.history.run import SOURCE
from tests.history.export.zips import (
    FOLDER,
    MANIFEST,
    PICTURES,
    RUN,
    SOURCE_ENTRY,
    animated,
    edited,
    encrypted,
    entries,
    good,
    long_directory,
    lying,
    posing,
    refusal,
    twice,
    with_,
    zipped,
)
from tests.history.samples import comparable


@pytest.mark.parametrize(
    ("data", "path", "reason"),
    [
        (b"", "zip", "not_a_zip"),
        (b"\x89PNG\r\n\x1a\n", "zip", "not_a_zip"),
        (good()[:-30], "zip", "damaged"),
        (good()[:200], "zip", "damaged"),
        (good().replace(PICTURES[SOURCE].bytes, bytes(len(PICTURES[SOURCE].bytes))), SOURCE_ENTRY, "damaged"),
        (lying(10), SOURCE_ENTRY, "damaged"),
        (encrypted(), SOURCE_ENTRY, "encrypted"),
        (zipped(entries(), zipfile.ZIP_BZIP2), MANIFEST, "unsupported_compression"),
        (zipped(entries(), zipfile.ZIP_LZMA), MANIFEST, "unsupported_compression"),
        (twice(), MANIFEST, "duplicate_name"),
        (long_directory(), "zip", "too_large"),
        (zipped({}), "zip", "no_run"),
        (zipped({"a.txt": b"", "run.json.txt": b"{}", "xrun.json": b"{}"}), "zip", "no_run"),
        (zipped({f"{n}/run.json": b"" for n in range(1_001)}), "zip", "too_many_runs"),
        (with_(run__json=b" " * 10_000_001), MANIFEST, "too_large"),
        (with_(source__png=bytes(50_000_000)), SOURCE_ENTRY, "too_large"),
        (with_(source__png=PICTURES[0].bytes), SOURCE_ENTRY, "wrong_sha256"),
        (with_(run__json=b""), MANIFEST, "not_json"),
        (with_(run__json=b'{"format": '), MANIFEST, "not_json"),
        (with_(run__json=b'"\xff"'), MANIFEST, "not_json"),
        (with_(run__json=b"1" * 5_000), MANIFEST, "not_json"),
        (with_(run__json=b"[" * 5_000_000), MANIFEST, "nested_too_deep"),
        (with_(run__json=b"[" * 300 + b"]" * 300), MANIFEST, "nested_too_deep"),
        (with_(run__json=b"[]"), MANIFEST, "not_a_manifest"),
        (with_(run__json=b"{}"), MANIFEST, "not_a_manifest"),
        (edited(lambda m: m.update(format="a run")), MANIFEST, "not_a_manifest"),
        (edited(lambda m: m.update(version=2)), MANIFEST, "newer_version"),
        (edited(lambda m: m.update(version=2, run=None)), MANIFEST, "newer_version"),
        (edited(lambda m: m.update(version=True)), MANIFEST, "not_a_manifest"),
        (edited(lambda m: m.update(version=0)), MANIFEST, "not_a_manifest"),
        (zipped({name: data for name, data in entries().items() if name != SOURCE_ENTRY}), SOURCE_ENTRY, "no_picture"),
        (posing(b"<svg/>"), SOURCE_ENTRY, "wrong_type"),
        (posing(b"GIF89a"), SOURCE_ENTRY, "wrong_type"),
        (posing(b"MZ"), SOURCE_ENTRY, "not_a_picture"),
        (posing(b""), SOURCE_ENTRY, "empty"),
        (posing(PICTURES[SOURCE].bytes[:40]), SOURCE_ENTRY, "truncated"),
        (posing(animated()), SOURCE_ENTRY, "animated"),
    ],
)  # fmt: skip
def test_hostile_zip(data: bytes, path: str, reason: str) -> None:
    """A zip that is not what it should be is refused with the place and a code."""
    error = refusal(data)

    assert (error.path, error.reason) == (path, reason)
    assert isinstance(error, UnusablePicture) or reason in REASONS


@pytest.mark.parametrize(
    ("limits", "path"),
    [
        (replace(LIMITS, total=3_000), "zip"),
        (replace(LIMITS, json=1_000), MANIFEST),
        (replace(LIMITS, picture=len(PICTURES[SOURCE].bytes)), SOURCE_ENTRY),
    ],
)
def test_limits(limits: ZipLimits, path: str) -> None:
    """Each limit is measured on what is read, and an entry at the limit for pictures is over it."""
    assert (refusal(good(), limits).path, refusal(good(), limits).reason) == (path, "too_large")


def test_total_is_of_all_runs() -> None:
    """What all the runs of a zip take together is counted, and those before the limit are given."""
    out = BytesIO()
    export_runs([(RUN, lambda place: PICTURES[place].bytes)] * 5, out)
    one = sum(len(data) for name, data in entries().items() if name.endswith((".png", ".webp", "run.json")))
    given_ = import_runs(out, replace(LIMITS, total=3 * one))

    assert [next(given_).run.id for _ in range(3)] == [RUN.id] * 3
    with pytest.raises(InvalidInput, match="too_large"):
        next(given_)


def broken(number: int) -> dict[str, bytes]:
    """A run in a folder of its own that cannot be read."""
    return {f"{number}/run.json": b"[" * 300 + b"]" * 300}


def sound(number: int) -> dict[str, bytes]:
    """A run in a folder of its own."""
    return {f"{number}/{name.removeprefix(FOLDER)}": data for name, data in entries().items()}


def test_a_bad_run_among_others() -> None:
    """The runs before and after one that cannot be read are given, and it is named when they have been."""
    given_ = import_runs(BytesIO(zipped(sound(1) | broken(2) | sound(3))))

    assert [next(given_).run.id for _ in range(2)] == [RUN.id] * 2
    with pytest.raises(InvalidInput) as caught:
        next(given_)
    assert (caught.value.path, caught.value.reason) == ("2/run.json", "nested_too_deep")


def test_several_bad_runs() -> None:
    """All are named, the first few of very many, with the reason of the first."""
    unusable = {"0/source.png": b"", "0/run.json": entries()[MANIFEST]}
    few = refusal(zipped(broken(1) | unusable))
    many = refusal(zipped({name: data for number in range(30) for name, data in broken(number).items()}))

    assert (few.path, few.reason) == ("1/run.json, 0/source.png", "nested_too_deep")
    assert many.path == ", ".join([*(f"{number}/run.json" for number in range(10)), "…"])


def test_what_was_read_in_vain_counts() -> None:
    """Entries over their limit take from the total too: however many there are, only so much is read."""
    limits = replace(LIMITS, json=5_000_000, total=12_000_000)
    large = {f"{number}/run.json": b" " * 6_000_000 for number in range(5)}

    error = refusal(zipped(large | sound(9)), limits)

    assert (error.path, error.reason) == ("zip", "too_large")


def test_long_name() -> None:
    """An error names an entry, but not at any length."""
    error = refusal(zipped({"a" * 60_000 + "/run.json": b"{}"}))

    assert error.path == "a" * 200


def test_unbelieved_directory() -> None:
    """A size that only the directory claims does not count: no memory is set aside for it, and no limit is reached."""
    (back,) = import_runs(BytesIO(lying(2**32 - 2)))

    assert back.pictures[SOURCE] == PICTURES[SOURCE]


@pytest.mark.parametrize("folder", ["", "a/b/c/", "../../", "C:\\", "/"])
def test_anywhere(folder: str) -> None:
    """A run may stand in any folder, or in none, whatever its name; other entries are left alone."""
    moved = {folder + name.removeprefix(FOLDER): data for name, data in entries().items()}
    bomb = {"readme.txt": b"hello", "bomb.json": bytes(20_000_000), "x/": b""}
    (back,) = import_runs(BytesIO(zipped(moved | bomb)))

    assert comparable(back.run) == comparable(RUN)
    assert dict(back.pictures) == PICTURES


def test_pictures_after_the_last_run() -> None:
    """Pictures can be had as long as the file is open, by the places that are there."""
    (back,) = list(import_runs(BytesIO(good())))

    assert [back.pictures[place] for place in back.pictures] == [*PICTURES.values()]
    with pytest.raises(KeyError):
        back.pictures[5]


def mutants() -> Iterator[st.SearchStrategy[bytes]]:
    whole = good()
    places = st.integers(0, len(whole) - 1)
    yield places.map(lambda end: whole[:end])
    yield st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=4).map(
        lambda spots: spotted(whole, spots)
    )
    yield st.tuples(places, places).map(lambda cut: whole[: min(cut)] + whole[max(cut) :])
    yield st.binary(max_size=60).map(lambda extra: whole + extra)


def spotted(data: bytes, spots: list[tuple[int, int]]) -> bytes:
    changed = bytearray(data)
    for place, value in spots:
        changed[place] = value
    return bytes(changed)


@given(st.one_of(*mutants()))
def test_mutants(data: bytes) -> None:
    """However a zip is damaged, what comes out is the run or an error of the tree."""
    found = []
    with suppress(InvalidInput):
        found = [(packed.run.sent.digest, dict(packed.pictures)) for packed in import_runs(BytesIO(data))]

    assert found in ([], [(RUN.sent.digest, PICTURES)])


def test_decoding_has_a_bound_for_the_whole_zip() -> None:
    """Many small files that take long together are not all decoded, and the error is the zip's."""
    with pytest.raises(InvalidInput) as refused:
        list(import_runs(BytesIO(good()), replace(LIMITS, decoding_s=1e-6)))

    assert (refused.value.path, refused.value.reason) == ("zip", "too_slow")
