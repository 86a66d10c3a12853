"""A PostgreSQL server of the tests' own: private, on a socket in a temporary folder, gone afterwards.

`DELTA_TEST_POSTGRES` names a server to use instead. `DELTA_REQUIRE_POSTGRES=1` (continuous integration
sets it) turns "there is no PostgreSQL here" from a skip into a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BINARIES = Path("/usr/lib/postgresql")
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "shared_buffers": "64MB",
    "max_connections": "50",
}


def server_binaries() -> Path | None:
    """The folder with the newest server's `initdb` and `pg_ctl`, or None."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    versions = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def private_cluster(settings: dict[str, str] | None = None) -> Iterator[str]:
    """Start a server and give its address; stop it and remove all its files in the end.

    The server refuses to run as root, so that root runs it as the user `postgres`.
    """
    binaries = server_binaries()
    if binaries is None:
        raise FileNotFoundError("no PostgreSQL server is installed")
    home = Path(tempfile.mkdtemp(prefix="delta-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def server(tool: str, *arguments: str) -> None:
        subprocess.run(
            [*as_user, str(binaries / tool), *arguments], check=True, cwd=home, stdout=subprocess.DEVNULL
        )

    options = {**SETTINGS, **(settings or {}), "unix_socket_directories": str(home)}
    flags = " ".join(f"-c {name}={value}" for name, value in options.items())
    data = str(home / "data")
    try:
        server("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        server("pg_ctl", "-D", data, "-w", "-l", str(home / "log"), "-o", flags, "start")
        try:
            yield f"postgresql+asyncpg://postgres@/postgres?host={home}"
        finally:
            server("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server for this test session."""
    given = os.environ.get("DELTA_TEST_POSTGRES")
    if given:
        yield given
    elif server_binaries() is None:
        if os.environ.get("DELTA_REQUIRE_POSTGRES") == "1":
            pytest.fail("PostgreSQL is required here, and there is none")
        pytest.skip("no PostgreSQL server is installed")
    else:
        with private_cluster() as url:
            yield url
