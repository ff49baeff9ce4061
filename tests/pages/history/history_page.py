"""A tab on the History page, and runs to look at there."""

import time
from io import BytesIO

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import Refused
from orq_ui.history import HistoryStore, Parent, Run, RunFinished, RunStarted, State
from orq_ui.history.export.zip_export import export_runs
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.ui.pages import HISTORY
from orq_ui.ui.server.identity import Owner
from orq_ui.wire import Connection, encode
from tests.pages.conftest import Playground
from tests.strategies import picture

TRAP = "![x](http://evil.example/x.png)<img src=x onerror=alert(1)>"
UNDER_WAY = RunFinished(state="cancelled", duration_ms=0)
"""Stands for no finished yet."""
LATER_S = 0.0001
SOMEBODY = "browser:" + "5" * 64


class Desk:
    """A tab on the History page, and the runs of its person."""

    def __init__(self, playground: Playground, store: HistoryStore) -> None:
        self.tab, self.store = playground, store
        self.owner: Owner = playground.session.owner
        self.under_way: dict[str, tuple[RunStarted, RunFinished]] = {}
        # The time is the same for all of a test, but that each run is a little later than the one before it:
        # a machine that is slow, or a day that ends meanwhile, changes no order.
        self.now = time.time()

    def keep(
        self,
        model: str = "openai/dall-e-2",
        *,
        owner: str = "",
        source: Picture | None = None,
        results: int = 1,
        ago_s: float = 0.0,
        user: str | None = None,
        parent: Parent | None = None,
        finished: RunFinished | None = None,
    ) -> str:
        """A run that came back, as long ago as wanted."""
        body = {"model": model, "n": results} | ({} if user is None else {"user": user})
        request = ImageVariationRequest.as_is(body)
        source = source or picture()
        wire = encode(request, source, Connection("http://127.0.0.1:4010"))
        self.now += LATER_S
        began = self.now - ago_s
        started = RunStarted(
            owner=owner or self.owner.id,
            request=request.sent(),
            wire=wire,
            picture=source,
            emulated=True,
            parent=parent,
            started_at=began,
        )
        self.store.begin(started)
        pictures = tuple(picture("PNG", 3 + place, 3, f"v{place}.png") for place in range(results))
        usual = RunFinished(state="done", duration_ms=800, status=200, pictures=pictures, response={"data": []})
        self.under_way[started.id] = started, usual
        if finished is not UNDER_WAY:
            self.store.finish(started, finished or usual)
        return started.id

    def send(self) -> str:
        """A run that really went out, opened."""
        self.tab.use()
        self.tab.session.draft.set(("size",), "256x256")
        self.tab.run()
        self.tab.send()
        self.look()
        (run_id,) = self.rows()
        self.look(run_id)
        return run_id

    def kept(self, run_id: str) -> Run:
        """Return this person's run as the history has it now."""
        run = self.store.run(self.owner.id, run_id)
        assert run is not None
        return run

    def end(self, run_id: str) -> None:
        """Let a run that is under way come back."""
        self.store.finish(*self.under_way[run_id])

    def look(self, run: str | None = None, other: str | None = None) -> None:
        """Open the page at an address."""
        for name, value in (("run", run), ("with", other)):
            if value is None:
                self.tab.app.query_params.pop(name, None)
            else:
                self.tab.app.query_params[name] = value
        if self.tab.app.query_params or not self._is_here:
            self.tab.app.switch_page(str(HISTORY.path))
        for name, value in (("run", run), ("with", other)):
            if value is not None:
                self.tab.app.query_params[name] = value
        self.tab.run()

    @property
    def _is_here(self) -> bool:
        return any(title.value == "History" for title in self.tab.app.title)

    def open_tab(self, name: str) -> None:
        """Turn to one of the tabs of a run."""
        self.tab.app.session_state["history.tabs"] = name
        self.tab.run()

    @property
    def markup(self) -> str:
        """All that is on the page as markup of our own."""
        return "\n".join(str(item.proto.body) for item in self.tab.app.get("html"))

    @property
    def text(self) -> str:
        """All that can be read on the page."""
        alerts = (item for kind in ("error", "warning", "info", "success") for item in self.tab.app.get(kind))
        return "\n".join([self.tab.text, self.markup, *(item.proto.title for item in alerts)])

    def buttons(self) -> set[str]:
        """The keys of the buttons on the page."""
        return {button.key for button in self.tab.app.button if button.key}

    def rows(self) -> list[str]:
        """The runs of the list, in its order."""
        return [
            key.split(".")[2] for button in self.tab.app.button if (key := button.key or "").startswith("history.open.")
        ]

    @property
    def address(self) -> tuple[str, ...]:
        """The runs that the page's address names."""
        found = [self.tab.app.query_params[name] for name in ("run", "with") if name in self.tab.app.query_params]
        return tuple(value[0] if isinstance(value, list) else value for value in found)


Elsewhere = tuple[Run, dict[int, Picture]]
"""A run of another machine and its pictures by place, as a zip would bring them."""


def elsewhere(desk: Desk, state: State = "done") -> Elsewhere:
    """A usual one."""
    theirs = desk.keep(owner=SOMEBODY, results=2)
    run = desk.store.run(SOMEBODY, theirs)
    assert run is not None
    every = [kept for kept in (run.source, *run.pictures) if kept is not None]
    pictures = {kept.place: desk.store.picture(SOMEBODY, kept, theirs) for kept in every}
    desk.store.delete_all(SOMEBODY)
    return run.model_copy(update={"state": state, "id": "f" * 32}), pictures


def hostile(desk: Desk) -> Elsewhere:
    """One with a trap in every text."""
    run, pictures = elsewhere(desk, "failed")
    run = run.model_copy(
        update={
            "model": TRAP,
            "served": TRAP,
            "host": TRAP,
            "emulated": False,
            "title": TRAP,
            "note": TRAP,
            "tags": (TRAP,),
            "results": (*run.results[:1], MissingPicture(1, TRAP, TRAP)),
            "request": {"model": TRAP, TRAP: TRAP, "n": TRAP, "size": TRAP, "lone": "\ud800"},
            "headers": ((TRAP, TRAP), ("x-orq-trace-id", TRAP), ("retry-after", TRAP)),
            "timings": {TRAP: 1.0},
            "response": {"data": [{"url": TRAP}], TRAP: "\udfff"},
            "ledger": {"verdict": {"served": TRAP}, TRAP: TRAP},
            "error": Refused(418, TRAP, TRAP, TRAP, TRAP, TRAP, None, ((TRAP, TRAP),), TRAP),
            "notes": ((0, TRAP, TRAP),),
            "sent": run.sent.model_copy(update={"url": f"https://evil.example/{TRAP}", "headers": ((TRAP, TRAP),)}),
        }
    )
    return run, {place: item for place, item in pictures.items() if place != 1}


def packed(desk: Desk) -> bytes:
    """A zip of a run from another machine."""
    run, pictures = elsewhere(desk)
    out = BytesIO()
    export_runs([(run, lambda place: pictures[place].bytes)], out)
    return out.getvalue()
