"""New keys for old ones: nothing is lost meanwhile, and the old key is then truly not needed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from dialogs.ports import Due, Outcome, Saved
from storage.encryption import KeyDestroyedError, MasterKeyError, MasterKeys, new_master_key
from storage.installations import Installations
from storage.rotation import GRACE, Rotation
from storage.store import SqlStore, open_store
from storage.turns import keys_of
from tests.contract.people import NOW, opportunity, person_of, says, turn, wake

OLD, NEW = new_master_key(), new_master_key()


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    made = open_store(database_url, MasterKeys.parse(OLD))
    said = tuple(says(f"{n}") for n in range(4))
    await made.save(turn("a1", changed=(opportunity("acme"),), messages=said, wakes=(wake(),)), NOW)
    yield made
    await made.close()


async def _all_is_there(store: SqlStore) -> None:
    loaded = await store.load("T1", "dana", "a1")
    assert loaded.person is not None
    assert len(loaded.messages) == 4
    assert loaded.opportunities["acme"].company == "Acme"


async def test_a_new_master_key_takes_over(store: SqlStore, database_url: str) -> None:
    await Installations(store.engine, MasterKeys.parse(OLD)).keep("T1", "slack", "xoxb", NOW)
    rotation = Rotation(store.engine, MasterKeys.parse(f"{NEW} {OLD}"))
    assert await rotation.rewrap() == 2
    assert await rotation.rewrap() == 0
    only_new = open_store(database_url, MasterKeys.parse(NEW))
    await _all_is_there(only_new)
    assert await Installations(only_new.engine, MasterKeys.parse(NEW)).find("T1", "slack") == "xoxb"
    await only_new.close()
    only_old = open_store(database_url, MasterKeys.parse(OLD))
    with pytest.raises(MasterKeyError):
        await only_old.load("T1", "dana", "")
    await only_old.close()


async def test_a_tenants_key_is_replaced_in_batches_while_turns_go_on(store: SqlStore) -> None:
    rotation = Rotation(store.engine, MasterKeys.parse(OLD))
    await rotation.renew("T1", NOW)
    await _all_is_there(store)
    assert await rotation.retire("T1", NOW + 2 * GRACE) == 0, "rows are still sealed with the old key"
    resealed = []
    while done := await rotation.reseal("T1", limit=2):
        resealed.append(done)
        said = turn(f"b{len(resealed)}", await person_of(store), messages=(says("meanwhile"),))
        assert await store.save(said, NOW) is Saved.KEPT
    assert resealed == [4, 2, 1]
    await _all_is_there(store)
    assert await rotation.retire("T1", NOW + GRACE - timedelta(seconds=1)) == 0, "a turn may be under way"
    assert await rotation.retire("T1", NOW + GRACE) == 1
    await _all_is_there(store)
    assert len(await store.engine.read(lambda: keys_of(["T1"]))) == 1


async def test_a_key_that_another_process_renewed_is_found_at_the_claim(
    store: SqlStore, database_url: str
) -> None:
    assert len(await store.claim(NOW, "w", 10, 60)) == 1
    rotation = Rotation(store.engine, MasterKeys.parse(OLD))
    await rotation.renew("T1", NOW)
    other = open_store(database_url, MasterKeys.parse(OLD))
    woken = turn("a2", await person_of(other), wakes=(wake("w2", NOW),))
    assert await other.save(woken, NOW) is Saved.KEPT
    await other.close()
    assert [row.work for row in await store.claim(NOW, "w", 10, 60)] == [wake("w2", NOW)]


async def test_a_tenant_without_a_key_has_nothing_to_rotate(store: SqlStore) -> None:
    rotation = Rotation(store.engine, MasterKeys.parse(OLD))
    assert await rotation.reseal("T9") == 0
    assert await rotation.retire("T9", NOW) == 0


async def test_what_a_destroyed_key_sealed_stops_resealing(store: SqlStore) -> None:
    """Better loud than lost: somebody deleted a key by hand."""
    rotation = Rotation(store.engine, MasterKeys.parse(OLD))
    await store.forget_tenant("T1")
    assert await store.save(turn("a1", messages=(says("x"),)), NOW) is Saved.KEPT
    await rotation.renew("T1", NOW)
    keys = await store.engine.read(lambda: keys_of(["T1"]))
    assert len(keys) == 2
    from storage.rotation import DELETE_RETIRED
    from storage.statement import Do, Unit

    def destroy() -> Unit[int]:
        deleted: int = yield Do(DELETE_RETIRED, {"tenant": "T1", "replaced_before": NOW})
        return deleted

    assert await store.engine.write(destroy) == 1
    with pytest.raises(KeyDestroyedError):
        await rotation.reseal("T1")


async def test_what_is_sealed_anew_while_it_is_being_sent_is_marked_all_the_same(store: SqlStore) -> None:
    """PostgreSQL keeps it in another place of the table then than the claim has said."""
    rows = await store.claim(NOW, "w", 10, 60)
    rotation = Rotation(store.engine, MasterKeys.parse(OLD))
    await rotation.renew("T1", NOW)
    while await rotation.reseal("T1"):
        pass
    assert rows
    assert await store.settle([Outcome(row, Due.SENT, "1.1") for row in rows], NOW) == len(rows)
    assert await store.settle([Outcome(row, Due.SENT, "1.1") for row in rows], NOW) == 0
