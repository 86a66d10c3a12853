"""The login service on loopback, which gives the bot its tokens, and the settings that point the product at it."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.teams.settings import TeamsSettings
from tests.waiting import PATIENCE

APP: Final = "7d3c1e6a-0f52-4f0b-9a44-2f6a5c1b8e90"
TENANT: Final = "c0ffee00-1111-2222-3333-444455556666"


def open_gate() -> asyncio.Event:
    """An event that has happened."""
    gate = asyncio.Event()
    gate.set()
    return gate


@dataclass
class Login:
    """What it gave out, and how it fails."""

    url: str = ""
    requests: int = 0
    good: set[str] = field(default_factory=set)
    """The tokens that were given out and not revoked."""
    may_log_in: asyncio.Event = field(default_factory=open_gate)
    """Until it is set, everybody waits."""
    fails: Callable[[], int] = lambda: 0
    """The status with which the next request for a token is refused; 0: it is not."""

    async def discovery(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": f"{self.url}/v2.0",
                "token_endpoint": f"{self.url}/oauth2/v2.0/token",
                "authorization_endpoint": f"{self.url}/oauth2/v2.0/authorize",
            }
        )

    async def token(self, request: web.Request) -> web.Response:
        self.requests += 1
        await asyncio.wait_for(self.may_log_in.wait(), PATIENCE)
        if status := self.fails():
            return web.json_response({"error": "temporarily_unavailable"}, status=status)
        given = f"token-{self.requests}"
        self.good.add(given)
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": given})

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self.discovery)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self.token)
        return app


def settings(service_url: str, login_url: str, **changes: Any) -> TeamsSettings:
    """The product's own settings, pointed at servers on loopback: the same path as any private cloud takes."""
    values: dict[str, Any] = {
        "app_id": APP,
        "app_password": "a client secret",
        "app_tenant_id": TENANT,
        "trusted_hosts": "127.0.0.1",
        "upload_hosts": "127.0.0.1",
        "channel_metadata_url": f"{service_url}openid",
        "emulator_metadata_url": f"{service_url}openid",
        "login_url": login_url,
        "validate_authority": False,
    }
    return TeamsSettings(_env_file=None, **{**values, **changes})


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for this machine: MSAL talks to nothing but https."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "certificate.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = folder / "key.pem"
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem, secret)
    return context, pem
