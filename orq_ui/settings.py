"""What the server's owner decides, read from ``ORQ_API_KEY`` and ``ORQ_UI_*`` in the environment."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from orq_ui.host_header import Host, parse_host

LIVE_HOSTS = ("https://my.orq.ai", "https://api.orq.ai")
LIVE_TIMEOUT_S = 600.0
"""The vendor's own clients wait this long; a picture model is slow."""


class Settings(BaseSettings):
    """The owner's choices. ``allowed_hosts`` are origins; a bare host name means https.

    ``public_hosts`` are the names by which browsers may reach this server besides those of loopback and its address.
    With ``metrics``, whoever reaches the server may read Streamlit's counters.
    ``keep_…`` is what one person's history may hold before its oldest runs go; 0 is no limit.
    """

    model_config = SettingsConfigDict(env_prefix="ORQ_UI_", frozen=True, extra="ignore")

    api_key: SecretStr | None = Field(default=None, validation_alias=AliasChoices("ORQ_API_KEY", "api_key"))
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    public_hosts: Annotated[tuple[Host, ...], NoDecode] = ()
    metrics: bool = False
    emulator_port: int = Field(default=4010, ge=0, le=65535)
    emulator_time_scale: float = Field(default=1.0, ge=0)
    database_url: str = ""
    blob_url: str = ""
    keep_runs: int = Field(default=10_000, ge=0)
    keep_days: float = Field(default=0, ge=0)
    keep_bytes: int = Field(default=5_000_000_000, ge=0)

    @field_validator("api_key")
    @classmethod
    def _blank_is_none(cls, key: SecretStr | None) -> SecretStr | None:
        return key if key and key.get_secret_value().strip() else None

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, hosts: object) -> object:
        if not isinstance(hosts, str):
            return hosts
        return tuple(origin(host) for host in hosts.replace(",", " ").split())

    @field_validator("public_hosts", mode="before")
    @classmethod
    def _read_hosts(cls, hosts: object) -> object:
        return tuple(map(_host, hosts.replace(",", " ").split())) if isinstance(hosts, str) else hosts

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every origin a request may go to besides the built-in emulator, the live ones first."""
        return LIVE_HOSTS + self.allowed_hosts

    @property
    def database(self) -> str:
        """The history's database, as SQLAlchemy's URL; a file of this user's unless the owner says otherwise."""
        return self.database_url or f"sqlite:///{data_folder() / 'history.db'}"

    @property
    def blobs(self) -> str:
        """Where the history keeps pictures, as a folder or fsspec's URL."""
        return self.blob_url or str(data_folder() / "pictures")


def data_folder() -> Path:
    """Return the folder of this user's in which the history is unless the owner says otherwise."""
    return user_data_path("orq-ui", appauthor=False)


def origin(host: str) -> str:
    """Return a host as an origin: ``gateway.example.com`` -> ``https://gateway.example.com``, no trailing slash."""
    return (host if "://" in host else f"https://{host}").rstrip("/")


def _host(text: str) -> Host:
    """Return a host by its name, with or without a port; an address copied from the browser's bar will do as well."""
    place = text.partition("://")[2] or text
    with suppress(UnicodeError):  # browsers send the ASCII form of a name in other letters
        place = place.partition("/")[0].encode("idna").decode()
    found = parse_host(place)
    if found is None:
        raise ValueError(f"{text!r} is no host name with an optional port, such as playground.example.com:8443")
    return found
