"""While a call is under way: the form lives on, and the call can be stopped."""

import time

from playwright.sync_api import WebSocket, expect

from tests.browser.conftest import OpenTab
from tests.browser.servers import ENDLESS_MS, EmulatorClient
from tests.browser.tab import Tab

UNDER_WAY = ("waiting", "playing")
WITHIN_S = 10.0
TAB_CLOSED_S = 20.0


def start(tab: Tab, emulator: EmulatorClient) -> str:
    """Send what will not be answered in time; the emulator's number of the request."""
    emulator.set_scenario({"default": {"latency_ms": ENDLESS_MS}})
    before = {request["id"] for request in emulator.requests()}
    tab.use_sample().send_button.click()
    expect(tab.by_key("send.cancel")).to_be_visible()
    new = tab.wait_until(lambda: [r["id"] for r in emulator.requests() if r["id"] not in before], bool)
    return str(new[0])


def test_cancel(tab: Tab, emulator: EmulatorClient) -> None:
    """The clock runs, the form can be edited meanwhile, and Cancel closes the connection at once."""
    request = start(tab, emulator)
    progress = tab.by_key("send.bar").get_by_text("Waiting for the router")
    expect(progress).to_be_visible()
    first = progress.text_content()
    tab.wait_until(progress.text_content, lambda text: text != first)
    tab.type_into("variations.user", "meanwhile").expect_body({"model": "emulator/aquarelle", "user": "meanwhile"})
    tab.page.keyboard.press("Escape")
    tab.wait_until_stable()
    assert emulator.request(request)["state"] in UNDER_WAY

    tab.by_key("send.cancel").get_by_role("button").click()

    tab.wait_until(lambda: emulator.request(request)["state"], lambda state: state == "disconnected", WITHIN_S)
    expect(tab.result_panel()).to_contain_text("Cancelled")
    expect(tab.send_button).to_be_enabled()
    tab.expect_body({"model": "emulator/aquarelle", "user": "meanwhile"})


def test_a_call_costs_no_messages_until_its_end(tab: Tab, emulator: EmulatorClient) -> None:
    """The clock runs in the browser: while a call is under way the page and the server say nothing to each other."""
    messages: list[str | bytes] = []

    def note(message: str | bytes) -> None:
        messages.append(message)

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", note)
        socket.on("framereceived", note)

    def seconds() -> float:
        text = tab.by_key("send.bar").get_by_text("Waiting for the router").text_content() or ""
        return float(text.split("·")[-1].removesuffix("s"))

    tab.page.on("websocket", watch)
    tab.page.reload()
    tab.wait_for_script()
    start(tab, emulator)
    tab.wait_for_script()
    assert messages
    messages.clear()
    first = seconds()

    tab.wait_until(seconds, lambda now: now > first + 2)

    assert messages == []
    tab.by_key("send.cancel").get_by_role("button").click()
    expect(tab.result_panel()).to_contain_text("Cancelled")


def test_a_double_click_sends_once(tab: Tab, emulator: EmulatorClient) -> None:
    """Two fast clicks on Send make one request."""
    emulator.set_scenario({"default": {"latency_ms": 5_000}})
    before = {request["id"] for request in emulator.requests()}
    tab.use_sample().choose("variations.size", "256x256").send_button.dblclick()
    expect(tab.result_images()).to_have_count(1)
    tab.wait_for_script()

    assert len({request["id"] for request in emulator.requests()} - before) == 1


def test_a_closed_tab_takes_its_call_along(open_tab: OpenTab, emulator: EmulatorClient) -> None:
    """Closing the tab cancels its call upstream."""
    tab = open_tab()
    request = start(tab, emulator)

    tab.page.close()

    end = time.monotonic() + TAB_CLOSED_S
    while emulator.request(request)["state"] in UNDER_WAY and time.monotonic() < end:
        time.sleep(0.1)
    assert emulator.request(request)["state"] == "disconnected"
