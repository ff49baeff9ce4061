"""What is taken for a key, what only stands in for one, and what is an ordinary text."""

# ruff: noqa: E501 - a row of a table is one text

import base64
import json

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, read
from orq_ui.importers.credential_patterns import mask_in_place, secrets_in
from tests.complexity import LINEAR, growth
from tests.importers.samples import URL

KEYS = (
    ("Authorization: Bearer abcdef123456", "abcdef123456"),
    ("Authorization%3A%20Bearer%20abcdef123456", "abcdef123456"),
    ('\\"authorization\\": \\"abcdef123456\\"', "abcdef123456"),
    ("ORQ_API_KEY=abcdef123456 curl", "abcdef123456"),
    ("apiKey: 'abcdef123456',", "abcdef123456"),
    ('headers["x-api-key"] = "abcdef123456"', "abcdef123456"),
    ("https://me:abcdef123456@example.com/", "abcdef123456"),
    ("user=eyJhbGciOi.eyJzdWIi.c2lnbmF0", "eyJhbGciOi.eyJzdWIi.c2lnbmF0"),
    ("anything sk-orq-0123456789abcdef at all", "sk-orq-0123456789abcdef"),
)
NONE = (
    'Authorization: "Bearer $ORQ_API_KEY"',
    "Authorization: Bearer ${ORQ_API_KEY}",
    "Authorization: Bearer %ORQ_API_KEY%",
    "Authorization: Bearer <token>",
    "Authorization: Bearer YOUR_API_KEY",
    'api_key=os.environ["ORQ_API_KEY"], n=2',
    "apiKey: process.env.ORQ_API_KEY,",
    "apiKey: process.env['ORQ_API_KEY'] ?? '',",
    "a task-2024-report and https://example.com:8080/x@y",
)


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_a_key_is_found(text: str, key: str) -> None:
    """By its name, by what stands before it, or by its looks."""
    found = secrets_in(text)

    assert key in found


@pytest.mark.parametrize("text", NONE)
def test_a_stand_in_is_no_key(text: str) -> None:
    """Where the key is only to be filled in, there is none to drop."""
    assert secrets_in(text) == set()


def test_a_key_in_a_field_is_masked_and_told() -> None:
    """A key that stands in the body itself is not sent as part of it."""
    imported = read(json.dumps({"model": "a/b", "orq": {"identity": {"id": "Bearer sk-orq-0123456789abcdef"}}}))

    assert imported.request.sent()["orq"] == {"identity": {"id": "Bearer ••••••••"}}
    assert [note.code for note in imported.notes] == [Code.KEY_DROPPED]


def test_a_key_hidden_by_escapes_is_found() -> None:
    """What only shows once a text is read is masked too."""
    imported = read(r'{"model": "a/b", "user": "s\u006b-orq-0123456789abcdef"}')

    assert imported.request.sent()["user"] == "••••••••"


NESTED = (
    {"orq": {"token": "abc"}},
    {"orq": {"identity": {"id": "1", "metadata": [{"api_key": "abc"}]}}},
    {"headers": [{"name": "X-Api-Key", "value": "abc"}]},
    {"header": {"key": "Authorization", "value": "Bearer abc"}},
    {"cookies": {"sid": "abcdefgh"}},
    {"url": "https://x.example/y?token=abc&b=1"},
    {"auth": {"bearer": [{"key": "token", "value": "abcdefgh"}]}},
)


@pytest.mark.parametrize("extra", NESTED, ids=str)
def test_a_key_is_found_by_its_name_at_any_level(extra: dict[str, object]) -> None:
    """Also in a pair of name and value, and however short; the card says that it was dropped."""
    imported = read(json.dumps({"model": "a/b", **extra}))

    assert "abc" not in json.dumps(imported.request.sent())
    assert Code.KEY_DROPPED in [note.code for note in imported.notes]


