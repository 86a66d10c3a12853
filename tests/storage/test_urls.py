"""Addresses of databases: what is taken, what each library gets, and what is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.urls import DatabaseUrl, DatabaseUrlError


@pytest.mark.parametrize(
    ("text", "sqlalchemy"),
    [
        ("sqlite:///coach.db", "sqlite:///coach.db"),
        ("sqlite:////var/lib/coach.db", "sqlite:////var/lib/coach.db"),
        ("sqlite+aiosqlite:///coach.db", "sqlite:///coach.db"),
        ("postgresql+asyncpg://me:word@db/coach", "postgresql+asyncpg://me:word@db/coach"),
        ("postgres://me:word@db/coach ", "postgresql+asyncpg://me:word@db/coach"),
    ],
)
def test_the_forms_people_write(text: str, sqlalchemy: str) -> None:
    assert DatabaseUrl.parse(text).sqlalchemy == sqlalchemy


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "begins with"),
        ("mysql://db/coach", "begins with"),
        ("coach.db", "begins with"),
        ("sqlite://coach.db", "three slashes"),
        ("sqlite:///", "three slashes"),
        ("sqlite:///:memory:", "three slashes"),
    ],
)
def test_what_is_not_an_address_says_what_would_be(text: str, says: str) -> None:
    with pytest.raises(DatabaseUrlError, match=says):
        DatabaseUrl.parse(text)


def test_the_driver_gets_its_own_form() -> None:
    url = DatabaseUrl.parse("postgresql+asyncpg://me:word@db:5433/coach?sslmode=require")
    assert url.asyncpg == "postgresql://me:word@db:5433/coach?sslmode=require"
    assert not url.is_sqlite


def test_a_password_is_never_shown() -> None:
    shown = repr(DatabaseUrl.parse("postgresql+asyncpg://me:word@db:5433/coach?password=word"))
    assert shown == "DatabaseUrl(postgresql+asyncpg://db:5433/coach)"


def test_a_file_is_made_with_its_folder_for_its_owner_alone(tmp_path: Path) -> None:
    url = DatabaseUrl.parse(f"sqlite:///{tmp_path}/a/b/coach.db")
    url.create_file()
    assert (tmp_path / "a" / "b" / "coach.db").stat().st_mode & 0o777 == 0o600
    url.create_file()
