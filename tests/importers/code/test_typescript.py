"""TypeScript and JavaScript: what is followed, what is left out with a note, and what is not of the language."""

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import read
from tests.importers.samples import MODEL, URL, read_facts

CREATE = "orq.router.images.variations.create"
PLAIN = "is not a plain value"
POST = f"fetch('{URL}', {{ method: 'POST', body"

# Code, the body it sends, and what is left out.
FOLLOWED: tuple[tuple[str, dict[str, Any], set[tuple[str, str]]], ...] = (
    (f"const models = ['a/b', '{MODEL}']; await {CREATE}({{ model: models[1] }})", {"model": MODEL}, set()),
    (f"let n = 1; n = n * 2; {CREATE}({{ model: 'openai' + '/' + 'dall-e-2', n }})", {"model": MODEL, "n": 2}, set()),
    (f"const a = {{ b: [{{ c: 3 }}] }}; {CREATE}({{ n: a.b[0].c, name: a['b'][0]?.c }})", {"n": 3, "name": 3}, set()),
    (f"const a = {{ n: 1 }}; const b = a; b.n = 2; {CREATE}({{ ...a }})", {"n": 1}, set()),
    (f"const l = []; l.push(429); const b = {{}}; b.on_codes = l; {CREATE}({{ retry: b }})",
     {"retry": {"on_codes": [429]}}, set()),
    (f"{CREATE}({{ n: (2 as number)!, size: <any>'256x256', user: undefined ?? null }})",
     {"n": 2, "size": "256x256", "user": None}, set()),
    (f"const n = 2; {CREATE}({{ model: `openai/${{'dall-e'}}-${{n}}` }})", {"model": MODEL}, set()),
    (f"{CREATE}({{ ['mo' + 'del']: 'm', ...(true as any), n: 1 }})", {"model": "m", "n": 1},
     {("...", "are members from elsewhere")}),
    (f"const send = async () => {{ await {CREATE}({{ model: 'm' }}).then((r) => r) }}", {"model": "m"}, set()),
    (f"class A {{ run() {{ return this.{CREATE}({{ model: 'm' }}) }} }} new A().run()", {"model": "m"}, set()),
    (f"const a = <p>it's {{f({{}})}}</p>; const send = () => {CREATE}({{ model: 'm' }});", {"model": "m"}, set()),
    # What is not known is left out, and leaves what is beside it.
    (f"const {{ model }} = config; {CREATE}({{ model, n: 1 }})", {"n": 1}, {("model", PLAIN)}),
    (f"const m = 'a/b'; for (const m of ms) {{ {CREATE}({{ model: m, n: 1 }}) }}", {"n": 1},
     {("model", "is set in a branch or a loop")}),
    (f"const m = 'a/b'; function f(m: string) {{ {CREATE}({{ model: m, n: 1 }}) }}", {"n": 1},
     {("model", "is a parameter of a function")}),
    (f"let n = 1; n -= 1; let m = 1; m++; {CREATE}({{ model: 'm', n, user: m }})", {"model": "m"},
     {("n", PLAIN), ("user", PLAIN)}),
    (f"const ms = ['m']; {CREATE}({{ model: ms[i], n: x ? 1 : 2, user: ms[7], name: ms.length, size: a && b }})", {},
     {("model", PLAIN), ("n", "depends on a condition"), ("user", PLAIN), ("name", PLAIN), ("size", PLAIN)}),
    (f"{CREATE}({{ model: process.env.MODEL ?? 'm', user: `u-${{process.env['USER']}}`, n: import.meta.env.N }})", {},
     {("model", "MODEL"), ("user", "USER"), ("n", "N")}),
    (f"{CREATE}({{ model: 'm', user: `u-${{id}}-${{x}}`, name() {{ return 1 }}, orq: {{ name: f(), cache: {{}} }} }})",
     {"model": "m", "orq": {"cache": {}}},
     {("user", PLAIN), ("name", PLAIN), ("orq.name", "is made by a call, and nothing is run")}),
    (f"{CREATE}({{ [key]: 1, model: 'm', n: 010 }})", {"model": "m"},
     {("…", PLAIN), ("n", "is a number of the old octal kind")}),
    # An object that a name is given to, as documentation shows types.
    ("let value: CreateImageVariationRequestBody = { model: 'm', orq: { retry: { onCodes: [429] } } };",
     {"model": "m", "orq": {"retry": {"on_codes": [429]}}}, set()),
    ("const value = { model: 'm', n: 1 } as const;", {"model": "m", "n": 1}, set()),
    # Forms, and what is none.
    (f"const f = new FormData(); f.append('model', 'a'); f.set('model', 'm'); f.append(key, '1'); {POST}: f }})",
     {"model": "m"}, {("…", PLAIN)}),
    (f"function send(f: FormData) {{ f.append('model', 'm'); return {POST}: f }}) }}", {"model": "m"}, set()),
    (f"const h = new Headers({{ a: 'b' }}); h.append('c', 'd'); const q = new URLSearchParams(); q.set('e', 'f'); "
     f"{POST}: JSON.stringify({{ model: 'm' }}), headers: h }})", {"model": "m"}, set()),
    (f"{POST}: `{{\"model\": \"m\", \"n\": ${{n}}, \"user\": \"${{process.env.USER}}\"}}` }})", {"model": "m"},
     {("n", PLAIN), ("user", "USER")}),
    (f"{POST}: make() }})", {}, {("body", "is made by a call, and nothing is run")}),
    (f"fetch('{URL}', {{ method: 'POST' }})", {}, {("data", "is not there, or cannot be read")}),
    # A mistake elsewhere.
    (f"const a = b c;\n{CREATE}({{ model: 'm' }})", {"model": "m"}, {("line 1, column 13", "is not understood")}),
)  # fmt: skip


