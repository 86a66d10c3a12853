"""What lies on the disk: nothing a person wrote, nothing that opens elsewhere, nothing after it was
destroyed.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from dialogs.ports import Due, Outcome, Saved
from dialogs.records import Settings
from dialogs.turn import Forget
from storage.encryption import EncryptionError, MasterKeyError, MasterKeys
from storage.store import SqlStore, open_store
from storage.urls import DatabaseUrl
from tests.contract.conftest import MASTERS
from tests.contract.people import MINUTE, NOW, opportunity, person_of, reference, says, someone, turn, wake

SECRETS = (b"vivisection", b"Globex", b"185000", b"hiring manager Dana", b"Europe/Berlin")
LATER = NOW + MINUTE


async def _confide(store: SqlStore, tenant: str = "T1") -> None:
    """Tell the coach everything that must not be readable."""
    dana = replace(someone(tenant=tenant), settings=Settings(zone="Europe/Berlin", trade="vivisection"))
    globex = replace(opportunity("o1", job="185000 a year"), company="Globex")
    said = (says("hiring manager Dana at Globex", key="card:o1"), says("185000"))
    kept = turn("a1", dana, changed=(globex,), messages=said, wakes=(wake(due=NOW),))
    assert await store.save(kept, NOW) is Saved.KEPT


def _bytes_at(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(path.name + "*")))


def _execute(url: str, statement: str) -> None:
    connection = sqlite3.connect(DatabaseUrl.parse(url).path)
    try:
        connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


async def test_nothing_a_person_wrote_is_in_the_files(sqlite_url: str) -> None:
    store = open_store(sqlite_url, MASTERS)
    path = DatabaseUrl.parse(sqlite_url).path
    await _confide(store)
    for row in await store.claim(LATER, "w", 10, 60):
        await store.settle([Outcome(row, Due.FAILED, reason="gone")], LATER)
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    assert [secret for secret in SECRETS if secret in _bytes_at(path)] == []
    await store.close()
    assert [secret for secret in SECRETS if secret in _bytes_at(path)] == []


async def test_what_was_forgotten_is_overwritten(sqlite_url: str) -> None:
    """Not even its ciphertext is left: it would open again with a key from an old backup."""
    store = open_store(sqlite_url, MASTERS)
    await _confide(store)
    path = DatabaseUrl.parse(sqlite_url).path
    connection = sqlite3.connect(path)
    sealed = [
        body for (body,) in connection.execute("SELECT body FROM opportunity UNION SELECT state FROM person")
    ]
    connection.close()
    assert all(body in _bytes_at(path) for body in sealed)
    await store.save(turn("a2", await person_of(store), forget=Forget()), NOW)
    await store.close()
    assert not any(body[20:60] in _bytes_at(path) for body in sealed)


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE person SET state = (SELECT state FROM person p WHERE p.id = 'sam') WHERE id = 'dana'",
        "UPDATE person SET state = (SELECT body FROM opportunity) WHERE id = 'dana'",
        "UPDATE person SET state = substr(state, 1, 40) WHERE id = 'dana'",
        "UPDATE person SET state = CAST('nothing of the kind' AS BLOB) WHERE id = 'dana'",
    ],
)
async def test_a_value_from_another_row_does_not_open(sqlite_url: str, tamper: str) -> None:
    store = open_store(sqlite_url, MASTERS)
    await _confide(store)
    await store.save(turn("b1", someone("sam")), NOW)
    _execute(sqlite_url, tamper)
    with pytest.raises(EncryptionError):
        await store.load("T1", "dana", "")
    assert (await store.load("T1", "sam", "")).person is not None
    await store.close()


async def test_another_tenants_key_opens_nothing(sqlite_url: str) -> None:
    store = open_store(sqlite_url, MASTERS)
    await _confide(store, "T1")
    await _confide(store, "T2")
    theirs = "(SELECT wrapped FROM tenant_key k WHERE k.tenant = 'T2')"
    _execute(sqlite_url, f"UPDATE tenant_key SET wrapped = {theirs} WHERE tenant = 'T1'")  # noqa: S608
    with pytest.raises(MasterKeyError, match="changed or moved"):
        await store.load("T1", "dana", "")
    await store.close()


async def test_without_the_master_key_nothing_opens(database_url: str) -> None:
    store = open_store(database_url, MASTERS)
    await _confide(store)
    await store.close()
    thief = open_store(database_url, MasterKeys((bytes(32),)))
    with pytest.raises(MasterKeyError, match="not configured"):
        await thief.load("T1", "dana", "")
    await thief.close()


async def test_a_shredded_tenant_does_not_open_even_from_a_backup(sqlite_url: str, tmp_path: Path) -> None:
    """Uninstalled; somebody puts the rows of last week's backup back, but not the keys, which are kept
    apart.
    """
    store = open_store(sqlite_url, MASTERS)
    await _confide(store)
    path = DatabaseUrl.parse(sqlite_url).path
    backup = sqlite3.connect(tmp_path / "backup.db")
    live = sqlite3.connect(path)
    live.backup(backup)
    backup.close()
    await store.forget_tenant("T1")
    live.execute("ATTACH ? AS backup", (str(tmp_path / "backup.db"),))
    for table in ("person", "opportunity", "outbox"):
        live.execute(f"INSERT INTO {table} SELECT * FROM backup.{table}")  # noqa: S608
    live.commit()
    live.close()
    assert dict(await store.load_more("T1", "dana", ["o1"])) == {}
    assert await store.standing("T1", "dana", ["card:o1"]) == {}
    assert await store.claim(LATER, "w", 10, 60) == []
    loaded = await store.load("T1", "dana", "a1")
    assert (loaded.person, loaded.messages, dict(loaded.opportunities)) == (None, (), {})
    await store.close()


async def test_rows_that_do_not_open_fail_once_and_stop_nobody(database_url: str) -> None:
    store = open_store(database_url, MASTERS)
    await _confide(store)
    await store.save(turn("b1", someone("sam", "T2"), messages=(says("hi", to=reference("sam", "T2")),)), NOW)
    other = open_store(database_url, MASTERS)
    await other.forget_tenant("T2")
    await other.save(turn("b1", someone("sam", "T2"), messages=(says("hi", to=reference("sam", "T2")),)), NOW)
    claimed = await store.claim(LATER, "w", 10, 60)
    assert {row.tenant for row in claimed} == {"T1", "T2"}, "a key made by another process is looked up"
    await store.close()
    await other.close()


async def test_a_person_left_over_from_a_destroyed_key_is_met_anew(sqlite_url: str) -> None:
    """The app was removed and installed again during a turn, which then saved with the old key."""
    store = open_store(sqlite_url, MASTERS)
    await _confide(store)
    await store.load("T1", "dana", "a2")
    other = open_store(sqlite_url, MASTERS)
    await other.forget_tenant("T1")
    assert await store.save(turn("a2", messages=(says("late"),)), NOW) is Saved.KEPT
    assert await other.save(turn("b1", someone("sam")), NOW) is Saved.KEPT
    assert [row.person for row in await other.claim(LATER, "w", 10, 60)] == []
    assert (await other.load("T1", "dana", "a2")).person is None
    assert await other.save(turn("a3"), NOW) is Saved.KEPT
    assert (await other.load("T1", "dana", "a3")).seen
    await store.close()
    await other.close()


def test_a_database_in_a_file_is_its_owners_alone(sqlite_url: str) -> None:
    path = DatabaseUrl.parse(sqlite_url).path
    assert path.stat().st_mode & 0o777 == 0o600
