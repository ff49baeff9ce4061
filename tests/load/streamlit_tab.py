"""An open tab without a browser: Streamlit's own protocol over a WebSocket, and what the page shows."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Self

import httpx
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

WAIT_S = 60.0
XSRF_COOKIE = "_streamlit_xsrf"
Path = tuple[int, ...]


class StreamlitTab:
    """What one tab shows, element by element, and what its person does.

    Like a browser it has cookies of its own, reruns a fragment as often as the page asks for it, waits for the end of a
    call as the page's script does, and drops what a run of the whole page did not draw again. ``errors`` are what the
    page showed as an error, and texts of exceptions.
    """

    def __init__(self, url: str, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        self.url, self.http = url, http
        self.session_id = ""
        self.errors: list[str] = []
        self.messages = 0
        self._socket = socket
        self._drawn: dict[Path, tuple[int, Delta]] = {}
        self._run = 0
        self._is_running = True
        self._states: dict[str, WidgetState] = {}
        self._open_tab: dict[str, int] = {}
        self._uploads: dict[str, FileURLs] = {}
        self._timers: list[asyncio.Task[None]] = []
        self._watched: dict[str, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    @staticmethod
    def browser(url: str, cookies: httpx.Cookies | None = None) -> httpx.AsyncClient:
        """Return what fetches pages and pictures, as a browser with these cookies does."""
        # Not on a connection that the server may be closing now, after 5 s: a browser would ask again.
        limits = httpx.Limits(keepalive_expiry=2.0)
        return httpx.AsyncClient(base_url=url, cookies=cookies, trust_env=False, timeout=WAIT_S, limits=limits)

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator[Self]:
        """Open the first page in a browser that was never here before, and leave at the end of the block."""
        async with cls.browser(url) as http:
            for path in ("/", "/_stcore/health", "/_stcore/host-config"):  # these set the cookies
                (await http.get(path)).raise_for_status()
            async with cls.connected(url, http) as tab:
                yield tab

    @classmethod
    @asynccontextmanager
    async def connected(cls, url: str, http: httpx.AsyncClient, session_id: str = "") -> AsyncIterator[Self]:
        """Connect a tab of a browser that was here before, to a session of its own or to one that it lost."""
        protocols = [Subprotocol("streamlit"), Subprotocol(http.cookies[XSRF_COOKIE])]
        if session_id:
            protocols.append(Subprotocol(session_id))
        async with connect(
            f"{url.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(url),
            subprotocols=protocols,
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in http.cookies.items())},
            compression=None,
            max_size=None,
            proxy=None,
        ) as socket:
            tab = cls(url, http, socket)
            try:
                await tab._rerun()
                await tab.until(lambda: not tab._is_running, "the first page")
                yield tab
            finally:
                await tab.close()

    async def close(self) -> None:
        """Close the connection as a closed tab or a lost network does."""
        self._stop_timers()
        for call in self._watched.values():
            call.cancel()
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader
        await self._socket.close()

    async def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait until something is so, looking after each message; raise TimeoutError with what the page says."""
        try:
            async with asyncio.timeout(WAIT_S):
                while not is_so():
                    if self._reader.done():
                        self._reader.result()
                        raise ConnectionError(f"the server closed the connection before {what}")
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise TimeoutError(f"{what} did not come in {WAIT_S:g} s; the page says: {self.texts()}") from None

    async def settled(self) -> None:
        """Wait until no script runs."""
        await self.until(lambda: not self._is_running, "the end of the script")

    def elements(self) -> Iterator[Element]:
        """Yield everything on the page but its blocks."""
        return (delta.new_element for _, delta in self._drawn.values() if delta.HasField("new_element"))

    def texts(self) -> list[str]:
        """Return what the page says in alerts and captions."""
        found = []
        for element in self.elements():
            kind = element.WhichOneof("type")
            if kind in {"alert", "markdown", "text"}:
                found.append(getattr(element, kind).body)
        return found

    def code(self) -> list[str]:
        """Return the blocks of code."""
        return [element.code.code_text for element in self.elements() if element.HasField("code")]

    def pictures(self) -> list[str]:
        """Return the addresses of the pictures."""
        return [image.url for element in self.elements() if element.HasField("imgs") for image in element.imgs.imgs]

    def find(self, key: str) -> str | None:
        """Return the id of the widget whose key this is, or begins with this where it ends with a dot."""
        for _, delta in self._drawn.values():
            found = _widget_id(delta)
            if found.endswith(f"-{key}") or (key.endswith(".") and f"-{key}" in found):
                return found
        return None

    def is_open(self, key: str, label: str) -> bool:
        """Return whether server and page agree that this is the one of the tabs that is open."""
        for path, (_, delta) in self._drawn.items():
            name = _widget_id(delta)
            if name.endswith(f"-{key}") and name in self._states:
                index = delta.add_block.tab_container.default_tab_index
                there = self._drawn.get((*path, index))
                shown = there is not None and there[1].add_block.tab.label == label
                return shown and self._states[name].string_value == label
        return False

    async def press(self, key: str) -> None:
        """Press a button."""
        await self._change(WidgetState(id=await self._widget(key), trigger_value=True))

    async def write(self, key: str, text: str) -> None:
        """Type into a field, or choose a tab by its name."""
        await self._change(WidgetState(id=await self._widget(key), string_value=text))

    async def upload(self, key: str, name: str, content: bytes, media_type: str) -> None:
        """Put a file into an uploader."""
        widget, request = await self._widget(key), uuid.uuid4().hex
        asked = BackMsg()
        asked.file_urls_request.request_id = request
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self.session_id
        await self._send(asked)
        await self.until(lambda: request in self._uploads, "the address for an upload")
        urls = self._uploads.pop(request)
        answer = await self.http.put(
            urls.upload_url,
            files={name: (name, content, media_type)},
            headers={"X-Xsrftoken": self.http.cookies[XSRF_COOKIE]},
        )
        answer.raise_for_status()
        state = WidgetState(id=widget)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(content), urls.file_id
        info.file_urls.CopyFrom(urls)
        await self._change(state)

    async def _widget(self, key: str) -> str:
        await self.until(lambda: self.find(key) is not None, f"the widget {key}")
        return self.find(key) or ""

    async def _change(self, state: WidgetState) -> None:
        self._is_running = True
        if state.WhichOneof("value") != "trigger_value":
            self._states[state.id] = state
            await self._rerun()
        else:
            await self._rerun(state)

    async def _rerun(self, *triggers: WidgetState, fragment: str = "") -> None:
        back = BackMsg(rerun_script=ClientState(fragment_id=fragment, is_auto_rerun=bool(fragment)))
        back.rerun_script.widget_states.widgets.extend((*self._states.values(), *triggers))
        await self._send(back)

    async def _send(self, back: BackMsg) -> None:
        await self._socket.send(back.SerializeToString())

    async def _read(self) -> None:
        try:
            async for data in self._socket:
                self.messages += 1
                self._take(ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode()))
                self._changed.set()
        finally:
            self._changed.set()

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self.session_id = message.new_session.initialize.session_id or self.session_id
                if not message.metadata.run.fragment_ids:
                    self._run += 1
                    self._stop_timers()
            case "delta":
                self._drawn[tuple(message.metadata.delta_path)] = self._run, message.delta
                self._note_errors(message.delta)
                self._watch_call(message.delta)
            case "script_finished":
                self._finish(message.script_finished)
            case "auto_rerun":
                asked = message.auto_rerun
                self._timers.append(asyncio.create_task(self._repeat(asked.interval, asked.fragment_id)))
            case "file_urls_response":
                given = message.file_urls_response
                self._uploads[given.response_id] = given.file_urls[0]

    def _finish(self, status: int) -> None:
        if status == ForwardMsg.FINISHED_SUCCESSFULLY:
            # What this run did not draw is gone.
            self._drawn = {path: drawn for path, drawn in self._drawn.items() if drawn[0] == self._run}
            self._follow_server()
        if status != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self._is_running = False

    def _follow_server(self) -> None:
        """Take over the values that the script has set, and forget widgets that are gone."""
        widgets = {_widget_id(delta): (path, delta) for path, (_, delta) in self._drawn.items()}
        self._states = {name: state for name, state in self._states.items() if name in widgets}
        for name, state in self._states.items():
            path, delta = widgets[name]
            if delta.add_block.HasField("tab_container"):
                index = delta.add_block.tab_container.default_tab_index
                # Only one that is new: a run that was under way when the person chose a tab knows nothing of it.
                if self._open_tab.get(name, index) != index:
                    state.string_value = self._drawn[*path, index][1].add_block.tab.label
                self._open_tab[name] = index
            elif delta.new_element.text_input.set_value:
                state.string_value = delta.new_element.text_input.value

    def _note_errors(self, delta: Delta) -> None:
        element = delta.new_element
        if element.HasField("exception"):
            self.errors.append(f"{element.exception.type}: {element.exception.message}")
        elif element.HasField("alert") and element.alert.format == Alert.ERROR:
            self.errors.append(f"{element.alert.title} {element.alert.body}")

    def _watch_call(self, delta: Delta) -> None:
        component = delta.new_element.bidi_component
        if component.component_name.endswith("orq_ui_call_progress"):
            data = json.loads(component.json)
            if data["call"] not in self._watched:
                self._watched[data["call"]] = asyncio.create_task(self._wait_for_call(data["url"]))

    async def _wait_for_call(self, url: str) -> None:
        while (await self.http.get(url)).status_code == httpx.codes.ACCEPTED:
            pass
        self._is_running = True
        await self._rerun()

    async def _repeat(self, interval_s: float, fragment: str) -> None:
        while True:
            await asyncio.sleep(interval_s)
            await self._rerun(fragment=fragment)

    def _stop_timers(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()


def _widget_id(delta: Delta) -> str:
    if delta.HasField("add_block"):
        return str(delta.add_block.tab_container.id or delta.add_block.id)
    element = delta.new_element
    kind = element.WhichOneof("type")
    return str(getattr(getattr(element, kind), "id", "")) if kind else ""
