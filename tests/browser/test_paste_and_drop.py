"""A picture can be pasted and dropped."""

import base64

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab
from tests.browser.test_every_field import png

_CARRIER = """
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const carrier = new DataTransfer();
  carrier.items.add(new File([bytes], name, { type: "image/png" }));
"""
PASTE = f"""([name, content]) => {{
  {_CARRIER}
  document.dispatchEvent(new ClipboardEvent("paste", {{ clipboardData: carrier, bubbles: true, cancelable: true }}));
}}"""
DROP = f"""([name, content]) => {{
  {_CARRIER}
  const zone = document.querySelector('[data-testid="stFileUploaderDropzone"]');
  for (const kind of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(kind, {{ dataTransfer: carrier, bubbles: true, cancelable: true }}));
}}"""


@pytest.mark.parametrize(("name", "how"), [("pasted.png", PASTE), ("dropped.png", DROP)], ids=["paste", "drop"])
def test_a_picture_comes_in(name: str, how: str, tab: Tab, emulator: EmulatorClient) -> None:
    """Pasted anywhere or dropped on the uploader, it becomes the source and is sent as it is."""
    content = png()
    expect(tab.page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()
    tab.wait_until_stable().page.evaluate(how, [name, base64.b64encode(content).decode()])
    expect(tab.by_key("picture.card")).to_contain_text(name)

    tab.choose("variations.size", "256x256").send(1)

    image = emulator.request(tab.request_id())["parts"][0]
    assert (image["filename"], image["size"]) == (name, len(content))


def test_an_upload_is_taken_once(tab: Tab) -> None:
    """Going on before the page has settled does not take the same file a second time."""
    file = FilePayload(name="quick.png", mimeType="image/png", buffer=png())

    tab.by_key("composer").locator("input[type=file]").set_input_files(file)
    tab.pick_model("variations.model", "openai/gpt-image-1").type_into("variations.n", "2")
    tab.expect_body({"model": "openai/gpt-image-1", "n": 2})

    preview = tab.by_key("picture.card").locator("img")
    assert preview.evaluate("image => image.decode().then(() => image.naturalWidth)") == 64
