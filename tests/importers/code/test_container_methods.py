"""What is done to a form, a list or an object after it is made."""

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.importers.code.container_methods import IN_BRANCH
from tests.importers.samples import read_facts

SEND = "\nclient.images.create_variation(**body)"
CREATE = "; orq.router.images.variations.create(body)"
START = "body = {'model': 'm', 'n': 1, 'user': 'u', 'orq': {'retry': {'count': 1}}}\n"
OBJECT = "const body = { model: 'm', n: 1, user: 'u', orq: { retry: { count: 1 } } }; "

BEFORE: dict[str, Any] = {"model": "m", "n": 1, "user": "u", "orq": {"retry": {"count": 1}}}
MAYBE = {("n", IN_BRANCH)}
WITHOUT_N = {name: value for name, value in BEFORE.items() if name != "n"}
# Statements, the body after them, and what is left out.
CHANGES: tuple[tuple[str, dict[str, Any], set[tuple[str, str]]], ...] = (
    (START + "body['n'] = 3" + SEND, {**BEFORE, "n": 3}, set()),
    (START + "body['orq']['retry']['count'] = 2" + SEND, {**BEFORE, "orq": {"retry": {"count": 2}}}, set()),
    (START + "del body['n']" + SEND, WITHOUT_N, set()),
    (START + "body.pop('n')" + SEND, WITHOUT_N, set()),
    (START + "body.setdefault('n', 5)\nbody.setdefault('name', 'x')" + SEND, {**BEFORE, "name": "x"}, set()),
    (START + "body.update({'n': 3})\nbody |= {'user': 'v'}" + SEND, {**BEFORE, "n": 3, "user": "v"}, set()),
    (START + "body['n'] += 1" + SEND, {**BEFORE, "n": 2}, set()),
    (START + "if hd:\n    body['n'] = 3" + SEND, WITHOUT_N, MAYBE),
    (START + "for i in x:\n    body['n'] = 3" + SEND, WITHOUT_N, MAYBE),
    (START + "if hd:\n    body.pop('n')" + SEND, WITHOUT_N, MAYBE),
    (START + "while hd:\n    body.update(n=3)" + SEND, WITHOUT_N, MAYBE),
    (START + "try:\n    body['n'] = 3\nexcept KeyError:\n    body['user'] = 'w'" + SEND,
     {name: value for name, value in {**BEFORE, "n": 3}.items() if name != "user"}, {("user", IN_BRANCH)}),
    (START + "if __name__ == '__main__':\n    body['n'] = 3" + SEND, {**BEFORE, "n": 3}, set()),
    (START + "body[key] = 3" + SEND, BEFORE, {("…", "is not a plain value")}),
    (OBJECT + "body.n = 3" + CREATE, {**BEFORE, "n": 3}, set()),
    (OBJECT + "body.orq.retry.count = 2" + CREATE, {**BEFORE, "orq": {"retry": {"count": 2}}}, set()),
    (OBJECT + "delete body.n" + CREATE, WITHOUT_N, set()),
    (OBJECT + "Object.assign(body, { n: 3 })" + CREATE, {**BEFORE, "n": 3}, set()),
    (OBJECT + "if (hd) body.n = 3; else body.n = 4" + CREATE, WITHOUT_N, MAYBE),
    (OBJECT + "if (hd) delete body.n" + CREATE, WITHOUT_N, MAYBE),
    (OBJECT + "switch (x) { case 1: body.n = 3 }" + CREATE, WITHOUT_N, MAYBE),
    (OBJECT + "try { body.n = 3 } catch { body.n = 4 }" + CREATE, WITHOUT_N, MAYBE),
)  # fmt: skip


@pytest.mark.parametrize(("code", "body", "left_out"), CHANGES, ids=[code[70:120] for code, _, _ in CHANGES])
def test_changes_are_followed_or_said(code: str, body: dict[str, Any], left_out: set[tuple[str, str]]) -> None:
    """What is always done is done; what may be done leaves the place out with a note."""
    assert read_facts(code) == (body, left_out)


FORM = "const f = new FormData(); f.append('model', 'm'); f.append('n', '1'); "
FETCH = "; fetch('/v2/router/images/variations', { body: f })"


@pytest.mark.parametrize(
    ("change", "body", "left_out"),
    [
        ("f.set('n', '2')", {"model": "m", "n": 2}, set()),
        ("f.delete('n')", {"model": "m"}, set()),
        ("if (x) f.delete('n')", {"model": "m"}, MAYBE),
        ("if (x) { f.append('user', 'u') }", {"model": "m", "n": 1}, {("user", IN_BRANCH)}),
        ("f.append('orq', s, { contentType: 'application/json' })", {"model": "m", "n": 1},
         {("orq", "is not a plain value")}),
    ],
)  # fmt: skip
def test_a_form_is_followed(change: str, body: dict[str, Any], left_out: set[tuple[str, str]]) -> None:
    """A form is changed by its methods."""
    found, told = read_facts(FORM + change + FETCH)

    assert (found, {fact for fact in told if fact[0] != "url"}) == (body, left_out)
