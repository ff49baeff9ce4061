"""What a paste has that no code has, and the code that it was: prompts, typographic quotes, ellipses, lost braces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orq_ui.importers.option_alone import FIELD_NAMES
from orq_ui.importers.typography import straightened, with_plain_blanks

_QUOTE = re.compile("[\u201c\u201d\u201e\u2018\u2019\u201a]")
# Possessive, and closed or not: each sign is read once.
_TEXTS = re.compile(
    r"\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"?|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?|`[^`\\]*+(?:\\.[^`\\]*+)*+`?|(?:#|//)[^\n]*+"
)
_ELLIPSIS = re.compile(r"(?<=[,({\[\n])([ \t]*)\.\.\.[ \t]*,?(?=[ \t]*(?:[)}\]\n]|(?:#|//)[^\n]*\n))")
_SHELL = re.compile(r"^[ \t]*+!(?=\s*curl\b)", re.MULTILINE)
_INPUT = re.compile(r"^(?:>>>|\.\.\.|In ?\[\d{0,5}\]:|[ \t]{1,12}\.\.\.:) ?")
_OUTPUT = re.compile(r"^Out ?\[\d{0,5}\]:.*")
_FIELD = re.compile(r"\s*[\"']?(\w+)[\"']?\s*([:=])")


def without_prompts(text: str) -> str:
    """Return the code of a session in Python's or a notebook's prompt, each line where it was; others as they are."""
    lines = text.split("\n")
    if not any(_INPUT.match(line) and not line.startswith("...") for line in lines):
        return text
    # What follows an input without a prompt of its own is what came out.
    doctest = any(line.startswith(">>>") for line in lines)
    kept = [_INPUT.sub("", line) if _INPUT.match(line) or not doctest else "" for line in lines]
    return "\n".join(_OUTPUT.sub("", line) for line in kept)


def without_shell_mark(text: str) -> str:
    """Return a notebook's ``!curl`` as ``curl``."""
    return _SHELL.sub("", text)


def readings(text: str) -> Iterator[str]:
    """Yield a text as it is, and what it may have been, the likeliest first; every line stays where it is."""
    straight = with_plain_blanks(text)
    if _QUOTE.search(_TEXTS.sub("", text)):
        # Not within a text or a comment, they are its quotes.
        straight = straightened(straight)
        yield straight
    yield from dict.fromkeys((text, straight, _ELLIPSIS.sub(r"\1", straight)))


def braced(text: str) -> str | None:
    """Return members of an object, or arguments of a call, that lost what was around them, as an object; or None."""
    first = _FIELD.match(text)
    if first is None or first[1] not in FIELD_NAMES:
        return None
    inner = text.strip().rstrip(",")
    return f"{{{inner}}}" if first[2] == ":" else f"dict({inner})"
