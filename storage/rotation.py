"""New keys for old ones, while the coach goes on.

A master key is changed by putting a new one before the old one in the settings and calling `rewrap`;
then the old one can go. A tenant's data key is changed by `renew`, `reseal` until nothing is left, and
an hour later `retire`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.encryption import MasterKeys, TenantKeys, WrappedKey
from storage.engine import Engine
from storage.statement import Ask, Do, Statement, Unit
from storage.turn_statements import ADD_KEY
from storage.turns import keys_of
from storage.vault import Vault

GRACE = timedelta(hours=1)
"""How long a replaced key is kept after the last value was sealed anew: a turn that was loaded before
the change may still save with it.
"""

_WRAPPED = {"tenant_key": "key_id", "installation": "platform"}


@dataclass(frozen=True, slots=True)
class _Column:
    """A sealed column, and by what a row of its table is known within the tenant."""

    table: str
    column: str
    key: tuple[str, ...]

    @property
    def sealed_before(self) -> Statement:
        """Rows sealed with another key than the present one."""
        names = ", ".join(self.key)
        return Statement(f"""
            SELECT {self.column}, {names} FROM {self.table}
             WHERE tenant = :tenant AND substr({self.column}, 1, 6) <> :current LIMIT :limit
        """)  # noqa: S608  # names of our own; every value is a parameter

    @property
    def replace(self) -> Statement:
        """One row sealed anew, unless somebody wrote it meanwhile."""
        same = " AND ".join(f"{name} = :{name}" for name in self.key)
        return Statement(f"""
            UPDATE {self.table} SET {self.column} = :new
             WHERE tenant = :tenant AND {same} AND {self.column} = :old
        """)  # noqa: S608  # names of our own; every value is a parameter


COLUMNS = (
    _Column("person", "state", ("id",)),
    _Column("opportunity", "body", ("person", "id")),
    _Column("outbox", "body", ("person", "activity", "seq")),
)

DEACTIVATE = Statement("UPDATE tenant_key SET active = false WHERE tenant = :tenant")

DELETE_RETIRED = Statement("""
    DELETE FROM tenant_key WHERE tenant = :tenant AND NOT active
       AND EXISTS (SELECT 1 FROM tenant_key n
                    WHERE n.tenant = tenant_key.tenant AND n.active AND n.created_at <= :replaced_before)
""")


class Rotation:
    """Changes keys in a database that others are using."""

    def __init__(self, engine: Engine, masters: MasterKeys) -> None:
        self._engine = engine
        self._masters = masters

    async def rewrap(self) -> int:
        """Wrap every data key by the newest master key. Returns how many were not yet."""
        return sum([await self._engine.write(self._rewrap(table, name)) for table, name in _WRAPPED.items()])

    async def renew(self, tenant: str, now: datetime) -> None:
        """From now on, what is written of this tenant is sealed with a new key."""
        await self._engine.write(lambda: self._renew(tenant, now))

    async def reseal(self, tenant: str, limit: int = 200) -> int:
        """Seal up to `limit` values of each table anew, in one transaction. Returns how many; 0: all is
        done.
        """
        return await self._engine.write(lambda: self._reseal(tenant, limit))

    async def retire(self, tenant: str, now: datetime) -> int:
        """Delete replaced keys that nothing is sealed with any more. Returns how many."""
        return await self._engine.write(lambda: self._retire(tenant, now))

    def _rewrap(self, table: str, name: str) -> Callable[[], Unit[int]]:
        every = Statement(f"SELECT tenant, key_id, wrapped, {name} FROM {table}")  # noqa: S608  # ours
        replace = Statement(f"""
            UPDATE {table} SET wrapped = :new WHERE tenant = :tenant AND {name} = :name AND wrapped = :old
        """)  # noqa: S608  # ours

        def unit() -> Unit[int]:
            changed = 0
            rows: list[tuple[Any, ...]] = yield Ask(every, {})
            for tenant, key_id, wrapped, named in rows:
                new = self._masters.rewrap(WrappedKey(tenant, key_id, bytes(wrapped)))
                if new is not None:
                    values = {"tenant": tenant, "name": named, "old": wrapped, "new": new.wrapped}
                    changed += yield Do(replace, values)
            return changed

        return unit

    def _renew(self, tenant: str, now: datetime) -> Unit[None]:
        key = self._masters.create(tenant)
        yield Do(DEACTIVATE, {"tenant": tenant})
        yield Do(ADD_KEY, {"tenant": tenant, "key_id": key.key_id, "wrapped": key.wrapped, "now": now})

    def _reseal(self, tenant: str, limit: int) -> Unit[int]:
        keys = yield from self._keys(tenant)
        if keys is None:
            return 0
        changed = 0
        for column in COLUMNS:
            values = {"tenant": tenant, "current": keys.current, "limit": limit}
            rows: list[tuple[Any, ...]] = yield Ask(column.sealed_before, values)
            for old, *names in rows:
                place = column.table, column.column, "\n".join(str(name) for name in names)
                new = keys.seal(*place, keys.open(*place, bytes(old)))
                key = dict(zip(column.key, names, strict=True))
                changed += yield Do(column.replace, {"tenant": tenant, **key, "old": old, "new": new})
        return changed

    def _retire(self, tenant: str, now: datetime) -> Unit[int]:
        keys = yield from self._keys(tenant)
        if keys is None:
            return 0
        for column in COLUMNS:
            left: list[tuple[Any, ...]] = yield Ask(
                column.sealed_before, {"tenant": tenant, "current": keys.current, "limit": 1}
            )
            if left:
                return 0
        deleted: int = yield Do(DELETE_RETIRED, {"tenant": tenant, "replaced_before": now - GRACE})
        return deleted

    def _keys(self, tenant: str) -> Unit[TenantKeys | None]:
        sealer = Vault(self._masters).learn(tenant, (yield from keys_of([tenant])))
        return None if sealer is None else sealer.keys
