"""Pastes as people make them, from terminals, browsers, documentation and editors, each with what it says."""

# ruff: noqa: E501 - the lines of a paste are as long as they came

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from orq_ui.importers import Code, read

CANARY = "orqcanary7f3a91bc55d0"
MODEL = "openai/dall-e-2"
URL = "https://my.orq.ai/v2/router/images/variations"
RETRY = {"retry": {"count": 3, "on_codes": [429, 503]}}
FULL = {"model": MODEL, "n": 2, "orq": RETRY}


def read_facts(text: str) -> tuple[dict[str, Any], set[tuple[str, str]]]:
    """Return the body of a paste, and each thing that was left out of it: its place and the reason, or the variable."""
    imported = read(text)
    left_out = {Code.IGNORED, Code.FROM_ENVIRONMENT}
    return imported.request.sent(), {(note.path or "", note.detail) for note in imported.notes if note.code in left_out}


@dataclass(frozen=True)
class Paste:
    """A text and what is to come of it; ``codes`` are notes that must be there."""

    name: str
    text: str
    kind: str
    body: dict[str, Any]
    codes: frozenset[str] = field(default=frozenset({"key_dropped"}))


def _paste(name: str, kind: str, body: dict[str, Any], text: str, *codes: str) -> Paste:
    filled = text.replace("<KEY>", CANARY).replace("<URL>", URL).replace("<MODEL>", MODEL)
    return Paste(name, filled, kind, body, frozenset({"key_dropped", *codes}))


def _windows(text: str) -> str:
    return text.replace("\n", "\r\n")


JSON = (
    _paste("wire names", "json", FULL, '{"model": "<MODEL>", "n": 2, "orq": {"retry": {"count": 3, "on_codes": [429, 503]}}, "api_key": "<KEY>"}'),
    _paste("camel case", "json", {"model": MODEL, "response_format": "url", "orq": {"fallback_on_codes": [500]}},
           '{"model": "<MODEL>", "responseFormat": "url", "orq": {"fallbackOnCodes": [500]}, "apiKey": "<KEY>"}', "camel_case"),
    _paste("unknown keys", "json", {"model": MODEL, "seed": 7, "orq": {"beta": {"x": None}}},
           '\ufeff\n{"model": "<MODEL>", "seed": 7, "orq": {"beta": {"x": null}}, "authorization": "Bearer <KEY>"}\n', "unknown_key"),
    _paste("out of contract", "json", {"model": 5, "n": 99, "size": None, "retry": [], "orq": "x"},
           '{"model": 5, "n": 99, "size": null, "retry": [], "orq": "x", "x-api-key": "<KEY>"}'),
    _paste("wrapped", "json", FULL, '{"headers": {"Authorization": "Bearer <KEY>"}, "body": {"model": "<MODEL>", "n": 2, "orq": {"retry": {"count": 3, "on_codes": [429, 503]}}}}', "ignored"),
    _paste("image described", "json", {"model": MODEL}, '{"image": "cat.png", "model": "<MODEL>", "api_key": "<KEY>"}', "picture_named"),
    _paste("settings", "toml", FULL, '# mine\n[request]\nmodel = "<MODEL>"\nn = 2\napi_key = "<KEY>"\n\n[request.orq.retry]\ncount = 3\non_codes = [429, 503]\n', "found_in"),
    _paste("half a character", "json", {"model": MODEL, "user": "a\\ud83d"}, '{"model": "<MODEL>", "user": "a\\ud83d", "api_key": "<KEY>"}', "half_sign"),
    _paste("PowerShell", "powershell", {"model": MODEL, "n": 2}, 'Invoke-RestMethod -Uri "<URL>" -Form @{ model = "<MODEL>"; n = 2 } -Headers @{ Authorization = "Bearer <KEY>" }', "host"),
    _paste("a notebook", "python", {"model": MODEL}, '{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["!pip install x\\n", "M = \'<MODEL>\'"]}, '
           '{"cell_type": "code", "source": "client.images.variations.create(model=M, api_key=\'<KEY>\')"}]}', "found_in"),
    _paste("from a chat", "json", {"model": MODEL}, '```json\n{"model": "<MODEL>", "token": "x", "api_key": "<KEY>"}\n```'.replace('"token": "x", ', "")),
    _paste("a script's object", "typescript", {"model": MODEL, "n": 2}, '{ model: "<MODEL>", n: 2, /* mine */ apiKey: "<KEY>", }'),
    _paste("a Python dictionary", "typescript", {"model": MODEL, "n": None}, "{'model': '<MODEL>', 'n': None, 'api_key': '<KEY>'}"),
    _paste("the key as a value", "json", {"model": MODEL, "user": "••••••••"}, '{"model": "<MODEL>", "user": "<KEY>", "api_key": "<KEY>"}'),
)  # fmt: skip

