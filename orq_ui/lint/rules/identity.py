"""Who a request is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from orq_ui.lint.context import Context
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.messages import quote
from orq_ui.lint.registry import ASSUMPTION, ENDPOINT, Hit, rule

_CONTACT, _IDENTITY = ("orq", "contact"), ("orq", "identity")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")


@rule("contact-deprecated", "warning", ENDPOINT)
def contact_deprecated(context: Context) -> Iterator[Hit]:
    """Find the old name of identity."""
    contact = context.at(_CONTACT)
    if isinstance(contact, dict) and context.at(_IDENTITY) is None:
        fix = Fix("Rename it to identity", (Edit(_CONTACT, REMOVE), Edit(_IDENTITY, contact)))
        yield Hit("orq.contact", "contact has been deprecated since January 2026; identity takes its place.", fix)


@rule("contact-and-identity", "warning", ENDPOINT)
def contact_and_identity(context: Context) -> Iterator[Hit]:
    """Find both names at once: nothing says which one counts."""
    if context.at(_CONTACT) is not None and context.at(_IDENTITY) is not None:
        message = "contact is the old, deprecated name of identity, which is set too; one of them is enough."
        yield Hit("orq.contact", message, Fix("Remove contact", (Edit(_CONTACT, REMOVE),)))


@rule("blank-id", "warning", ASSUMPTION)
def blank_id(context: Context) -> Iterator[Hit]:
    """Find a blank id; one that is missing breaks the contract."""
    for option in ("prompt", "identity", "contact"):
        value = context.at(("orq", option, "id"))
        if isinstance(value, str) and not value.strip():
            yield Hit(f"orq.{option}.id", f"The id of {option} is blank.")


@rule("email", "warning", ENDPOINT)
def email(context: Context) -> Iterator[Hit]:
    """Find what is no e-mail address."""
    for option in ("identity", "contact"):
        value = context.at(("orq", option, "email"))
        if isinstance(value, str) and not _EMAIL.fullmatch(value):
            yield Hit(f"orq.{option}.email", f"{quote(value)} is not an e-mail address such as ada@example.com.")


@rule("logo-url", "warning", ASSUMPTION)
def logo_url(context: Context) -> Iterator[Hit]:
    """Find the address of a logo that no browser could load."""
    for option in ("identity", "contact"):
        value = context.at(("orq", option, "logo_url"))
        if isinstance(value, str) and not _is_web(value):
            yield Hit(f"orq.{option}.logo_url", f"{quote(value)} is not a web address; it should begin with https://.")


def _is_web(text: str) -> bool:
    if re.search(r"\s", text):
        return False
    try:
        url = urlsplit(text)
        return url.scheme in {"http", "https"} and bool(url.hostname)
    except ValueError:
        return False
