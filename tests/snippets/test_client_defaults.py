"""What is said to be added by the vendor's clients: read from them, and computed for a request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from orq_ui.snippets import Language, orq_python, render
from orq_ui.snippets.client_defaults import EACH, Defaults
from tests.snippets import sdk_defaults
from tests.snippets.cases import CANARY, MODEL, Case, cases, full_body
from tests.snippets.expected_parts import named_additions
from tests.strategies import picture

VENDORS = {Language.PYTHON: "#", Language.TYPESCRIPT: "//"}
ALL_SET = {"model": MODEL, "n": 2, "response_format": "b64_json", "size": "256x256"}


def _code(body: dict[str, Any], language: Language, *, valid: bool = True) -> str:
    return render(Case(body, picture(), valid=valid).wire("https://my.orq.ai"), language)


@pytest.mark.parametrize(
    ("body", "python"),
    [
        ({"model": MODEL}, 'n = 1, response_format = "url", size = "1024x1024"'),
        ({"model": MODEL, "n": None, "size": "256x256"}, 'n = 1, response_format = "url"'),
        (
            {"model": MODEL, "n": 1, "orq": {"retry": {"on_codes": [429]}, "name": "x"}},
            'response_format = "url", size = "1024x1024"; orq.retry.count = 3',
        ),
        (ALL_SET | {"retry": {}, "orq": {"retry": {"count": 1}}}, "retry.count = 3"),
        (
            ALL_SET | {"cache": {"type": "exact_match"}, "orq": {"cache": {"type": "exact_match"}}},
            "cache.ttl = 3600; orq.cache.ttl = 3600",
        ),
        (
            ALL_SET
            | {
                "load_balancer": {
                    "type": "weight_based",
                    "models": [{"model": "a/b"}, {"model": "c/d", "weight": 1}, {"model": "e/f"}],
                },
                "orq": {"load_balancer": {"type": "weight_based", "models": [{"model": "a/b"}]}},
            },
            "load_balancer.models[0].weight = 0.5, load_balancer.models[2].weight = 0.5; "
            "orq.load_balancer.models[0].weight = 0.5",
        ),
    ],
)
@pytest.mark.parametrize("language", VENDORS)
def test_named_in_one_comment(language: Language, body: dict[str, Any], python: str) -> None:
    """One comment names each addition by its place and value, at both levels and in each row."""
    added = python if language is Language.PYTHON else python.replace("3600", "1800")
    lines = [line for line in _code(body, language).splitlines() if "This client adds" in line]

    assert lines == [f"{VENDORS[language]} This client adds {added}."]


@pytest.mark.parametrize(
    "body",
    [
        ALL_SET,
        ALL_SET | {"fallbacks": [{"model": "a/b"}], "timeout": {"call_timeout": 5}, "orq": {"identity": {"id": "a"}}},
        ALL_SET | {"load_balancer": {"type": "weight_based", "models": []}},
        full_body(),
    ],
)
@pytest.mark.parametrize("language", VENDORS)
def test_nothing_to_name(language: Language, body: dict[str, Any]) -> None:
    """Where nothing is added there is no comment."""
    assert "This client adds" not in _code(body, language)


@pytest.mark.parametrize("language", [language for language in Language if language not in VENDORS])
def test_others_add_nothing(language: Language) -> None:
    """The code of a client that adds nothing says nothing."""
    assert "This client adds" not in _code({"model": MODEL, "retry": {}}, language)


@pytest.mark.parametrize("options", [3, "x", [], [{}], {"count": None}])
@pytest.mark.parametrize("language", VENDORS)
def test_no_object_no_member(language: Language, options: Any) -> None:
    """Nothing is added to what is no object, nor in the place of a null."""
    assert "adds" not in _code(ALL_SET | {"retry": options}, language, valid=False)


def test_cases_add_everything() -> None:
    """Among the requests that the clients are run with, each default is added somewhere, and not everywhere."""
    named = [named_additions(_code(case.body, Language.PYTHON)) for case in cases() if case.valid]
    places = [{tuple(EACH if isinstance(step, int) else step for step in path) for path in found} for found in named]

    for names in orq_python.DEFAULTS:
        assert 0 < sum(names in found for found in places) < len(places)


def test_the_installed_python_client() -> None:
    """The table holds each default of the client's own models, and no other."""
    assert sdk_defaults.sdk_defaults() == orq_python.DEFAULTS


def test_the_newest_python_client(tmp_path: Path) -> None:
    """The newest version, a pre-release too, adds the same; skipped where none can be fetched."""
    wheel = _newest_wheel(tmp_path)
    # Before the installed version: a wheel is a zip that Python imports from.
    environment = {**os.environ, "PYTHONPATH": str(wheel), "ORQ_API_KEY": CANARY}
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, sdk_defaults.__file__],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    version, defaults = json.loads(done.stdout)
    newest: Defaults = {tuple(names): value for names, value in defaults}

    assert version == wheel.name.split("-")[1]
    assert newest == orq_python.DEFAULTS, version


def _newest_wheel(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--pre", "--no-deps", "--only-binary=:all:", "--quiet"]
    options = ["--disable-pip-version-check", "--retries=0", "--timeout=10", f"--dest={folder}"]
    try:
        done = subprocess.run(  # noqa: S603 - our own pip
            [*command, *options, "orq-ai-sdk"], capture_output=True, text=True, check=False, timeout=60
        )
    except subprocess.TimeoutExpired:
        pytest.skip("pip could not fetch the newest orq-ai-sdk in a minute")
    if done.returncode != 0:
        pytest.skip(f"pip could not fetch the newest orq-ai-sdk: {done.stderr[-300:]}")
    (wheel,) = folder.glob("*.whl")
    return wheel
