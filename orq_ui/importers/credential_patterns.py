"""How keys look, and what stands around them: names, schemes, addresses, cookies, and makers' own prefixes."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import unquote

from orq_ui.redaction import MASK, QUALIFIERS, is_secret_name

_VALUE = r"[^\s'\"`\\,;)}\]&^]"
_SHAPES = (
    re.compile(r"(sk-orq-[\w-]{8,8192}|\b(?:(?:sk|pk)-|key-(?=[\w-]{0,64}\d))[\w-]{16,8192})", re.ASCII),
    # A JSON Web Token, signed (three pieces) or encrypted (five).
    re.compile(r"(eyJ[\w-]{4,8192}\.[\w-]{0,8192}\.[\w-]{2,8192}(?:\.[\w-]{1,8192}){0,2})", re.ASCII),
    # GitHub, GitLab, Slack, AWS, Google, Hugging Face, Stripe, Groq, xAI, Replicate, npm, SendGrid.
    re.compile(
        r"\b(gh[oprsu]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,255}|xox[a-z]-[\w-]{10,255}"
        r"|A[KS]IA[A-Z0-9]{16}|AIza[\w-]{30,255}|ya29\.[\w-]{20,2048}|hf_[A-Za-z0-9]{20,255}"
        r"|[rs]k_(?:live|test)_\w{16,255}|gsk_\w{20,255}|xai-\w{20,255}|r8_\w{20,255}|npm_\w{30,255}"
        r"|SG\.[\w-]{16,64}\.[\w-]{16,128})",
        re.ASCII,
    ),
    # DigitalOcean, PyPI, Vault, Linear, Perplexity, Shopify, Docker, Supabase, Nvidia, Fireworks, Atlassian, Figma,
    # Notion, Postman, Sentry, New Relic, Databricks, Tavily, Jina, age.
    re.compile(
        r"\b(do[opr]_v1_[a-f0-9]{32,128}|pypi-[\w-]{20,512}|hv[sbr]\.[\w-]{20,512}|lin_api_\w{20,255}|pplx-\w{20,255}"
        r"|shp(?:at|ca|pa|ss)_\w{20,255}|dckr_(?:pat|oat)_[\w-]{20,255}|sbp_[a-f0-9]{32,128}|nvapi-[\w-]{20,255}"
        r"|fw_[A-Za-z0-9]{20,255}|ATATT[\w=-]{20,512}|figd_[\w-]{20,255}|ntn_\w{20,255}|PMAK-[\w-]{20,255}"
        r"|sntry[su]_\w{20,512}|NRAK-\w{20,255}|dapi[a-f0-9]{32}|tvly-[\w-]{20,255}|jina_\w{20,255}"
        r"|AGE-SECRET-KEY-1\w{20,255})",
        re.ASCII,
    ),
    # Addresses to which anybody may post who knows them: Slack, Discord, Telegram.
    re.compile(r"hooks\.slack\.com/(?:services|workflows|triggers)/([\w/]{20,255})", re.ASCII),
    re.compile(r"discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/\d{5,25}/([\w-]{30,255})", re.ASCII),
    re.compile(r"(?<!\d)\d{6,12}:(AA[\w-]{30,64})", re.ASCII),
)
_STRONG_NAMES = (
    r"(?:api|access|private|auth|subscription|account|master|signing|secret|encryption)[-_]?key|authorization|(?:access|auth)[-_]?token"
    r"|secret|password|passwd|passphrase"
)
_QUALIFIED = rf"(?:{_STRONG_NAMES})(?:[-_]?{QUALIFIERS}){{0,2}}"
_COOKIE_HEADER = re.compile(
    r"\b(?:set-)?cookie[\\\"']{0,4}\s{0,4}[:=]\s{0,4}[\\\"']{0,4}([\w.-]{1,200}=[^\s\"'\\][^\n\"'\\]{0,8192})",
    re.IGNORECASE,
)
_SECRETS = (
    # A header's value, or what follows a scheme; `Basic` is also a word, and told by what it encodes.
    re.compile(rf"(?:\b|%20)bearer(?:\s|%20|\+){{1,4}}['\"]?((?=[\w$%<{{]){_VALUE}{{1,8192}})", re.IGNORECASE),
    # A name for a key, then a value: apiKey: "...", api_key=..., ORQ_API_KEY='...', x-api-key: ...
    re.compile(
        rf"{_QUALIFIED}"
        r"(?:[\\\"'^]{0,6}\s{0,4}(?:[:=]{1,2}|,)|[\\\"'^\]]{0,6}\s{0,4}[:=]{1,2})"
        # The next name of an object is no value: {"key": "Authorization", "value": …}.
        rf"\s{{0,4}}[\\\"'^$(]{{0,6}}({_VALUE}{{1,8192}}+)(?![\\\"']{{1,4}}\s{{0,4}}:)",
        re.IGNORECASE,
    ),
    re.compile(r"(?::|%3A)(?://|%2F%2F)[^\s/@'\":%]{0,256}(?::|%3A)([^\s/@'\"]{1,512}?)(?:@|%40)", re.IGNORECASE),
    # A query's, or a fragment's.
    re.compile(
        r"(?:[?&#]|%3F|%26|%23)(?:token|key|sig|auth|pwd|(?:[a-z]{1,20}[-_]){0,4}"
        r"(?:(?:access|id|refresh|auth|security)?token|signature|secret|password|passwd|(?:api|subscription)[-_]?key))"
        rf"(?:=|%3D)((?:(?!%26)(?!#){_VALUE}){{1,8192}}+)",
        re.IGNORECASE,
    ),
    # An element of XML; a connection string; a line of .netrc; what PowerShell, Python and JavaScript make a header of.
    re.compile(rf"<(?:[\w-]{{1,40}}:)?{_QUALIFIED}(?:\s[^<>]{{0,200}})?>\s{{0,9}}([^<\s]{{1,8192}})", re.IGNORECASE),
    re.compile(rf";\s{{0,4}}(?:pwd|pass)\s{{0,4}}=\s{{0,4}}({_VALUE}{{1,8192}})", re.IGNORECASE),
    re.compile(r"\bmachine\s{1,9}\S{1,255}\s{1,9}login\s{1,9}\S{1,255}\s{1,9}password\s{1,9}(\S{1,512})"),
    re.compile(rf"\bSecureString\s{{1,9}}(?:-String\s{{1,9}})?['\"]({_VALUE}{{1,8192}})", re.IGNORECASE),
    re.compile(
        r"(?:(?:Basic|Digest)Auth|\bauth\s{0,4}=\s{0,4}|\bcookies?(?:\.set|\.add)?)"
        rf"\(\s{{0,9}}['\"][^'\"\n]{{0,200}}['\"]\s{{0,9}},\s{{0,9}}['\"]({_VALUE}{{1,8192}})",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:Orq|SecretStr)\(\s{{0,9}}['\"]({_VALUE}{{1,8192}})"),
    # A shell's default for a variable.
    re.compile(r"\$\{\w{0,64}(?:KEY|TOKEN|SECRET|PASS)\w{0,64}:?[-=]['\"]?([^}\s'\"]{1,8192})", re.IGNORECASE),
    re.compile(
        r"\b(?:btoa|b64encode|Buffer\.from)\(\s{0,9}b?['\"`](?!data:)[^\s:'\"`]{1,200}:([^\s'\"`]{1,512})['\"`]"
    ),
    re.compile(r"(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{1,65536}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?)"),
    _COOKIE_HEADER,
)
_LIKELY = (
    # A name that a key may have, then what looks like one: token = …, "key": "…", a comment's "password …".
    re.compile(
        r"(?:token|key|pwd|pass|auth|secret|sig|signature|cookie|sid|session|session[-_]?id|jwt|csrf|xsrf|password)"
        rf"[\w-]{{0,12}}[\\\"'\]]{{0,6}}(?:\s{{0,4}}[:=]|\s{{1,4}}(?:is\s)?)\s{{0,4}}[\\\"'`(]{{0,6}}({_VALUE}{{12,8192}}+)",
        re.IGNORECASE,
    ),
    # A user without a password, and a code of an OAuth redirection.
    re.compile(r"://([^\s/@'\":]{12,512})@"),
    re.compile(rf"[?&]code=({_VALUE}{{12,8192}}+)", re.IGNORECASE),
)
_BASIC = re.compile(r"\bbasic(?:\s|%20){1,4}['\"]?([A-Za-z0-9+/_-]{4,8192}={0,2})", re.IGNORECASE)
_COOKIE_PAIR = re.compile(r"(?:^|;)\s{0,9}([^=;\s]{1,200})=\"?([^;\"]{1,8192})")
_ATTRIBUTES = frozenset({"path", "domain", "expires", "max-age", "samesite", "priority", "version"})
HEADER_NAME = re.compile(
    r"(?:x[-_])?(?:api[-_]?key|authorization|access[-_]?token|auth[-_]?token|(?:set-)?cookies?)", re.IGNORECASE
)
_LIKELY_NAME = re.compile(r"token|secret|passw|pwd|credential|signature|auth(?!or)|jwt|cookie|csrf|xsrf|key")
_OTHER_KEY = re.compile(
    r"(?:idempotency|public|cache|primary|foreign|partition|sort)|(?:mon|tur|don|hoc|joc|whis)key"
    r"|key(?:word|note|board|frame|stroke|stone)"
)
_PLACEHOLDER = re.compile(
    r"[$%<{(].*|(?:process|os|import|deno)\b.*|(?:your|my)[-_ ].*|bearer|basic"
    r"|.*(?:environ|getenv|API_KEY|apiKey).*|[•*x.…]{3,}|\[?redacted\]?",
    re.IGNORECASE | re.DOTALL,
)
_SEPARATORS = re.compile(r"[-_./:+=~|]")
_KEY_LIKE = re.compile(r"[\w.~+/=:|-]{12,8192}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TURN = re.compile(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])")
_SHORTEST_RUN, _FEWEST_TURNS = 10, 3


def is_key_name(name: str) -> bool:
    """Return whether what has this name is a key, never a field of the request."""
    return HEADER_NAME.fullmatch(name) is not None or is_secret_name(name)


def may_be_key_name(name: str) -> bool:
    """Return whether what has this name is a key if it also looks like one: ``openai_key``, ``auth``, ``tokens``."""
    plain = re.sub(r"[\W_]", "", name[:200].casefold())
    return _LIKELY_NAME.search(plain) is not None and _OTHER_KEY.search(plain) is None


def looks_random(text: str) -> bool:
    """Return whether a text looks like a key by its signs alone: letters and digits in turns, without a blank.

    Names of models, dates, addresses, UUIDs and words with a number at the end do not.
    """
    if _KEY_LIKE.fullmatch(text) is None or "://" in text or _UUID.fullmatch(text):
        return False
    return any(
        len(run) >= _SHORTEST_RUN and len(_TURN.findall(run)) >= _FEWEST_TURNS for run in _SEPARATORS.split(text)
    )


def is_placeholder(value: str) -> bool:
    """Return whether a text only says where the key is to go."""
    return not value or _PLACEHOLDER.fullmatch(value) is not None


def secrets_in(text: str) -> set[str]:
    """Return every text that is, or may be, a key; placeholders such as ``$ORQ_API_KEY`` are none."""
    plain = unquote(text) if "%" in text else text
    found: set[str] = set()
    for pattern in _SECRETS:
        for match in chain(pattern.finditer(text), pattern.finditer(plain) if plain != text else ()):
            found |= set(cookie_values(match[1])) if pattern is _COOKIE_HEADER else {match[1]}
    found |= {match[1] for pattern in _LIKELY for match in pattern.finditer(plain) if _is_likely(match)}
    for credentials in _BASIC.findall(plain):
        found |= {credentials, *_basic(credentials)} if any(_basic(credentials)) else set()
    return {secret for secret in found if not is_placeholder(secret)} | shapes_in(text)


def _is_likely(found: re.Match[str]) -> bool:
    """Return whether a value looks like a key, and its whole name does not say that it is another one."""
    before = re.search(r"[\w-]{0,40}$", found.string[max(0, found.start() - 40) : found.start()])
    name = (before[0] if before else "") + found.string[found.start() : found.start(1)]
    return looks_random(found[1]) and _OTHER_KEY.search(name.lower()) is None


def cookie_values(header: str) -> Iterator[str]:
    """Yield the values of a Cookie or Set-Cookie header that may be keys; ``theme=dark`` is none."""
    for name, value in _COOKIE_PAIR.findall(header):
        session = re.search(r"sid\b|sess|id$", name, re.IGNORECASE) or may_be_key_name(name)
        if name.lower() not in _ATTRIBUTES and (session or looks_random(value.strip())):
            yield value.strip()


def key_texts(name: str, value: str) -> Iterator[str]:
    """Yield the keys in what has the name of a key: without a scheme, a cookie's values, the password of ``Basic``."""
    if "cookie" in name.lower() and "=" in value:
        yield from cookie_values(value)
        return
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() == "basic":
        yield from _basic(rest.strip())
    bare = rest.strip() if scheme.lower() in ("bearer", "basic", "token", "digest", "apikey") else value.strip()
    if not is_placeholder(bare):
        yield bare
    if "authorization" in name.lower() and " " not in rest.strip() and not is_placeholder(rest.strip()):
        yield rest.strip()  # after whatever scheme


