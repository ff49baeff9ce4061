"""Calls in Python and TypeScript as requests: which call counts, where its body is, and what is told of the rest."""

# ruff: noqa: E501 - a row of a table is one paste and what comes of it

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, read
from tests.importers.samples import URL, read_facts

PLAIN = "is not a plain value"
NO_FORM = "is a Map or Headers, which JavaScript sends as “[object Map]” and not as fields"
ELSEWHERE = "are members from elsewhere"

# Code, the body it sends, and what is left out.
CALLS: tuple[tuple[str, dict[str, Any], set[tuple[str, str]]], ...] = (
    (f"import requests\nrequests.post('{URL}', {{'model': 'm', 'n': '2'}})", {"model": "m", "n": 2}, set()),
    (f"import requests\nrequests.post('https://my.orq.ai/v2/other', json={{'model': 'a'}})\nrequests.post('{URL}', data={{'model': 'm'}})",
     {"model": "m"}, set()),
    (f"import requests\nrequests.post('{URL}', data=[('model', 'm'), ('fallback_on_codes[]', 429)])",
     {"model": "m", "fallback_on_codes": [429]}, set()),
    (f"import requests\nrequests.post('{URL}', data=payload)", {}, {("data", PLAIN)}),
    (f"import requests\nrequests.post('{URL}')", {}, {("data", "is not there, or cannot be read")}),
    (f"import requests\nfrom requests_toolbelt import MultipartEncoder\nm = MultipartEncoder(fields={{'model': 'm', 'n': '2', "
     f"'image': ('a.png', open('a.png', 'rb'), 'image/png')}})\nrequests.post('{URL}', data=m)", {"model": "m", "n": 2}, set()),
    (f"import aiohttp\nform = aiohttp.FormData()\nform.add_field('model', 'm')\nform.add_field('notes', f, filename='n.txt')\n"
     f"session.post('{URL}', data=form)", {"model": "m"}, {("notes", "a file other than the picture")}),
    ("import http.client\nc = http.client.HTTPSConnection('my.orq.ai')\n"
     "c.request('POST', '/v2/router/images/variations', '{\"model\": \"m\"}', {'Content-Type': 'application/json'})",
     {"model": "m"}, set()),
    (f"const r = await axios.post('{URL}', {{ model: 'm', n: 2 }}, {{ headers: {{ a: 'b' }} }})", {"model": "m", "n": 2}, set()),
    (f"const r = await axios({{ method: 'post', url: '{URL}', data: {{ model: 'm' }} }})", {"model": "m"}, set()),
    (f"const f = new FormData(); f.append('model', 'm'); axios.post('{URL}', f, {{ headers: f.getHeaders() }})",
     {"model": "m"}, set()),
    (f"fetch('{URL}', {{ method: 'POST', body: new Map([['model', 'm']]) }})", {}, {("body", NO_FORM)}),
    (f"fetch('{URL}', {{ method: 'POST', body: new Headers({{ model: 'm' }}) }})", {}, {("body", NO_FORM)}),
    (f"fetch('{URL}', {{ method: 'POST', body: new URLSearchParams({{ model: 'm' }}) }})", {"model": "m"}, set()),
    ("body = {'model': 'm'}\nbody.update(n=2)\nbody.update(more())\nclient.images.create_variation(**body)",
     {"model": "m", "n": 2}, {("...", ELSEWHERE)}),
    ("client.images.create_variation(model='m', **more())", {"model": "m"}, {("**", "are arguments from elsewhere")}),
    ("client.images.create_variation(model='m', timeout=3, extra_body={'timeout': {'call_timeout': 1}})",
     {"model": "m", "timeout": {"call_timeout": 1}}, set()),
    ("body = {'model': 'm', 'n': 2}\nprint(body)", {"model": "m", "n": 2}, set()),
    ("import { routerImagesVariationsCreate } from '@orq-ai/node/funcs/routerImagesVariationsCreate.js';\n"
     "await routerImagesVariationsCreate(orq, { model: 'm', responseFormat: 'url' });",
     {"model": "m", "response_format": "url"}, set()),
    (f"import urllib.request, urllib.parse\nurllib.request.urlopen('{URL}', urllib.parse.urlencode({{'model': 'm', 'n': 2}}).encode())",
     {"model": "m", "n": 2}, set()),
    (f"import json, urllib.request\nr = urllib.request.Request('{URL}', data=json.dumps({{'model': 'm'}}).encode(), method='POST')\n"
     "urllib.request.urlopen(r)", {"model": "m"}, set()),
    ("const api = axios.create({ baseURL: 'https://my.orq.ai/v2/router' }); api.post('/images/variations', { model: 'm' });\n"
     "api.post('/chat/completions', { model: 'c' })", {"model": "m"}, set()),
    ("const u = new URL('/v2/router/images/variations', 'https://my.orq.ai'); fetch(u, { method: 'POST', body: new URLSearchParams({ model: 'm', n: '2' }) })",
     {"model": "m", "n": 2}, set()),
    ("console.log('POST /v2/router/images/variations', { n: 9 }); await api('/v2/router/images/variations', { method: 'POST', body: JSON.stringify({ model: 'm' }) });",
     {"model": "m"}, set()),
    ("enum M { A = 'm' } orq.router.images.variations.create({ model: M.A, n: parseInt('2', 10) })", {"model": "m", "n": 2}, set()),
    ("class M(str, Enum):\n    A = 'm'\nclient.images.create_variation(model=M.A.value, n=int('2'))", {"model": "m", "n": 2}, set()),
    (f"await got.post('{URL}', {{ json: {{ model: 'm' }} }}).json()", {"model": "m"}, set()),
    (f"await superagent.post('{URL}').set('a', 'b').field('model', 'm').field('n', 2).attach('image', 'a.png')",
     {"model": "m", "n": 2}, set()),
    (f"superagent.post('{URL}').send({{ model: 'm' }}).then(show)", {"model": "m"}, set()),
    (f"const x = new XMLHttpRequest(); x.open('POST', '{URL}'); x.send(JSON.stringify({{ model: 'm' }}))", {"model": "m"}, set()),
    (f"request({{ method: 'POST', url: '{URL}', formData: {{ model: 'm', image: {{ value: f, options: {{ filename: 'a.png' }} }} }} }}, (e, r) => {{}})",
     {"model": "m"}, set()),
    ("import requests\nrequests.post('https://a.b/chat', json={'model': 'c'})\nrequests.post('https://a.b/x', json={'model': 'd'})\n"
     "client.images.create_variation(model='m')", {"model": "m"}, set()),
    ("import requests\nrequests.post(os.environ['GATEWAY'], data={'model': 'm'})", {"model": "m"},
     {("url", "is not known: whether it is of this call is for you to say")}),
    ("import requests\nrequests.post('https://a.b/v2/other', data={'model': 'm'})", {"model": "m"},
     {("url", "the path /v2/other is another call's")}),
    ("c.images.create_variation(model='m')\nc.images.create_variation(model='n')", {"model": "m"},
     {("", "another call that makes variations, line 2, column 1")}),
    (f"const q = new URLSearchParams({{ model: 'q' }}); const h = new Headers({{ user: 'u' }}); const k = new Map([['n', 1]]);\n"
     f"fetch(`{URL}?${{q}}`, {{ method: 'POST', headers: h, body: JSON.stringify({{ model: 'm' }}) }})", {"model": "m"}, set()),
)  # fmt: skip


