"""Code in languages that are not read."""

from __future__ import annotations

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import read

PROGRAMS = (
    ('package main\n\nfunc main() {\n\tw.WriteField("model", "a/b")\n}\n', "Go"),
    (
        "<?php\n$ch = curl_init(\"https://x.example\");\ncurl_setopt($ch, CURLOPT_POSTFIELDS, ['model' => 'a/b']);\n",
        "PHP",
    ),
    ('using System.Net.Http;\nvar client = new HttpClient();\nform.Add(new StringContent("a/b"), "model");\n', "C#"),
    ('import okhttp3.*;\n\npublic class Main {\n  RequestBody b = new FormBody().add("model","a/b");\n}\n', "Java"),
    ('require "net/http"\nreq.set_form([["model", "a/b"]], "multipart/form-data")\n', "Ruby"),
    ('use reqwest::multipart;\nlet form = multipart::Form::new().text("model", "a/b");\n', "Rust"),
    ('import Foundation\nlet url = URL(string: "https://x.example")!\nlet p = ["model": "a/b"]\n', "Swift"),
    ('fun main() {\n    val body = Builder().addFormDataPart("model", "a/b").build()\n}\n', "Kotlin"),
)


@pytest.mark.parametrize(("text", "language"), PROGRAMS, ids=[language for _, language in PROGRAMS])
def test_code_in_another_language_is_named(text: str, language: str) -> None:
    """What is in none of the languages that are read says which it is, and what to paste instead."""
    with pytest.raises(InvalidInput) as refused:
        read(text)

    assert refused.value.reason.startswith(f"is {language} code, which is not read. Paste its JSON body")


def test_json_in_another_language_is_read_when_it_is_whole() -> None:
    """A body within a program is one; an option alone says nothing of the fields beside it."""
    go = "package main\n\nfunc main() {{\n\tw.Write(`{}`)\n}}\n"

    assert read(go.format('{"model": "a/b", "n": 2}')).request.sent() == {"model": "a/b", "n": 2}
    with pytest.raises(InvalidInput, match="is Go code"):
        read(go.format('{"retry": {"count": 2}}'))
