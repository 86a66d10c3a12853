"""What the environment configures. Every variable is listed here once; the README's table is tested against it."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class SettingsError(ValueError):
    """A variable has a value that cannot work; the message names it."""


class Settings(BaseSettings):
    """The service's settings, read from the environment (and from a `.env` file beside it)."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, populate_by_name=True, hide_input_in_errors=True
    )

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

    slack_signing_secret: SecretStr = Field(SecretStr(""), alias="SLACK_SIGNING_SECRET")
    """Proves that a request is Slack's; with it the service speaks Slack."""
    slack_bot_token: SecretStr = Field(SecretStr(""), alias="SLACK_BOT_TOKEN")
    """The bot's token, for one workspace (`xoxb-…`)."""
    slack_client_id: str = Field("", alias="SLACK_CLIENT_ID")
    """The app's id, for any number of workspaces that install it at `/slack/install`."""
    slack_client_secret: SecretStr = Field(SecretStr(""), alias="SLACK_CLIENT_SECRET")
    """The secret that goes with it."""
    slack_app_token: SecretStr = Field(SecretStr(""), alias="SLACK_APP_TOKEN")
    """Opens Socket Mode, for development without a public address (`xapp-…`)."""
    slack_api_url: str = Field("https://slack.com/api/", alias="SLACK_API_URL")
    """Where Slack's Web API is; a test server's address redirects every client there."""
    slack_authorize_url: str = Field("", alias="SLACK_AUTHORIZE_URL")
    """Where a workspace's admin agrees to the installation; empty is Slack's own page."""

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


@lru_cache(maxsize=256)
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
        SettingsError: a variable has a value that cannot work.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_sentence(each) for each in error.errors())) from error


def _sentence(each: ErrorDetails) -> str:
    """What is wrong with one variable. A sentence of our own names its variable itself."""
    if each["type"] == "value_error":
        return each["msg"].removeprefix("Value error, ")
    return ": ".join([*map(str, each["loc"]), each["msg"]])
