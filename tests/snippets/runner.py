"""Snippets written to folders of their own and run there, many by one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orq_ui.snippets import LANGUAGES, Language, render
from tests.services.processes import without_coverage
from tests.snippets.cases import CANARY, Case
from tests.snippets.receiver import ReceivedRequests

CHILD = Path(__file__).with_name("python_child.py")
BASH = 'for folder in "$@"; do (cd "$folder" && . ./variations.sh) 2>"$folder/error"; echo $?; done'


@dataclass(frozen=True)
class SnippetFiles:
    """Cases written in one language: ``folders`` in their order, and the server that they call."""

    language: Language
    cases: Sequence[Case]
    folders: Sequence[Path]
    server: ReceivedRequests

    def snippet(self, place: int) -> str:
        return (self.folders[place] / LANGUAGES[self.language].file_name).read_bytes().decode()


def write_snippets(language: Language, cases: Sequence[Case], root: Path, server: ReceivedRequests) -> SnippetFiles:
    """Write each snippet with the picture beside it."""
    folders = [root / str(place) for place in range(len(cases))]
    for place, (case, folder) in enumerate(zip(cases, folders, strict=True)):
        folder.mkdir()
        wire = case.wire(f"{server.url}/{place}")
        code = render(wire, language)
        (folder / LANGUAGES[language].file_name).write_text(code, "utf-8", newline="")
        for part in wire.parts:
            if part.filename is not None:
                (folder / part.filename).write_bytes(part.content)
    return SnippetFiles(language, cases, folders, server)


def run_python(files: SnippetFiles) -> list[str | None]:
    """Run the files; return what each one died of, or None."""
    name = LANGUAGES[files.language].file_name
    orders = "".join(json.dumps([str(folder), name]) + "\n" for folder in files.folders)
    done = _run([sys.executable, str(CHILD)], given=orders)
    return [json.loads(line) for line in done.splitlines()]


def run_bash(files: SnippetFiles) -> list[str | None]:
    """Run the scripts; return what each one said when it failed, or None."""
    codes = _run(["bash", "-c", BASH, "snippets", *map(str, files.folders)]).split()
    outcomes = zip(codes, files.folders, strict=True)
    return [None if code == "0" else f"{code}: {(folder / 'error').read_text()}" for code, folder in outcomes]


def run_node(files: SnippetFiles) -> list[str | None]:
    """Run the compiled modules; return what each one died of, or None."""
    script = Path(__file__).parent / "node" / "run.mjs"
    outcomes = json.loads(_run(["node", str(script), *map(str, files.folders)]))
    return [outcomes[str(folder)] for folder in files.folders]


def _run(command: list[str], given: str = "") -> str:
    environment = without_coverage(os.environ) | {
        "ORQ_API_KEY": CANARY,
        "NO_PROXY": "127.0.0.1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(  # noqa: S603 - our own children
        command, input=given, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=300
    )
    return done.stdout
