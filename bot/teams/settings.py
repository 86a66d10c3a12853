"""What the environment says about Teams. Names are those that Azure's and the SDK's own documents use."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.settings import is_loopback

EVERY_TENANT: Final = "*"

TRUSTED_HOSTS: Final = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
        ".botframework.com",
        ".botframework.azure.us",
        ".botframework.azure.cn",
    }
)
"""Hosts that a service URL may name; one with a leading dot stands for everything below it."""

UPLOAD_HOSTS: Final = frozenset(
    {".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".sharepoint.cn", ".sharepoint.de"}
)
"""Where people's OneDrives are, in the same way of writing."""

Names = Annotated[frozenset[str], NoDecode]


class TeamsSettings(BaseSettings):
    """The Teams side's settings. Without an app id and without the development switch there is no Teams side."""

    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,  # what is wrong may be a secret
    )

    app_id: str = Field("", alias="MICROSOFT_APP_ID")
    """The bot's application (client) id."""
    app_password: SecretStr = Field(SecretStr(""), alias="MICROSOFT_APP_PASSWORD")
    """Its client secret; none with a managed identity."""
    app_type: str = Field(
        "SingleTenant", alias="MICROSOFT_APP_TYPE", pattern="^(SingleTenant|MultiTenant|UserAssignedMSI)$"
    )
    """How the app is registered."""
    app_tenant_id: str = Field("", alias="MICROSOFT_APP_TENANT_ID")
    """The tenant the app is registered in."""
    allowed_tenants: Names = Field(frozenset(), alias="TEAMS_ALLOWED_TENANTS")
    """Tenants that may use the coach, with commas between; the app's own where none is named; `*` for all."""
    trusted_hosts: Names = Field(TRUSTED_HOSTS, alias="TEAMS_TRUSTED_HOSTS")
    """Hosts that a service URL may name, with commas between."""
    upload_hosts: Names = Field(UPLOAD_HOSTS, alias="TEAMS_UPLOAD_HOSTS")
    """Hosts to which an exported file may be saved once its owner agreed, with commas between."""
    no_auth: bool = Field(False, alias="TEAMS_DEV_WITHOUT_AUTH")
    """Takes messages from this machine without any authentication, to try things out. Never in production."""

    channel_issuer: str = Field("https://api.botframework.com", alias="TO_BOT_FROM_CHANNEL_TOKEN_ISSUER")
    """Who signs the tokens that come with activities. This and the following are for other clouds."""
    channel_metadata_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        alias="TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL",
    )
    """Where the keys of those tokens are published."""
    emulator_metadata_url: str = Field(
        "https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid-configuration",
        alias="TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL",
    )
    """The SDK wants it named; tokens of that kind are refused."""
    login_url: str = Field("https://login.microsoftonline.com/", alias="TO_CHANNEL_FROM_BOT_LOGIN_URL")
    """Where the bot's own token comes from: a host of Microsoft's, or a whole authority elsewhere."""
    oauth_scope: str = Field("https://api.botframework.com", alias="TO_CHANNEL_FROM_BOT_OAUTH_SCOPE")
    """What the bot's own token is for."""
    oauth_url: str = Field("https://api.botframework.com", alias="OAUTH_URL")
    """The token service of the Bot Framework; the coach signs nobody in."""
    validate_authority: bool = Field(True, alias="VALIDATE_AUTHORITY")
    """Whether Microsoft is asked if the login host is known to it; off in clouds of one's own."""

    @field_validator("allowed_tenants", "trusted_hosts", "upload_hosts", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(name.strip().lower() for name in value.split(",") if name.strip())
        return value

    @model_validator(mode="after")
    def _complete(self) -> TeamsSettings:
        if self.app_id and self.no_auth:
            raise ValueError(
                "TEAMS_DEV_WITHOUT_AUTH turns authentication off, MICROSOFT_APP_ID is for a real bot: set one of them"
            )
        if not self.app_id:
            return self
        if self.app_type != "UserAssignedMSI" and not self.app_password.get_secret_value():
            raise ValueError(
                "MICROSOFT_APP_PASSWORD is missing: the client secret that belongs to MICROSOFT_APP_ID"
            )
        if self.app_type != "MultiTenant" and not self.app_tenant_id:
            raise ValueError("MICROSOFT_APP_TENANT_ID is missing: the tenant the app is registered in")
        if not self.tenants:
            raise ValueError(
                "TEAMS_ALLOWED_TENANTS is missing: a bot for many tenants must say which (or * for all)"
            )
        return self

    @property
    def configured(self) -> bool:
        """Whether there is a Teams side at all."""
        return bool(self.app_id) or self.no_auth

    @property
    def tenants(self) -> frozenset[str]:
        """The tenants that may use the coach, in lower case."""
        return self.allowed_tenants or frozenset(filter(None, {self.app_tenant_id.lower()}))

    def allows(self, tenant: str) -> bool:
        """Whether a tenant may use the coach. Without authentication a tenant is only what somebody claims to be."""
        return self.no_auth or EVERY_TENANT in self.tenants or tenant.lower() in self.tenants

    def trusts(self, service_url: str) -> bool:
        """Whether the bot's token may be sent to a service URL: https and a known host, or this very machine where
        that is named (or where nothing is authenticated)."""
        return self._reaches(service_url, self.trusted_hosts)

    def takes_files_at(self, url: str) -> bool:
        """Whether what a person told may be saved at an address: https and a host of SharePoint's."""
        return self._reaches(url, self.upload_hosts)

    def _reaches(self, address: str, hosts: frozenset[str]) -> bool:
        try:
            url = urlsplit(address)
            host, port = (url.hostname or "").lower(), url.port
        except ValueError:
            return False
        if url.username or url.password or not host or (port is not None and port == 0):
            return False
        if is_loopback(host):
            return url.scheme in ("http", "https") and (self.no_auth or host in hosts)
        return url.scheme == "https" and any(
            host == known or (known.startswith(".") and host.endswith(known)) for known in hosts
        )
