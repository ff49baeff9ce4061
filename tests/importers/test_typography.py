"""Typographic signs, and which straight ones they were."""

import pytest

from orq_ui.importers.typography import straightened, straightened_command

COMMANDS = (
    ("curl -F “a=b”", 'curl -F "a=b"'),
    ("curl -F ‘a=b’", "curl -F 'a=b'"),
    ("curl -d ‘{“a”: 1}’", "curl -d '{\"a\": 1}'"),
    ('curl -d “{"a": 1}”', "curl -d '{\"a\": 1}'"),
    ("curl –F a=b –X POST", "curl -F a=b -X POST"),
    ("curl —form a=b –form-string c=d –sS", "curl --form a=b --form-string c=d -sS"),
    ("curl\u00a0-F a=b", "curl -F a=b"),
    ("curl -F 'a=“b” – c' -F \"d=‘e’\"", "curl -F 'a=“b” – c' -F \"d=‘e’\""),
    ("curl -F a=b–c", "curl -F a=b–c"),
    ('curl -d “it\'s "so"”', 'curl -d “it\'s "so"”'),
)


@pytest.mark.parametrize(("line", "straight"), COMMANDS)
def test_a_command_gets_its_own_signs_back(line: str, straight: str) -> None:
    """What is within straight quotes stays, and so does what is not clear."""
    assert straightened_command(line) == straight


def test_a_text_is_straight_throughout() -> None:
    """In a document no other quotes mean anything."""
    assert straightened("{“a”:\u00a0‘b’}") == "{\"a\": 'b'}"
