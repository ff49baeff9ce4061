"""What was sent is found again, opened, sent again, compared, saved and taken elsewhere; by nobody else."""

import json
import re
import zipfile
from io import BytesIO

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTab
from tests.browser.history_tab import HistoryTab
from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab
from tests.browser.test_accessibility import NARROW, nameless, width


def send_two(tab: Tab) -> HistoryTab:
    """Send two small calls and open the History page."""
    tab.use_sample().choose("variations.size", "256x256").send(1)
    tab.type_into("variations.n", "2").select_tab("Result")
    tab.wait_until_stable().send(2)
    # By its address, in a session of its own: it is the same browser.
    found = HistoryTab(tab.open("/history"))
    expect(found.rows).to_have_count(2)
    return found


@pytest.fixture
def kept(tab: Tab) -> HistoryTab:
    """Open a tab on the History page, after two calls."""
    return send_two(tab)


def test_found_again(kept: HistoryTab) -> None:
    """Thumbnails load, the search finds, a click on the row opens, and a reload stays there."""
    assert [min(size) > 0 for size in kept.thumbnail_sizes()] == [True] * 5

    kept.search("no such word")
    expect(kept.page.get_by_text("No run fits these filters.")).to_be_visible()
    kept.click_button("history.clear.empty")
    expect(kept.rows).to_have_count(2)

    run_id = kept.open_row(0)
    expect(kept.page.get_by_alt_text("Variation 2", exact=True)).to_be_visible()
    kept.page.reload()

    expect(kept.page.get_by_alt_text("Variation 2", exact=True)).to_be_visible()
    assert kept.run_id() == run_id
    kept.click_button("history.back")
    expect(kept.rows).to_have_count(2)


def test_the_browsers_back_button(kept: HistoryTab) -> None:
    """It leads from a run to the list."""
    kept.open_row(1)

    kept.page.go_back()

    expect(kept.rows).to_have_count(2)


def test_star_and_note(kept: HistoryTab) -> None:
    """Both stay, and find the run."""
    kept.open_row(1)
    kept.click_button("history.star.this.icon-only")
    panel = kept.select_tab("Notes")
    panel.get_by_label("Note").fill("A warm one")
    panel.get_by_label("Note").press("Tab")
    kept.tab.wait_until_stable()
    kept.page.reload()
    expect(kept.tab.by_key("history.head").locator(".orq-starred")).to_have_count(1)
    kept.click_button("history.back")

    kept.search("WARM")
    expect(kept.rows).to_have_count(1)
    expect(kept.rows).to_contain_text("A warm one")
    kept.search("")
    expect(kept.rows).to_have_count(2)
    kept.tab.by_key("history.starred").locator("label").click()

    expect(kept.rows).to_have_count(1)


def test_delete_and_undo(kept: HistoryTab) -> None:
    """A selected run goes, and comes back."""
    kept.select_row(0)
    kept.click_button("history.delete.selected")
    expect(kept.rows).to_have_count(1)
    expect(kept.tab.by_key("history.bin")).to_contain_text("Deleted 1 run")

    kept.click_button("history.undo")

    expect(kept.rows).to_have_count(2)


def test_replay_and_compare(kept: HistoryTab, emulator: EmulatorClient) -> None:
    """The emulator gets the same parts again, the page proves it, and the two can be laid side by side."""
    original = kept.open_row(1)
    before = emulator.requests()

    kept.tab.by_key("history.replay").get_by_role("button").click()
    expect(kept.tab.by_key("history.replayed")).to_contain_text("is equal to the original's")

    now = emulator.requests()
    assert len(now) == len(before) + 1
    assert kept.run_id() != original
    parts = [[part["sha256"] for part in emulator.request(row["id"])["parts"]] for row in (now[0], now[2])]
    assert parts[0] == parts[1]
    kept.click_button("history.compare.original")
    expect(kept.page.get_by_role("heading", name="Compare")).to_be_visible()
    expect(kept.tab.by_key("history.two")).to_contain_text("Request · the same")
    expect(kept.tab.by_key("history.pair.0")).to_contain_text("1 · the same bytes")
    kept.click_button("history.pair.view.0")
    both = kept.page.get_by_role("dialog").get_by_role("img", name="Variation 1")
    expect(both).to_have_count(2)
    for picture in both.all():
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 256


def test_the_navigation_leads_back_to_the_list(kept: HistoryTab) -> None:
    """History, clicked while a run or a comparison is open, shows the list."""
    kept.open_row(1)
    kept.tab.wait_until_stable().go_to("History")
    expect(kept.rows).to_have_count(2)
    kept.select_row(0)
    kept.select_row(1)
    kept.click_button("history.compare")
    expect(kept.page.get_by_role("heading", name="Compare")).to_be_visible()

    kept.tab.wait_until_stable().go_to("History")

    expect(kept.rows).to_have_count(2)
    assert "run=" not in kept.page.url


def test_varied_and_seen_in_the_tree(kept: HistoryTab) -> None:
    """A result becomes the next source, and the tree knows from which run it came."""
    parent = kept.open_row(1)
    kept.tab.by_key("history.vary.0").get_by_role("button").click()
    expect(kept.tab.by_key("picture.card")).to_contain_text("256 × 256")
    kept.tab.type_into("variations.n", "1").select_tab("Result")
    kept.tab.wait_until_stable().send(1)
    kept.tab.go_to("History")
    expect(kept.rows).to_have_count(3)
    assert kept.open_row(0) != parent

    panel = kept.select_tab("Lineage")

    expect(panel.locator(".orq-twig")).to_have_count(2)
    expect(panel.locator(".orq-joint")).to_have_text("↳ from 1")


