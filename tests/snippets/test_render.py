"""What every snippet is as a text: formatted, complete, safe to paste, and without the key."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from orq_ai_sdk.variations import Variations

from orq_ui.api import Field, Kind
from orq_ui.api.camel_case import to_camel_case
from orq_ui.settings import LIVE_HOSTS
from orq_ui.snippets import LANGUAGES, Language, orq_python, orq_typescript, render
from tests.snippets.cases import CANARY, FIELDS, MODEL, Case, cases, full_body
from tests.strategies import picture

LIVE = "https://my.orq.ai"
PYTHON = [language for language in Language if LANGUAGES[language].highlighting == "python"]
PLACES = [field for top in FIELDS for field in top.walk()]


def test_registry() -> None:
    """Every language has a writer, a title and a file name of its own."""
    assert set(LANGUAGES) == set(Language)
    assert len({dialect.title for dialect in LANGUAGES.values()}) == len(Language)
    assert len({dialect.file_name for dialect in LANGUAGES.values()}) == len(Language)


def test_unknown_language() -> None:
    """A language that there is not is refused."""
    with pytest.raises(ValueError, match="cobol"):
        render(Case({"model": MODEL}, None).wire(LIVE), "cobol")


@cache
def rendered(language: Language) -> list[str]:
    """Render every case in one language."""
    return [render(case.wire(LIVE), language) for case in cases()]


@pytest.mark.parametrize("language", Language)
def test_no_key(language: Language) -> None:
    """The key is in no snippet, its variable is in each, and a redacted wire gives the same text."""
    for case, code in zip(cases()[::5], rendered(language)[::5], strict=True):
        assert render(case.wire(LIVE).redacted(), language) == code
    for code in rendered(language):
        assert CANARY not in code
        assert "ORQ_API_KEY" in code


@pytest.mark.parametrize("language", Language)
def test_without_a_key(language: Language) -> None:
    """A connection without a key gives the same snippet as one with it."""
    wire = Case({"model": MODEL}, picture()).wire(LIVE)
    bare = {name: value for name, value in wire.headers.items() if name != "Authorization"}

    assert render(type(wire)(wire.method, wire.url, bare, wire.parts), language) == render(wire, language)


@pytest.mark.parametrize("field", PLACES, ids=lambda field: ".".join(field.path))
@pytest.mark.parametrize("language", Language)
def test_every_field(language: Language, field: Field) -> None:
    """A field that is set is in the snippet, or in its comment where the client has no place for it."""
    body = _only(field)
    code = render(Case(body, picture(), valid=False).wire(LIVE), language)
    empty = render(Case({"model": MODEL}, picture(), valid=False).wire(LIVE), language)

    if field.kind is not Kind.IMAGE:
        assert to_camel_case(field.name) in code or field.name in code
        assert code != empty or field.path == ("model",)


@pytest.mark.parametrize("language", Language)
def test_unset_fields_are_left_out(language: Language) -> None:
    """A request for a model alone names no other option and no address, timeout or header that is the default."""
    code = render(Case({"model": MODEL}, picture()).wire(LIVE), language)
    named = [field.name for field in FIELDS if field.name not in {"model", "image", "name", "n", "orq", "user"}]

    assert not [name for name in named if f"{name}=" in code.replace("\n    timeout=600,", "") or f"{name}:" in code]
    if language in {Language.PYTHON, Language.TYPESCRIPT}:
        assert LIVE not in code
        assert "timeout" not in code.lower()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (Language.CURL, "  --max-time 30.5 \\"),
        (Language.PYTHON, 'client = Orq(api_key=os.environ["ORQ_API_KEY"], timeout_ms=30500)'),
        (Language.TYPESCRIPT, "const client = new Orq({ apiKey: process.env.ORQ_API_KEY, timeoutMs: 30500 });"),
        (Language.OPENAI, "    timeout=30.5,"),
        (Language.HTTPX, "    timeout=30.5,"),
    ],
)
def test_patience(language: Language, line: str) -> None:
    """The connection's timeout is the client's, in its own unit."""
    code = render(Case({"model": MODEL}, picture(), timeout_s=30.5).wire(LIVE), language)

    assert line in code.splitlines()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("address", "shown"), [*((host, False) for host in LIVE_HOSTS), ("http://127.0.0.1:4010", True)]
)
def test_the_emulators_headers(language: Language, address: str, *, shown: bool) -> None:
    """A header that only the emulator reads is not in code for a live host, however it is written."""
    headers = (("X-Emulator-Scenario", "flaky"), ("x-emulator-seed", "7"), ("x-other", "kept"))
    code = render(Case({"model": MODEL}, picture(), headers=headers).wire(address), language)

    assert "x-other" in code
    assert ("flaky" in code) == ("x-emulator-seed" in code) == shown


@pytest.mark.parametrize("language", Language)
def test_no_limit(language: Language) -> None:
    """A connection without a limit still gives code that says no number that is none."""
    code = render(Case({"model": MODEL}, picture(), timeout_s=float("inf")).wire(LIVE), language)

    assert "inf" not in code
    assert "Infinity" not in code


@pytest.mark.parametrize("language", Language)
def test_no_hidden_signs(language: Language) -> None:
    """Nothing invisible and no change of the reading direction is in a snippet, whatever was typed."""
    for code in rendered(language):
        assert all(line.isprintable() for line in code.split("\n"))
        assert code.endswith("\n")
        assert not code.endswith("\n\n")


def test_formatted(tmp_path: Path) -> None:
    """The Python files compile, import what they use and no more, and are as the formatter would write them."""
    for language in PYTHON:
        for place, code in enumerate(rendered(language)):
            compile(code, language, "exec")
            (tmp_path / f"{language}_{place}.py").write_bytes(code.encode())
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or "ruff"
    common = ["--isolated", "--no-cache", "--line-length=100", "--target-version=py311", str(tmp_path)]

    _succeeds([ruff, "format", "--check", *common])
    _succeeds([ruff, "check", "--select=F,I,E4,E7,E9,W,B,UP,SIM", *common])


def test_vendors_arguments() -> None:
    """The vendor's method takes each field under its wire name, except those that are known to be missing."""
    taken = set(signature(Variations.create).parameters)

    assert {field.name for field in FIELDS} - taken == orq_python.MISSING