def test_a_short_key_masks_nothing_but_itself() -> None:
    """Words like it stay, and where it stands after its name it goes."""
    plain = read("curl https://x.example -H 'Authorization: Bearer cat' -F model=a/cat -F user=cat")
    written = read('{"model": "a/cat", "user": "Bearer cat", "orq": {"name": "cat"}}')

    assert plain.request.sent() == {"model": "a/cat", "user": "cat"}
    assert Code.KEY_DROPPED in [note.code for note in plain.notes]
    assert written.request.sent() == {"model": "a/cat", "user": "Bearer ••••••••", "orq": {"name": "cat"}}
    assert [note.code for note in written.notes] == [Code.KEY_DROPPED]


@pytest.mark.parametrize(
    "user", ["basic user", "the token of", "max_tokens: 5", "key: value", "bearer of news", "password: reset page"]
)
def test_nothing_is_said_to_be_dropped_that_stays(user: str) -> None:
    """Words such as basic are no keys of their own."""
    imported = read(json.dumps({"model": "a/b", "user": user}))

    assert imported.request.sent()["user"] == user
    assert imported.notes == ()


def test_a_place_for_a_key_is_no_key() -> None:
    """A placeholder goes too, and nothing is said to have been found."""
    imported = read('{"model": "a/b", "api_key": "<YOUR KEY>"}')

    assert imported.request.sent() == {"model": "a/b"}
    assert [note.code for note in imported.notes] == [Code.IGNORED]


@pytest.mark.parametrize("argument", ["auth=('u', '{}')", "cookies={{'sid': '{}'}}"])
def test_passwords_and_cookies_of_a_call_are_keys(argument: str) -> None:
    """What a call signs in with is dropped wherever else it is."""
    key = "correcthorse"
    imported = read(
        f"import requests\nrequests.post('{URL}', {argument.format(key)}, data={{'model': 'm', 'user': '{key}'}})"
    )

    assert key not in repr(imported)
    assert Code.KEY_DROPPED in [note.code for note in imported.notes]


def test_a_refusal_has_no_key_in_what_it_came_from() -> None:
    """The error that a reader raised is no context of the one that is raised: a log would show it."""
    with pytest.raises(InvalidInput) as refused:
        read('{"sk-orq-0123456789abcdef": 1}')

    assert "••••" in refused.value.reason
    assert refused.value.__context__ is None


CANARY = "Zq7canary41xWv"
BASIC = base64.b64encode(f"me:{CANARY}".encode()).decode()
OURS = json.dumps({"model": "a/b", "user": CANARY})


def archived(**request: object) -> str:
    """Return an archive with one call of ours whose body repeats the key."""
    call = {"method": "POST", "url": URL, "headers": [], "postData": {"mimeType": "application/json", "text": OURS}}
    return json.dumps({"log": {"entries": [{"request": call | request}]}})


def fielded(value: object) -> str:
    """Return a body with something of which the contract knows nothing."""
    return json.dumps({"model": "a/b", "extra": value})