CURL = (
    _paste("documentation", "curl", FULL, r"""curl <URL> \
  -H "Authorization: Bearer <KEY>" \
  -F image=@photos/cat.png \
  -F model="<MODEL>" \
  -F n=2 \
  -F 'orq={"retry": {"count": 3, "on_codes": [429, 503]}};type=application/json'""", "picture_named", "host"),
    _paste("a terminal's lines", "curl", {"model": MODEL, "n": 2}, "$ curl <URL> -H 'Authorization: Bearer <KEY>' \\\n>   -F model=<MODEL> \\\n>   -F n=2\n{\"created\": 1}"),
    _paste("long options", "curl", {"model": MODEL, "user": "a;b @c"}, "$ curl --request POST --url '<URL>' --header 'authorization: Bearer <KEY>' --form 'image=@\"my cat.png\";type=image/png;filename=pet.png' --form model=<MODEL> --form-string 'user=a;b @c' --compressed", "picture_named"),
    _paste("chrome, multipart", "curl", {"model": MODEL, "n": 1, "orq": {"name": "it's"}}, r"""curl '<URL>' \
  -H 'accept: */*' -H 'authorization: Bearer <KEY>' \
  -H 'content-type: multipart/form-data; boundary=----WebKitFormBoundaryAbC' \
  --data-raw $'------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name="image"; filename="cat.png"\r\nContent-Type: image/png\r\n\r\n\r\n------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name="model"\r\n\r\n<MODEL>\r\n------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name="n"\r\n\r\n1\r\n------WebKitFormBoundaryAbC\r\nContent-Disposition: form-data; name="orq"\r\n\r\n{"name":"it\'s"}\r\n------WebKitFormBoundaryAbC--\r\n'""", "picture_named"),
    _paste("brackets", "curl", {"model": MODEL, "orq": {"retry": {"count": 3, "on_codes": [429, 503]}, "fallbacks": [{"model": "a/b"}, {"model": "c/d"}]}}, "curl <URL> -H 'Authorization: Bearer <KEY>' -F model=<MODEL> -F 'orq[retry][count]=3' -F 'orq[retry][on_codes][]=429' -F 'orq[retry][on_codes][]=503' -F 'orq[fallbacks][][model]=a/b' -F 'orq[fallbacks][][model]=c/d'", "bracket_notation"),
    _paste("json data", "curl", FULL, "curl -X POST <URL> -H 'Content-Type: application/json' -H 'Authorization: Bearer <KEY>' -d '{\"model\": \"<MODEL>\", \"n\": 2, \"orq\": {\"retry\": {\"count\": 3, \"on_codes\": [429, 503]}}}'"),
    _paste("here-document", "curl", {"model": MODEL, "n": 3}, "curl -sS -XPOST <URL> -H 'Authorization: Bearer <KEY>' -d @- <<'EOF' | jq .\n{\"model\": \"<MODEL>\",\n \"n\": 3}\nEOF\necho done"),
    _paste("variables", "curl", {"model": MODEL, "n": 4}, "export ORQ_API_KEY=<KEY>\nMODEL='<MODEL>'\ncurl <URL> -H \"Authorization: Bearer $ORQ_API_KEY\" -F \"model=$MODEL\" -F n=4 -F user=$USER -F \"orq=$(cat orq.json)\" -F image=@$HOME/cat.png", "from_environment", "ignored", "picture_named"),
    _paste("command prompt", "curl", FULL, _windows('curl "<URL>" ^\n  -H "Authorization: Bearer <KEY>" ^\n  -F "image=@C:\\Users\\me\\cat.png" ^\n  -F "model=<MODEL>" -F n=2 ^\n  -F "orq={\\"retry\\": {\\"count\\": 3, \\"on_codes\\": [429, 503]}};type=application/json"\n'), "picture_named"),
    _paste("chrome, command prompt", "curl", {"model": MODEL, "n": 2}, _windows('curl ^"<URL>^" ^\n  -H ^"authorization: Bearer <KEY>^" ^\n  --data-raw ^"^{^\\^"model^\\^":^\\^"<MODEL>^\\^",^\\^"n^\\^":2^}^"')),
    _paste("powershell", "curl", {"model": MODEL, "orq": {"name": "a"}}, 'PS C:\\work> curl.exe <URL> `\n  -H "Authorization: Bearer <KEY>" `\n  -F "image=@cat.png" `\n  -F "model=<MODEL>" `\n  -F \'orq={"name": "a"};type=application/json\'', "picture_named"),
    _paste("joined and basic", "curl", {"model": MODEL}, "curl -sSL -u me:<KEY> -Fmodel=<MODEL> -Fimage=@cat.webp <URL>", "picture_named"),
    _paste("key in the address", "curl", {"model": MODEL}, "curl 'https://me:<KEY>@api.orq.ai/v2/router/images/variations?api_key=<KEY>' --data-urlencode 'model=<MODEL>'", "host"),
    _paste("another path", "curl", {"model": MODEL}, "# first try\ncurl https://my.orq.ai/v2/router/images/generations --json '{\"model\":\"<MODEL>\"}' --oauth2-bearer <KEY>", "ignored"),
    _paste("codes repeated", "curl", {"model": MODEL, "fallback_on_codes": [500, 503]}, "ORQ_API_KEY=<KEY> curl <URL> -F model=<MODEL> -F 'fallback_on_codes[]=500' -F 'fallback_on_codes[]=503'"),
)  # fmt: skip

