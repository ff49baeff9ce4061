"""Light and dark: what is to be read can be read."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import OpenTab

ENOUGH = 4.5
"""WCAG 2.2, 1.4.3 (AA), for text of usual size."""
_COLOURS = """
(element) => {
  let below = element;
  const clear = (node) => /rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(node).backgroundColor);
  while (below.parentElement && clear(below)) below = below.parentElement;
  return [getComputedStyle(element).color, getComputedStyle(below).backgroundColor];
}
"""


def contrast(element: Locator) -> float:
    """Return the contrast of an element's text with what lies behind it, from 1 to 21."""
    text, ground = (_luminance(colour) for colour in element.evaluate(_COLOURS))
    return (max(text, ground) + 0.05) / (min(text, ground) + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(scheme: Literal["light", "dark"], open_tab: OpenTab) -> None:
    """Headings, labels, what is typed, buttons and the body shown have enough contrast in either theme."""
    tab = open_tab(color_scheme=scheme).use_sample()
    places = {
        "heading": tab.by_key("composer").get_by_role("heading").first,
        "label": tab.by_key("variations.n").locator("label p"),
        "input": tab.by_key("variations.n").get_by_role("textbox"),
        "button": tab.by_key("composer.clear").locator("p"),
        "line": tab.by_key("send.bar").get_by_test_id("stText"),
        "code": tab.select_tab("JSON").locator("code"),
        "send": tab.send_button.locator("p"),
    }

    measured = {name: round(contrast(place), 2) for name, place in places.items()}
    assert {name: ratio for name, ratio in measured.items() if ratio < ENOUGH} == {}


def test_the_two_themes_differ(open_tab: OpenTab) -> None:
    """The page follows what the person's system asks for."""
    grounds = [
        open_tab(color_scheme=scheme).page.evaluate(
            "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]

    assert _luminance(grounds[0]) > 0.8
    assert _luminance(grounds[1]) < 0.1
