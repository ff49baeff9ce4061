"""Where the code on the page sends the request: to the live host, or where the person is connected."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from orq_ui.routing import BUILT_IN_SCENARIOS
from orq_ui.settings import LIVE_HOSTS, Settings
from orq_ui.snippets import LANGUAGES, Language
from orq_ui.ui.server.emulator_process import EmulatorProcess
from orq_ui.ui.services import Services, serving
from tests.pages.conftest import Playground
from tests.pages.history.conftest import desk
from tests.pages.history.history_page import Desk, elsewhere
from tests.strategies import picture

__all__ = ["desk"]

LIVE = urlsplit(LIVE_HOSTS[0]).netloc
SCENARIO = next(iter(BUILT_IN_SCENARIOS))


def show(tab: Playground, language: Language = Language.HTTPX, address: str | None = None) -> str:
    """Open the Code tab, choose, and return the code."""
    tab.app.session_state["workbench.tabs"] = "Code"
    tab.run()
    return choose(tab, language, address)


def choose(tab: Playground, language: Language = Language.HTTPX, address: str | None = None) -> str:
    """Choose on a page that shows code, and return it."""
    tab.app.button_group(key="code.language").set_value(language)
    if address is not None:
        tab.app.button_group(key="code.address").set_value(address)
    tab.run()
    highlighting = LANGUAGES[language].highlighting
    return next(code.value for code in tab.app.code if code.language == highlighting)


def caption(tab: Playground) -> str:
    """Return the line that says where the code goes."""
    return next(text for item in tab.app.get("html") if "The code calls" in (text := str(item.proto.body)))


@pytest.mark.parametrize("language", Language)
def test_the_live_host_first(playground: Playground, services: Services, language: Language) -> None:
    """Though connected to the emulator, the code is for the live host, and holds nothing of the emulator."""
    playground.session.connection.scenario = BUILT_IN_SCENARIOS[SCENARIO].scenario
    playground.use()

    code = show(playground, language)

    assert services.emulator.url not in code
    assert "x-emulator" not in code
    assert f"The code calls {LIVE}. Run it beside the picture, with the key in ORQ_API_KEY." in caption(playground)


@pytest.mark.parametrize("language", Language)
def test_where_i_am_connected(playground: Playground, services: Services, language: Language) -> None:
    """On a click it is for the emulator, with the scenario that is played, and the caption says what key it needs."""
    playground.session.connection.scenario = BUILT_IN_SCENARIOS[SCENARIO].scenario
    playground.use()

    code = show(playground, language, "connected")

    assert services.emulator.url in code
    assert "x-emulator-scenario" in code
    assert f"the built-in emulator at {urlsplit(services.emulator.url).netloc}." in caption(playground)
    assert "ORQ_API_KEY has to be set, and any text will do." in caption(playground)


def test_it_works_against_the_emulator(playground: Playground, tmp_path: Path) -> None:
    """The code for the emulator, saved beside the picture and run with any key, brings variations."""
    source = picture("PNG", 8, 8, "cat.png")
    playground.use(source)
    playground.session.draft.replace({"model": "openai/dall-e-2", "n": 2, "size": "256x256"})
    playground.run()
    (tmp_path / "cat.png").write_bytes(source.bytes)
    script = tmp_path / LANGUAGES[Language.HTTPX].file_name
    script.write_text(show(playground, Language.HTTPX, "connected"), "utf-8")

    subprocess.run(  # noqa: S603 - our own code
        [sys.executable, script],
        cwd=tmp_path,
        env={**os.environ, "ORQ_API_KEY": "any text", "NO_PROXY": "127.0.0.1"},
        check=True,
        timeout=60,
    )

    assert len(list(tmp_path.glob("variation-*.png"))) == 2


@pytest.mark.parametrize("host", LIVE_HOSTS)
def test_connected_to_a_live_host(playground: Playground, host: str) -> None:
    """Connected to a live host, both are that host, and there is nothing to choose."""
    playground.session.connection.target = host
    playground.use()

    code = show(playground)

    assert f'"{host}/v2/router/images/variations"' in code
    assert f"The code calls {urlsplit(host).netloc}." in caption(playground)
    assert playground.app.button_group(key="code.address").disabled


def test_remembered(desk: Desk, services: Services) -> None:
    """The choice holds for the session: on other pages, for other requests, and in the history."""
    run_id = desk.keep()
    desk.tab.open("play/variations")
    desk.tab.use()
    assert services.emulator.url in show(desk.tab, address="connected")
    desk.tab.open("setup/connection")
    desk.tab.open("play/variations")

    assert services.emulator.url in show(desk.tab)

    desk.look(run_id)
    assert services.emulator.url in code_of_run(desk)


def code_of_run(desk: Desk, address: str | None = None) -> str:
    """Unfold the code of the run that is open."""
    desk.tab.app.session_state["history.code"] = True
    desk.open_tab("JSON")
    # The driver folds it again with each run.
    desk.tab.app.session_state["history.code"] = True
    return choose(desk.tab, address=address)


def test_a_run_of_the_emulator(desk: Desk, services: Services) -> None:
    """A run's code is for the live host, or for where it was sent: the emulator, at its address of today."""
    desk.look(desk.keep())

    assert LIVE_HOSTS[0] in code_of_run(desk)
    assert services.emulator.url in code_of_run(desk, "connected")
    assert "Where it was sent" in desk.tab.app.button_group(key="code.address").options


def test_no_emulator(desk: Desk, services: Services) -> None:
    """Where the emulator does not start, the code of its run has the address that it was sent to."""
    desk.look(desk.keep())

    with serving(replace(services, emulator=EmulatorProcess(time_scale=-1.0))):
        code = code_of_run(desk, "connected")

    assert "http://127.0.0.1:4010" in code


def test_connected_to_another_host(playground: Playground, services: Services) -> None:
    """An allowed host of one's own is where one is connected; the live host stays the first choice."""
    own = "https://gateway.example:8443"
    with serving(replace(services, settings=Settings(allowed_hosts=(own,)))):
        playground.session.connection.target = own
        playground.use()

        assert LIVE_HOSTS[0] in show(playground)
        assert own in show(playground, address="connected")
        assert "The code calls gateway.example:8443. Run it beside the picture" in caption(playground)


def test_a_run_from_elsewhere(desk: Desk) -> None:
    """The address of a run from a zip is shown as it is, and is no markup."""
    run, pictures = elsewhere(desk)
    url = "https://<b>*x*:smile:/v2/router/images/variations"
    changed = run.model_copy(update={"emulated": False, "sent": run.sent.model_copy(update={"url": url})})
    made, _ = desk.store.import_run(desk.owner.id, changed, pictures)
    desk.look(made)

    assert url in code_of_run(desk, "connected")
    assert "The code calls &lt;b&gt;*x*:smile:." in caption(desk.tab)