PYTHON = (
    _paste("vendor's example", "python", FULL, """from orq_ai_sdk import Orq
import os

with Orq(api_key="<KEY>") as orq:
    res = orq.router.images.variations.create(
        image={"file_name": "cat.png", "content": open("cat.png", "rb")},
        model="<MODEL>", n=2, orq={"retry": {"count": 3, "on_codes": [429, 503]}},
    )
    print(res)
""", "picture_named"),
    _paste("typed and asynchronous", "python", {"model": MODEL, "orq": {"retry": {"count": 3}}}, """import asyncio
from orq_ai_sdk import Orq, models
KEY = "Bearer <KEY>"
MODEL = "<MODEL>"
async def main(n=count()):
    client = Orq(api_key="<KEY>", server_url="https://api.orq.ai")
    retry = models.Retry(count=3)
    await client.router.images.variations.create_async(model=MODEL, n=n, orq=dict(retry=retry), retries=None, timeout_ms=9)
asyncio.run(main())
""", "host", "ignored"),
    _paste("spread and set later", "python", {"model": MODEL, "n": 2, "timeout": {"call_timeout": 30000}}, """import os
from orq_ai_sdk import Orq
body = {"model": "openai/" + "dall-e-2", **{"n": 1}}
body["n"] = 2
body["timeout"] = {}
body["timeout"]["call_timeout"] = 30 * 1000
Orq(api_key=os.getenv("ORQ_API_KEY", "<KEY>")).router.images.variations.create(**body, user=os.environ["USER_ID"])
""", "from_environment"),
    _paste("a prompt's lines", "python", {"model": MODEL, "size": "512x512"}, '>>> from orq_ai_sdk import Orq\n>>> o = Orq(api_key="<KEY>")\n>>> o.router.images.variations.create(\n...     model="<MODEL>", size="512x512")\n'),
    _paste("a notebook's cell", "python", {"model": MODEL}, '!pip install orq-ai-sdk\n%env ORQ_API_KEY=<KEY>\nclient.router.images.variations.create(model="<MODEL>")\n'),
    _paste("openai", "openai", {"model": MODEL, "n": 2, "orq": RETRY}, """from openai import OpenAI
client = OpenAI(api_key="<KEY>", base_url="https://my.orq.ai/v2/router")
r = client.images.create_variation(image=open("cat.png", "rb"), model="<MODEL>", n=2, timeout=30,
    extra_body={"orq": {"retry": {"count": 3, "on_codes": [429, 503]}}}, extra_headers={"Authorization": "Bearer <KEY>"})
""", "picture_named", "host"),
    _paste("httpx", "httpx", FULL, """import httpx, json
files = {"image": ("cat.png", open("cat.png", "rb"), "image/png"),
         "orq": (None, json.dumps({"retry": {"count": 3, "on_codes": [429, 503]}}), "application/json")}
httpx.post("<URL>", headers={"Authorization": "Bearer <KEY>"}, data={"model": "<MODEL>", "n": "2"}, files=files)
""", "picture_named", "host"),
    _paste("requests", "requests", FULL, """import requests
url = f"https://my.orq.ai/v2/router/images/variations"
with open("cat.jpg", "rb") as f:
    requests.post(url, headers={"Authorization": f"Bearer {'<KEY>'}"}, files={"image": f},
        data={"model": "<MODEL>", "n": 2, "orq[retry][count]": 3, "orq[retry][on_codes][]": [429, 503]})
""", "picture_named", "bracket_notation"),
    _paste("httpx, partly known", "httpx", {"model": MODEL, "orq": {"retry": {"on_codes": [429]}}}, """import httpx, json
with httpx.Client(headers={"Authorization": "Bearer <KEY>"}) as http:
    http.post("/v2/router/images/variations", data={"model": "<MODEL>", "orq": json.dumps({"retry": {"count": N, "on_codes": [429]}})})
""", "ignored"),
    _paste("requests, json", "requests", {"model": MODEL}, 'requests.request("POST", "<URL>", json={"model": "<MODEL>"}, headers={"x-api-key": "<KEY>"})'),
    _paste("indented", "python", {"model": MODEL, "n": 1}, '    key = "Bearer <KEY>"\n    orq.router.images.variations.create(\n        model="<MODEL>",  # the old one\n        n=1,\n    )\n'),
)  # fmt: skip

