"""How the emulator is served."""

from orq_ui.client.transport import LIMITS
from orq_ui.emulator import Options, create_app
from orq_ui.emulator.server import uvicorn_config


def test_an_idle_connection_is_not_closed_before_its_client_lets_it_go() -> None:
    """Closed by the server at the moment of the next request, that one would be lost; a send is not repeated."""
    assert LIMITS.keepalive_expiry is not None
    assert uvicorn_config(create_app(Options())).timeout_keep_alive > LIMITS.keepalive_expiry
