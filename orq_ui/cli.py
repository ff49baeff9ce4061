"""The command ``orq-ui``: starts the playground, or runs one of its tools without it."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from orq_ui import PLAYGROUND, __version__

_HELP = """\
usage: orq-ui [options of Streamlit]
       orq-ui COMMAND ...

A playground for one call of orq.ai's AI Router: create image variation.
Without a command, start it and open it in the browser.

commands:
{commands}

options:
  -h, --help  show this help message and exit
  --version   show the version and exit

Every other option goes to Streamlit: orq-ui --server.port 8600 --server.headless true
"streamlit run --help" lists them all.
"""


@dataclass(frozen=True)
class Command:
    """A tool beside the playground: its line in the help, and what runs it with the arguments that follow its name."""

    summary: str
    run: Callable[[list[str]], None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that the arguments name (by default those of the process), or the playground."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    match given:
        case ["-h" | "--help", *_]:
            print(_help(), end="")
        case ["--version", *_]:
            print(f"orq-ui {__version__}")
        case [name, *rest] if name in COMMANDS:
            COMMANDS[name].run(rest)
        case [name, *_] if not name.startswith("-"):
            print(f'orq-ui: no command "{name}"; see orq-ui --help', file=sys.stderr)
            sys.exit(2)
        case _:
            _playground(given)


def _help() -> str:
    width = max(map(len, COMMANDS))
    return _HELP.format(commands="\n".join(f"  {name:{width}}  {each.summary}" for name, each in COMMANDS.items()))


def _playground(options: list[str]) -> None:
    """Become ``python -m streamlit run``, which finds our settings beside app.py, whatever the current folder is.

    Streamlit has no option for uvicorn's protocol, which is looked up in a table before app.py is loaded: so it is
    changed here, where ``streamlit run app.py`` cannot.
    """
    if find_spec("httptools") is not None:  # else it is h11, which bounds a head by itself
        from uvicorn.config import HTTP_PROTOCOLS

        HTTP_PROTOCOLS["auto"] = "orq_ui.bounded_heads:BoundedHeads"
    sys.argv = ["streamlit", "run", str(PLAYGROUND / "app.py"), *options]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def _emulator(arguments: list[str]) -> None:
    # Only when it is asked for: the playground runs it as a process of its own.
    from orq_ui.emulator.__main__ import main as run_emulator

    run_emulator(arguments, program="orq-ui emulator")


COMMANDS = {
    "emulator": Command("run the emulator of the router alone, for any client", _emulator),
}

if __name__ == "__main__":
    main()
