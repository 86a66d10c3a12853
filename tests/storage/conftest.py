"""The contract's databases, for tests that look under the hood."""

from tests.contract.conftest import (
    database_url,
    postgres_database,
    postgres_url,
    sqlite_template,
    sqlite_url,
)

__all__ = ["database_url", "postgres_database", "postgres_url", "sqlite_template", "sqlite_url"]
