"""`coach keys`: new keys for old ones, while the coach goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.app import open_configured
from bot.settings import load_settings
from storage.rotation import Rotation


@asynccontextmanager
async def _rotation() -> AsyncIterator[Rotation]:
    store = open_configured(load_settings())
    try:
        yield store.rotation
    finally:
        await store.close()


async def rewrap() -> int:
    """Wraps every tenant's key by the newest master key; afterwards the older master keys can go. Returns how many."""
    async with _rotation() as rotation:
        return await rotation.rewrap()


async def renew(tenant: str) -> int:
    """Gives one tenant a new key and seals everything anew with it. Returns how many values that were."""
    async with _rotation() as rotation:
        await rotation.renew(tenant, datetime.now(UTC))
        sealed = 0
        while some := await rotation.reseal(tenant):
            sealed += some
        return sealed


async def retire(tenant: str) -> int:
    """Deletes a tenant's replaced keys, an hour after everything was sealed anew. Returns how many."""
    async with _rotation() as rotation:
        return await rotation.retire(tenant, datetime.now(UTC))
