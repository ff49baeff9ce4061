"""Requests in and out of the form: links, and pasted JSON, curl lines or code. What comes in is shown first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import streamlit as st

from orq_ui.api import ImageVariationRequest, elide
from orq_ui.api.json_diff import diff_json
from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, Imported, Kind, read
from orq_ui.share_link import PARAMETER, decode_token, share_url
from orq_ui.ui.composition import Composition
from orq_ui.ui.pending_import import PendingImport
from orq_ui.ui.session import Session
from orq_ui.ui.text.json_format import format_json
from orq_ui.ui.text.tables import table

PASTED = "import.text"
"""The key of the box to paste into."""
PLACEHOLDER = (
    "JSON, YAML, curl, Python or TypeScript code, an HTTP message, a HAR, a Postman collection, a page with one of "
    "these, or a link of ours"
)
HELP = (
    "Whatever a request is written down in: a body in JSON or YAML; a command or code that sends it; a HAR of the "
    "browser's network panel; a Postman collection; a raw HTTP message; a record of the emulator; run.json. "
    "It is read, never run. A key in it is dropped."
)
KINDS = {
    Kind.JSON: "JSON",
    Kind.CURL: "A curl line",
    Kind.COMMAND: "An HTTPie or wget command",
    Kind.POWERSHELL: "A PowerShell command",
    Kind.PYTHON: "Python code",
    Kind.TYPESCRIPT: "TypeScript code",
    Kind.OPENAI: "A call of the OpenAI client",
    Kind.HTTPX: "An httpx call",
    Kind.REQUESTS: "A requests call",
    Kind.FETCH: "A fetch call",
    Kind.YAML: "YAML",
    Kind.TOML: "TOML",
    Kind.HTTP: "An HTTP message",
    Kind.HAR: "An HTTP archive (HAR)",
    Kind.POSTMAN: "A Postman collection",
    Kind.INSOMNIA: "An Insomnia export",
    Kind.RECORD: "A record of the emulator",
    Kind.RUN: "A run of an exported zip",
    Kind.LINK: "A link",
    Kind.PICTURE: "A picture",
}
NOTES = {
    Code.KEY_DROPPED: "A key was found in it. It was dropped, and is kept nowhere",
    Code.PICTURE_NAMED: "It names a picture, which is not loaded",
    Code.FROM_ENVIRONMENT: "Taken from the environment there, so left out here",
    Code.IGNORED: "Left out",
    Code.UNKNOWN_KEY: "A key that the contract does not name, kept",
    Code.HOST: "It was made for",
    Code.CAMEL_CASE: "In the TypeScript client's spelling",
    Code.FOUND_IN: "Read from",
    Code.BRACKET_NOTATION: "Written with brackets",
    Code.HALF_SIGN: "Half of a character, which no text can hold, is written as its escape",
    Code.MORE: "More notes, left out",
}

_VERB = re.compile(r"(?:is|are|depends|was|has|comes|came|opens|holds|makes)\b")


def open_link(session: Session) -> None:
    """Read the request in the page's address, once; a link that holds none says why."""
    token = st.query_params.get(PARAMETER)
    if token is None or token == session.link_seen:
        return
    session.link_seen = token
    try:
        session.pending_import = PendingImport("A link", decode_token(token))
    except InvalidInput as refused:
        session.pending_import = PendingImport("A link", None, (f"This link cannot be read: {refused.reason}.",))
    # The address goes back to the plain one: a reload must not bring the question up again.
    del st.query_params[PARAMETER]


def import_button(session: Session) -> None:
    """Draw the box to paste a request into."""
    with st.popover("Import", icon=":material/content_paste:", key="import.popover", on_change="rerun") as popover:
        if not popover.open:
            return
        st.text_area(
            "Paste a request",
            key=PASTED,
            height=140,
            placeholder=PLACEHOLDER,
            help=HELP,
        )
        if session.import_error:
            # Above the button: where the window leaves little room, that is what can be seen.
            with st.container(gap="xsmall"):
                st.badge("This cannot be read as a request", icon=":material/error:", color="red")
                st.text(session.import_error)
        st.button("Read it", type="primary", key="import.read", on_click=_read_pasted, args=(session,))


