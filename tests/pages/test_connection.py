"""The Connection page, without a browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from pydantic import SecretStr

from orq_ui.client import KeyState, Probe
from orq_ui.errors import ForbiddenUrl
from orq_ui.settings import Settings
from orq_ui.ui.connection.choice import EMULATOR_KEY, ConnectionChoice
from orq_ui.ui.services import Services, serving
from orq_ui.ui.services import services as the_services
from tests.pages.conftest import Playground

CANARY = "sk-canary-0123456789"


@pytest.fixture
def connection(playground: Playground) -> Playground:
    """Open the page."""
    playground.open("setup/connection")
    return playground


Environ = Callable[[str, str], None]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[Environ]:
    """Restart the server with a variable set."""
    with ExitStack() as restarts:

        def start(name: str, value: str) -> None:
            monkeypatch.setenv(name, value)
            restarts.enter_context(serving(replace(services, settings=Settings())))

        yield start


def test_it_starts_on_the_emulator(connection: Playground) -> None:
    """A newcomer needs neither a key nor a network."""
    assert connection.app.radio(key="connection.target").value == "emulator"
    assert not [field for field in connection.app.text_input if field.key == "connection.key"]


def test_the_emulator_can_be_tested(connection: Playground) -> None:
    """The test reaches it, and its models fill the pickers of the form."""
    connection.click("connection.test")

    found = connection.session.probe
    assert isinstance(found, Probe)
    assert found.key == KeyState.NONE
    assert "emulator/aquarelle" in connection.session.models


def test_testing_the_emulator_leaves_no_request_in_its_log(connection: Playground) -> None:
    """It takes any key, so none is tried on it."""

    def requests() -> int:
        return len(the_services().jobs.ask_emulator(lambda control: control.ledgers()))

    before = requests()
    connection.click("connection.test")

    assert isinstance(connection.session.probe, Probe)
    assert requests() == before


def test_a_catalogue_counts_for_its_own_host(connection: Playground) -> None:
    """Models that one host lists are not those of another: Check knows of none there until it is tested."""
    connection.click("connection.test")
    assert "emulator/aquarelle" in connection.session.listed_models

    connection.app.radio(key="connection.target").set_value("https://my.orq.ai")
    connection.run()

    assert connection.session.listed_models == ()
    connection.session.models_target = "https://my.orq.ai"
    assert connection.session.listed_models == connection.session.models


def test_a_live_host_asks_for_a_key(connection: Playground) -> None:
    """Without one nothing can be sent, and the first page says so."""
    connection.app.radio(key="connection.target").set_value("https://my.orq.ai")
    connection.run()
    assert connection.app.text_input(key="connection.key")

    connection.use()
    connection.open("play/variations")

    assert "no key for this host" in connection.text
    assert connection.app.button(key="send.send").disabled


def test_a_typed_key_is_used_and_shown_nowhere(connection: Playground) -> None:
    """It is in the Authorization header of the wire, and in no text of any page."""
    connection.app.radio(key="connection.target").set_value("https://my.orq.ai")
    connection.run()
    connection.app.text_input(key="connection.key").input(CANARY)
    connection.click("connection.use")
    connection.use()
    connection.open("play/variations")
    connection.app.session_state["workbench.tabs"] = "Request"
    connection.run()

    wire = connection.session.connection.connection()
    assert wire.api_key is not None
    assert wire.api_key.get_secret_value() == CANARY
    assert "Authorization: Bearer ••••" in connection.text
    assert CANARY not in connection.text
    assert CANARY not in repr(connection.session)


def test_a_key_can_be_forgotten(connection: Playground) -> None:
    """After that the session has none."""
    connection.session.connection.typed_key = SecretStr(CANARY)
    connection.app.radio(key="connection.target").set_value("https://my.orq.ai")
    connection.run()

    connection.click("connection.forget")

    assert connection.session.connection.key() is None


def test_the_servers_key_is_told_as_present_only(connection: Playground, environment: Environ) -> None:
    """It is used for live hosts, but no part of it is on the page."""
    environment("ORQ_API_KEY", CANARY)

    connection.app.radio(key="connection.target").set_value("https://api.orq.ai")
    connection.run()

    assert "key of its own" in connection.text
    assert CANARY not in connection.text
    assert connection.session.connection.key() == SecretStr(CANARY)


def test_the_emulator_never_gets_a_real_key(environment: Environ) -> None:
    """Neither the server's nor the typed one."""
    environment("ORQ_API_KEY", CANARY)

    chosen = ConnectionChoice(typed_key=SecretStr(CANARY))

    assert chosen.connection().api_key == EMULATOR_KEY


def test_only_allowed_hosts_can_be_chosen(connection: Playground, environment: Environ) -> None:
    """The owner's list is offered besides the live hosts; any other origin is refused, whoever asks."""
    environment("ORQ_UI_ALLOWED_HOSTS", "gateway.example.com http://127.0.0.1:9999/")

    connection.run()

    assert connection.app.radio(key="connection.target").options[3:] == [
        "https://gateway.example.com",
        "http://127.0.0.1:9999",
    ]
    with pytest.raises(ForbiddenUrl):
        ConnectionChoice("https://evil.example").connection()


def test_an_unreachable_host_says_so(connection: Playground, environment: Environ) -> None:
    """The words say what to do, and the host is named apart."""
    environment("ORQ_UI_ALLOWED_HOSTS", "http://127.0.0.1:9")
    connection.run()
    connection.app.radio(key="connection.target").set_value("http://127.0.0.1:9")
    connection.run()

    connection.click("connection.test")

    assert "Nothing listens there" in connection.text


def test_the_retired_model_is_told_plainly(connection: Playground) -> None:
    """A person should know before paying for a call."""
    assert "retired dall-e-2" in connection.text


def test_a_live_send_says_what_it_may_cost(connection: Playground) -> None:
    """Before the click, beside Send: the host, the pictures and the most provider calls; nothing at the emulator."""
    connection.use()
    connection.session.draft.replace({"model": "openai/dall-e-2", "n": 3, "orq": {"retry": {"count": 1}}})
    connection.open("play/variations")
    assert "may cost money" not in connection.text

    connection.session.connection.target = "https://api.orq.ai"
    connection.run()

    assert "Live at api.orq.ai: may cost money · 3 pictures × at most 2 provider calls" in connection.text


def test_testing_a_live_host_says_that_it_costs_nothing(connection: Playground) -> None:
    """Beside the button, before it is pressed."""
    assert "costs nothing" not in connection.text.replace("nothing costs", "")

    connection.app.radio(key="connection.target").set_value("https://api.orq.ai")
    connection.run()

    assert "Testing costs nothing" in connection.text
