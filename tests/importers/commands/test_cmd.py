"""The command prompt's carets and quotes."""

from __future__ import annotations

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers.commands.cmd import commands, is_written_in
from orq_ui.importers.placeholders import fill_gaps
from tests.importers.samples import URL, read_facts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('curl "a b" c', ["curl", "a b", "c"]),
        ('curl ^"a ^%b^" ^\n  c', ["curl", "a %b", "c"]),
        ('curl "a^b" a^^b', ["curl", "a^b", "a^b"]),
        ('curl "a\\"b" "c\\\\" d\\e', ["curl", 'a"b', "c\\", "d\\e"]),
        ('curl "{""a"": ""b""}" ""', ["curl", '{"a": "b"}', ""]),
        ('curl ^"a^\n\nb^"', ["curl", "a\nb"]),
        ("curl %A% 100% %B", ["curl", "$A", "100%", "%B"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """A line is split as the prompt and then a C program split it."""
    assert [fill_gaps(word) for command in commands(text) for word in command.words] == words


def test_each_line_is_a_command() -> None:
    """Of a batch file, only the lines of the call to images/variations are read."""
    text = (
        "@echo off\nset KEY=x\ncurl -s https://my.orq.ai/v2/model-catalog -F model=first\n"
        f'curl {URL} ^\n -F "model=m" ^\n -F "n=2"\ncurl https://x.example -F user=last\n'
    )

    assert read_facts(text) == ({"model": "m", "n": 2}, set())


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ('curl ^\n "a"', True),
        ('curl ^"a^"', True),
        ('curl "{""a"":1}"', True),
        ('curl "a"', False),
        ("curl 'a' ^\n", False),
        ("curl ^\n b \\\n", False),
    ],
)
def test_which_lines_are_the_prompts(text: str, judged: bool) -> None:
    """Carets, or quotes doubled within quotes, are the prompt's; single quotes and backslashes at the end are not."""
    assert is_written_in(text) is judged


def test_an_open_quote_is_refused() -> None:
    """A quote that nothing closes has its command's place."""
    with pytest.raises(InvalidInput, match="never closed"):
        list(commands('curl "a'))


def test_a_variable_is_left_out_with_its_name() -> None:
    """A variable of the prompt comes from the environment."""
    text = f'curl "{URL}" ^\n -F "model=m" -F "user=%USERNAME%"'

    assert read_facts(text) == ({"model": "m"}, {("user", "USERNAME")})