NAMES = (
    *("token", "apiToken", "api_key", "x-api-key", "authorization", "secret", "client_secret", "password", "pwd"),
    *("passphrase", "auth", "authKey", "access_key_id", "jwt", "cookie", "cookies", "credentials", "openai_key"),
    *("subscription-key", "Ocp-Apim-Subscription-Key", "master_key", "secret_value", "token_value", "tokens"),
    *(
        "Passwort",
        "mot_de_passe",
        "contraseña",
        "wachtwoord",
        "password2",
        "API_KEY_PROD",
        "apiKeyValue",
        "client_secret_value",
        "db_pass",
        "smtpPass",
        "secret-old",
    ),
    *("connection_string", "ORQ_API_KEY", "session_token", "csrf_token", "signature", "encryption_key"),
)
PLACES = {
    "a cookie beside its header": archived(cookies=[{"name": "sid", "value": CANARY}]),
    "one cookie of several in a header": archived(headers=[{"name": "Cookie", "value": f"a=1; sid={CANARY}"}]),
    "a header of one's own": archived(headers=[{"name": "X-Orq-Key", "value": CANARY}]),
    "a query's parameter": archived(queryString=[{"name": "api_key", "value": CANARY}]),
    "a part of a form": archived(
        postData={"params": [{"name": "model", "value": "a/b"}, {"name": "api_key", "value": CANARY}]}
    ),
    "a pair of other names": fielded([{"Field": "api_key", "Val": CANARY}]),
    "a header and its value in a list": fielded(["X-Api-Key", CANARY]),
    "a cookie in a header's line": fielded(f"Host: a\nCookie: theme=dark; sid={CANARY}; b=1\nA: b"),
    "a Set-Cookie line": fielded([f"Set-Cookie: sid={CANARY}; Path=/"]),
    "a user without a password": fielded(f"https://{CANARY}@x.example/a"),
    "a fragment": fielded(f"https://x.example/a#token={CANARY}"),
    "a signed address": fielded(f"https://x.example/a?X-Amz-Signature={CANARY}&b=1"),
    "an escaped address": fielded(f"https%3A%2F%2Fx.example%2F%3Fapi_key%3D{CANARY}%26b%3D1"),
    "an escaped password": fielded(f"https%3A%2F%2Fme%3A{CANARY}%40x.example%2F"),
    "JSON in a text": fielded(json.dumps({"token": CANARY})),
    "JSON in JSON in a text": fielded(json.dumps({"a": json.dumps({"password": CANARY})})),
    "JSON in base64": fielded(base64.b64encode(json.dumps({"token": CANARY}).encode()).decode()),
    "curl -b": f"curl {URL} -b 'a=1; sid={CANARY}' -F model=a/b -F user={CANARY}",
    "curl, a header of the proxy": f"curl {URL} --proxy-header 'Proxy-Authorization: {CANARY}' -F user={CANARY} -F model=m",
    "curl, Set-Cookie": f"curl {URL} -H 'Set-Cookie: sid={CANARY}' -F model=a/b -F user={CANARY}",
    "curl, Basic": f"curl {URL} -H 'Authorization: Basic {BASIC}' -F model=a/b -F user={CANARY}",
    "curl, brackets": f"curl {URL} -F model=a/b -F 'orq[token]={CANARY}'",
    "curl, a fragment": f"curl '{URL}#access_token={CANARY}' -F model=a/b -F user={CANARY}",
    "HTTPie": f"http POST {URL} 'Cookie:sid={CANARY}' model=a/b user={CANARY}",
    "a message": f"POST {URL} HTTP/1.1\nProxy-Authorization: Basic {BASIC}\n\n{OURS}",
    "a comment": f"# key: {CANARY}\nimport httpx\nhttpx.post('{URL}', data={{'model': 'a/b', 'user': '{CANARY}'}})",
    "a comment at the end": f"import httpx\nhttpx.post('{URL}', data={{'model': 'a/b'}}) # password {CANARY}",
    "a block's comment": f"/* apiKey {CANARY} */\nfetch('{URL}', {{method: 'POST', body: JSON.stringify({OURS})}})",
    "curl, the proxy's user": f"curl {URL} -U me:{CANARY} -F model=a/b -F user={CANARY}",
    "curl, a certificate": f"curl {URL} -E own.pem:{CANARY} -F model=a/b -F user={CANARY}",
    "curl, .netrc": f"machine x.example login me password {CANARY}\ncurl -n {URL} -F model=a/b -F user={CANARY}",
    "HTTPie, a query": f"http -f POST {URL} api_key=={CANARY} model=a/b user={CANARY}",
    "PowerShell": f"$p = ConvertTo-SecureString '{CANARY}' -AsPlainText -Force\nInvoke-RestMethod '{URL}' -Method Post -Token $p -Form @{{model='a/b'; user='{CANARY}'}}",
    "a client's first argument": f"from orq_ai_sdk import Orq\nOrq('{CANARY}').router.images.variations.create(model='a/b', user='{CANARY}')",
    "an object that signs in": f"import requests\nrequests.post('{URL}', auth=HTTPBasicAuth('me', '{CANARY}'), data={{'model': 'a/b', 'user': '{CANARY}'}})",
    "a header in the making": f"const f = new FormData(); f.append('model', 'a/b'); f.append('user', '{CANARY}');\nfetch('{URL}', {{method: 'POST', headers: {{Authorization: 'Basic ' + btoa('me:{CANARY}')}}, body: f}})",
    "a session that signs in": f"import requests\ns = requests.Session()\ns.auth = ('me', '{CANARY}')\ns.post('{URL}', data={{'model': 'a/b', 'user': '{CANARY}'}})",
    "a cookie in the making": f"import requests\ns = requests.Session()\ns.cookies.set('sid', '{CANARY}')\ns.post('{URL}', data={{'model': 'a/b', 'user': '{CANARY}'}})",
    "a script's cookie": f"document.cookie = 'sid={CANARY}; path=/'; fetch('{URL}', {{method: 'POST', body: new URLSearchParams({{model: 'a/b', user: '{CANARY}'}})}})",
    "a shell's default": f'curl {URL} -H "Authorization: Bearer ${{ORQ_API_KEY:-{CANARY}}}" -F model=a/b -F user={CANARY}',
    "another scheme": f"curl {URL} -H 'Authorization: Api-Key {CANARY}' -F model=a/b -F user={CANARY}",
    "lines of settings": fielded(f"A=1\nSECRET_KEY={CANARY}\nB=2"),
    "Basic in a text": fielded(f"Basic {BASIC}"),
    "an element of XML": fielded(f"<wsse:Password Type='text'>{CANARY}</wsse:Password>"),
    "a connection string": fielded(f"Server=db;Uid=me;Pwd={CANARY};"),
    "a pair of letters": fielded([{"k": "api_key", "v": CANARY}]),
    "wide letters": fielded({"ＡＰＩ＿ＫＥＹ": CANARY}),
    "multipart": f'--b\nContent-Disposition: form-data; name="model"\n\na/b\n--b\nContent-Disposition: form-data; name="token"\n\n{CANARY}\n--b--\n',
    **{f"a member named {name}": json.dumps({"model": "a/b", "orq": {name: CANARY}}) for name in NAMES},
}  # fmt: skip


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_a_key_is_nowhere_in_an_import(text: str) -> None:
    """Wherever a key stands, neither request nor notes have it, plain or encoded, and the card says so."""
    imported = read(text)
    shown = json.dumps(imported.request.sent()) + repr(imported)

    assert CANARY in text or BASIC in text or "eyJ" in text
    assert not [form for form in (CANARY, BASIC, "Zq7") if form in shown]
    assert base64.b64encode(f'{{"token": "{CANARY}"}}'.encode()).decode() not in shown
    assert Code.KEY_DROPPED in [note.code for note in imported.notes]


