"""PowerShell's own commands for a request, and what browsers copy as PowerShell."""

# ruff: noqa: E501 - a row of a table is one paste and what comes of it

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, Kind, read
from orq_ui.importers.code.powershell_script import is_powershell
from tests.complexity import LINEAR, growth
from tests.importers.samples import CANARY, URL, read_facts

FULL = {"model": "a/b", "n": 2, "orq": {"retry": {"count": 2, "on_codes": [429, 500]}}}
TABLE = "@{ retry = @{ count = 2; on_codes = @(429, 500) } }"
JSON = '{"retry": {"count": 2, "on_codes": [429, 500]}}'
SCRIPTS: tuple[tuple[str, dict[str, Any], set[tuple[str, str]]], ...] = (
    (f'Invoke-RestMethod -Uri {URL} -Method Post -Form @{{ model = "a/b"; n = 2; image = Get-Item ./cat.png }}', {"model": "a/b", "n": 2}, set()),
    (f'$form = @{{\n  model = "a/b"  # mine\n  n     = 2\n  orq   = \'{JSON}\'\n}}\n$r = Invoke-RestMethod -Uri "{URL}" `\n  -Method Post `\n  -Form $form\n$r.data[0].url', FULL, set()),
    (f'$body = @{{ model = "a/b"; n = 2; orq = {TABLE} }} | ConvertTo-Json -Depth 5\nirm "{URL}" -Method Post -Body $body -ContentType "application/json"', FULL, set()),
    (f'$orq = {TABLE}\n@{{ model = "a/b"; n = 2; orq = $orq }} | ConvertTo-Json | Invoke-RestMethod -Uri "{URL}" -Method Post', FULL, set()),
    (f'$params = @{{\n  Uri = "{URL}"\n  Method = "Post"\n  Form = @{{ model = "a/b"; user = $env:USER }}\n}}\nInvoke-RestMethod @params', {"model": "a/b"}, {("user", "USER")}),
    (f'$m = "a"\n$body = [ordered]@{{}}\n$body.model = "$m/b"\n$body.n = 2\nInvoke-WebRequest {URL} -Method Post -Form $body', {"model": "a/b", "n": 2}, set()),
    (f"$json = @'\n{{\"model\": \"a/b\", \"user\": \"it's\"}}\n'@\nInvoke-RestMethod {URL} -Method Post -Body $json", {"model": "a/b", "user": "it's"}, set()),
    (f'Invoke-RestMethod -Uri {URL} -Form @{{ model = "a/b"; user = (Get-Date).Year; name = $x["y"] }}', {"model": "a/b"}, {("user", "is not a plain value"), ("name", "is not a plain value")}),
    (f'Invoke-RestMethod https://my.orq.ai/v2/model-catalog\nInvoke-RestMethod {URL} -Form @{{ model = "a/b" }}', {"model": "a/b"}, set()),
    ('$body = @{\n  model = "a/b"\n  n = 2\n}\n', {"model": "a/b", "n": 2}, set()),
)  # fmt: skip


@pytest.mark.parametrize(("text", "body", "left_out"), SCRIPTS, ids=range(len(SCRIPTS)))
def test_a_script_is_read(text: str, body: dict[str, Any], left_out: set[tuple[str, str]]) -> None:
    """Hash tables, JSON, splatting, pipes and here-strings give the same request."""
    assert read_facts(text) == (body, left_out)
    assert read_facts(text.replace("\n", "\r\n")) == (body, left_out)
    assert read(text).kind is Kind.POWERSHELL


def test_what_a_browser_copies_is_read() -> None:
    """Its session and cookies say nothing of the request, and the key is dropped."""
    imported = read(
        "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n"
        '$session.Cookies.Add((New-Object System.Net.Cookie("sid", "x", "/", ".orq.ai")))\n'
        f'Invoke-WebRequest -UseBasicParsing -Uri "{URL}" `\n-Method "POST" `\n-WebSession $session `\n'
        f'-Headers @{{\n"authority"="my.orq.ai"\n  "authorization"="Bearer {CANARY}"\n}} `\n'
        '-ContentType "application/json" `\n-Body "{`"model`":`"a/b`",`"n`":2}"'
    )

    assert imported.request.sent() == {"model": "a/b", "n": 2}
    assert CANARY not in repr(imported)
    assert Code.KEY_DROPPED in [note.code for note in imported.notes]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('Invoke-RestMethod -Uri x -Form @{ model = "a/b"', "opens a bracket that is never closed"),
        ('Invoke-RestMethod -Uri x -Form @{ model = "a/b }', "opens a quote that is never closed"),
        ("Invoke-RestMethod -Uri https://x.example/other", "none makes variations"),
    ],
)
def test_what_is_wrong_has_its_reason(text: str, reason: str) -> None:
    """Brackets, quotes and calls of something else."""
    with pytest.raises(InvalidInput, match=reason):
        read(text)


def test_other_texts_are_none() -> None:
    """A variable of PHP or Perl is not one of PowerShell."""
    assert not is_powershell("$a = ['b' => 1];")
    assert not is_powershell("We use Invoke-RestMethod daily")


@pytest.mark.parametrize(
    "piece", ["@{", "@(", "a,", "$x ", "`\n", '""', "|", "# \n", "<#", "=", "-a ", "@'\n", "[a]", "+=", "(= ", "@{+= "]
)
def test_no_script_takes_long(piece: str) -> None:
    """Nor does one end the reader."""

    def work(text: str) -> None:
        with pytest.raises(InvalidInput):
            read(text)

    assert growth(lambda count: "Invoke-RestMethod -Form @{ a = " + piece * count + "'", work, 20_000) < LINEAR
