"""Programming languages that are not read, so that a refusal can name them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LONGEST_SEARCH = 20_000
"""Characters; a program says what it is near its beginning."""
_SIGNS: Mapping[str, tuple[str, ...]] = {
    "PHP": (r"<\?php\b", r"\bcurl_(?:init|setopt(?:_array)?)\(", r"\bnew \\?(?:GuzzleHttp|CURLFile)\b"),
    "Perl": (r"^[ \t]*use (?:strict|warnings|LWP|HTTP|JSON)\b", r"^[ \t]*my [$%@]\w"),
    "Go": (
        r"^package \w+[ \t]*$",
        r"^[ \t]*func (?:\(\w|\w+\()",
        r":= ?(?:map\[|http\.|bytes\.|json\.|multipart\.|&\w)",
    ),
    "C#": (
        r"^[ \t]*using (?:static )?[A-Z][\w.]*;",
        r"\bnew (?:HttpClient|MultipartFormDataContent|RestRequest)\b",
        r"\.PostAsync\(",
    ),
    "Kotlin": (r"^[ \t]*fun \w+\(", r"^[ \t]*val \w+(?: ?: ?\w+)? = "),
    "Java": (
        r"^import (?:static )?(?:javax?|okhttp3|org|com)\.[\w.*]+;",
        r"\bpublic (?:static |final )*(?:class|void)\b",
        r"\bHttpRequest\.newBuilder\b",
        r"\bnew (?:OkHttpClient|MultipartBody)\b",
    ),
    "Ruby": (
        r"^require(?:_relative)? [\"'][\w/-]+[\"']",
        r"\bNet::HTTP\b",
        r"\b(?:Faraday|HTTParty|RestClient|HTTPX)\.\w",
        r"\.to_json\b(?!\()",
    ),
    "Rust": (r"^use [\w:]+(?:::\{[^}\n]*\})?;", r"\blet mut \w", r"\bfn \w+\(", r"\breqwest::"),
    "Swift": (r"^import Foundation\b", r"\bURLRequest\(", r"\bURLSession\."),
    "Dart": (r"^import 'package:", r"\bhttp\.MultipartRequest\("),
    "Elixir": (r"\bdefmodule \w", r"\b(?:Req|HTTPoison|Tesla)\.\w+!?\("),
    "R": (r"^library\(\w+\)", r"\bhttr2?::", r"\breq_body_\w+\("),
    "Lua": (r"^local \w+ ?= ?(?:require|\{)",),
    "C or C++": (r"^#include[ \t]*[<\"]", r"\bcurl_easy_\w+\("),
    "GraphQL": (r"^[ \t]*(?:mutation|query)\b[^\n{]*\{",),
    "Terraform": (r"^(?:resource|variable|provider) \"[^\n]*\{",),
}
"""What only programs in a language have."""
_PATTERNS = {language: re.compile("|".join(signs), re.MULTILINE) for language, signs in _SIGNS.items()}


def language_of(text: str) -> str | None:
    """Return the programming language of a text, if it is one that is not read."""
    return next((name for name, has in _PATTERNS.items() if has.search(text, 0, _LONGEST_SEARCH)), None)


def not_read(language: str) -> str:
    """Return the reason that code in such a language is refused for."""
    return f"is {language} code, which is not read. Paste its JSON body, or the call as a curl line"