def test_the_note_names_the_place_of_a_key() -> None:
    """One sees what was left out, and where it was."""
    body = {"model": "a/b", "orq": {"token": CANARY, "list": [{"name": "X-Api-Key", "value": CANARY}]}}
    imported = read(json.dumps(body))

    assert imported.request.sent() == {"model": "a/b", "orq": {"list": []}}
    assert [note.path for note in imported.notes if note.code is Code.KEY_DROPPED] == [
        "orq.token",
        "orq.list[0] X-Api-Key",
    ]


@pytest.mark.parametrize(
    "key",
    [
        *("ghp_" + "aB3" * 12, "github_pat_" + "aB3" * 12, "glpat-" + "aBcDeFgHiJ" * 2, "xoxb-123456789012-abcdefghijkl"),
        *("AKIAIOSFODNN7EXAMPLE", "AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6q", "hf_" + "aBcDeFgHiJ" * 3),
        *("sk_" + "live_" + "aB3" * 8, "gsk_" + "aB3" * 8, "r8_" + "aB3" * 8, "eyJhbGciOiJ.eyJzdWIi.c2lnbmF0dXJl.abc.def"),
        *("dop_v1_" + "9f86d081" * 8, "pypi-AgEIcHlwaS5vcmcC" + "aB3-" * 9, "hvs.CAESIJ" + "aB3" * 9, "lin_api_" + "aB3" * 13),
        *("pplx-" + "aB3" * 16, "shpat_" + "9f86d081" * 4, "nvapi-" + "aB3-" * 9, "ATATT3" + "aB3" * 20, "dapi" + "9f86d081" * 4),
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\n-----END PRIVATE KEY-----",
    ],
)  # fmt: skip
def test_keys_of_other_makers_are_known_by_their_looks(key: str) -> None:
    """Whatever is around them."""
    imported = read(json.dumps({"model": "a/b", "user": f"with {key} here"}))

    assert imported.request.sent()["user"] == "with •••••••• here"


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.slack.com/services/{}",
        "https://discord.com/api/webhooks/123456789012345678/{}",
        "https://api.telegram.org/bot123456789:AA{}/sendPhoto",
    ],
)
def test_an_address_to_which_anybody_may_post_is_a_key(address: str) -> None:
    """Its last part is the secret, whatever the member is named."""
    key = "T0aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1v"
    imported = read(json.dumps({"model": "a/b", "orq": {"name": address.format(key)}}))

    assert key not in repr(imported)
    assert Code.KEY_DROPPED in [note.code for note in imported.notes]


