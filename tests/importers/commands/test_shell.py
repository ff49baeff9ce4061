"""Bash as commands: its words are those that bash itself would pass, with gaps for what only a shell would know."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.errors import InvalidInput
from orq_ui.importers import read
from orq_ui.importers.commands.shell import Command, ansi, commands
from orq_ui.importers.placeholders import fill_gaps
from tests.importers.samples import URL, read_facts

OUTPUT = "is a command's output"
ALONE = "is known to the shell alone"
PIECES = (
    *("a", "'b c'", '"d e"', "\\ ", "\\'", '\\"', "$'f\\'g\\\\'", "$'\\x41\\n'", '"h\\"i\\\\j\\$k"', "''", '""'),
    *("[1]", "=", "@", "#", "{x}", "\\\n", "é", ":", ",", '$"l"', "'m'\\''n'", "%", "!"),
)


def curl(text: str) -> Command:
    return next(commands(text, "curl"))


def words(text: str) -> list[str]:
    return [fill_gaps(word) for word in curl(text).words]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"curl a\ b 'c'\ d \ e f\  g", ["curl", "a b", "c d", " e", "f ", "g"]),
        ("curl a 2>&1 b > f c <<< 'x' d", ["curl", "a", "b", "c", "d"]),
        ("curl a <<E b\nx\nE\n", ["curl", "a", "b"]),
        ("x | curl a > f b", ["curl", "a", "b"]),
        ("curl a | tee > f -b", ["curl", "a"]),
        ("A=1 B=$A curl $A$B", ["curl", "$A$B"]),
        ("A=1 B=$A\nexport C=2; curl $A$B ${C} \"$A $C\" '$A'", ["curl", "11", "2", "1 2", "$A"]),
        ("A=1; A+=2; curl $A", ["curl", "12"]),
        ("A=(1 2); curl $A ${A[0]}", ["curl", "…", "…"]),
        ("curl $A ${B:-x} ${#C} $1 $? $((1 + 2)) `d` $(e)", ["curl", "$A", "$B", "$C", "…", "…", "…", "…", "…"]),
        ("for A in 1 2; do curl $A; done", ["curl", "…"]),
        ("if ! curl a; then b; fi", ["curl", "a"]),
        ("A=$(curl a)", ["curl", "a"]),
        ('A="$(curl a "b c")"', ["curl", "a", "b c"]),
        ("f() { curl a; }", ["curl", "a"]),
        ("time curl a # it's", ["time", "curl", "a"]),
        ("curl a {b,c} {1..3}x", ["curl", "a", "{b,c}", "…x"]),
        ("curl a&b", ["curl", "a"]),
    ],
)  # fmt: skip
def test_words(text: str, found: list[str]) -> None:
    """Quotes, variables, redirections and whatever a command stands in are read as bash reads them."""
    assert words(text) == found


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_splits_likewise(pieces: list[str]) -> None:
    """Whatever quotes are put together, bash itself passes the same words on."""
    text = "curl x" + "".join(pieces) + " 'y z'"
    script = text.replace("curl ", "printf '%s\\0' ", 1)
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})  # noqa: S603, S607

    command = curl(text)

    assert command.mistake is not None or command.words[1:] == tuple(done.stdout.decode().split("\0")[:-1])


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("curl <<'E'\na $B\nE\n", {"-": "a $B\n"}),
        ("B=1; curl <<E\na $B $C \\$D `x`\nE\n", {"-": "a 1 $C $D …\n"}),
        ("curl <<-E\n\ta\n\tE\n", {"-": "a\n"}),
        ("cat <<E | curl -d @-\na\nE\n", {"-": "a\n"}),
        ("curl <<< 'a'", {"-": "a\n"}),
        ("cat <<E\na\nE\ncurl -d @- < f", {}),
        ("curl <(printf 'a%%b\\n') <(printf -- '\\'\\''')", {"/dev/fd/0": "a%b\n", "/dev/fd/1": "'"}),
        ("curl <(printf '%s' a) <(cat b) <(printf \"$A\")", {}),
    ],
)
def test_files(text: str, files: dict[str, str]) -> None:
    """What the script itself hands to a command is known; what another program would write is not."""
    assert {path: fill_gaps(content) for path, content in curl(text).files.items()} == files


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        (f"curl {URL} -F a=b 'c", 59, "opens a quote that is never closed"),
        (f'curl {URL} -F a=b "c', 59, "opens a quote that is never closed"),
        (f"curl {URL} -F a=b )", 59, "closes a bracket that was not opened"),
        (f"curl {URL} -F a=$(b", 57, "opens a bracket that is never closed"),
        (f"curl {URL} -F a=(b c)", 57, "is not understood"),
        (f"curl {URL} -F a=b \\\n <<E\nx", 2, "opens a here-document that is never closed"),
    ],
)
def test_a_mistake_on_the_commands_line_is_refused(text: str, place: int, reason: str) -> None:
    """What may be a part of the command is not passed over."""
    with pytest.raises(InvalidInput) as refused:
        read(text)

    assert refused.value.path.endswith(f"column {place}")
    assert refused.value.reason == reason


@pytest.mark.parametrize("after", ['{"created": 1, "data": [', "it's done", "bash: syntax error (", ")"])
def test_what_follows_on_other_lines_does_not_matter(after: str) -> None:
    """A terminal's answer is not the command's, whatever it looks like."""
    assert read_facts(f"$ curl {URL} -F model=m\n{after}\n$ ") == ({"model": "m"}, set())


@pytest.mark.parametrize(
    ("written", "text"),
    [("a\\n\\x41\\101\\e", "a\nAA\x1b"), ("\\u00e9\\U0001f600", "é😀"), ("\\cA\\q\\'", "\x01\\q'"), ("\\xc3\\xa9", "é"),
     ("\\U00110000", "\\U00110000")],
)  # fmt: skip
def test_ansi_escapes(written: str, text: str) -> None:
    """Escapes are about bytes, and what is none stays."""
    assert ansi(written) == text


def test_variables_that_grow_are_refused() -> None:
    """A text that doubles with each line is not made."""
    script = "A=aaaaaaaaaa\n" + "A=$A$A\n" * 30 + f"curl {URL} -F model=$A"

    with pytest.raises(InvalidInput, match="too long"):
        read(script)