def _basic(credentials: str) -> Iterator[str]:
    """Yield the pair of a user and a password, and the password alone, of RFC 7617."""
    try:
        pair = base64.b64decode(credentials + "=" * (-len(credentials) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return
    user, colon, password = pair.partition(":")
    if colon:
        yield from (secret for secret in (pair, password, "" if password else user) if secret.isprintable() and secret)


def shapes_in(text: str) -> set[str]:
    """Return every text that looks like a key, whatever is around it."""
    return {match[1] for pattern in _SHAPES for match in pattern.finditer(text)}


def mask_in_place(text: str) -> str:
    """Return a text with each key masked that its surroundings tell, however short: ``Bearer abc``."""
    for pattern in _SECRETS:
        text = pattern.sub(_masked, text)
    return text


def _masked(found: re.Match[str]) -> str:
    start, end = found.span(1)
    ordinary = is_placeholder(found[1]) or re.match(r"(?:%20)?basic", found[0], re.IGNORECASE)
    # A word that others follow is one of a sentence: "bearer of news".
    ordinary = ordinary or re.fullmatch(r"[a-z]{1,7} [a-z]\w*", found.string[start : end + 3], re.IGNORECASE)
    return found[0] if ordinary else found[0][: start - found.start()] + MASK + found[0][end - found.start() :]
