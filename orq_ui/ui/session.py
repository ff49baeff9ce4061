"""All that one browser session knows, in one place of Streamlit's session state."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from orq_ui.api import ImageVariationRequest
from orq_ui.client import Probe, Reply
from orq_ui.errors import HistoryUnavailable, OrqUiError, UnusablePicture
from orq_ui.history import RunStarted
from orq_ui.history.run import Parent
from orq_ui.imaging import EXTENSIONS, MissingPicture, Picture, can_convert
from orq_ui.imaging.workers import convert, convert_refused_file
from orq_ui.presets import Preset
from orq_ui.routing import BUILT_IN_SCENARIOS, Change, Scenario
from orq_ui.ui.connection.choice import ConnectionChoice
from orq_ui.ui.form.draft import Draft
from orq_ui.ui.form.placement import Placement, placement_of
from orq_ui.ui.history.state import HistoryView
from orq_ui.ui.pending_import import PendingImport
from orq_ui.ui.server.identity import Owner, owner
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.server.series import Series
from orq_ui.ui.services import services
from orq_ui.ui.streamlit_compat import session_id

KEY = "orq_ui"
EMULATED_MODELS = ("emulator/aquarelle", "emulator/riso", "emulator/mosaic", "emulator/neon", "emulator/linocut")
"""The first is the one that an untouched form asks at the emulator; on a live host it asks none."""


@dataclass(frozen=True)
class Adopted:
    """A change that was put into the form, in a sentence, and the form's body right after it."""

    sentence: str
    body: dict[str, Any]


@dataclass(frozen=True)
class RefusedFile:
    """A file that did not become the picture, and why; its bytes are kept where a PNG can be made of them."""

    name: str
    size: int
    error: UnusablePicture
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Undo:
    """What the form, the picture and the story were before they were replaced, and in a few words by what."""

    what: str
    body: dict[str, Any]
    is_model_open: bool
    placement: Placement
    as_is: bool
    picture: Picture | None
    parent: Parent | None
    run_id: str | None
    converted_from: RefusedFile | None
    scenario: Scenario | None
    story: str | None


def _first_draft() -> Draft:
    return Draft(is_model_open=True)


