"""Damaged pictures on the Variations page: each has a card with *Remove* or a reason; the rest of the page works."""

from __future__ import annotations

from tests.mutated_pictures.mutations import cases
from tests.pages.conftest import Playground


def test_damaged_uploads(playground: Playground) -> None:
    """Whatever is uploaded, nothing breaks the page; what is refused can be dismissed or converted, what is taken,
    converted and removed.
    """
    ends = [_upload(playground, damaged.data) for damaged in cases(36, "pages")]

    assert {"refused", "removed", "converted"} == set(ends)


def _upload(playground: Playground, data: bytes) -> str:
    """Upload a file, press what the page offers, and return how it ended."""
    playground.app.file_uploader[0].upload("cat.png", data)
    playground.run()
    end = "removed"
    if "picture.refused.to_png" in _keys(playground):
        playground.click("picture.refused.to_png")
        end = "converted"
    if "picture.remove" not in _keys(playground):
        assert len(playground.app.error) == 1
        playground.click("picture.refused.dismiss")
        return "refused"
    assert not playground.app.button(key="send.send").disabled
    for key in [key for key in _keys(playground) if key.startswith("picture.convert.")][:1]:
        playground.click(key)
    assert not playground.app.error
    playground.click("picture.remove")
    assert playground.session.picture is None
    return end


def _keys(playground: Playground) -> list[str]:
    return [button.key for button in playground.app.button if button.key]
