"""Presets of router options: keep, apply, compare, save as a file."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import streamlit as st

from orq_ui.api.json_diff import diff_json
from orq_ui.errors import HistoryUnavailable, InvalidInput
from orq_ui.presets import (
    BUILT_IN_PRESETS,
    MAX_NAME_LENGTH,
    Preset,
    apply_preset,
    dump_presets,
    load_presets,
    router_options,
)
from orq_ui.ui.download_button import download_button
from orq_ui.ui.form import placement
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.tables import table

NOW = "the form as it is"


def presets_panel(session: Session) -> None:
    """Draw the choice of a preset, and folded away how to keep, compare and pass on one."""
    _read_own(session)
    _apply(session)
    with st.expander(
        "Keep, compare, load or save presets", icon=":material/bookmarks:", key="presets.group", on_change="rerun"
    ) as section:
        if section.open:
            _keep(session)
            _compare(session)
            _files(session)
    if session.presets_error:
        st.error(session.presets_title, icon=":material/error:")
        st.text(session.presets_error)


def _read_own(session: Session) -> None:
    """Read the person's own presets; where that cannot be, those that this tab knows are shown."""
    with suppress(HistoryUnavailable):  # keeping one says so
        session.presets = {preset.name: preset for preset in services().history.store().presets(session.owner.id)}


def _write(session: Session, kept: Iterable[Preset], title: str) -> None:
    """Keep presets for the person; where the history cannot be written, this tab alone has them, and that is said."""
    given = list(kept)
    try:
        services().history.store().keep_presets(session.owner.id, given)
    except HistoryUnavailable as failed:
        session.presets_title = "Kept in this tab only, as the history cannot be written"
        session.presets_error = message_for(failed).advice
    except InvalidInput as refused:
        session.presets_title, session.presets_error = title, f"{refused.path}: {refused.reason}"
        return
    session.presets |= {preset.name: preset for preset in given}


def _all(session: Session) -> dict[str, Preset]:
    return {preset.name: preset for preset in (*BUILT_IN_PRESETS, *session.presets.values())}


def _apply(session: Session) -> None:
    presets = _all(session)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Preset", list(presets), key="presets.chosen")
        preset = presets[name] if name in presets else BUILT_IN_PRESETS[0]
        st.button("Apply", key="presets.apply", icon=":material/done_all:", on_click=_use, args=(session, preset))
        if preset.name in session.presets:
            st.button("Delete", key="presets.delete", type="tertiary", on_click=_delete, args=(session, preset.name))
    if preset.when:
        st.text(preset.when)


def _use(session: Session, preset: Preset) -> None:
    session.load_body(apply_preset(session.draft.body, preset, placement.SHARED), "the preset")
    st.session_state["start.popover"] = False


def _delete(session: Session, name: str) -> None:
    session.presets.pop(name, None)
    with suppress(HistoryUnavailable):  # then it is there again the next time the presets are read
        services().history.store().delete_preset(session.owner.id, name)


def _keep(session: Session) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Keep the form's options as", key="presets.name", placeholder="a name", max_chars=MAX_NAME_LENGTH)
        st.button("Keep", key="presets.keep", icon=":material/bookmark_add:", on_click=_take, args=(session,))


def _take(session: Session) -> None:
    name, session.presets_error = (st.session_state["presets.name"] or "").strip(), ""
    if name and name not in {preset.name for preset in BUILT_IN_PRESETS}:
        preset = Preset(name, router_options(session.draft.body, placement.SHARED))
        _write(session, [preset], "It was not kept.")
        st.session_state["presets.name"] = ""


def _compare(session: Session) -> None:
    presets = _all(session)
    names = [NOW, *presets]
    with st.container(horizontal=True):
        first = st.selectbox("Compare", names, key="presets.first")
        second = st.selectbox("with", names, index=1, key="presets.second")
    one, two = (_options(session, presets, name) for name in (first, second))
    rows = diff_json(one, two)
    if rows:
        table(("option", str(first), str(second)), rows, label="Differences")
    else:
        st.text("They are the same.")


def _options(session: Session, presets: dict[str, Preset], name: str | None) -> dict[str, object]:
    known = presets.get(name or "")
    return known.options if known is not None else router_options(session.draft.body, placement.SHARED)


def _files(session: Session) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.file_uploader(
            "Load presets from a file",
            ["json"],
            key="presets.file",
            max_upload_size=1,
            on_change=_load,
            args=(session,),
        )
        if session.presets:
            download_button(
                "Save yours as a file",
                lambda: dump_presets(tuple(session.presets.values())),
                name="presets.json",
                media_type="application/json",
                key="presets.save",
            )


def _load(session: Session) -> None:
    upload = st.session_state["presets.file"]
    session.presets_error = ""
    if upload is None:
        return
    title = "Nothing was loaded from this file."
    try:
        _write(session, load_presets(upload.getvalue()), title)
    except InvalidInput as refused:
        session.presets_title, session.presets_error = title, f"{refused.path}: {refused.reason}"
