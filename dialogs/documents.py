"""Records as JSON text and back. What is stored is exactly what a restart reads."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(of: Hashable) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # the schema is built once, at the first document

    return TypeAdapter(cast(Any, of))


def to_json(record: object) -> bytes:
    """One record as JSON (UTF-8)."""
    return _adapter(cast(Hashable, type(record))).dump_json(record)


def from_json(of: type[T], text: bytes | str) -> T:
    """The record that `to_json` wrote.

    Raises:
        pydantic.ValidationError: the text is not such a record.
    """
    return cast(T, _reader(cast(Hashable, of))(text))


@cache
def _reader(of: Hashable) -> Callable[[bytes | str], object]:
    return _adapter(of).validator.validate_json
