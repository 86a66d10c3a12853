"""What the environment configures. Every variable is listed here once; the README's table is tested against it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from ipaddress import ip_address

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The service's settings, read from the environment (and from a `.env` file beside it)."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    database_url: str = Field("sqlite:///delta.db", alias="DATABASE_URL")
    """Where everything is kept: a SQLite file, or `postgresql+asyncpg://user:password@host/name`."""
    master_keys: SecretStr = Field(SecretStr(""), alias="COACH_MASTER_KEYS")
    """Base64 keys that wrap the tenants' keys, newest first; `coach key` makes one."""
    host: str = Field("127.0.0.1", alias="HOST")
    """The address the web service listens on."""
    port: int = Field(3000, alias="PORT", ge=0, le=65535)
    """The port the web service listens on."""
    public_url: str = Field("", alias="COACH_PUBLIC_URL")
    """How the service is reached from outside (https://…), for links it makes itself."""
    log_format: str = Field("console", alias="COACH_LOG", pattern="^(console|json)$")
    """How the log is written: `console` for people, `json` for machines."""
    now: datetime | None = Field(None, alias="COACH_NOW")
    """Starts the service's clock at another instant, to try a day of reminders; only on a loopback address."""
    pgbouncer: bool = Field(False, alias="COACH_PGBOUNCER")
    """Whether PostgreSQL is reached through pgbouncer in transaction mode (no prepared statements then)."""

    @field_validator("now")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("COACH_NOW needs an offset, such as 2026-03-28T09:00:00+01:00")
        return value

    @model_validator(mode="after")
    def _clock_only_at_home(self) -> Settings:
        if self.now is not None and not is_loopback(self.host):
            raise ValueError(
                "COACH_NOW is for trying things out: it works on a loopback address only (HOST=127.0.0.1)"
            )
        return self


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@cache
def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        pydantic.ValidationError: a variable has a value that cannot work; the message names it.
    """
    return Settings()
