"""Who a request is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from orq_ui.lint.context import Case
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.messages import quoted
from orq_ui.lint.registry import HERE, OURS, Hit, rule

_CONTACT, _IDENTITY = ("orq", "contact"), ("orq", "identity")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")


@rule("contact-deprecated", "warning", HERE)
def contact_deprecated(case: Case) -> Iterator[Hit]:
    """The old name of identity."""
    contact = case.at(_CONTACT)
    if isinstance(contact, dict) and case.at(_IDENTITY) is None:
        fix = Fix("Rename it to identity", (Edit(_CONTACT, REMOVE), Edit(_IDENTITY, contact)))
        yield Hit("orq.contact", "contact has been deprecated since January 2026; identity takes its place.", fix)


@rule("contact-and-identity", "warning", HERE)
def contact_and_identity(case: Case) -> Iterator[Hit]:
    """Both names at once, and nothing says which one counts."""
    if case.at(_CONTACT) is not None and case.at(_IDENTITY) is not None:
        said = "contact is the old, deprecated name of identity, which is set too; one of them is enough."
        yield Hit("orq.contact", said, Fix("Remove contact", (Edit(_CONTACT, REMOVE),)))


@rule("blank-id", "warning", OURS)
def blank_id(case: Case) -> Iterator[Hit]:
    """An id without a sign in it; one that is missing breaks the contract."""
    for option in ("prompt", "identity", "contact"):
        value = case.at(("orq", option, "id"))
        if isinstance(value, str) and not value.strip():
            yield Hit(f"orq.{option}.id", f"The id of {option} is blank.")


@rule("email", "warning", HERE)
def email(case: Case) -> Iterator[Hit]:
    """An address that is none."""
    for option in ("identity", "contact"):
        value = case.at(("orq", option, "email"))
        if isinstance(value, str) and not _EMAIL.fullmatch(value):
            yield Hit(f"orq.{option}.email", f"{quoted(value)} is not an e-mail address such as ada@example.com.")


@rule("logo-url", "warning", OURS)
def logo_url(case: Case) -> Iterator[Hit]:
    """A logo that no browser could load."""
    for option in ("identity", "contact"):
        value = case.at(("orq", option, "logo_url"))
        if isinstance(value, str) and not _is_web(value):
            yield Hit(f"orq.{option}.logo_url", f"{quoted(value)} is not a web address; it should begin with https://.")


def _is_web(text: str) -> bool:
    if re.search(r"\s", text):
        return False
    try:
        url = urlsplit(text)
        return url.scheme in {"http", "https"} and bool(url.hostname)
    except ValueError:
        return False
