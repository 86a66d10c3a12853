"""`coach forget-tenant`: an organisation leaves, and nothing of it stays."""

from __future__ import annotations

from bot.app import open_configured
from bot.settings import load_settings


async def forget(tenant: str) -> int:
    """Deletes all that a tenant has and destroys its key. Returns of how many people that was."""
    store = open_configured(load_settings())
    try:
        people = await store.people(tenant)
        await store.forget_tenant(tenant)
    finally:
        await store.close()
    return people
