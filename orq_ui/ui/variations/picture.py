"""The picture to vary: upload, paste, drop or a sample; what it is, what is odd about it, and how to convert it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import CONVERSIONS, FORMATS, SAMPLES, Picture, picture_warnings, sample
from orq_ui.imaging.convert_refused import can_read_heif
from orq_ui.imaging.foreign import HEIF
from orq_ui.imaging.workers import draw_thumbnail, load_picture
from orq_ui.ui.gallery.content_credentials import LOST, credentials_badge, credentials_of
from orq_ui.ui.gallery.embedded_request import request_inside, unzip_with_request
from orq_ui.ui.pages import HISTORY
from orq_ui.ui.server.routes import SAMPLE_PREFIX
from orq_ui.ui.services import services
from orq_ui.ui.session import RefusedFile, Session
from orq_ui.ui.streamlit_compat import UPLOAD_INPUT
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.error_panel import failing_softly
from orq_ui.ui.text.quantities import size

PREVIEW_SIDE, SHOWN_SIDE = 480, 150
"""Pixels of the preview's longer side, and of its width on the page: it can be seen larger on a click."""
WARNINGS = {
    "not_square": "Not square. The classic variation model accepts square pictures only.",
    "over_4_mb": "Over 4 MB. The classic variation model accepts smaller files only.",
    "wrong_extension": "The file name's extension does not match the content. It is sent with the right one.",
    "exif_rotation": "Stored rotated, with a note to rotate it back. Many models ignore that note.",
    "no_end_marker": "The end of the file is missing, though the picture can be shown. Some models refuse such files.",
}
PNG_OF = {
    "animated": "The first frame as a PNG, upright.",
    "truncated": "What is left of it as a PNG, upright; the rest is grey.",
}
"""What the button on a refused file makes, by the reason; that of another format is the same picture."""
UNDECODABLE = "It is damaged, or takes too long to decode. Remove it or choose another one; it would be sent as it is."
MAX_UPLOAD_MB = 200
"""More than a picture may have, so that the reason why a larger one is refused can be given here."""
# Of several lines: Streamlit takes a string of one line for a file's path.
_PASTE_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")


def picture_panel(session: Session) -> None:
    """Draw the picture in use, or the ways to choose one."""
    if session.refused is not None:
        _show_refused(session, session.refused)
    if session.picture is None:
        if session.connection.is_emulator:
            st.caption("On the built-in emulator: no key, no cost, and nothing leaves this machine.")
        _choose(session)
        return
    _show(session, session.picture)
    with st.expander(
        "Choose another picture",
        icon=":material/swap_horiz:",
        key=_another_key(session),
        on_change="rerun",
    ) as more:
        if more.open:
            _choose(session)


def _show_refused(session: Session, refused: RefusedFile) -> None:
    message = message_for(refused.error)
    advice = message.advice
    if refused.error.detail == HEIF and not can_read_heif():
        advice += " To convert it here, install `orq-ui[heif]`."
    with st.container(gap="xsmall", key="picture.refused"):
        # Never as Markdown: the name is another's.
        st.text(f"{refused.name}, {size(refused.size)}:")
        st.error(advice, title=message.title, icon=":material/broken_image:")
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            if refused.content is not None:
                st.button(
                    "Convert to PNG",
                    key="picture.refused.to_png",
                    help=PNG_OF.get(
                        refused.error.reason,
                        "The same picture as a PNG, upright; scaled down if it would have 50 MB or more.",
                    ),
                    on_click=session.convert_refused,
                )
            st.button(
                "Dismiss",
                key="picture.refused.dismiss",
                icon=":material/close:",
                type="tertiary",
                on_click=session.dismiss_refused,
            )
            if session.picture is not None:
                st.caption("The picture in use is unchanged.")