ORDINARY: tuple[dict[str, object], ...] = (
    {"model": "secret-lab/token-key-9a8b", "max_tokens": 5, "usage": {"total_tokens": 10}},
    {"model": "a/b", "fallbacks": [{"model": "key/token-2a3b4c5d6e"}]},
    {"model": "a/b", "orq": {"prompt": {"variables": {"token_count": "12", "tokenizer": "cl100k", "keyword": "fox"}}}},
    {"model": "a/b", "orq": {"prompt": {"id": "01HQ3ZK8X1V2W3Y4Z5A6B7C8D9", "variables": {"key": "value"}}}},
    {"model": "a/b", "orq": {"identity": {"id": "user_8f3a9c1b", "tags": ["token", "beta-2", "api_key", "secret"]}}},
    {"model": "a/b", "idempotency_key": "8f14e45f-ceea-467a-9575-8d4d5f2f3a1b", "cache_key": "sha256:9a8b7c6d5e4f3a2b"},
    {"model": "a/b", "token_type": "bearer", "auth": "none", "key_id": "main", "password_hint": "dog", "author": "me"},
    {"model": "a/b", "monkey": "m1o2n3k4e5y6z7", "keyframe": "a1b2c3d4e5f6", "render_pass": "beauty", "password_hint_2": "x"},
    {"model": "a/b", "user": "basic watercolor, plain; the basics: lighthouses", "name": "Basic typography"},
    {"model": "a/b", "user": "a key-frame-animation-of-a-horse", "name": "<b>login page</b>; pass the salt, Orq(uestra)"},
    {"model": "a/b", "user": "Cookie: chocolate chip", "name": "The key 2 is here, token 2024-11-27T10:00:00Z"},
    {"model": "a/b", "user": '{"a": 1, "b": [2]}', "orq": {"name": "https://me@example.com/"}},
)  # fmt: skip


@pytest.mark.parametrize("body", ORDINARY, ids=str)
def test_what_only_resembles_a_key_stays(body: dict[str, object]) -> None:
    """Counts, names, tags, ids and words are kept as they are, and nothing is said of keys."""
    imported = read(json.dumps(body))

    assert imported.request.sent() == body
    assert Code.KEY_DROPPED not in [note.code for note in imported.notes]


def test_headers_that_are_of_no_use_as_keys_mask_nothing() -> None:
    """A cookie such as theme=dark stays a word, and a file of cookies a name."""
    imported = read(f"curl {URL} -b theme=openai/dall-e -H 'Cookie: lang=en-US' -F model=openai/dall-e -F user=en-US")

    assert imported.request.sent() == {"model": "openai/dall-e", "user": "en-US"}


@pytest.mark.parametrize("piece", ["Cookie: a=", "key=", "https://a", "basic ", "eyJ", '{"', "?a-token=", "Aa1", "%3A"])
def test_looking_for_keys_takes_linear_time(piece: str) -> None:
    """A text made to be searched long is searched in time that grows as it does."""

    def search(text: str) -> None:
        secrets_in(text)
        mask_in_place(text)

    assert growth(lambda count: piece * count, search, 20_000) < LINEAR
