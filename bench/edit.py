"""From Enter in a text field to the JSON that shows it, against a page with one field and one block of code."""

from __future__ import annotations

from functools import partial
from itertools import count

from playwright.sync_api import Browser, Page

from bench.browser import elapsed_ms, new_page, start_stopwatch, wait_for_script
from bench.ratios import Row, interleave
from bench.servers import baseline_app, playground, running
from tests.browser.chromium import launch_chromium

ROUNDS = 40
GROUPS = ("Reliability", "Routing", "Cache", "Identity and tracing", "Prompt")
_EDITS = count(1)
_SHOWN = "() => [...document.querySelectorAll('[data-testid=stCode]')].some((code) => code.textContent.includes(%r))"


def measure(rounds: int | None) -> list[Row]:
    """Measure milliseconds from the key to the paint, with the form folded, and with everything open and filled."""
    with running(playground(), baseline_app("text_field")) as (ours, bare), launch_chromium() as browser:
        pages = {
            "ours": _folded(browser, ours),
            "open": _unfolded(browser, ours),
            "baseline": _bare(browser, bare),
        }
        keys = {"ours": "variations-user", "open": "variations-user", "baseline": "user"}
        candidates = {name: partial(_edit, page, keys[name]) for name, page in pages.items()}
        found = interleave(rounds or ROUNDS, candidates, warm_up=3)
    baseline_ms = found["baseline"]
    return [
        Row("edit → preview, form as usual", found["ours"], baseline_ms, "ms", 2.0),
        Row("edit → preview, all open and filled", found["open"], baseline_ms, "ms"),
    ]


def _edit(page: Page, key: str) -> float:
    page.bring_to_front()
    text = f"edit-{next(_EDITS)}"
    field = page.locator(f".st-key-{key} input")
    field.fill(text)
    start_stopwatch(page, "keydown", _SHOWN % f'"{text}"')
    field.press("Enter")
    spent = elapsed_ms(page)
    wait_for_script(page)
    return spent


def _folded(browser: Browser, url: str) -> Page:
    page = new_page(browser)
    page.goto(url)
    page.get_by_role("button", name="Bauhaus", exact=True).click()
    page.locator(".st-key-picture-card").wait_for()
    page.get_by_role("tab", name="JSON", exact=True).click()
    wait_for_script(page)
    return page


def _unfolded(browser: Browser, url: str) -> Page:
    page = _folded(browser, url)
    page.locator(".st-key-start-popover").get_by_role("button").click()
    page.locator(".st-key-start-example-Everything").get_by_role("button").click()
    page.locator(".st-key-workbench [data-testid=stCode]").get_by_text('"everything"').wait_for()
    page.locator(".st-key-variations-options").get_by_text("Router options", exact=True).click()
    for group in GROUPS:
        wait_for_script(page)
        section = page.locator(f".st-key-variations-group-{group.replace(' ', '-')}")
        section.get_by_text(group, exact=True).click()
        section.locator("[class*=st-key-variations-]").first.wait_for()
    wait_for_script(page)
    return page


def _bare(browser: Browser, url: str) -> Page:
    page = new_page(browser)
    page.goto(url)
    page.locator(".st-key-user input").wait_for()
    wait_for_script(page)
    return page
