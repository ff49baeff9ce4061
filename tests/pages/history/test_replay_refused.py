"""What a run from elsewhere may not make this server send."""

from __future__ import annotations

import pytest

from orq_ui.errors import ForbiddenUrl
from orq_ui.ui.history.replay import replay, why_not_replay
from tests.pages.history.history_page import Desk

LIVE = "https://api.orq.ai"
VARIATIONS = "/v2/router/images/variations"


@pytest.mark.parametrize(
    ("method", "url", "emulated"),
    [
        ("DELETE", LIVE + VARIATIONS, False),
        ("POST", LIVE + "/v2/deployments", False),
        ("POST", LIVE + VARIATIONS + "/../../keys", False),
        ("POST", "https://me@api.orq.ai" + VARIATIONS, False),
        ("POST", "https://evil.example" + VARIATIONS, False),
        ("PUT", "http://127.0.0.1:4010/_emulator/scenario", True),
    ],
)
def test_an_imported_run_cannot_choose_another_call(desk: Desk, method: str, url: str, emulated: bool) -> None:
    """A zip is anybody's: with the person's key only this endpoint of a host that the settings name is called."""
    made = desk.store.run(desk.owner.id, desk.keep())
    assert made is not None
    sent = made.sent.model_copy(update={"method": method, "url": url})
    foreign = made.model_copy(update={"id": "f" * 32, "emulated": emulated, "sent": sent})
    own, _ = desk.store.import_run(desk.owner.id, foreign, {})
    taken = desk.store.run(desk.owner.id, own)
    assert taken is not None
    session = desk.tab.session

    assert why_not_replay(session, taken) is not None
    with pytest.raises(ForbiddenUrl):
        replay(session, taken)
    assert session.job is None
