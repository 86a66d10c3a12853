"""Where the database is: `sqlite:///coach.db` or `postgresql+asyncpg://user:word@host/name`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit, urlunsplit

SQLITE = frozenset({"sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"})
POSTGRES = frozenset({"postgresql+asyncpg", "postgresql", "postgres"})


class DatabaseUrlError(ValueError):
    """The address names no database that the coach knows how to use."""


@dataclass(frozen=True, slots=True, repr=False)
class DatabaseUrl:
    """One database's address. Its `repr` leaves the password out, so that it can be logged."""

    scheme: str
    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address. Raises `DatabaseUrlError` with what would work."""
        scheme, mark, rest = text.strip().partition("://")
        if not mark or scheme not in SQLITE | POSTGRES:
            message = "a database address begins with sqlite:/// or postgresql+asyncpg://"
            raise DatabaseUrlError(message)
        if scheme in SQLITE and (not rest.startswith("/") or rest in {"/", "/:memory:"}):
            message = "a SQLite address has three slashes and a file: sqlite:///coach.db"
            raise DatabaseUrlError(message)
        return cls(scheme, text.strip())

    def __repr__(self) -> str:
        parts = urlsplit(self.text)
        host = parts.netloc.rpartition("@")[2]
        return f"DatabaseUrl({urlunsplit((parts.scheme, host, parts.path, '', ''))})"

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file on this machine rather than a server."""
        return self.scheme in SQLITE

    @property
    def path(self) -> Path:
        """The file of a SQLite address."""
        return Path(self.text.partition(":///")[2]).expanduser()

    @property
    def asyncpg(self) -> str:
        """The form asyncpg takes."""
        return f"postgresql://{self._rest}"

    @property
    def sqlalchemy(self) -> str:
        """The form SQLAlchemy takes."""
        return f"sqlite:///{self.path}" if self.is_sqlite else f"postgresql+asyncpg://{self._rest}"

    @property
    def _rest(self) -> str:
        return self.text.partition("://")[2]

    def create_file(self) -> None:
        """Make the SQLite file and its folder, if they are not there yet: the file readable by its owner alone."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
