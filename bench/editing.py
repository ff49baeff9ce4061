"""From Enter in a text field to the JSON that shows it, against a page with one field and one block of code."""

from __future__ import annotations

from functools import partial
from itertools import count

from playwright.sync_api import Browser, Page

from bench.browser import chromium, elapsed_ms, fresh, settled, watch
from bench.measures import Row, in_turns
from bench.servers import plain, playground, running

ROUNDS = 40
GROUPS = ("Reliability", "Routing", "Cache", "Identity and tracing", "Prompt")
_EDITS = count(1)
_SHOWN = "() => [...document.querySelectorAll('[data-testid=stCode]')].some((code) => code.textContent.includes(%r))"


def editing(rounds: int | None) -> list[Row]:
    """Milliseconds from the key to the paint, the form folded, and with everything open and filled."""
    with running(playground(), plain("field")) as (ours, floor), chromium() as browser:
        pages = {"ours": _folded(browser, ours), "open": _unfolded(browser, ours), "floor": _plain(browser, floor)}
        keys = {"ours": "variations-user", "open": "variations-user", "floor": "user"}
        turns = {name: partial(_edit, page, keys[name]) for name, page in pages.items()}
        found = in_turns(rounds or ROUNDS, turns, warm_up=3)
    floor_ms = tuple(found["floor"])
    return [
        Row("edit → preview, form as usual", tuple(found["ours"]), floor_ms, "ms", 2.0),
        Row("edit → preview, all open and filled", tuple(found["open"]), floor_ms, "ms"),
    ]


def _edit(page: Page, key: str) -> float:
    page.bring_to_front()
    text = f"edit-{next(_EDITS)}"
    field = page.locator(f".st-key-{key} input")
    field.fill(text)
    watch(page, "keydown", _SHOWN % f'"{text}"')
    field.press("Enter")
    spent = elapsed_ms(page)
    settled(page)
    return spent


def _folded(browser: Browser, url: str) -> Page:
    page = fresh(browser)
    page.goto(url)
    page.get_by_role("button", name="Bauhaus", exact=True).click()
    page.locator(".st-key-picture-card").wait_for()
    settled(page)
    return page


def _unfolded(browser: Browser, url: str) -> Page:
    page = _folded(browser, url)
    page.locator(".st-key-composer-example").get_by_role("button").click()
    page.get_by_text("Everything", exact=True).click()
    page.locator(".st-key-workbench [data-testid=stCode]").get_by_text('"everything"').wait_for()
    for group in GROUPS:
        settled(page)
        section = page.locator(f".st-key-variations-group-{group.replace(' ', '-')}")
        section.get_by_text(group, exact=True).click()
        section.locator("[class*=st-key-variations-]").first.wait_for()
    settled(page)
    return page


def _plain(browser: Browser, url: str) -> Page:
    page = fresh(browser)
    page.goto(url)
    page.locator(".st-key-user input").wait_for()
    settled(page)
    return page
