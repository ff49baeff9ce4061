"""Signing in and out, where the owner of the server has set it up; and taking along what was made before."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import streamlit as st

from orq_ui.errors import HistoryUnavailable
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.streamlit_compat import StreamlitAuthError, StreamlitMissingAuthlibError, secret
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.quantities import plural

log = logging.getLogger(__name__)
UNNAMED = "default"
"""What Streamlit calls the provider whose settings are in ``[auth]`` itself."""
NAMELESS = "Your provider gives neither a permanent id nor a verified e-mail address, so runs stay with this browser."
INSTALL = "The owner of this server installs it with `pip install -e '.[login]'`, which brings Authlib, and restarts."


def sign_in_panel(session: Session) -> None:
    """Draw who is signed in, or a button for each provider. Nothing where nobody can sign in."""
    known = providers()
    if not known:
        return
    st.subheader("Account", anchor=False)
    user = st.user.to_dict()
    if user.get("is_logged_in"):
        _signed_in(session, user)
    else:
        _signed_out(known)


def hand_over_panel(session: Session) -> None:
    """Offer a signed-in person the runs that this browser made before. Raises HistoryUnavailable."""
    owner = session.owner
    if owner.anonymous_id is None:
        return
    store = services().history.store()
    count = store.usage(owner.anonymous_id).runs
    if count == 0:
        return
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        were = "was" if count == 1 else "were"
        st.text(f"{plural(count, 'run')} {were} made in this browser before you signed in.", width="content")
        wanted = st.button("Move them to my account", icon=":material/move_item:", key="signing_in.move")
    if wanted:
        moved = store.transfer(owner.anonymous_id, owner.id)
        place.success(f"{plural(moved, 'run')} moved to your account.", icon=":material/check:")


def providers() -> tuple[str, ...]:
    """Return the names of the providers in the secrets' ``[auth]``; empty where nobody can sign in."""
    auth = secret("auth")
    if not isinstance(auth, Mapping):
        return ()
    named = [str(name) for name, part in auth.items() if isinstance(part, Mapping) and "client_id" in part]
    return (*([UNNAMED] if "client_id" in auth else []), *named)


def _signed_out(known: tuple[str, ...]) -> None:
    st.caption(
        "Once you have signed in, runs are kept with your account and found from any browser. The page reloads: "
        "a form that was not sent is then empty."
    )
    with st.container(horizontal=True):
        pressed = [name for name in known if _sign_in_button(name, known)]
    for name in pressed:
        _go(name)


def _sign_in_button(name: str, known: tuple[str, ...]) -> bool:
    label = "Sign in" if known == (name,) else f"Sign in with {name.replace('-', ' ').title()}"
    return st.button(label, icon=":material/login:", key=f"signing_in.in.{name}")


def _go(provider: str) -> None:
    try:
        st.login(None if provider == UNNAMED else provider)
    except StreamlitMissingAuthlibError:
        st.error(INSTALL, title="Signing in needs one more package", icon=":material/deployed_code_alert:")
    except StreamlitAuthError as failed:
        log.error("signing in with %s is not possible: %s", provider, failed)  # noqa: TRY400 - no traceback
        st.error(
            "Something is missing in the `[auth]` secrets of this server. Its log says what.",
            title="Signing in is not set up completely",
            icon=":material/settings_alert:",
        )


def _signed_in(session: Session, user: Mapping[str, object]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        who = [str(user[part]) for part in ("name", "email") if user.get(part)]
        # Text of the provider's: a name may look like markup.
        st.text(f"Signed in as {' · '.join(who) or 'somebody without a name'}", width="content")
        if st.button("Sign out", icon=":material/logout:", key="signing_in.out"):
            st.logout()
    if not session.owner.is_account:
        st.caption(NAMELESS)
    try:
        hand_over_panel(session)
    except HistoryUnavailable as failed:
        words = message_for(failed)
        st.warning(words.advice, title=words.title)