def _choose(session: Session) -> None:
    key = _upload_key(session)
    st.file_uploader(
        "Upload, drop or paste a PNG, WebP or JPEG under 50 MB",
        key=key,
        max_upload_size=MAX_UPLOAD_MB,
        help="It is sent as it is; nothing is re-encoded unless you ask for it. "
        "A zip from “Save with its request” brings its picture and its request back.",
        on_change=_take_upload,
        args=(session, key),
    )
    st.components.v2.component("orq_ui_paste", js=_PASTE_SCRIPT)(
        key="picture.paste", data={"input": f'[class*="st-key-picture-upload"] {UPLOAD_INPUT}'}, height=0
    )
    st.caption("Or start from a sample")
    with st.grid(4, min_column_width=88, gap="xsmall", key="picture.samples"):
        for item in SAMPLES:
            with st.container(gap="xxsmall", key=f"picture.card-of.{item.id}"):
                st.image(SAMPLE_PREFIX + item.id, alt=item.alt, width="stretch")
                st.button(
                    item.name,
                    key=f"picture.sample.{item.id}",
                    on_click=_take_sample,
                    args=(session, item.id),
                    width="stretch",
                    help=item.description,
                )


def _another_key(session: Session) -> str:
    return f"picture.another.{session.uploads}"


def _upload_key(session: Session) -> str:
    return f"picture.upload.{session.uploads}"


def _take_upload(session: Session, key: str) -> None:
    upload = st.session_state[key]
    if upload is None or key != _upload_key(session):
        # The uploader that spoke is not the one on the page any more: its file was taken already.
        return
    data, name, beside = upload.getvalue(), upload.name, None
    try:
        if data.startswith(b"PK"):
            data, name, beside = unzip_with_request(data)
        session.use(load_picture(data, name))
        session.pending_import = beside or request_inside(data) or session.pending_import
    except UnusablePicture as error:
        session.refuse(upload.name, upload.getvalue(), error)
        # Whoever was choosing goes on choosing.
        st.session_state[_another_key(session)] = True


def _take_sample(session: Session, sample_id: str) -> None:
    session.use(sample(sample_id))


def _show(session: Session, picture: Picture) -> None:
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key="picture.card"):
        with failing_softly("This picture cannot be shown"):
            if url := _preview_url(session, picture):
                st.image(url, alt=f"The picture to vary: {picture.name}", width=SHOWN_SIDE)
            else:
                st.error(UNDECODABLE, title="This picture cannot be shown", icon=":material/broken_image:")
        with st.container(gap="xsmall"):
            st.text(picture.name)
            with failing_softly("Not all is known of this picture"):
                _facts(session, picture)
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                with failing_softly("This picture cannot be converted"):
                    _conversions(session, picture)
                # Whatever failed above, this is in reach.
                st.button(
                    "Remove",
                    key="picture.remove",
                    icon=":material/close:",
                    on_click=session.drop_picture,
                    type="tertiary",
                )
                if session.run_id is not None:
                    st.page_link(
                        HISTORY.path,
                        label="Open its run",
                        icon=":material/history:",
                        query_params={"run": session.run_id},
                        width="content",
                    )


def _facts(session: Session, picture: Picture) -> None:
    width, height = picture.upright_size
    st.caption(f"{FORMATS[picture.media_type]} · {width} × {height} · {size(len(picture.bytes))}")
    if session.converted_from is not None:
        st.caption(f":material/transform: {_origin(session.converted_from)}")
    credentials_badge(credentials_of(picture))
    for warning in picture_warnings(picture):
        st.caption(f":orange[:material/warning: {WARNINGS[warning.code]}]")


def _conversions(session: Session, picture: Picture) -> None:
    lost = "" if credentials_of(picture) is None else f" {LOST}"
    for conversion in CONVERSIONS.values():
        if conversion.applies(picture):
            st.button(
                conversion.title,
                key=f"picture.convert.{conversion.id}",
                help=f"{conversion.help}{lost}",
                on_click=session.convert_picture,
                args=(conversion.id,),
            )


def _origin(refused: RefusedFile) -> str:
    match refused.error.reason:
        case "animated":
            what = "the first frame of an animation"
        case "truncated":
            what = "what was left of the file"
        case _:
            what = refused.error.detail
    return f"Converted to PNG, upright, from {what} ({size(refused.size)})"


def _preview_url(session: Session, picture: Picture) -> str:
    """Return the URL of a small copy; an empty text where none can be drawn, which is tried once."""
    if session.picture_url is None:
        try:
            small = draw_thumbnail(picture, PREVIEW_SIDE)
        except UnusablePicture:
            session.picture_url = ""
        else:
            session.picture_url = services().pictures.put(
                small, "image/webp", f"{picture.name}.webp", session.id, session.owner
            )
    return session.picture_url
