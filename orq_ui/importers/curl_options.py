"""Which of curl's options take a value: a word after such an option is no URL."""

from __future__ import annotations

SHORT_WITH_VALUE = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
LONG = {
    "H": "header",
    "F": "form",
    "d": "data",
    "u": "user",
    "X": "request",
    "A": "user-agent",
    "b": "cookie",
    "G": "get",
}
DATA = frozenset({"data", "data-raw", "data-ascii", "data-binary", "data-urlencode", "json"})
SECRET = frozenset({"user", "oauth2-bearer", "cookie", "proxy-user", "pass", "proxy-pass", "proxy-header"})
_WITHOUT_MEANING = (
    "user-agent request url cookie-jar continue-at dump-header referer cert config max-time connect-timeout output "
    "ftp-port quote range telnet-option upload-file write-out proxy speed-limit speed-time time-cond cacert capath "
    "cert-type ciphers retry retry-delay retry-max-time resolve connect-to interface limit-rate max-redirs key "
    "key-type noproxy output-dir parallel-max proto proto-default rate socks5 socks5-hostname stderr trace "
    "trace-ascii unix-socket tls-max url-query variable expect100-timeout keepalive-time happy-eyeballs-timeout-ms "
    "aws-sigv4 dns-servers engine max-filesize netrc-file pinnedpubkey form-escape tls13-ciphers create-file-mode"
)
LONG_WITH_VALUE = frozenset(_WITHOUT_MEANING.split()) | DATA | SECRET | {"header", "form", "form-string"}