@dataclass
class Session:
    """``job`` is the newest call, ``result`` the newest that ended, ``result_urls`` the URLs of its pictures.

    ``advice`` is the newest search for what would have saved a request: what was asked, and the changes.
    ``models`` are those of the catalogue that was read last, at ``models_target``.
    ``series`` is the newest request that was sent ten times. ``story`` is the name of the built-in scenario that was
    begun with its request; ``undo`` is what the newest replacement of the request or the picture has replaced.
    """

    id: str
    owner: Owner
    draft: Draft = field(default_factory=_first_draft)
    placement: Placement = "orq"
    as_is: bool = False
    picture: Picture | None = None
    parent: Parent | None = None
    run_id: str | None = None
    converted_from: RefusedFile | None = None
    refused: RefusedFile | None = None
    picture_url: str | None = None
    uploads: int = 0
    connection: ConnectionChoice = field(default_factory=ConnectionChoice)
    models: tuple[str, ...] = ()
    models_target: str = ""
    probe: Probe | OrqUiError | None = None
    emulator_errors: set[str] = field(default_factory=set)
    scenario_error: str | None = None
    presets: dict[str, Preset] = field(default_factory=dict)
    presets_title: str = ""
    presets_error: str = ""
    pending_import: PendingImport | None = None
    advice: tuple[object, tuple[Change, ...]] | None = None
    adopted: Adopted | None = None
    link_seen: str | None = None
    import_error: str = ""
    job: Job | None = None
    result: Job | None = None
    result_urls: tuple[str | None, ...] = ()
    series: Series | None = None
    story: str | None = None
    undo: Undo | None = None
    history: HistoryView = field(default_factory=HistoryView)

    @property
    def known_models(self) -> tuple[str, ...]:
        """The models that the chosen host is known to offer."""
        own = EMULATED_MODELS if self.connection.is_emulator else ()
        return tuple(dict.fromkeys((*own, *self.models)))

    @property
    def listed_models(self) -> tuple[str, ...]:
        """The models in the catalogue of the chosen host; none where it was not read there yet."""
        if self.connection.is_emulator:
            return EMULATED_MODELS
        return self.models if self.models_target == self.connection.target else ()

    def clear(self) -> None:
        """Start over with an untouched form."""
        self.load_body({}, "Clear all")
        self.as_is, self.draft.is_model_open = False, True
        self.suggest_model()

    def suggest_model(self) -> None:
        """Let the form ask a model that fits the connection, as long as nobody has chosen one."""
        self.draft.suggest_model(EMULATED_MODELS[0] if self.connection.is_emulator else None)

    def load_body(self, body: Mapping[str, Any], what: str = "another request") -> None:
        """Put a request into the form; the picture that it describes is not part of the form. A story ends with it."""
        self.remember(what)
        self.end_story()
        self.draft.replace({name: value for name, value in body.items() if name != "image"})
        self.placement = placement_of(self.draft)

    def end_story(self) -> None:
        """Let the models behave as before a story was begun; nothing where another scenario was chosen since."""
        if self.story is not None and self.connection.scenario == BUILT_IN_SCENARIOS[self.story].scenario:
            self.connection.scenario = None
        self.story = None

    def remember(self, what: str) -> None:
        """Keep the form, the picture and the story as they are, for :meth:`undo_last`; ``what`` is about to happen."""
        self.undo = Undo(
            what=what,
            body=copy.deepcopy(self.draft.body),
            is_model_open=self.draft.is_model_open,
            placement=self.placement,
            as_is=self.as_is,
            picture=self.picture,
            parent=self.parent,
            run_id=self.run_id,
            converted_from=self.converted_from,
            scenario=self.connection.scenario,
            story=self.story,
        )

    def undo_last(self) -> None:
        """Bring back what the newest replacement has replaced; once more brings back that."""
        back = self.undo
        if back is None:
            return
        self.remember(back.what)
        self.draft.replace(back.body)
        self.draft.is_model_open = back.is_model_open
        self.placement, self.as_is, self.story = back.placement, back.as_is, back.story
        self.connection.scenario = back.scenario
        if back.picture is not self.picture:
            self._let_go()
            self.picture, self.parent, self.run_id = back.picture, back.parent, back.run_id
            self.converted_from = back.converted_from

    def use(self, picture: Picture, parent: Parent | None = None, run_id: str | None = None) -> None:
        """Take a picture as the source; the uploader is emptied, as its file is no longer the one in use.

        ``parent`` is the run that it came from, ``run_id`` the one that it was taken out of the history with.
        """
        if self.picture is not None:
            self.remember("another picture")
        self._let_go()
        self.picture, self.parent, self.run_id = picture, parent, run_id

    def vary(self, result: Picture, source: str, parent: Parent) -> None:
        """Take a result as the source, named after the source that it came from: ``tulips-v2.png``."""
        number = (parent.place or 0) + 1
        stem = re.sub(r"\.\w{1,5}$", "", source) or "picture"
        name = f"{stem}-v{number}.{EXTENSIONS[result.media_type]}"
        self.use(replace(result, name=name), parent, parent.run_id)

    def convert_picture(self, conversion_id: str) -> None:
        """Take a converted copy of the picture as the source; where none can be made, ``refused`` says why."""
        if self.picture is None:
            return
        try:
            self.use(convert(self.picture, conversion_id), self.parent, self.run_id)
        except UnusablePicture as error:  # such as a PNG that came out over the limit
            self.refused = RefusedFile(self.picture.name, len(self.picture.bytes), error)

    def refuse(self, name: str, content: bytes, error: UnusablePicture) -> None:
        """Say why a file was not taken; the picture in use stays, and the uploader is emptied."""
        kept = content if can_convert(content, error) else None
        self.refused = RefusedFile(name, len(content), error, kept)
        self.uploads += 1

    def dismiss_refused(self) -> None:
        """Forget the file that was not taken."""
        self.refused = None

    def convert_refused(self) -> None:
        """Take a PNG of the refused file as the source; where none can be made, ``refused`` says why."""
        refused = self.refused
        if refused is None or refused.content is None:
            return
        try:
            picture = convert_refused_file(refused.content, refused.name)
        except UnusablePicture as error:
            self.refused = replace(refused, error=error, content=None)
            return
        self.use(picture)
        self.converted_from = replace(refused, content=None)

    def drop_picture(self) -> None:
        """Go back to having no picture."""
        if self.picture is not None:
            self.remember("Remove")
        self._let_go()

    def _let_go(self) -> None:
        if self.picture_url:
            services().pictures.free(self.picture_url)
        self.picture = self.picture_url = self.refused = self.converted_from = None
        self.parent = self.run_id = None
        self.uploads += 1

    def start_call(self, started: RunStarted, request: ImageVariationRequest, destination: str) -> None:
        """Start a call that the history is to keep; ``destination`` is the host in a person's words."""
        job = Job(
            wire=started.wire,
            picture=started.picture,
            session=self.id,
            owner=self.owner,
            request=request,
            destination=destination,
            recorder=services().history.recorder(started),
            id=started.id,
        )
        self.job = services().jobs.start(job)

    def take_result(self) -> bool:
        """Take over the result of a call that has ended, and return whether there was one to show."""
        job = self.job
        if job is None or job.running or job is self.result:
            return False
        services().pictures.free(*(url for url in self.result_urls if url))
        pictures = job.outcome.pictures if isinstance(job.outcome, Reply) else ()
        self.result = job
        self.result_urls = tuple(
            None if isinstance(picture, MissingPicture) else self._publish(job, place, picture)
            for place, picture in enumerate(pictures)
        )
        return True

    def _publish(self, job: Job, place: int, picture: Picture) -> str:
        """Keep a result in memory while its tab is open, under the URL that it has in the history if it is there."""
        pictures, url = services().pictures, None
        if job.recorder is not None and job.recorder.is_kept:
            with suppress(HistoryUnavailable):  # away by now: memory alone has it
                url = pictures.url(self.owner, job.id, place)
        return pictures.put(picture.bytes, picture.media_type, picture.name, job.session, self.owner, url)


def session() -> Session:
    """Return the session of the script that is running; a new one where another browser goes on with this one's id."""
    own = session_id()
    person = owner(own)
    found: Session | None = st.session_state.get(KEY)
    if found is not None and found.owner.browser != person.browser:
        # Streamlit refuses that by our header, unless its settings are others than ours: the key in it is not for them.
        st.session_state.clear()
        found = None
    if found is None:
        found = st.session_state[KEY] = Session(id=own, owner=person)
    # Signing in or out changes the person under a session that goes on.
    found.owner = person
    found.suggest_model()
    return found
