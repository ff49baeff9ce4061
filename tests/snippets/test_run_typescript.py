"""Every TypeScript module compiles under the strictest rules, runs, and sends the wire."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from orq_ui.api.camel_case import to_camel_case
from orq_ui.snippets import Language, render
from orq_ui.snippets.orq_typescript import MISSING
from tests.snippets.cases import CANARY, FIELDS, Case, cases
from tests.snippets.expected_parts import (
    arrived,
    as_the_wire,
    by_vendor,
    in_typescript_parts,
    sorted_parts,
)
from tests.snippets.receiver import RESULT, ReceivedRequests
from tests.snippets.runner import SnippetFiles, run_node, write_snippets

TSCONFIG = Path(__file__).parent / "node" / "tsconfig.json"


def test_same_values(tmp_path: Path, server: ReceivedRequests, node_modules: Path) -> None:
    """The TypeScript client type-checks every valid request and sends its known fields and what a comment names."""
    drawn_from = [case for case in cases() if case.valid]
    chosen = [*drawn_from[:25], *drawn_from[25::3]]
    files = write_snippets(Language.TYPESCRIPT, chosen, tmp_path, server)
    _compile(tmp_path, node_modules)
    outcomes = run_node(files)

    assert len(chosen) >= 65
    for place, (case, outcome) in enumerate(zip(chosen, outcomes, strict=True)):
        assert outcome is None, (place, case, outcome)
        _check(files, place, case)
    assert not any("authorization" in headers for headers in server.fetches)


def test_as_is_requests_are_modules_too(tmp_path: Path, server: ReceivedRequests, node_modules: Path) -> None:
    """A request that the client would refuse is still a module without mistakes of syntax."""
    write_snippets(Language.TYPESCRIPT, [case for case in cases() if not case.valid], tmp_path, server)

    _compile(tmp_path, node_modules, "--noCheck")


@pytest.mark.parametrize("path", [field.path for top in FIELDS for field in top.walk() if field.name in MISSING])
def test_a_missing_field_is_still_missing(tmp_path: Path, node_modules: Path, path: tuple[str, ...]) -> None:
    """The client's types still lack each field that our list says; once they have one, our list is out of date."""
    body = {"model": "a/b", "orq": {}} if path[0] == "orq" else {"model": "a/b"}
    code = render(Case(body, None).wire("https://my.orq.ai"), Language.TYPESCRIPT)
    field = f"\n// @ts-expect-error\n{to_camel_case(path[-1])}: [429],\n"
    (tmp_path / "0").mkdir()
    opened = "orq: {" if path[0] == "orq" else "create({"
    (tmp_path / "0" / "variations.mts").write_text(code.replace(opened, opened + field))

    _compile(tmp_path, node_modules)


def _compile(root: Path, node_modules: Path, *options: str) -> None:
    (root / "node_modules").symlink_to(node_modules)
    (root / "package.json").write_text('{"type": "module"}')
    (root / "tsconfig.json").write_bytes(TSCONFIG.read_bytes())
    compiler = node_modules / ".bin" / "tsc"
    done = subprocess.run(  # noqa: S603 - the compiler installed above
        [compiler, "-p", root, *options], capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode != 0:
        pytest.fail(done.stdout[:3000])


def _check(files: SnippetFiles, place: int, case: Case) -> None:
    (request,) = files.server.posts[str(place)]
    image = [part for part in as_the_wire(case.wire("")) if part[1] is not None]
    stem = "new-variation" if (files.folders[place] / "new-variation-1.png").exists() else "variation"

    assert request.headers["authorization"] == f"Bearer {CANARY}"
    for name, value in case.headers:
        assert request.headers[name] == value
    wanted = [*image, *in_typescript_parts(by_vendor(case.body, files.snippet(place)))]
    assert sorted_parts(arrived(request.parts, json_texts=True)) == sorted_parts(wanted)
    assert (files.folders[place] / f"{stem}-1.png").read_bytes() == RESULT
