"""The languages that a request can be written in, and the one way to write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from orq_ui.snippets import curl, httpx_python, openai_python, orq_python, orq_typescript
from orq_ui.wire import Wire


class Language(StrEnum):
    """A language that a request can be written in."""

    CURL = "curl"
    PYTHON = "python"
    TYPESCRIPT = "typescript"
    OPENAI = "openai"
    HTTPX = "httpx"


@dataclass(frozen=True)
class LanguageSpec:
    """One language: ``title`` for people, the name of its file, the highlighter's name for it, and its writer."""

    title: str
    file_name: str
    highlighting: str
    write: Callable[[Wire], str]


LANGUAGES: Mapping[Language, LanguageSpec] = MappingProxyType(
    {
        Language.CURL: LanguageSpec("curl", "variations.sh", "bash", curl.write),
        Language.PYTHON: LanguageSpec("Python", "variations.py", "python", orq_python.write),
        Language.TYPESCRIPT: LanguageSpec("TypeScript", "variations.mts", "typescript", orq_typescript.write),
        Language.OPENAI: LanguageSpec("OpenAI client", "variations_openai.py", "python", openai_python.write),
        Language.HTTPX: LanguageSpec("httpx", "variations_httpx.py", "python", httpx_python.write),
    }
)


def render(wire: Wire, language: Language | str) -> str:
    """Write a request as a file that runs with the picture beside it and the key in ``ORQ_API_KEY``.

    The wire may be redacted: the key is never read. Raises ValueError for an unknown language.
    """
    return LANGUAGES[Language(language)].write(wire)
