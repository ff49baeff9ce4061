"""What is pasted is read: no importer has the means to run it, or to fetch what it names."""

import ast
from pathlib import Path

import pytest

import orq_ui.importers

FOLDER = Path(orq_ui.importers.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
RUNNING = {"eval", "exec", "compile", "__import__", "open", "input", "breakpoint"}
"""Built-in functions that run a text, or reach a file."""
MEANS = {"subprocess", "socket", "importlib", "runpy", "code", "os", "shutil", "ctypes", "multiprocessing", "pickle"}
MEANS |= {"urllib.request", "http.client", "httpx", "requests", "asyncio", "pathlib", "marshal", "shelve"}
"""Modules that start something, or connect, write or load something."""
ALLOWED = {"syntax_tree.py": {"importlib"}}
"""It loads the grammar of a language by a name of its own."""


def means_of(path: Path) -> set[str]:
    """Return the built-ins and modules of a source file that could run, fetch, write or load something."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                found |= {name} & RUNNING
            case ast.Import(names=names):
                found |= {part for alias in names for part in _prefixes(alias.name)} & MEANS
            case ast.ImportFrom(module=str(module), names=names, level=0):
                imported = {f"{module}.{alias.name}" for alias in names}
                found |= {part for name in imported for part in _prefixes(name)} & MEANS
    return found


def _prefixes(name: str) -> set[str]:
    """Return ``a``, ``a.b`` and ``a.b.c`` of ``a.b.c``."""
    parts = name.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts) + 1)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_importer_can_run_or_fetch(path: Path) -> None:
    """No module of the package has what would be needed."""
    assert means_of(path) == ALLOWED.get(path.name, set())


def test_the_guard_sees_them(tmp_path: Path) -> None:
    """Each of the means is found where it is used."""
    source = tmp_path / "bad.py"
    source.write_text("import os.path\nfrom urllib import request\nfrom subprocess import run\neval('1')\n")

    assert means_of(source) == {"os", "urllib.request", "subprocess", "eval"}