SCRIPT = (
    _paste("vendor's example", "typescript", {"model": MODEL, "response_format": "b64_json", "orq": {"retry": {"on_codes": [429]}}}, """import { Orq } from "@orq-ai/node";
import { openAsBlob } from "node:fs";

const orq = new Orq({ apiKey: process.env["ORQ_API_KEY"] ?? "<KEY>" });

async function run() {
  const result = await orq.router.images.variations.create({
    image: await openAsBlob("cat.png"),
    model: '<MODEL>',
    responseFormat: `b64_json`, // inline
    orq: { retry: { onCodes: [429,], }, },
  });
  console.log(result);
}

run();
""", "picture_named", "camel_case"),
    _paste("names and shorthand", "typescript", {"model": MODEL, "n": 2, "fallbacks": [{"model": "a/b"}]}, """const apiKey: string = "<KEY>"
const model = "<MODEL>" as const
const fallbacks: Fallback[] = [{ model: "a/b" }]
let rest = { n: 2, user: undefined, size: pick() }
export const client = new Orq({ apiKey, serverURL: "https://api.orq.ai" })
client.router.images.variations.create({ model, fallbacks, ...rest }).then((r) => { console.log(/["']/.test(r), `${r.data[0]!.url}`) })
""", "host", "ignored"),
    _paste("openai", "openai", {"model": MODEL, "n": 1}, """import fs from "fs";
import OpenAI from "openai";
const openai = new OpenAI({ apiKey: "<KEY>", baseURL: "https://my.orq.ai/v2/router" });
const image = await openai.images.createVariation({ image: fs.createReadStream("otter.png"), model: "<MODEL>", n: 1 });
""", "picture_named", "host"),
    _paste("fetch with a form", "fetch", FULL, """const form = new FormData();
form.append("image", new File([bytes], "cat.png", { type: "image/png" }));
form.append("model", "<MODEL>");
form.set('n', "2");
form.append("orq", new Blob([JSON.stringify({ retry: { count: 3, on_codes: [429, 503] } })], { type: "application/json" }));
const r = await fetch("<URL>", { method: "POST", headers: { Authorization: `Bearer <KEY>` }, body: form });
""", "picture_named", "host"),
    _paste("copied as fetch", "fetch", {"model": MODEL}, """fetch("<URL>", {
  "headers": { "accept": "*/*", "authorization": "Bearer <KEY>", "content-type": "multipart/form-data; boundary=----W" },
  "body": "------W\\r\\nContent-Disposition: form-data; name=\\"model\\"\\r\\n\\r\\n<MODEL>\\r\\n------W--\\r\\n",
  "method": "POST"
});""", "host"),
    _paste("an arrow function", "typescript", {"model": MODEL, "orq": {"retry": {"count": 2}}}, """export const run = async () => {
  const orq = new Orq({ apiKey: "<KEY>" });
  const res = await orq.router.images.variations.create({ model: "<MODEL>", user: `u-${id}`, orq: { name: f(x, { a: 1 }), retry: { count: 2 } } });
  return res;
};
""", "ignored"),
    _paste("a text partly known", "fetch", {"model": MODEL, "orq": {"name": "a"}}, """const key = "Bearer <KEY>";
await fetch("<URL>", { method: "POST", body: JSON.stringify({ model: "<MODEL>", n: count, orq: { name: "a" } }) })""", "ignored"),
    _paste("numbers of all kinds", "typescript", {"model": MODEL, "timeout": {"call_timeout": 30000}, "cache": {"type": "exact_match", "ttl": 0.5}, "n": -1}, """// key: Bearer <KEY>
await orq.router.images.variations.create({ model: "\\x6fpenai\\u002fdall-e-\\u{32}", timeout: { callTimeout: 30_000 }, cache: { type: "exact_match", ttl: .5 }, n: -1 })"""),
)  # fmt: skip

