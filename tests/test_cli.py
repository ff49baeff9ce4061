"""The command ``orq-ui``, up to where Streamlit or the emulator takes over."""

import subprocess
import sys
from subprocess import PIPE

import httpx
import pytest

from orq_ui import __version__
from orq_ui.cli import COMMANDS, main


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command has its line."""
    main([option])

    shown = capsys.readouterr().out
    assert all(f"  {name}  " in shown and command.summary in shown for name, command in COMMANDS.items())


def test_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    """It has one source."""
    main(["--version"])

    assert capsys.readouterr().out == f"orq-ui {__version__}\n"


def test_an_unknown_command_starts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """It is an error of usage, on stderr."""
    with pytest.raises(SystemExit) as ended:
        main(["emulate", "--port", "0"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == 'orq-ui: no command "emulate"; see orq-ui --help\n'


def test_an_option_of_streamlit_reaches_it() -> None:
    """Streamlit itself refuses one that it does not know."""
    done = subprocess.run(
        [sys.executable, "-m", "orq_ui.cli", "--server.prot", "8600"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "No such option" in done.stderr
    assert "--server.prot" in done.stderr


def test_the_emulator_takes_its_own_options() -> None:
    """It is ready on a free port, and ends with its stdin."""
    command = [sys.executable, "-m", "orq_ui.cli", "emulator", "--port", "0", "--time-scale", "0", "--exit-with-stdin"]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:  # noqa: S603 - our own command
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("emulator ready ").strip()
        health = httpx.get(f"{url}/_emulator/health", trust_env=False)
        process.communicate()

    assert health.status_code == 200
    assert process.returncode == 0
