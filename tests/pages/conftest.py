"""Pages run by Streamlit's own test driver, on the real emulator."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from orq_ui.imaging import Picture
from orq_ui.ui.pages import FOLDER
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.services import Services
from orq_ui.ui.session import KEY, Session
from orq_ui.ui.variations.examples import EXAMPLES
from tests.strategies import picture

FRAME = Path(__file__).parents[2] / "orq_ui" / "ui" / "frame.py"


@pytest.fixture(scope="session", autouse=True)
def _emulator(services: Services) -> None:
    services.emulator.ensure_running()


class Playground:
    """A browser tab without a browser."""

    def __init__(self) -> None:
        self.app = AppTest.from_file(FRAME, default_timeout=30)
        self.groups: tuple[str, ...] = ()
        self.opened: tuple[str, ...] = ("variations.options",)
        self.app.session_state["workbench.tabs"] = "JSON"
        self.run()

    def run(self) -> None:
        """Run the script and expect no exception."""
        for key in self.opened:
            self.app.session_state[key] = True
        for group in self.groups:
            # The driver does not send what it cannot click on: an expander would fold again with each run.
            self.app.session_state[f"variations.group.{group}"] = True
        self.app.run()
        assert not self.app.exception, self.app.exception[0].message

    @property
    def session(self) -> Session:
        """What the tab knows."""
        found: Session = self.app.session_state[KEY]
        return found

    def open(self, page: str) -> None:
        """Go to a page by its path below pages/."""
        self.app.switch_page(str(FOLDER / f"{page}.py"))
        self.run()

    def open_groups(self) -> None:
        """Unfold every section of the form."""
        self.groups = ("Reliability", "Routing", "Cache", "Identity and tracing", "Prompt")
        self.run()

    def use(self, chosen: Picture | None = None) -> None:
        """Choose a picture."""
        self.session.use(chosen or picture())
        self.run()

    def fill(self, example: str) -> None:
        """Fill with an example: the driver cannot choose from a menu button."""
        self.session.load_body(EXAMPLES[example])
        self.run()

    def click(self, key: str) -> None:
        """Press a button by its key."""
        self.app.button(key=key).click()
        self.run()

    def send(self) -> None:
        """Send and wait for the end."""
        self.click("send.send")
        self.wait()

    def wait(self) -> None:
        """Wait for the call under way, and until it is known whether it is kept, then draw its result."""
        job = self.session.job
        deadline = time.monotonic() + 60
        while job is not None and _is_open(job) and time.monotonic() < deadline:
            time.sleep(0.02)
        self.run()

    @property
    def body(self) -> Any:
        """The JSON on the page."""
        return json.loads(next(code.value for code in self.app.code if code.language == "json"))

    @property
    def text(self) -> str:
        """All that is written on the page."""
        kinds = ("markdown", "caption", "text", "code", "title", "subheader", "error", "warning", "info", "success")
        return "\n".join(str(item.value) for kind in kinds for item in self.app.get(kind))  # type: ignore[union-attr]


def _is_open(job: Job) -> bool:
    return job.running or (job.recorder is not None and job.recorder.is_kept is None)


@pytest.fixture
def playground() -> Playground:
    """Open a fresh tab on the first page."""
    return Playground()