@pytest.mark.parametrize(("code", "body", "left_out"), CALLS, ids=[code.split("\n")[-1][:50] for code, _, _ in CALLS])
def test_the_body_of_a_call(code: str, body: dict[str, Any], left_out: set[tuple[str, str]]) -> None:
    """The fields come from wherever the call has them; a body that cannot be read is not passed over in silence."""
    assert read_facts(code) == (body, left_out)


@pytest.mark.parametrize(
    ("code", "place", "reason"),
    [
        ("import requests\nrequests.post('https://a.b/x', json={'model': 'a'})\nrequests.post('https://a.b/y', json={'model': 'b'})",
         "line 2, column 1", "is one of 2 calls"),
        ("client.chat.completions.create(model='gpt-4', messages=[])", "line 1, column 1", "none makes variations"),
    ],
)  # fmt: skip
def test_other_calls_are_refused(code: str, place: str, reason: str) -> None:
    """The body of another call is never taken for a request of this one."""
    with pytest.raises(InvalidInput) as refused:
        read(code)

    assert refused.value.path == place
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    "code",
    [
        f"const h = new Headers(); h.append('Authorization', 'Bearer abcdefgh12345'); fetch('{URL}', {{ headers: h, body: '{{}}' }})",
        f"const h = new Headers({{ 'x-api-key': 'abcdefgh12345' }}); fetch('{URL}', {{ headers: h, body: '{{}}' }})",
        f"import requests\nh = {{}}\nh['authorization'] = 'abcdefgh' + '12345'\nrequests.post('{URL}', json={{}}, headers=h)",
    ],
)
def test_a_key_in_headers_is_dropped(code: str) -> None:
    """Headers are read for their keys, however they are put together."""
    assert Code.KEY_DROPPED in {note.code for note in read(code).notes}


def test_a_command_in_a_text_is_no_address() -> None:
    """What a program hands to a shell is not a call of its own without a body."""
    with pytest.raises(InvalidInput):
        read(f'import os\nos.system("curl {URL} -F model=a/b")')
