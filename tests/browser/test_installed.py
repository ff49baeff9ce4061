"""The wheel, installed into an environment of its own: ``orq-ui`` from an empty folder, without the clone."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenTab
from tests.browser.servers import ROOT, Server

PIP: tuple[str | Path, ...] = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
BASE_FONT_SIZE = "15px"
"""Of .streamlit/config.toml; Streamlit's own is 16 px."""


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """Run a command to its end without a way back to the clone; return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands

    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the clone."""
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel; return the new environment's folder of programs.

    Its dependencies are those of the tests, unless ORQ_UI_REQUIRE_CLEAN_INSTALL=1: then pip installs what the wheel
    asks for and nothing else, as for a person.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=os.name == "posix")
    install = (*PIP, "--python", home, "install", "--no-compile")
    if os.environ.get("ORQ_UI_REQUIRE_CLEAN_INSTALL") == "1":
        run(*install, "-c", ROOT / "constraints.txt", wheel)
    else:
        run(*install, "--no-deps", "--no-index", wheel)
        packages = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
        (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return home / ("Scripts" if os.name == "nt" else "bin")


@pytest.fixture
def server(chromium: Browser, installed: Path, tmp_path: Path) -> Iterator[Server]:
    """Start the installed playground from an empty folder."""
    elsewhere = tmp_path / "empty"
    elsewhere.mkdir()
    fresh = Server(tmp_path / "log.txt", {"PYTHONPATH": ""}, command=[str(installed / "orq-ui")], folder=elsewhere)
    yield fresh
    fresh.stop()
    assert fresh.log_problems() == ""


def test_the_installed_command_opens_the_first_page_and_keeps_our_settings(open_tab: OpenTab) -> None:
    """Pages, samples, emulator and Streamlit's settings come with the wheel, wherever it is started."""
    tab = open_tab().use_sample().send()

    expect(tab.result_images()).to_have_count(1)
    expect(tab.page.locator("html")).to_have_css("font-size", BASE_FONT_SIZE)
    for name in ("Explain", "Emulator", "History", "Connection"):
        tab.go_to(name)
        expect(tab.page).to_have_url(re.compile(f"/{name.lower()}$"))
        expect(tab.page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
        expect(tab.page.get_by_text("This is our mistake")).to_have_count(0)
    # A link from page to page, from a new session of the same browser.
    tab.open("/").select_tab("Result").get_by_role("link", name="Open").click()
    expect(tab.page).to_have_url(re.compile("/history[?]run="))
    expect(tab.by_key("history.head")).to_be_visible()


def test_the_installed_command_does_not_need_the_clone(wheel: Path, installed: Path, tmp_path: Path) -> None:
    """Help and version are right anywhere, and the code is the wheel's own."""
    version = run(installed / "orq-ui", "--version", folder=tmp_path)
    module = run(installed / "python", "-c", "import orq_ui; print(orq_ui.__file__)", folder=tmp_path)

    assert version == f"orq-ui {wheel.name.split('-')[1]}\n"
    assert Path(module.strip()).is_relative_to(installed.parent)
    assert "usage: orq-ui emulator" in run(installed / "orq-ui", "emulator", "--help", folder=tmp_path)


def test_the_wheel_holds_every_file_of_package_and_pages(wheel: Path) -> None:
    """No sample, no icon, no migration and no page is left behind."""
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = {file.relative_to(ROOT).as_posix() for file in (ROOT / "orq_ui").rglob("*")}
    beside = {file.relative_to(ROOT).as_posix() for file in (ROOT / "pages").rglob("*")}
    expected = package | {f"orq_ui/playground/{name}" for name in {"app.py", ".streamlit/config.toml"} | beside}

    assert held == {name for name in expected if "." in Path(name).name and not name.endswith(".pyc")}