def share_button(composition: Composition) -> None:
    """Draw a link that opens the playground with this request."""
    with st.popover("Share", icon=":material/share:", key="share.popover", on_change="rerun") as popover:
        if popover.open:
            st.caption("Whoever opens this link sees the request first. It holds no picture and no key.")
            try:
                st.code(share_url(composition.request, _origin()), language=None, wrap_lines=True)
            except InvalidInput as refused:
                st.warning("This request is too long for a link. Share its JSON instead.", icon=":material/link_off:")
                st.text(refused.reason)


def pending_import_card(session: Session) -> None:
    """Draw what was read, what it would change, and the two buttons."""
    found = session.pending_import
    if found is None:
        return
    with st.container(border=True, key="incoming.card"):
        st.subheader(f"{found.origin} {_holds(found)}")
        for note in found.notes:
            st.text(f"• {note}")
        with st.container(horizontal=True):
            if found.request is not None:
                st.button(
                    "Put it into the form",
                    type="primary",
                    icon=":material/check:",
                    key="incoming.accept",
                    on_click=_accept,
                    args=(session, found),
                )
            st.button("Leave the form as it is", key="incoming.dismiss", on_click=_dismiss, args=(session,))
        if found.request is not None:
            _changes(session, found, found.request)


def _holds(found: PendingImport) -> str:
    if found.request is None:
        return "that holds no request"
    return f"with {' and '.join(found.parts)} alone" if found.parts else "with a request"


def _changes(session: Session, found: PendingImport, request: ImageVariationRequest) -> None:
    body, unknown = request.body(), request.unknown_keys()
    if unknown:
        st.text(f"• Keys that the contract does not name, kept as they are: {', '.join(unknown)}")
    if found.parts:
        st.text(f"• It replaces only {' and '.join(found.parts)}; everything else in the form stays as it is.")
    changes = diff_json(session.draft.body, elide(found.body_in(session.draft)))
    with st.expander("What it holds, and what it changes", icon=":material/difference:", expanded=True):
        st.code(format_json(body), language="json")
        if changes:
            table(("field", "in the form now", "in the import"), changes, label="Changes")
        else:
            st.text("It is the same as what the form holds now.")


def _accept(session: Session, found: PendingImport) -> None:
    session.load_body(found.body_in(session.draft), "the import")
    session.pending_import = None


def _dismiss(session: Session) -> None:
    session.pending_import = None


def _read_pasted(session: Session) -> None:
    session.import_error = ""
    try:
        found = read(st.session_state[PASTED] or "")
    except InvalidInput as refused:
        session.import_error = _refusal(refused)
        return
    session.pending_import = PendingImport(KINDS[found.kind], found.request, tuple(_sentences(found)), found.parts)
    # What was pasted may hold a key; it has done its work.
    st.session_state[PASTED] = ""
    st.session_state["import.popover"] = False


def _refusal(refused: InvalidInput) -> str:
    """Return a refusal as a sentence: what is said of the first sign is true of the whole text."""
    if not refused.path.startswith("line "):
        return f"{refused.path}: {refused.reason}."
    of_all = refused.path == "line 1, column 1" and _VERB.match(refused.reason)
    return f"{'The text' if of_all else refused.path.capitalize()} {refused.reason}."


def _sentences(found: Imported) -> Iterator[str]:
    """Yield a sentence for each thing that was noticed; what was left out for one reason shares it."""
    about: dict[tuple[Code, str], list[str]] = {}
    for note in found.notes:
        # The card names these keys by themselves, those of links too.
        if note.code is not Code.UNKNOWN_KEY:
            reason = note.detail if note.code is Code.IGNORED else ""
            said = (note.path, "" if reason else note.detail)
            about.setdefault((note.code, reason), []).append(", ".join(fact for fact in said if fact))
    for (code, reason), facts in about.items():
        yield _sentence(NOTES[code], reason, [fact for fact in facts if fact])


def _sentence(begin: str, reason: str, facts: list[str]) -> str:
    goes_on = _VERB.match(reason) is not None
    if len(facts) > 1 and reason:
        begin += f" (each {reason})" if goes_on else f" ({reason})"
        return f"{begin}: {', '.join(facts)}."
    if facts and reason:
        facts.append(f"which {reason}" if goes_on else reason)
    elif reason:
        facts = [reason]
    return f"{begin}: {', '.join(facts)}." if facts else f"{begin}."


def _origin() -> str:
    # Without a page's own path: the form is on the first page.
    address = str(st.context.url or "")
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if rest else address
