"""The pictures of two runs in pairs: in a grid, and large."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orq_ui.history import SOURCE, Run, StoredPicture
from orq_ui.history.diff.pictures import PictureEntry, PicturePair, picture_pairs
from orq_ui.ui.gallery.content_credentials import credentials_of_run
from orq_ui.ui.gallery.lightbox import open_at, picture_name, previous_and_next, view_button
from orq_ui.ui.server.media_store import Form
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import why_missing
from orq_ui.ui.text.error_panel import failing_softly
from orq_ui.ui.text.markup import escape_html
from orq_ui.ui.text.quantities import picture_facts, plural

KEY = "history.pair.large"
NOT_THERE = "not there"
FEW = 6
"""Up to so many pairs are shown full size; of more, the thumbnails are large enough."""


def picture_pairs_panel(session: Session, first: Run, second: Run) -> None:
    """Draw each pair and whether its bytes are equal; nothing where neither run has a picture."""
    pairs = [pair for pair in picture_pairs(first, second) if pair.is_there]
    if not pairs:
        return
    unlike = sum(not pair.is_same for pair in pairs)
    st.subheader(f"Pictures · {plural(unlike, 'difference') if unlike else 'the same'}", anchor=False)
    columns, narrowest, form = _layout(len(pairs))
    with st.grid(columns, min_column_width=narrowest, gap="small", key="history.pairs"):
        for pair in pairs:
            name = picture_name(pair.place)
            with st.container(gap="xxsmall", key=f"history.pair.{pair.place}"), failing_softly(f"{name} is not shown"):
                st.html(_side_by_side(session, pair, first, second, form))
                with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                    number = "Source" if pair.place == SOURCE else str(pair.place + 1)
                    st.caption(f"**{number}** · {_verdict(pair)}", width="content")
                    if view_button(f"history.pair.view.{pair.place}", f"both large: {name.lower()}"):
                        open_at(KEY, pair.place)
                        _large(session, pairs, first, second)


def _layout(count: int) -> tuple[int, int, Form]:
    """Return the columns, the least CSS pixels of one, and which form of the pictures is large enough."""
    if count > FEW:
        # No pair is left alone in a row of its own.
        return (4 if count % 5 == 1 else 5), 180, "small"
    return (count if count in (2, 4) else 3), 260, "whole"


@st.dialog("Both pictures", width="large")
def _large(session: Session, pairs: Sequence[PicturePair], first: Run, second: Run) -> None:
    pair = next(pair for pair in pairs if pair.place == st.session_state[KEY])
    previous_and_next([pair.place for pair in pairs], KEY, picture_name(pair.place))
    st.html(_side_by_side(session, pair, first, second, "whole", with_facts=True))
    verdict = _verdict(pair)
    st.caption(verdict[:1].upper() + verdict[1:])


def _side_by_side(
    session: Session, pair: PicturePair, first: Run, second: Run, form: Form, *, with_facts: bool = False
) -> str:
    sides = ((first, "A", pair.first), (second, "B", pair.second))
    cells = [_cell(session, run, letter, one, pair.place, form) for run, letter, one in sides]
    if with_facts:
        cells += [
            f'<div class="orq-line"><span>{letter} · {_facts(session, run, one)}</span></div>'
            for run, letter, one in sides
        ]
    return f'<div class="orq-pair">{"".join(cells)}</div>'


def _cell(session: Session, run: Run, letter: str, one: PictureEntry, place: int, form: Form) -> str:
    if isinstance(one, StoredPicture):
        address = escape_html(services().pictures.url(session.owner, run.id, place, form))
        shown = f'<img src="{address}" alt="{letter}: {picture_name(place)}" loading="lazy" decoding="async">'
    else:
        why = NOT_THERE if one is None else escape_html(why_missing(one.reason))
        shown = f'<span class="orq-gap" role="img" aria-label="{letter}: {picture_name(place)}: {why}">{why}</span>'
    return f'<span class="orq-side">{shown}<span class="orq-letter" aria-hidden="true">{letter}</span></span>'


def _facts(session: Session, run: Run, one: PictureEntry) -> str:
    if not isinstance(one, StoredPicture):
        return NOT_THERE
    is_signed = one.place in credentials_of_run(session, run)
    return picture_facts(one, one.size) + (" · content credentials" if is_signed else "")


def _verdict(pair: PicturePair) -> str:
    if pair.is_same:
        return "the same bytes"
    if isinstance(pair.first, StoredPicture) and isinstance(pair.second, StoredPicture):
        return "different"
    return "in A only" if isinstance(pair.first, StoredPicture) else "in B only"
