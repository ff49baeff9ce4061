"""A person at the Variations page: chooses a picture, edits, sends, looks at the pictures, and leaves."""

from __future__ import annotations

from io import BytesIO
from time import perf_counter

from PIL import Image

from orq_ui.history import HistoryStore
from orq_ui.ui.server.browser_cookie import COOKIE, browser_of
from orq_ui.ui.server.media_store import HISTORY_PREFIX, MEMORY_PREFIX
from tests.load.streamlit_tab import StreamlitTab

TABS, JSON = "workbench.tabs", "JSON"


class Visitor:
    """Somebody in a tab. ``latencies_s`` are from each edit to the JSON that shows it; ``sent`` counts
    the sends, ``asked`` the pictures asked for, ``fetched`` those that came.
    """

    def __init__(self, tab: StreamlitTab, name: str) -> None:
        self.tab, self.name = tab, name
        self.latencies_s: list[float] = []
        self.sent = self.asked = self.fetched = 0
        self.owner = f"browser:{browser_of({COOKIE: tab.http.cookies[COOKIE]})}"
        """The owner of this browser's runs in the history."""
        self.source_url = ""
        """Where the preview of the picture in use is, in the server's memory alone."""
        self._wanted = 1
        self._edits = 0
        self._seen: set[str] = set()

    async def choose_picture(self, side: int = 256) -> None:
        """Upload a picture that nobody else has, and wait until it is in use."""
        await self.tab.upload("picture.upload.", f"{self.name}.png", picture(self.name, side), "image/png")
        await self.tab.until(lambda: self.tab.find("picture.remove") is not None, "the picture in use")
        await self.tab.settled()
        self.source_url = next(url for url in self.tab.pictures() if url.startswith(MEMORY_PREFIX))
        await self._look()
        await self._open_json()

    async def want(self, pictures: int) -> None:
        """Ask for so many pictures with each send from now on."""
        await self.tab.write("variations.n", str(pictures))
        self._wanted = pictures
        await self.tab.settled()

    async def edit(self) -> float:
        """Change a field and return the seconds until the JSON shows it; the page has settled then."""
        self._edits += 1
        text = f"{self.name}-{self._edits}"
        started = perf_counter()
        await self.tab.write("variations.user", text)
        await self.tab.until(lambda: any(f'"{text}"' in code for code in self.tab.code()), f"the JSON with {text}")
        spent = perf_counter() - started
        self.latencies_s.append(spent)
        await self.tab.settled()
        return spent

    async def send(self) -> None:
        """Send, wait for the pictures, fetch them as a browser does, and go back to the JSON."""
        before = set(self.results())
        await self.tab.press("send.send")
        self.sent += 1
        self.asked += self._wanted
        await self.tab.until(
            lambda: len(set(self.results()) - before) == self._wanted, f"the pictures of send {self.sent}"
        )
        await self.tab.settled()
        self.fetched += await self._look()
        await self._open_json()

    def lost(self, store: HistoryStore) -> int:
        """Return how many of the sends have no finished run with all its pictures in the history."""
        lines = store.page(self.owner, per_page=max(1, self.sent)).lines
        kept = [run for run in lines if run.state == "done" and run.pictures and len(run.pictures) == len(run.results)]
        for run in kept:
            for stored in run.stored:
                store.picture(self.owner, stored, run.id)
        return self.sent - len(kept)

    def results(self) -> list[str]:
        """Return the addresses of the pictures that came."""
        # In memory alone where the history was slower than the answer.
        ours = (HISTORY_PREFIX, MEMORY_PREFIX)
        return [url for url in self.tab.pictures() if url.startswith(ours) and url != self.source_url]

    async def _open_json(self) -> None:
        # Chosen again where a run that was under way has put it back, as a person would.
        while not self.tab.is_open(TABS, JSON):
            await self.tab.write(TABS, JSON)
            await self.tab.settled()

    async def _look(self) -> int:
        """Fetch every picture that was not shown before; return how many of them are results."""
        results, fetched = set(self.results()), 0
        for url in set(self.tab.pictures()) - self._seen:
            answer = (await self.tab.http.get(url)).raise_for_status()
            if not answer.headers["content-type"].startswith("image/"):
                raise ValueError(f"{url} is {answer.headers['content-type']}")
            self._seen.add(url)
            fetched += url in results
        return fetched


def picture(name: str, side: int) -> bytes:
    """Return a PNG that no other name has."""
    colors = [(sum(name.encode()) * 37 % 256, len(name) * 53 % 256, part * 60 % 256) for part in range(4)]
    colors[0] = tuple(name.encode()[-3:].rjust(3, b"-"))  # type: ignore[assignment]
    tile = Image.new("RGB", (2, 2))
    tile.putdata(colors)
    out = BytesIO()
    tile.resize((side, side), Image.Resampling.BICUBIC).save(out, "PNG")
    return out.getvalue()
