"""The contracts of .importlinter hold for packages that nobody has written yet."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STRAY = {
    "orq_ui/novelty/__init__.py": "import streamlit\nimport orq_ui.emulator.app\n",
    "orq_ui/emulator/novelty.py": "import orq_ui.novelty\n",
    "orq_ui/routing/one.py": "import orq_ui.routing.other\n",
    "orq_ui/routing/other.py": "import orq_ui.routing.one\n",
}
"""Files that break every contract, each in a way that needs no name in .importlinter."""


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what import-linter says about a copy of the package with stray files in it."""
    folder = tmp_path_factory.mktemp("contracts")
    shutil.copytree(ROOT / "orq_ui", folder / "orq_ui", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", folder)
    for name, text in STRAY.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own command

    assert done.returncode == 1, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("contract", "offence"),
    [
        ("Imports point down", "- orq_ui.novelty"),
        ("The emulator is an island: it shares no typo with the client", "orq_ui.emulator.novelty -> orq_ui.novelty"),
        ("Nothing but a process of its own runs the emulator", "orq_ui.novelty -> orq_ui.emulator.app"),
        ("Only the face knows Streamlit", "orq_ui.novelty -> streamlit"),
        ("No two siblings import each other", "No cycles are allowed in orq_ui.routing"),
    ],
)
def test_a_new_package_cannot_slip_through(verdict: str, contract: str, offence: str) -> None:
    """Each contract names the file that nobody told it about."""
    assert f"{contract} BROKEN" in verdict
    assert offence in verdict
