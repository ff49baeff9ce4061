"""Pictures of a result as cells of a grid, each with its facts, a large view, a download, and a way to go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePath

import streamlit as st

from orq_ui.client import Reply
from orq_ui.history import SOURCE
from orq_ui.history.run import Parent
from orq_ui.imaging import Credentials, MissingPicture, Picture, UnshownPicture
from orq_ui.json_safety import escape_surrogates
from orq_ui.ui.download_button import download_button
from orq_ui.ui.gallery.content_credentials import credentials_badge, credentials_of
from orq_ui.ui.gallery.embedded_request import copy_with_request, zip_with_request
from orq_ui.ui.gallery.lightbox import open_at, picture_name, previous_and_next, view_button
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import why_missing
from orq_ui.ui.text.error_panel import failing_softly
from orq_ui.ui.text.quantities import picture_facts, size

LARGE = "result.large"


def picture_cell(
    page: str,
    place: int,
    url: str,
    facts: str,
    credentials: Credentials | None,
    view: Callable[[], object],
    controls: Callable[[], object],
) -> None:
    """Draw a picture with its facts, the button that opens it large, and the page's own controls beside that."""
    name, number = ("The source picture", "Source") if place == SOURCE else (picture_name(place), str(place + 1))
    st.image(url, alt=name, width="stretch")
    st.caption(f"**{number}** · {facts}")
    credentials_badge(credentials)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        if view_button(f"{page}.view.{place}", f"{picture_name(place).lower()} large"):
            view()
        controls()


def missing_cell(place: int, missing: MissingPicture, save: Callable[[], object] | None = None) -> None:
    """Draw why there is no picture; ``save`` draws the page's way to what came instead, where anything did."""
    what = "No picture" if save is None else "Cannot show picture"
    why = why_missing(missing.reason, missing.detail)
    st.warning(why, title=f"{what} {place + 1}", icon=":material/broken_image:")
    if missing.detail and missing.detail not in why:
        st.code(escape_surrogates(missing.detail), language=None, wrap_lines=True)
    if save is not None:
        save()


def vary_button(page: str, place: int, on_click: Callable[[], None] | None = None) -> bool:
    """Draw the button that takes a picture as the next source, and return whether it was just pressed."""
    return st.button(
        "Vary",
        icon=":material/auto_awesome:",
        key=f"{page}.vary.{place}",
        type="tertiary",
        help="Take this picture as the next source",
        on_click=on_click,
    )


def gallery(session: Session, job: Job, reply: Reply, *, with_source: bool) -> None:
    """Draw one cell for each entry of the reply, in its order; the source first when that is wanted."""
    source = job.picture
    shown = len(reply.pictures) + with_source
    with st.grid(columns_for(shown), min_column_width=narrowest(shown), gap="small", key="result.grid"):
        if with_source and source is not None and session.picture_url and session.picture == source:
            with st.container(gap="xxsmall"), failing_softly("No source picture"):
                st.image(session.picture_url, alt="The source picture", width="stretch")
                st.caption("Source")
                credentials_badge(credentials_of(source))
        for index, entry in enumerate(reply.pictures):
            with st.container(gap="xxsmall", key=f"result.cell.{index}"), failing_softly(f"No picture {index + 1}"):
                if isinstance(entry, UnshownPicture):
                    missing_cell(index, entry, partial(_save_button, index, entry.bytes, entry.name))
                elif isinstance(entry, MissingPicture):
                    missing_cell(index, entry)
                else:
                    _cell(session, job, index, entry)


def columns_for(count: int) -> int:
    """Return the columns for so many pictures: few are large, and their rows are whole where that can be."""
    return {1: 1, 2: 2, 4: 2, 7: 4, 8: 4, 10: 5, 11: 4}.get(count, 3)


def narrowest(count: int) -> int:
    """Return the pixels below which so many pictures stand in fewer columns: on a phone, two or three."""
    return 105 if columns_for(count) == 3 else 130


def _cell(session: Session, job: Job, index: int, picture: Picture) -> None:
    def view() -> None:
        open_at(LARGE, index)
        _large(session)

    def vary() -> None:
        session.vary(
            picture, job.picture.name if job.picture else "", Parent(run_id=job.id, link="variation", place=index)
        )

    def controls() -> None:
        _save_button(index, picture.bytes, picture.name, picture.media_type)
        vary_button("result", index, vary)

    facts = picture_facts(picture, len(picture.bytes))
    url = session.result_urls[index] or ""
    picture_cell("result", index, url, facts, credentials_of(picture), view, controls)


def _save_button(index: int, content: bytes, name: str, media_type: str = "application/octet-stream") -> None:
    download_button(
        "Save",
        lambda: content,
        name=name,
        media_type=media_type,
        help=f"{name}, {size(len(content))}, as the router sent it",
        key=f"result.save.{index}",
        type="tertiary",
    )


@st.dialog("Variation", width="large")
def _large(session: Session) -> None:
    """Draw one picture as large as the window allows, and the way to its neighbours."""
    job = session.result
    if job is None or not isinstance(job.outcome, Reply):
        return
    pictures = {place: item for place, item in enumerate(job.outcome.pictures) if isinstance(item, Picture)}
    place = st.session_state[LARGE]
    if place not in pictures:
        return
    picture = pictures[place]
    previous_and_next(list(pictures), LARGE, picture_name(place))
    st.image(session.result_urls[place] or "", alt=f"{picture_name(place)}, large", width="stretch")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{picture.width} × {picture.height} · {size(len(picture.bytes))} · as the router sent it", width="stretch"
        )
        credentials = credentials_of(picture)
        credentials_badge(credentials)
        _save_with_request(job, picture, place, beside=credentials is not None)
    if credentials is not None:
        st.caption(
            "A request written into this picture would void its content credentials. “Save with its request” makes a "
            "zip instead: the picture as it came, and the request beside it."
        )


def _save_with_request(job: Job, picture: Picture, place: int, *, beside: bool) -> None:
    """Draw the button for a copy that carries the request, or for a zip with the request beside the picture."""
    save = zip_with_request if beside else copy_with_request
    download_button(
        "Save with its request",
        lambda: save(job, picture, place),
        name=f"{PurePath(picture.name).stem}-with-request.zip" if beside else f"tagged-{picture.name}",
        media_type="application/zip" if beside else picture.media_type,
        icon=":material/folder_zip:" if beside else ":material/sell:",
        key=f"result.tagged.{job.id}.{place}",
        help="A zip with the picture as it came and its request. Drop it on this page to get both back."
        if beside
        else "A copy that carries the request inside. Drop it on this page to get the request back.",
    )
