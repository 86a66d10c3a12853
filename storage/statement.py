"""Plain SQL for two engines, and units of work that say what they need without waiting for it.

A unit of work is a generator: it yields requests and is sent the answers. SQLite plays it on one thread,
in one go; PostgreSQL plays it over a pool, awaiting each answer. So what a turn does to the database is
written once.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")

PARAMETER = re.compile(r"(?<!:):([a-z_]+)")


class Compiled(NamedTuple):
    """SQL in one engine's form, and the order in which it takes its parameters."""

    sql: str
    names: tuple[str, ...]


class WrittenOut(NamedTuple):
    """SQL in SQLite's form, with rows written out; the names of the parameters before them, and after them."""

    sql: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Statement:
    """SQL with `:named` parameters; where the engines differ, one text for each."""

    __slots__ = ("postgres", "sqlite")

    def __init__(self, text: str = "", *, sqlite: str | None = None, postgres: str | None = None) -> None:
        self.sqlite = _numbered(sqlite or text, "?")
        self.postgres = _numbered(postgres or text, "$")


class Batch:
    """SQL over many rows at once, which stand as a table `r` where the text says `{rows}`; `:named` parameters are what
    the rows have in common.

    PostgreSQL gets one array for each column, so the text (and the prepared statement) is the same for any
    number of rows. SQLite gets the rows written out. Either way it is one statement, during which other threads can go
    on. `columns` maps each column's name to its PostgreSQL type.
    """

    __slots__ = ("_after", "_before", "columns", "kinds", "postgres")

    def __init__(
        self,
        columns: Mapping[str, str],
        text: str = "",
        *,
        sqlite: str | None = None,
        postgres: str | None = None,
    ) -> None:
        self.columns = tuple(columns)
        self.kinds = tuple(columns.values())
        arrays = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in columns.items())
        self.postgres = _numbered(
            (postgres or text).replace(
                "{rows}", f"unnest({arrays}) WITH ORDINALITY AS r({', '.join(columns)}, n)"
            ),
            "$",
        )
        before, _, after = (sqlite or text).partition("{rows}")
        named = ", ".join(f"column{n} AS {name}" for n, name in enumerate(columns, 1))
        self._before = _in_turn(f"{before}(SELECT {named} FROM (VALUES ")  # noqa: S608  # ours
        self._after = _in_turn(f")) AS r{after}")

    def for_sqlite(self, count: int) -> WrittenOut:
        """The SQL for that many rows."""
        (before, first), (after, last) = self._before, self._after
        return WrittenOut(_written_out(before, len(self.columns), count, after), first, last)


class Each:
    """SQL that asks the same of many, with `:named` parameters.

    PostgreSQL gets one array for each column and answers all at once; SQLite, whose answers are a call away, is asked
    one after the other. `columns` maps each parameter's name to its PostgreSQL type.
    """

    __slots__ = ("columns", "kinds", "postgres", "sqlite")

    def __init__(
        self,
        columns: Mapping[str, str],
        text: str = "",
        *,
        sqlite: str | None = None,
        postgres: str | None = None,
    ) -> None:
        self.columns = tuple(columns)
        self.kinds = tuple(columns.values())
        self.sqlite = _numbered(sqlite or text, "?", self.columns)
        arrays = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in columns.items())
        asked = PARAMETER.sub(lambda match: f"r.{match[1]}", postgres or text)
        self.postgres = _numbered(
            f"SELECT r.n, found.* FROM unnest({arrays}) WITH ORDINALITY AS r({', '.join(columns)}, n) "  # noqa: S608
            f"CROSS JOIN LATERAL ({asked}) AS found",
            "$",
        )


@dataclass(frozen=True, slots=True)
class Ask:
    """Wants the rows that a statement gives (a list of tuples)."""

    statement: Statement
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Do:
    """Wants something done, and to know how many rows it was done to."""

    statement: Statement
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DoAll:
    """Wants something done with many rows, and to know how many rows it was done to.

    Each row has a value for each of the batch's columns, in their order; `common` has the batch's parameters.
    """

    batch: Batch
    rows: Sequence[tuple[object, ...]]
    common: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskEach:
    """Wants, for each row of parameters, the rows that a question gives (a list of lists of tuples)."""

    each: Each
    rows: Sequence[tuple[object, ...]]


Request = Ask | AskEach | Do | DoAll
Unit = Generator[Request, Any, T]


class Abandon(Exception):  # control flow: the unit rolls back and has this result
    """Raised inside a unit: nothing of it is kept, and this is its result."""

    def __init__(self, result: object) -> None:
        super().__init__(result)
        self.result = result


def _in_turn(text: str) -> Compiled:
    """Each parameter where it stands: as often as it does."""
    return Compiled(PARAMETER.sub("?", text), tuple(PARAMETER.findall(text)))


def _numbered(text: str, mark: str, order: Iterable[str] = ()) -> Compiled:
    """Each parameter once, in that order or as they come."""
    names = tuple(order) or tuple(dict.fromkeys(PARAMETER.findall(text)))
    return Compiled(PARAMETER.sub(lambda match: f"{mark}{names.index(match[1]) + 1}", text), names)


@lru_cache(maxsize=256)
def _written_out(before: str, columns: int, count: int, after: str) -> str:
    row = f"({', '.join('?' * columns)})"
    return before + ", ".join([row] * count) + after