@pytest.mark.parametrize(("code", "body", "left_out"), FOLLOWED, ids=[code[:40] for code, _, _ in FOLLOWED])
def test_code_is_followed_as_far_as_it_is_known(
    code: str, body: dict[str, Any], left_out: set[tuple[str, str]]
) -> None:
    """A value is read where the code says it, and left out with a note where only running the code would."""
    assert read_facts(code) == (body, left_out)


@pytest.mark.parametrize(
    ("code", "place", "reason"),
    [
        (f"{CREATE}({{ model: 'm', n: 2 3 }})", "line 1, column 56", "is not understood"),
        (f"const body = {{ model: 'm', n: 2 3 }};\n{CREATE}(body)", "line 1, column 33", "is not understood"),
        (f"{CREATE}({{ model: 'm',\n n: 1 ", "line 1, column 37", "opens a bracket that is never closed"),
        (f"{CREATE}({{ model: 'm,\n n: 1 }})", "line 1, column 46", "opens a quote that is never closed"),
        (f"{CREATE}({{ model: 'm' }}]))", "line 1, column", "closes a bracket that was not opened"),
        ("const é = '😀'; let s = `a${b}", "line 1, column 24", "opens a quote that is never closed"),
    ],
)
def test_a_mistake_in_the_call_is_refused(code: str, place: str, reason: str) -> None:
    """What may change the request is not guessed."""
    with pytest.raises(InvalidInput) as refused:
        read(code)

    assert refused.value.path.startswith(place)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("{n: 1, 'b': [None, True], /* c */ ...{model: 'm'},},", {"n": 1, "b": [None, True], "model": "m"}),
        ("{json: {model: 'm'}}", {"model": "m"}),
        ("{model: f(), n: 1}", {"n": 1}),
    ],
)
def test_an_object_alone_is_read(text: str, body: dict[str, Any]) -> None:
    """An object as code writes it is a body, Python's constants included."""
    assert read(text).request.sent() == body


@pytest.mark.parametrize("text", ["{a: 1} + 2", "{a: }", "{a: 1", "{a: 1}}"])
def test_what_only_begins_as_an_object_is_refused_as_json(text: str) -> None:
    """Nobody is told of TypeScript who did not write any."""
    with pytest.raises(InvalidInput, match="is not JSON"):
        read(text)
