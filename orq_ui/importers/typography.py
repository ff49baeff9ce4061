"""Quotes and dashes as word processors and chats make them, turned back into those of code where that is clear."""

from __future__ import annotations

import re

_DOUBLE, _SINGLE = "“”„‟«»", "‘’‚‛"
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f\u200b\u2060", " "))
_STRAIGHT = str.maketrans({**dict.fromkeys("“”„‟″", '"'), **dict.fromkeys(f"{_SINGLE}′", "'")}) | _BLANKS
_PIECE = re.compile(
    r"(?P<kept>\"(?:[^\"\\]++|\\.)*+\"|'[^']*+'|\\.)"
    r"|[“„‟](?P<double>[^“”\n]*)[”“](?=[\s;)\\]|$)|[‘‚‛](?P<single>[^‘’\n]*)’(?=[\s;)\\]|$)"
    r"|(?<=\s)(?P<dash>[–—])(?P<option>[A-Za-z][\w-]*)?"
    r"|(?P<blank>\u00a0)",
    re.DOTALL | re.MULTILINE,
)


def is_typographic(text: str) -> bool:
    """Return whether a text has quotes or blanks that no code has."""
    return re.search(f"[{_DOUBLE}{_SINGLE}\u00a0]", text) is not None


def with_plain_blanks(text: str) -> str:
    """Return the text without the blanks that only pages have."""
    return text.translate(_BLANKS)


def straightened(text: str) -> str:
    """Return the text with straight quotes and plain blanks throughout."""
    return text.translate(_STRAIGHT)


def straightened_command(text: str) -> str:
    """Return a command with the quotes and dashes that a shell knows; what is between straight quotes stays."""
    return _PIECE.sub(_straight, text)


def _straight(found: re.Match[str]) -> str:
    if found["kept"] is not None:
        return found[0]
    if found["blank"] is not None:
        return " "
    if found["dash"] is not None:
        option = found["option"] or ""
        # A word processor makes one dash of two.
        long = found["dash"] == "—" or re.fullmatch(r"[a-z][a-z0-9]+(?:-[a-z0-9]+)*", option)
        return ("--" if long and len(option) > 1 else "-") + option
    content = straightened(found["double"] if found["double"] is not None else found["single"])
    sign = "'" if '"' in content or (found["single"] is not None and "'" not in content) else '"'
    # With both signs in it, which of them are meant is not clear.
    return found[0] if sign in content else f"{sign}{content}{sign}"
