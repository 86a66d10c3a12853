"""Where the app is installed: for each tenant and platform what is needed to act there, sealed.

Each row has a data key of its own, wrapped by a master key: an installation exists before its tenant has a key,
and it is deleted with the tenant. Tokens are secrets: nothing of a row but its tenant is readable at rest.
"""

from __future__ import annotations

from datetime import datetime

from storage.encryption import MasterKeys, TenantKeys, WrappedKey
from storage.engine import Engine
from storage.statement import Ask, Do, Statement, Unit

KEEP = Statement("""
    INSERT INTO installation (tenant, platform, key_id, wrapped, body, kept_at)
    VALUES (:tenant, :platform, :key_id, :wrapped, :body, :kept_at)
    ON CONFLICT (tenant, platform) DO UPDATE
       SET key_id = excluded.key_id, wrapped = excluded.wrapped, body = excluded.body, kept_at = excluded.kept_at
""")

RENEW = Statement("""
    UPDATE installation SET key_id = :key_id, wrapped = :wrapped, body = :body
     WHERE tenant = :tenant AND platform = :platform
""")

FIND = Statement("""
    SELECT key_id, wrapped, body FROM installation WHERE tenant = :tenant AND platform = :platform
""")

REMOVE = Statement("""
    DELETE FROM installation WHERE tenant = :tenant AND platform = :platform AND kept_at <= :until
""")


class Installations:
    """Keeps installations in the database."""

    def __init__(self, engine: Engine, masters: MasterKeys) -> None:
        self._engine = engine
        self._masters = masters

    async def keep(self, tenant: str, platform: str, text: str, now: datetime) -> None:
        """Keeps what is needed to act in a tenant; the same again replaces it."""
        row = {**self._sealed(tenant, platform, text), "kept_at": now}
        await self._engine.write(lambda: _keep(row))

    async def renew(self, tenant: str, platform: str, text: str) -> bool:
        """Puts another text in the place of what was kept, which stays as old as it is. Whether there was anything."""
        row = self._sealed(tenant, platform, text)
        return await self._engine.write(lambda: _renew(row, tenant, platform))

    async def find(self, tenant: str, platform: str) -> str | None:
        """What was kept, or None where the app is not installed.

        Raises:
            EncryptionError: it was changed, moved, or wrapped by a master key that is not configured.
        """
        rows = await self._engine.read(lambda: _find(tenant, platform))
        for key_id, wrapped, body in rows:
            keys = self._keys(WrappedKey(tenant, key_id, bytes(wrapped)))
            return keys.open("installation", "body", platform, bytes(body)).decode()
        return None

    async def remove(self, tenant: str, platform: str, until: datetime) -> bool:
        """Forgets what was kept until then, key and all. Whether nothing is left: what was kept since stays."""
        return await self._engine.write(lambda: _remove(tenant, platform, until))

    def _sealed(self, tenant: str, platform: str, text: str) -> dict[str, object]:
        key = self._masters.create(tenant)
        return {
            "tenant": tenant,
            "platform": platform,
            "key_id": key.key_id,
            "wrapped": key.wrapped,
            "body": self._keys(key).seal("installation", "body", platform, text.encode()),
        }

    def _keys(self, key: WrappedKey) -> TenantKeys:
        return self._masters.open(key)


def _keep(row: dict[str, object]) -> Unit[None]:
    yield Do(KEEP, row)


def _renew(row: dict[str, object], tenant: str, platform: str) -> Unit[bool]:
    yield Do(RENEW, row)
    there = yield from _find(tenant, platform)
    return bool(there)


def _find(tenant: str, platform: str) -> Unit[list[tuple[str, bytes, bytes]]]:
    rows: list[tuple[str, bytes, bytes]] = yield Ask(FIND, {"tenant": tenant, "platform": platform})
    return rows


def _remove(tenant: str, platform: str, until: datetime) -> Unit[bool]:
    yield Do(REMOVE, {"tenant": tenant, "platform": platform, "until": until})
    left = yield from _find(tenant, platform)
    return not left