@pytest.mark.parametrize(
    ("language", "body", "comment"),
    [
        (Language.PYTHON, {"a": {"b": 1}}, '# Not sent, this client has no field for it: a = {"b": 1}'),
        (Language.PYTHON, {"orq": {"retry": {"x": 1}}}, "# Not sent, this client has no field for it: orq.retry.x = 1"),
        (
            Language.PYTHON,
            {"retry": {"count": "3"}},
            '# Wrong type or unknown choice, this client may refuse or change it: retry.count = "3"',
        ),
        (Language.PYTHON, {"cache": {}}, "# Required, this client refuses a call without it: cache.type"),
        (
            Language.TYPESCRIPT,
            {"fallback_on_codes": [429]},
            "// Not sent, this client has no field for it: fallback_on_codes = [429]",
        ),
        (
            Language.TYPESCRIPT,
            {"orq": {"name": 2**60}},
            f"// Rounded, JavaScript counts exactly only to 2**53: orq.name = {2**60}",
        ),
        (Language.OPENAI, {"fallbacks": []}, "# Lost, form fields have no null and nothing empty: fallbacks = []"),
        (Language.CURL, {"a=b": "c"}, '# Not sent, curl cannot write such a name: a=b = "c"'),
    ],
)
def test_comments(language: Language, body: dict[str, Any], comment: str) -> None:
    """A comment names what the client cannot send, or may refuse."""
    code = render(Case({"model": MODEL} | body, picture(), valid=False).wire(LIVE), language)

    assert comment in code.splitlines()


def test_full_body_in_typescript() -> None:
    """Each text of a full body stands in the module in the casing of the client."""
    code = render(Case(full_body(), picture()).wire(LIVE), Language.TYPESCRIPT)

    for name in full_body()["orq"]:
        assert name in orq_typescript.MISSING or f"    {to_camel_case(name)}: " in code


def _only(field: Field) -> dict[str, Any]:
    value: Any = full_body() | {"image": None}
    for step in field.path:
        value = value[0][step] if isinstance(value, list) else value[step]
    kinds = {item.path: item.kind for item in PLACES}
    for depth in range(len(field.path), 0, -1):
        value = {field.path[depth - 1]: value}
        if kinds.get(field.path[: depth - 1]) is Kind.OBJECTS:
            value = [value]
    return {"model": MODEL, **value}


def _succeeds(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - ruff
    assert done.returncode == 0, (done.stdout + done.stderr)[:3000]
