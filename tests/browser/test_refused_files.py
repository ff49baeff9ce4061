"""A file that cannot be the picture, from the upload to a PNG of it."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab


def avif() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "AVIF")
    return out.getvalue()


def test_a_photo_of_another_kind_is_named_converted_and_sent(tab: Tab, emulator: EmulatorClient) -> None:
    """A refused file leaves the sample in use; a click makes it a PNG, and that is what is sent."""
    tab.use_sample()
    tab.by_key("composer").get_by_text("Choose another picture").click()
    files = tab.wait_until_stable().by_key("composer").locator("input[type=file]")
    # Systems that do not know a format give the file no type.
    files.set_input_files(FilePayload(name="photo.avif", mimeType="", buffer=avif()))
    refused = tab.by_key("picture.refused")
    expect(refused).to_contain_text("This format is not accepted: AVIF")
    expect(refused).to_contain_text("The picture in use is unchanged.")
    sample = tab.by_key("picture.card").inner_text()
    assert ".avif" not in sample

    refused.get_by_role("button", name="Convert to PNG").click()
    expect(tab.by_key("picture.card")).to_contain_text("Converted to PNG, upright, from AVIF")
    expect(refused).to_have_count(0)
    tab.wait_until_stable().choose("variations.size", "256x256").send(1)

    image = emulator.request(tab.request_id())["parts"][0]
    assert (image["filename"], image["content_type"]) == ("photo.png", "image/png")


def test_a_file_over_the_limit_has_its_reason_on_the_page(tab: Tab) -> None:
    """60 MB, more than the router takes, reach the check and are refused with the size."""
    files = tab.by_key("composer").locator("input[type=file]")
    files.set_input_files(FilePayload(name="a.gif", mimeType="image/gif", buffer=b"GIF89a"))
    expect(tab.by_key("picture.refused")).to_contain_text("GIF")
    # Playwright takes at most 50 MB from memory.
    tab.wait_until_stable().page.evaluate(
        """() => {
          const carrier = new DataTransfer();
          carrier.items.add(new File([new Uint8Array(60_000_000)], "huge.png", { type: "image/png" }));
          const input = document.querySelector('[class*="st-key-picture-upload"] input[type=file]');
          input.files = carrier.files;
          input.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )

    expect(tab.by_key("picture.refused")).to_contain_text("The picture is too large: 60.0 MB")
    expect(tab.by_key("picture.refused")).not_to_contain_text("GIF")
