"""All that one browser session knows, in one place of Streamlit's session state."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import streamlit as st

from orq_ui.client import Probe
from orq_ui.errors import OrqUiError, UnusablePicture
from orq_ui.history.run import Parent
from orq_ui.imaging import EXTENSIONS, Picture
from orq_ui.presets import Preset
from orq_ui.ui.connection.choice import ConnectionChoice
from orq_ui.ui.form.draft import Draft
from orq_ui.ui.form.placement import Placement
from orq_ui.ui.history.state import HistoryView
from orq_ui.ui.server.identity import Owner, owner
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.services import services
from orq_ui.ui.streamlit_compat import session_id
from orq_ui.ui.variations.pending_import import Incoming

KEY = "orq_ui"
FIRST_MODEL = "openai/dall-e-2"
"""The model that the endpoint was made for; an untouched form asks it and sets nothing else."""


def _first_draft() -> Draft:
    return Draft({"model": FIRST_MODEL})


@dataclass
class Session:
    """``job`` is the newest call, ``result`` the newest that ended; ``shown`` has the addresses of its pictures."""

    id: str
    owner: Owner
    draft: Draft = field(default_factory=_first_draft)
    placement: Placement = "orq"
    as_is: bool = False
    picture: Picture | None = None
    parent: Parent | None = None
    run_id: str | None = None
    picture_error: UnusablePicture | None = None
    picture_url: str | None = None
    uploads: int = 0
    connection: ConnectionChoice = field(default_factory=ConnectionChoice)
    models: tuple[str, ...] = ()
    probe: Probe | OrqUiError | None = None
    emulator_errors: set[str] = field(default_factory=set)
    scenario_text: str | None = None
    presets: dict[str, Preset] = field(default_factory=dict)
    presets_error: str = ""
    incoming: Incoming | None = None
    link_seen: str | None = None
    import_error: str = ""
    job: Job | None = None
    result: Job | None = None
    shown: tuple[str | None, ...] = ()
    history: HistoryView = field(default_factory=HistoryView)

    def use(self, picture: Picture, parent: Parent | None = None, run_id: str | None = None) -> None:
        """Take a picture as the source; the uploader is emptied, as its file is no longer the one in use.

        ``parent`` is the run that it came from, ``run_id`` the one that it was taken out of the history with.
        """
        self.drop_picture()
        self.picture, self.parent, self.run_id = picture, parent, run_id

    def vary(self, result: Picture, source: str, parent: Parent) -> None:
        """Take a result as the source, named after the source that it came from: ``tulips-v2.png``."""
        number = (parent.place or 0) + 1
        stem = re.sub(r"\.\w{1,5}$", "", source) or "picture"
        name = f"{stem}-v{number}.{EXTENSIONS[result.media_type]}"
        self.use(replace(result, name=name), parent, parent.run_id)

    def drop_picture(self) -> None:
        """Go back to having no picture."""
        if self.picture_url:
            services().pictures.free(self.picture_url)
        self.picture = self.picture_url = self.picture_error = None
        self.parent = self.run_id = None
        self.uploads += 1


def session() -> Session:
    """The session of the script that is running."""
    if KEY not in st.session_state:
        own = session_id()
        st.session_state[KEY] = Session(own, owner(own))
    found: Session = st.session_state[KEY]
    # Signing in or out changes the person under a session that goes on.
    found.owner = owner(found.id)
    return found
