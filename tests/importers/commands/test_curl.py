"""curl's options: fields, data, and variables within them."""

# ruff: noqa: E501 - a row of a table is one paste and what comes of it

from __future__ import annotations

from typing import Any

import pytest

from tests.importers.samples import URL, read_facts

FILE = "a file's content is not read"
LINES: tuple[tuple[str, dict[str, Any], set[tuple[str, str]]], ...] = (
    ("-F model=m -F 'orq={\"name\": \"n\"};type=application/json;charset=utf-8'", {"model": "m", "orq": {"name": "n"}}, set()),
    ("-F model=m -F 'user=\"a;b\";type=text/plain' -F 'name=<n.txt'", {"model": "m", "user": "a;b"}, {("name", FILE)}),
    ("-F model=m -F oops -d @body.json", {"model": "m"}, {("--form", "has no = between name and content"), ("--data", FILE)}),
    ("-sSFmodel=m -XPOST -Fn=2", {"model": "m", "n": 2}, set()),
    ("-d model=m -d n=2 --data-urlencode 'user=a&b'", {"model": "m", "n": 2, "user": "a&b"}, set()),
    ("--json '{\"model\":' --json '\"m\"}'", {"model": "m"}, set()),
    ("-F model=m -F 'fallbacks={\"model\": \"a\"};type=application/json' -F 'fallbacks={\"model\": \"b\"};type=application/json'",
     {"model": "m", "fallbacks": [{"model": "a"}, {"model": "b"}]}, set()),
    ("-F model=m -F 'fallbacks={\"model\": \"a\"},{\"model\": \"b\"}' -F 'fallback_on_codes=500,503'",
     {"model": "m", "fallbacks": [{"model": "a"}, {"model": "b"}], "fallback_on_codes": [500, 503]}, set()),
    ("-F model=m -F fallback_on_codes=500 -F fallback_on_codes=503", {"model": "m", "fallback_on_codes": [500, 503]}, set()),
    # Variables take nothing with them.
    ('-d "{\\"model\\": \\"m\\", \\"user\\": \\"$USER_ID\\", \\"n\\": $N}"', {"model": "m"}, {("user", "USER_ID"), ("n", "N")}),
    ('-F model=m -F "orq={\\"name\\": \\"$NAME\\", \\"retry\\": {\\"count\\": 2}}"', {"model": "m", "orq": {"retry": {"count": 2}}},
     {("orq.name", "NAME")}),
    ('-d model=m -d "n=$N" -d "$FIELD=1"', {"model": "m"}, {("n", "N"), ("$FIELD", "FIELD")}),
    ("-F model=m -F 'orq[retry][count]='$N -F user=\"$(id)\"", {"model": "m"},
     {("orq[retry][count]", "N"), ("user", "is a command's output")}),
    ("-F model=m -d @- <<E\nx=$X\nE\n", {"model": "m"}, {("x", "X")}),
)  # fmt: skip
PROMPTS = (
    "$ ",
    "# ",
    "me@host:~/work$ ",
    "[me@host work]$ ",
    "X=$(",
    'X="$(',
    "time ",
    "A=1 B=2 ",
    "cd /tmp && ",
    "for M in a b; do ",
    "/usr/bin/",
    "if ",
    "export X=$(",
    "C:\\work>",
    "C:\\Windows\\System32\\",
    "PS C:\\> & 'C:\\Program Files\\curl\\",
    "Try this: ",
    "docker run --rm -it ",
    "bash -c '",
    "RUN ",
)


@pytest.mark.parametrize(("options", "body", "left_out"), LINES, ids=[options[:50] for options, _, _ in LINES])
def test_options(options: str, body: dict[str, Any], left_out: set[tuple[str, str]]) -> None:
    """Each option says what curl makes of it; what is not known is left out alone."""
    assert read_facts(f"curl {URL} {options}") == (body, left_out)


@pytest.mark.parametrize("before", PROMPTS)
def test_whatever_is_in_front_of_it(before: str) -> None:
    """A prompt, an assignment or another command does not hide a curl line."""
    ends = {
        "X=$(": ")",
        "export X=$(": ")",
        'X="$(': ')"',
        "bash -c '": "'",
        "for M in a b; do ": "; done",
        "if ": "; then\n  echo\nfi",
    }

    name = "curl.exe'" if before.startswith("PS") else "curl"

    assert read_facts(f"{before}{name} {URL} -F model=m{ends.get(before, '')}") == ({"model": "m"}, set())


def test_a_blank_after_the_backslash_is_overlooked() -> None:
    """Pages add blanks to lines; nobody means the word that bash makes of them."""
    assert read_facts(f"curl {URL} \\ \n  -F model=m \\  \n  -F n=2 | jq .") == ({"model": "m", "n": 2}, set())


def test_the_call_to_variations_counts() -> None:
    """Of several commands the one with this call's address is read, also where a variable begins it."""
    script = 'curl https://my.orq.ai/v2/other -d model=a\ncurl "$BASE/images/variations" -F model=m\n'

    assert read_facts(script) == ({"model": "m"}, set())


TYPOGRAPHIC = (
    "curl <URL> -F “model=m” -F ‘user=a b’",
    "curl <URL> –F model=m —form 'user=a b'",
    'curl <URL> –form “model=m” -F "user=a b"',
    "curl <URL> -d ‘{“model”: “m”, “user”: “a b”}’",
    "curl <URL> -d '{“model”: “m”, “user”: “a b”}'",
    "curl\u00a0<URL> \\\n\u00a0 -F model=m \\\n\u00a0 -F 'user=a b'",
)


@pytest.mark.parametrize("line", TYPOGRAPHIC)
def test_a_word_processors_quotes_and_dashes_are_read(line: str) -> None:
    """Chats and word processors change quotes, dashes and blanks."""
    assert read_facts(line.replace("<URL>", URL)) == ({"model": "m", "user": "a b"}, set())


def test_typographic_signs_in_a_text_stay() -> None:
    """What is between straight quotes is the person's own."""
    line = f"curl {URL} -F model=m -F 'user=“a” – b' -F \"name=it’s\""

    assert read_facts(line)[0] == {"model": "m", "user": "“a” – b", "name": "it’s"}


def test_templates_are_left_out() -> None:
    """Variables of collections and of workflows are known elsewhere, whatever quotes they are in."""
    line = f"curl {URL} -F model=m -F 'user={{{{user}}}}' -F \"name=${{{{ vars.NAME }}}}\""

    assert read_facts(line) == ({"model": "m"}, {("user", "user"), ("name", "vars.NAME")})


def test_what_ends_in_a_backslash_is_read() -> None:
    """The lines that follow were not copied, or there are none."""
    assert read_facts(f"curl {URL} \\\n -F model=m \\\n")[0] == {"model": "m"}


def test_a_comment_among_the_options_is_noted() -> None:
    """In a shell it ends the command: what follows is not sent, and the import says so."""
    text = f"curl {URL} \\\n -F model=m \\\n # how many\n -F n=2 \\\n -F user=u\n"

    assert read_facts(text) == ({"model": "m"}, {("line 4", "comes after a comment, which ends the command")})


def test_what_cat_gives_of_a_here_document_is_known() -> None:
    """Scripts put a body into a variable so; the output of any other command is not known."""
    start = "BODY=$(cat <<EOF\n"
    text = f'{start}{{"model": "m", "n": 2}}\nEOF\n)\ncurl {URL} -d "$BODY"'

    assert read_facts(text) == ({"model": "m", "n": 2}, set())
    assert read_facts(text.replace("cat <<", "tee <<"))[0] == {}