def test_loading_sends_nothing(kept: HistoryTab, emulator: EmulatorClient) -> None:
    """The form holds what was sent."""
    kept.open_row(0)
    before = len(emulator.requests())

    kept.tab.by_key("history.load").get_by_role("button").click()
    expect(kept.tab.by_key("picture.card")).to_be_visible()

    kept.tab.expect_body({"model": "emulator/aquarelle", "n": 2, "size": "256x256"})
    assert len(emulator.requests()) == before


def test_taken_elsewhere(kept: HistoryTab, open_tab: OpenTab) -> None:
    """Two runs as a zip, imported in another browser, look the same there; the second time they are known."""
    kept.select_row(0)
    kept.select_row(1)
    name, packed = kept.download(kept.tab.by_key("history.selection").get_by_role("link", name="Save as zip"))
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        manifests = [json.loads(archive.read(entry)) for entry in archive.namelist() if entry.endswith("run.json")]
        assert archive.testzip() is None
    assert name == "2-runs.zip"
    assert len(manifests) == 2

    other = HistoryTab(open_tab("/history"))
    expect(other.page.get_by_text("Nothing is kept yet")).to_be_visible()
    other.import_zip(packed)
    expect(other.page.get_by_text("2 runs imported.")).to_be_visible()
    expect(other.rows).to_have_count(2)
    assert [min(size) > 0 for size in other.thumbnail_sizes()] == [True] * 5
    other.import_zip(packed)

    expect(other.page.get_by_text("All 2 were here already.")).to_be_visible()
    expect(other.rows).to_have_count(2)


def test_nobody_elses(kept: HistoryTab, open_tab: OpenTab) -> None:
    """Another browser opens neither the run, nor a picture, nor the zip, whatever address it has learnt."""
    small = kept.page.locator(".orq-strip img").first.get_attribute("src")
    run_id = kept.open_row(0)
    whole = kept.page.get_by_alt_text("Variation 1", exact=True).get_attribute("src")
    packed = kept.tab.by_key("history.actions").get_by_role("link", name="Save as zip").get_attribute("href")
    addresses = [small or "", whole or "", packed or ""]
    assert [kept.page.request.get(address).status for address in addresses] == [200] * 3

    other = open_tab("/history")
    assert [other.page.request.get(address).status for address in addresses] == [404] * 3
    other.open(f"/history?run={run_id}")

    expect(other.page.get_by_text("There is no such run for this browser.")).to_be_visible()
    assert other.page.get_by_test_id("stImage").count() == 0


def test_large_view(kept: HistoryTab) -> None:
    """A picture opens large, its neighbour is a click away, Esc goes back."""
    kept.open_row(0)
    kept.tab.by_key("history.view.0").get_by_role("button").click()
    dialog = kept.page.get_by_role("dialog")
    expect(dialog.get_by_alt_text("Variation 1, large")).to_be_visible()

    dialog.get_by_role("button", name="Next").click()
    expect(dialog.get_by_alt_text("Variation 2, large")).to_be_visible()
    kept.page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)


def test_tags_are_what_was_typed(kept: HistoryTab) -> None:
    """Not what is like it among those in use; by Enter, or by leaving the field."""
    kept.open_row(0)
    panel = kept.select_tab("Notes")
    field = kept.page.get_by_label("New tag")
    for tag, leave in (("contrast", "Enter"), ("catalogue", "Enter"), ("cat", "Enter"), ("last", "Tab")):
        field.press_sequentially(tag)
        field.press(leave)
        expect(panel.get_by_text(tag, exact=True)).to_be_visible()
        expect(field).to_have_value("")
        kept.tab.wait_until_stable()
    kept.click_button("history.back")

    shown = kept.page.locator("[class*=st-key-history-row-]").first.locator(".orq-tag")
    expect(shown).to_have_text(["cat", "catalogue", "contrast", "last"])


def test_a_phone_and_a_screen_reader(open_tab: OpenTab) -> None:
    """At 420 pixels nothing needs scrolling sideways, and every control and picture has a name."""
    kept = send_two(open_tab(**NARROW))
    kept.select_row(0)
    widths = {"list": width(kept.page)}
    unnamed = nameless(kept.page)
    kept.open_row(0)
    for name in ("Result", "JSON", "Request", "Ledger", "Reply", "Lineage", "Notes"):
        kept.select_tab(name)
        widths[name] = width(kept.page)
        unnamed += nameless(kept.page)

    assert {name: wide for name, wide in widths.items() if wide > 420} == {}
    assert unnamed == []
    assert kept.page.locator("img:not([alt]), img[alt='']").count() == 0


def test_everything_is_deleted(kept: HistoryTab) -> None:
    """After a second click nothing is left."""
    kept.tab.by_key("history.storage").get_by_text("Storage", exact=True).click()
    expect(kept.page.get_by_text(re.compile(r"2 runs, .* of 5\.0 GB kept"))).to_be_visible()
    kept.click_button("history.erase")

    kept.click_button("history.erase.yes")

    expect(kept.page.get_by_text("Nothing is kept yet")).to_be_visible()
