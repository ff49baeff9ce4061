"""PowerShell's backticks and quotes."""

from __future__ import annotations

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers.commands.powershell import commands
from orq_ui.importers.placeholders import fill_gaps
from tests.importers.samples import URL, read_facts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("curl.exe a `\n  'b c'", ["curl.exe", "a", "b c"]),
        ('curl \'it\'\'s \\"x\\"\' "a `"b`" `n"', ["curl", 'it\'s "x"', 'a "b" \n']),
        ('curl "a ""b"" \\"c\\""', ["curl", 'a "b" "c"']),
        ("curl a'b'\"c\"`$d", ["curl", "abc$d"]),
        ("curl $env:A ${B} \"$C\" '$D'", ["curl", "$A", "$B", "$C", "$D"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """A line is split as PowerShell splits it."""
    assert [fill_gaps(word) for command in commands(text) for word in command.words] == words


def test_each_line_is_a_command() -> None:
    """A line ends a command unless it has a backtick at its end; texts may go on."""
    call = f'curl.exe {URL} `\n -F "model=m" `\n -F "user=a\nb"'
    text = f"curl.exe https://x.example -F model=first\n{call}\ncurl.exe y -F n=2"

    assert read_facts(text) == ({"model": "m", "user": "a\nb"}, set())


def test_an_open_quote_is_refused() -> None:
    """A quote that nothing closes has its place."""
    with pytest.raises(InvalidInput) as refused:
        list(commands('curl a "b'))

    assert refused.value.path == "line 1, column 8"


def test_a_variable_is_left_out_with_its_name() -> None:
    """A variable takes only its own field."""
    text = f'curl.exe {URL} `\n -F "model=m" -F "user=$env:USERNAME" -F \'name=$x\''

    assert read_facts(text) == ({"model": "m", "name": "$x"}, {("user", "USERNAME")})
