"""Presets as values and as files."""

import json
from typing import Any

import pytest
from hypothesis import given

from orq_ui.api import OrqOptions, RouterOptions, problems
from orq_ui.errors import InvalidInput
from orq_ui.presets import BUILT_IN_PRESETS, Preset, apply_preset, dump_presets, load_presets, router_options
from tests.strategies import bodies

SHARED = tuple(RouterOptions.model_fields)


@pytest.mark.parametrize("preset", BUILT_IN_PRESETS, ids=lambda preset: preset.name)
def test_a_built_in_preset_is_good(preset: Preset) -> None:
    """The contract has nothing against it, and a sentence says when to use it."""
    assert problems(OrqOptions, preset.options) == []
    assert preset.when.endswith(".")


@given(bodies())
def test_presets_round_trip_through_a_file(body: dict[str, Any]) -> None:
    """What is saved is read back the same."""
    mine = (Preset("mine", router_options(body, SHARED)),)

    assert load_presets(dump_presets(mine).encode()) == mine


@given(bodies(unknown=True))
def test_applying_replaces_the_options_only(body: dict[str, Any]) -> None:
    """The request's own fields stay, and no option of before is left."""
    preset = BUILT_IN_PRESETS[0]

    made = apply_preset(body, preset, SHARED)

    assert made["orq"] == preset.options
    own = {name: value for name, value in body.items() if name not in {*SHARED, "orq"}}
    assert {name: value for name, value in made.items() if name != "orq"} == own


@pytest.mark.parametrize(
    ("content", "path"),
    [
        (b"", "file"),
        (b"[]", "file"),
        (b"[" * 100_000, "file"),
        (b" " * 1_000_001, "file"),
        (json.dumps({"kind": "orq-ui presets", "version": 2, "presets": []}).encode(), "file"),
        (json.dumps({"kind": "orq-ui presets", "version": 1, "presets": {}}).encode(), "presets"),
        (json.dumps({"kind": "orq-ui presets", "version": 1, "presets": [{"name": "a"}]}).encode(), "presets[0]"),
        (
            json.dumps({"kind": "orq-ui presets", "version": 1, "presets": [{"name": " ", "options": {}}]}).encode(),
            "presets[0]",
        ),
        (
            json.dumps(
                {
                    "kind": "orq-ui presets",
                    "version": 1,
                    "presets": [{"name": "a", "options": {"retry": {"count": 9}}}],
                }
            ).encode(),
            "presets[0].options.retry.count",
        ),
    ],
)
def test_a_bad_file_is_named(content: bytes, path: str) -> None:
    """The first mistake is told by its place, and nothing is taken."""
    with pytest.raises(InvalidInput) as refused:
        load_presets(content)

    assert refused.value.path == path