DOCUMENTS = (
    _paste("httpie", "command", FULL, "$ http -f POST <URL> 'Authorization:Bearer <KEY>' model=<MODEL> n=2 image@cat.png orq:='{\"retry\": {\"count\": 3, \"on_codes\": [429, 503]}}'", "picture_named", "host"),
    _paste("wget", "command", {"model": MODEL}, "wget -O - --header='Authorization: Bearer <KEY>' --post-data='{\"model\": \"<MODEL>\"}' <URL>", "host"),
    _paste("yaml", "yaml", FULL, "# mine\nmodel: <MODEL>\nn: 2\norq:\n  retry: {count: 3, onCodes: [429, 503]}\napi_key: <KEY>\n", "camel_case"),
    _paste("yaml, wrapped", "yaml", {"model": MODEL, "user": "no"}, "steps:\n- name: vary\n  headers:\n    Authorization: Bearer <KEY>\n  body:\n    model: <MODEL>\n    user: no\n", "found_in"),
    _paste("a message", "http", FULL, """POST /v2/router/images/variations HTTP/1.1
Host: my.orq.ai
Authorization: Bearer <KEY>
Content-Type: multipart/form-data; boundary=B

--B
Content-Disposition: form-data; name="image"; filename="cat.png"
Content-Type: image/png

\x89PNG
--B
Content-Disposition: form-data; name="model"

<MODEL>
--B
Content-Disposition: form-data; name="n"

2
--B
Content-Disposition: form-data; name="orq"
Content-Type: application/json

{"retry": {"count": 3, "on_codes": [429, 503]}}
--B--
""", "picture_named", "host"),
    _paste("an editor's file", "http", {"model": MODEL}, """@host = https://my.orq.ai
@model = <MODEL>

### models
GET {{host}}/v2/model-catalog

### variations
POST {{host}}/v2/router/images/variations
Authorization: Bearer <KEY>
Content-Type: application/json

{"model": "{{model}}", "user": "{{user}}"}
""", "found_in", "from_environment"),
    _paste("a form's body", "http", {"model": MODEL, "n": 2}, "model=openai%2Fdall-e-2&n=2&api_key=<KEY>"),
    _paste("an archive", "har", {"model": MODEL}, """{"log": {"entries": [
{"request": {"method": "OPTIONS", "url": "<URL>", "headers": []}},
{"startedDateTime": "2026-11-27T12:00:00Z", "request": {"method": "POST", "url": "<URL>", "headers": [{"name": "X-Api-Key", "value": "<KEY>"}],
 "postData": {"mimeType": "multipart/form-data", "params": [{"name": "image", "fileName": "cat.png"}, {"name": "model", "value": "<MODEL>"}]}}}]}}""", "found_in", "host", "picture_named"),
    _paste("a collection", "postman", {"n": 2}, """{"info": {"name": "orq"}, "item": [{"name": "images", "item": [{"name": "vary", "request": {"method": "POST", "url": "{{base}}/v2/router/images/variations",
 "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "<KEY>"}]},
 "body": {"mode": "formdata", "formdata": [{"key": "image", "type": "file", "src": "/me/cat.png"}, {"key": "model", "value": "{{model}}"}, {"key": "n", "value": "2"}]}}}]}]}""", "found_in", "from_environment", "picture_named"),
    _paste("an export", "insomnia", {"model": MODEL}, """{"_type": "export", "__export_format": 4, "resources": [{"_type": "request", "name": "vary", "method": "POST", "url": "{{ _.base }}/v2/router/images/variations",
 "authentication": {"type": "bearer", "token": "<KEY>"}, "body": {"params": [{"name": "model", "value": "<MODEL>"}]}}]}""", "found_in"),
    _paste("a record", "record", FULL, """{"id": "a", "received_at": 1.5, "path": "/v2/router/images/variations", "state": "served", "headers": {"x-api-key": "<KEY>"},
 "body": {"model": "<MODEL>", "n": 2, "orq": {"retry": {"count": 3, "on_codes": [429, 503]}}}, "parts": [{"name": "image", "filename": "cat.png", "content_type": "image/png", "size": 5, "sha256": "0", "text": null}]}""", "picture_named"),
    _paste("a run", "run", FULL, """{"format": "orq-ui run", "version": 1, "run": {"brief": {"id": "a"}, "request": {"model": "<MODEL>", "n": 2, "orq": {"retry": {"count": 3, "on_codes": [429, 503]}}},
 "sent": {"headers": [["Authorization", "Bearer <KEY>"]], "parts": []}}}""", "found_in"),
    _paste("a page", "curl", {"model": MODEL}, """# Variations

```bash
npm install @orq-ai/node
export ORQ_API_KEY=<KEY>
```

1. Then:

   ~~~sh
   curl <URL> \\
     -F model=<MODEL>
   ~~~

```json
{"created": 1, "data": [{"url": "https://example.com/1.png"}]}
```
""", "host"),
    _paste("a message with an object", "json", {"model": MODEL}, 'Hello (see below),\n\n{"model": "<MODEL>", "apiKey": "<KEY>"}\n\nThanks'),
)  # fmt: skip

