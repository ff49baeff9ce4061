"""A small OpenID provider on loopback: three people, one click to sign in as any of them, tokens really signed."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

STOP_TIMEOUT_S = 10.0
TOKEN_LIFETIME_S = 300


@dataclass(frozen=True)
class Person:
    """Somebody with an account; ``sub`` never changes."""

    sub: str
    name: str
    email: str


ANNA = Person("anna-1", "Anna ![x](http://evil.example/x.png)", "anna@example.com")
BEN = Person("ben-2", "Ben", "ben@example.com")
CARL = Person("carl-3", "Carl", "carl@example.com")
PEOPLE = {person.sub: person for person in (ANNA, BEN, CARL)}


class Provider:
    """The authorization code flow with PKCE for one client, as a provider's server does it."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.client_id, self.client_secret = "orq-ui-tests", secrets.token_urlsafe(16)
        self._key = RSAKey.generate_key(2048, parameters={"kid": "tests", "use": "sig", "alg": "RS256"})
        self._codes: dict[str, tuple[Person, dict[str, str]]] = {}
        self._access_tokens: dict[str, Person] = {}

    @property
    def metadata_url(self) -> str:
        """Where a client reads the other endpoints."""
        return f"{self.issuer}/.well-known/openid-configuration"

    def app(self) -> Starlette:
        """Make the provider's app."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/authorize", self._choice),
                Route("/authorize/{sub}", self._grant),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._jwks),
                Route("/userinfo", self._userinfo),
            ]
        )

    def _discovery(self, _: Request) -> Response:
        places = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in _ENDPOINTS.items()}
        return JSONResponse(
            {
                "issuer": self.issuer,
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                **places,
            }
        )

    def _choice(self, request: Request) -> Response:
        """Return the page that a person sees: a link for each account."""
        asked = request.query_params
        if asked.get("client_id") != self.client_id or asked.get("response_type") != "code":
            return Response("unknown client", 400)
        links = "".join(
            f'<p><a href="/authorize/{sub}?{urlencode(dict(asked))}">{sub.partition("-")[0].title()}</a></p>'
            for sub in PEOPLE
        )
        # The browser would otherwise look for an icon that is not there.
        return HTMLResponse(f'<link rel="icon" href="data:,"><title>Who are you?</title><h1>Who are you?</h1>{links}')

    def _grant(self, request: Request) -> Response:
        asked = dict(request.query_params)
        code = secrets.token_urlsafe(16)
        self._codes[code] = PEOPLE[request.path_params["sub"]], asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        granted = self._codes.pop(str(form.get("code")), None)
        if not self._is_client(request) or granted is None or not _is_same_flow(form, granted[1]):
            return JSONResponse({"error": "invalid_grant"}, 400)
        person, asked = granted
        bearer = secrets.token_urlsafe(16)
        self._access_tokens[bearer] = person
        token = {"access_token": bearer, "token_type": "Bearer", "expires_in": TOKEN_LIFETIME_S}
        return JSONResponse(token | {"id_token": self._signed(person, asked["nonce"])})

    def _signed(self, person: Person, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.client_id, "iat": now, "exp": now + TOKEN_LIFETIME_S, "nonce": nonce}
        return jwt.encode({"alg": "RS256", "kid": "tests"}, claims | _claims(person), self._key)

    def _jwks(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    def _userinfo(self, request: Request) -> Response:
        person = self._access_tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        return JSONResponse({"error": "invalid_token"}, 401) if person is None else JSONResponse(_claims(person))

    def _is_client(self, request: Request) -> bool:
        known = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        return secrets.compare_digest(request.headers.get("authorization", ""), f"Basic {known}")


_ENDPOINTS = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}


def _claims(person: Person) -> dict[str, str | bool]:
    return {"sub": person.sub, "name": person.name, "email": person.email, "email_verified": True}


def _is_same_flow(form: FormData, asked: dict[str, str]) -> bool:
    """Return whether a code is redeemed by the client that asked for it (RFC 7636, S256)."""
    digest = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return challenge == asked.get("code_challenge") and form.get("redirect_uri") == asked.get("redirect_uri")


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Run a provider on a free port, in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found = Provider(f"http://127.0.0.1:{listening.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(found.app(), log_level="error", access_log=False, lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="openid provider")
        thread.start()
        try:
            yield found
        finally:
            server.should_exit = True
            thread.join(STOP_TIMEOUT_S)
