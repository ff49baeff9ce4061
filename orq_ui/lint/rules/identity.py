"""Who a request is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TypeVar
from urllib.parse import urlsplit

from orq_ui.api import dotted
from orq_ui.lint.context import Context
from orq_ui.lint.fix import REMOVE, Edit, Fix, Path
from orq_ui.lint.messages import quote
from orq_ui.lint.registry import ASSUMPTION, ENDPOINT, Basis, Hit, rule

T = TypeVar("T")
_CONTACT, _IDENTITY = ("orq", "contact"), ("orq", "identity")
_PERSONS = ("identity", "contact")
_IDS: tuple[Path, ...] = (("user",), *(("orq", option, "id") for option in _PERSONS))
MAX_METADATA = 10_000
"""Characters of JSON."""
_PROMPT_ID = re.compile(r"(prompt_)?[0-9A-HJKMNP-TV-Z]{26}", re.IGNORECASE)
"""A ULID: Crockford's base 32, without I, L, O and U."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_BETWEEN_ADDRESSES = re.compile(r"[\s<>()\[\],;:|/\"']+")
_MIXED = Basis("W3C, Mixed Content", False)
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


@rule("email", "error", ENDPOINT)
def email(context: Context) -> Iterator[Hit]:
    """Find what is no e-mail address."""
    for path, value in _each_person(context, "email", str):
        if not _EMAIL.fullmatch(value):
            yield Hit(dotted(path), f"{quote(value)} is not an e-mail address such as ada@example.com.")


@rule("email-as-id", "warning", Basis("OpenAI's guide to safety: hash a user's name or e-mail address", False))
def email_as_id(context: Context) -> Iterator[Hit]:
    """Find an e-mail address where an id is meant: it goes to the provider, or into every trace."""
    for path in _IDS:
        value = context.at(path)
        if not isinstance(value, str):
            continue
        if any(_ADDRESS.fullmatch(word) for word in _BETWEEN_ADDRESSES.split(value)):
            reader = "the provider" if path == ("user",) else "every trace"
            verb = "is" if _ADDRESS.fullmatch(value.strip()) else "contains"
            yield Hit(
                dotted(path),
                f"{dotted(path)} {verb} an e-mail address, which goes to {reader}; an id that names nobody is better.",
            )


@rule("prompt-id", "info", Basis("vendor's reference: its example is prompt_01ARZ3NDEKTSV4RRFFQ69G5FAV", True))
def prompt_id(context: Context) -> Iterator[Hit]:
    """Find an id of a prompt that does not look like the documented one."""
    value = context.at(("orq", "prompt", "id"))
    if isinstance(value, str) and value.strip() and not _PROMPT_ID.fullmatch(value):
        message = f"{quote(value)} does not look like a prompt's id, such as prompt_01ARZ3NDEKTSV4RRFFQ69G5FAV."
        fix = Fix("Remove the spaces", (Edit(("orq", "prompt", "id"), value.strip()),))
        yield Hit("orq.prompt.id", message, fix if _PROMPT_ID.fullmatch(value.strip()) else None)


@rule("id-spaces", "warning", ASSUMPTION)
def id_spaces(context: Context) -> Iterator[Hit]:
    """Find spaces around the id of a person: with them it is another id."""
    for path in _IDS:
        value = context.at(path)
        if isinstance(value, str) and value.strip() != value and value.strip():
            fix = Fix("Remove the spaces", (Edit(path, value.strip()),))
            yield Hit(dotted(path), f"{quote(value)} begins or ends with a space; with it, it is another id.", fix)


@rule("tags-repeated", "info", ASSUMPTION)
def tags_repeated(context: Context) -> Iterator[Hit]:
    """Find a tag that is there twice."""
    for path, tags in _each_person(context, "tags", list):
        if not all(isinstance(tag, str) for tag in tags):
            continue
        once = list(dict.fromkeys(tags))
        if len(once) < len(tags):
            fix = Fix("Remove the repetition", (Edit(path, once),))
            yield Hit(dotted(path), "A tag is there twice; once is enough.", fix)


@rule("metadata-size", "info", ASSUMPTION)
def metadata_size(context: Context) -> Iterator[Hit]:
    """Find facts on a person that are too many for what every trace carries."""
    for path, metadata in _each_person(context, "metadata", list):
        size = len(json.dumps(metadata))
        if size > MAX_METADATA:
            limit = f"{MAX_METADATA / 1000:g} kB is much for what goes with every request"
            yield Hit(dotted(path), f"The metadata is {size / 1000:,.0f} kB; no limit is documented, but {limit}.")


@rule("logo-url", "warning", ASSUMPTION)
def logo_url(context: Context) -> Iterator[Hit]:
    """Find the address of a logo that no browser could load, or not on an https page."""
    for path, value in _each_person(context, "logo_url", str):
        if not _is_web(value):
            yield Hit(dotted(path), f"{quote(value)} is not a web address; it should begin with https://.")
        elif value[:5].lower() == "http:":
            message = "The logo is loaded unencrypted, which browsers refuse on an https page."
            yield Hit(dotted(path), message, Fix("Use https", (Edit(path, f"https{value[4:]}"),)), basis=_MIXED)


def _each_person(context: Context, member: str, kind: type[T]) -> Iterator[tuple[Path, T]]:
    """Yield the path and value of a member of identity and of contact, where it is of this type."""
    for option in _PERSONS:
        path = ("orq", option, member)
        value = context.at(path)
        if isinstance(value, kind):
            yield path, value


def _is_web(text: str) -> bool:
    if re.search(r"\s", text):
        return False
    try:
        url = urlsplit(text)
        return url.scheme in {"http", "https"} and bool(url.hostname)
    except ValueError:
        return False
