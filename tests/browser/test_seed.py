"""Chance on the page: another seed or the same for the next send, and ten sends against the odds."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab

TEN_S = 60.0


def picture(tab: Tab) -> bytes:
    """Return the bytes of the variation that is shown."""
    return tab.page.request.get(tab.image_urls()[0]).body()


def newest(emulator: EmulatorClient) -> dict[str, Any]:
    """Return what the emulator remembers of the last request."""
    return emulator.requests()[0]


@pytest.fixture
def sent(tab: Tab, emulator: EmulatorClient) -> Tab:
    """A tab with one small picture as the result."""
    emulator.set_scenario({"default": {"latency_ms": 0}})
    return tab.use_sample().choose("variations.size", "256x256").wait_until_stable().send()


def test_the_next_send_has_another_seed_or_the_same(sent: Tab, emulator: EmulatorClient) -> None:
    """Nothing chosen, another picture comes; on *the same* it is the one of before, until that is released."""
    first = newest(emulator)
    sent.wait_until_stable().send()
    second, shown, answered = newest(emulator), picture(sent), sent.request_id()
    assert second["seed"] != first["seed"]
    expect(sent.by_key("result.seed.row")).to_contain_text(f"Seed {second['seed']} · next time")

    sent.wait_until_stable().choose("result.seed", "the same")
    expect(sent.by_key("send.seed")).to_contain_text(f"Every send uses seed {second['seed']}")
    sent.wait_until_stable().send_button.click()
    assert sent.wait_until(sent.request_id, lambda now: now != answered) == newest(emulator)["id"]
    assert newest(emulator)["seed"] == second["seed"]
    assert picture(sent) == shown

    sent.wait_until_stable().by_key("send.seed.release").get_by_role("button").click()
    expect(sent.by_key("send.seed")).to_have_count(0)
    sent.wait_until_stable().send()
    assert newest(emulator)["seed"] != second["seed"]


def test_ten_sends_say_who_served(sent: Tab, emulator: EmulatorClient) -> None:
    """One click sends ten times, each with a seed of its own, and the table has them against the odds."""
    before = len(emulator.requests())

    sent.wait_until_stable().by_key("result.series").get_by_role("button").click()
    table = sent.by_key("result.series.panel").get_by_role("table", name="Who answered how often")
    expect(table).to_be_visible(timeout=TEN_S * 1000)

    expect(table.get_by_role("row").nth(1)).to_have_text("emulator/aquarelle\t10\t10.0", use_inner_text=True)
    ten = emulator.requests()[: len(emulator.requests()) - before]
    assert len({request["seed"] for request in ten}) == len(ten) == 10