PASTES = (*JSON, *CURL, *PYTHON, *SCRIPT, *DOCUMENTS)

# What is refused: the text, the place, and words of the reason.
REFUSED = (
    ("", "line 1, column 1", "is empty"),
    (f" \n {CANARY}", "line 2, column 2", "is a single value"),
    ("SELECT * FROM requests", "line 1, column 1", "is none of these"),
    (f'{{"model": "x",\n "api_key": "{CANARY}" "n": 2}}', "line 2", "is not JSON"),
    (f'["{CANARY}"]', "line 1, column 1", "a body is an object"),
    ("[" * 200 + "]" * 200, "line 1, column 1", "100 levels"),
    ('{"a":' * 200_000, "line 1, column", "levels"),
    (f"curl {URL} \\\n -H 'Authorization: Bearer {CANARY}' \\\n -F 'model=x", "line 3, column 5", "never closed"),
    (f"curl {URL} -H 'Authorization: Bearer {CANARY}'", "line 1, column 1", "without a field"),
    (f'curl {URL} -H "Authorization: Bearer {CANARY}" -d "{{"', "line 1, column 2", "of the sent data is not JSON"),
    (f'import os\nOrq(api_key="{CANARY}"', "line 2, column 4", "never closed"),
    (f'import os\nprint("{CANARY}")', "line 1, column 1", "is none of these"),
    (f'const a = {{ key: "{CANARY}"', "line 1, column 11", "never closed"),
    (f"const a = 'Bearer {CANARY}", "line 1, column 11", "never closed"),
    (f'const a = f("{CANARY}")]', "line 1, column", "was not opened"),
    (f'{{"foo": 1, "key": "{CANARY}"}}', "line 1, column 1", "is JSON with none of this call's fields: key foo"),
    ("model: a/b\nn: 2\nmodel: c/d\n", "line 3, column 1", "is there already"),
    (f"model: a/b\n user: {CANARY}: [", "line 2", "is not YAML"),
    ('Text\n\n```json\n{"model": "a/b",\n "n": 2 "user"}\n```\n', "line 5, column 9", "is not JSON"),
    (
        '```json\n{"model": "a"}\n```\n\n```yaml\nmodel: b\n```\n',
        "line 2, column 1",
        "lines 2 to 2 (json), lines 6 to 6 (yaml)",
    ),
    ('{"model": "a"}\n{"model": "b"}\n', "line 1, column 1", "holds 2 different requests: [0], [1]"),
    ('{"log": {"entries": []}}', "line 1, column 1", "is a HAR without a call to images/variations"),
    (f"POST {URL} HTTP/2\nHost: my.orq.ai\nAuthorization: {CANARY}\n", "line 1, column 1", "has no body in it"),
    (f"Bearer sk-{CANARY}", "line 1, column 1", "is a key, not a request"),
    ("x" * 1_000_001, "line 1, column 1", "more than 1,000,000 characters"),
    ("a = [1]\n" + "a = [a, a]\n" * 30 + "c.variations.create(a=a)", "line", "makes more than"),
    ("const a = [1];\n" + "a = [a, a];\n" * 30, "line", "makes more than"),
    ("from a import b\nx = " + "-" * 300_000 + "1", "line", ""),
    ("x = " + "1+" * 20_000 + "1", "line", ""),
    ("x = f([" + "1," * 400_000 + "])", "line", "60,000"),
    ("const x = [" + "1," * 400_000 + "]", "line", "too long"),
)
