"""From a sample to variations, and what can be done with them."""

import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab


def saved(page: Page, button: Locator) -> tuple[str, bytes]:
    """Press a download button; its file's name and bytes."""
    with page.expect_download() as waiting:
        button.click()
    download: Download = waiting.value
    return download.suggested_filename, download.path().read_bytes()


@pytest.fixture
def sent(tab: Tab) -> Tab:
    """Open a tab with three small variations of a sample."""
    tab.use_sample().type_into("variations.n", "3").choose("variations.size", "256x256")
    tab.expect_body({"model": "emulator/aquarelle", "n": 3, "size": "256x256"})
    return tab.send(3)


def test_variations_are_the_bytes_that_came(sent: Tab, emulator: EmulatorClient) -> None:
    """Pictures are decoded at the size asked for, described, and served untouched with their type."""
    answers = [sent.page.request.get(url) for url in sent.image_urls()]
    links = [entry["url"] for entry in sent.raw_reply()[1]["data"]]

    assert sent.image_sizes() == [[256, 256]] * 3
    assert sent.result_images().evaluate_all("all => all.map(one => one.alt)") == [
        f"Variation {place}" for place in (1, 2, 3)
    ]
    assert [answer.body() for answer in answers] == [emulator.download(link) for link in links]
    for answer in answers:
        assert answer.headers["content-type"] == "image/png"
        assert Image.open(BytesIO(answer.body())).format == "PNG"


def test_large_view_turns_pages(sent: Tab) -> None:
    """A variation opens large, the next one is a click or an arrow key away, round the end too; Esc goes back.

    Opened again, it shows what was clicked.
    """
    sent.by_key("result.view.0").get_by_role("button").click()
    dialog = sent.page.get_by_role("dialog")
    expect(dialog.get_by_alt_text("Variation 1, large")).to_be_visible()

    sent.wait_until_stable()
    dialog.get_by_role("button", name="Next").click()
    expect(dialog.get_by_alt_text("Variation 2, large")).to_be_visible()
    expect(dialog.get_by_alt_text("Variation 2, large")).to_have_attribute("src", sent.image_urls()[1])
    for key, place in (("ArrowRight", 3), ("ArrowRight", 1), ("ArrowLeft", 3)):
        sent.wait_until_stable().page.keyboard.press(key)
        expect(dialog.get_by_alt_text(f"Variation {place}, large")).to_be_visible()
    sent.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    sent.wait_until_stable().by_key("result.view.0").get_by_role("button").click()

    expect(dialog.get_by_alt_text("Variation 1, large")).to_be_visible()


def test_vary_again(sent: Tab, emulator: EmulatorClient) -> None:
    """A variation becomes the source of the next call, byte for byte."""
    wanted = hashlib.sha256(sent.page.request.get(sent.image_urls()[1]).body()).hexdigest()

    sent.by_key("result.vary.1").get_by_role("button").click()
    expect(sent.by_key("picture.card")).to_contain_text("256 × 256")
    sent.type_into("variations.n", "1").expect_body({"model": "emulator/aquarelle", "n": 1, "size": "256x256"})
    sent.select_tab("Result")
    sent.send(1)

    image = emulator.request(sent.request_id())["parts"][0]
    assert (image["name"], image["sha256"]) == ("image", wanted)


def test_zip_has_everything(sent: Tab) -> None:
    """The zip holds every picture as it came, and the request."""
    name, packed = saved(sent.page, sent.by_key("result.zip").get_by_role("button"))

    served = [sent.page.request.get(url).body() for url in sent.image_urls()]
    assert name.endswith(".zip")
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        pictures = [archive.read(entry) for entry in archive.namelist() if entry != "request.json"]
        assert pictures == served
        assert json.loads(archive.read("request.json")) == {"model": "emulator/aquarelle", "n": 3, "size": "256x256"}


def test_single_download(sent: Tab) -> None:
    """Save gives that one picture as it came, under a name with the right ending."""
    name, content = saved(sent.page, sent.by_key("result.save.2").get_by_role("button"))

    assert name.endswith(".png")
    assert content == sent.page.request.get(sent.image_urls()[2]).body()
