"""The store behind pgbouncer in transaction mode, where every transaction may meet another server connection."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from dialogs.ports import Due, Outcome, Saved
from storage.encryption import MasterKeys
from storage.migrate import migrate
from storage.store import open_store
from storage.urls import DatabaseUrl
from tests.contract.people import MINUTE, NOW, reference, says, someone, turn
from tests.torture.running import free_ports
from tests.waiting import listens

BOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(BOUNCER is None, reason="pgbouncer is not installed"),
]


@pytest.fixture
def behind_bouncer(postgres_server: str) -> Iterator[tuple[str, int]]:
    """The address of a private pgbouncer of three server connections, and its port; its pool is in transaction mode."""
    home = Path(tempfile.mkdtemp(prefix="delta-bouncer-"))
    socket_folder = postgres_server.rpartition("host=")[2]
    [port] = free_ports(1)
    (home / "pgbouncer.ini").write_text(
        f"[databases]\nbounced = host={socket_folder} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n"
        f"default_pool_size = 3\nlogfile = {home}/log\n"
    )
    as_user = []
    if os.geteuid() == 0:
        for path in (home, home / "pgbouncer.ini"):
            shutil.chown(path, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    running = subprocess.Popen([*as_user, str(BOUNCER), "-q", str(home / "pgbouncer.ini")], cwd=home)
    try:
        yield f"postgresql+asyncpg://postgres@127.0.0.1:{port}/bounced", port
    finally:
        running.terminate()
        running.wait(10)
        shutil.rmtree(home, ignore_errors=True)


async def _own_database(server: str) -> str:
    """A database of this test's own, so that the server's first one stays empty for those who need it so."""
    connection = await asyncpg.connect(DatabaseUrl.parse(server).asyncpg)
    try:
        await connection.execute("DROP DATABASE IF EXISTS bounced")
        await connection.execute("CREATE DATABASE bounced")
    finally:
        await connection.close()
    return server.replace("/postgres?", "/bounced?")


async def test_turns_and_delivery_work_through_a_pool_of_transactions(
    behind_bouncer: tuple[str, int], postgres_server: str
) -> None:
    url, port = behind_bouncer
    await listens(port)
    await asyncio.to_thread(migrate, await _own_database(postgres_server))
    store = open_store(url, MasterKeys((b"a key that is thirty-two bytes!!",)), pgbouncer=True)
    people = [f"bounced{n}" for n in range(24)]

    async def talk(name: str) -> Saved:
        return await store.save(
            turn(f"a-{name}", someone(name, "TB"), messages=(says("Hi", to=reference(name, "TB")),)), NOW
        )

    assert set(await asyncio.gather(*(talk(name) for name in people))) == {Saved.KEPT}
    claims = await asyncio.gather(*(store.claim(NOW + MINUTE, f"w{n}", 10, 60) for n in range(4)))
    rows = [row for claimed in claims for row in claimed]
    assert len({row.id for row in rows}) == len(rows) == len(people)
    assert await store.settle([Outcome(row, Due.SENT, "1.1") for row in rows], NOW + MINUTE) == len(people)
    await store.forget_tenant("TB")
    await store.close()
