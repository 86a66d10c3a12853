"""A deploy rolls: the version before runs on the new schema for a while. So a migration only adds, until one later."""

from __future__ import annotations

import ast
import itertools
import sqlite3
from pathlib import Path

import pytest

from storage.migrate import MIGRATIONS, migrate

VERSIONS = sorted((MIGRATIONS / "versions").glob("r*.py"))
ADDING = {"create_table", "create_index", "add_column", "batch_alter_table", "get_bind", "f"}
"""What a migration may do beside the version before. What is used no more is dropped by one that says so: see
docs/decisions/0611-a-deploy-rolls.md."""
CONTRACTS = "CONTRACTS"
"""The name, in a migration's module, of the version since which nothing uses what it drops."""


def schema(path: Path) -> dict[str, dict[str, tuple[str, bool]]]:
    """For each table its columns: the type, and whether a row may be written without naming it."""
    connection = sqlite3.connect(path)
    try:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            table: {
                name: (kind, not required or default is not None)
                for _, name, kind, required, default, _ in connection.execute(f"PRAGMA table_info({table})")
            }
            for table in tables
        }
    finally:
        connection.close()


def operations(path: Path) -> set[str]:
    """What a migration's way up asks of Alembic."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ways = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name != "downgrade"]
    return {
        node.func.attr
        for way in ways
        for node in ast.walk(way)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("op", "batch")
    }


@pytest.mark.parametrize("path", VERSIONS[1:], ids=lambda path: path.stem)
def test_a_migration_only_adds(path: Path) -> None:
    drops = operations(path) - ADDING - {"execute"}
    assert not drops or CONTRACTS in path.read_text(encoding="utf-8"), drops


def test_what_the_version_before_reads_and_writes_is_still_there(tmp_path: Path) -> None:
    found = []
    for number, path in enumerate(VERSIONS):
        database = tmp_path / f"{number}.db"
        migrate(f"sqlite:///{database}", path.stem.split("_")[0].removeprefix("r"))
        found.append(schema(database))
    assert "outbox" in found[0]
    for before, after in itertools.pairwise(found):
        for table, columns in before.items():
            assert columns.items() <= after[table].items(), f"{table}: nothing that was there changes"
            added = after[table].keys() - columns.keys()
            assert all(after[table][name][1] for name in added), f"{table}: a row can do without what is new"
