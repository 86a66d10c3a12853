"""Instants: aware in, UTC at rest, aware out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlmodel import Session

from storage.instants import NaiveInstantError, from_text, in_utc, to_text
from storage.tables import Bucket, Row, UtcDateTime

AWARE = st.datetimes(
    datetime(1971, 1, 1),  # noqa: DTZ001  # Hypothesis adds the zone itself
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.builds(timezone, st.builds(timedelta, minutes=st.integers(-720, 840))),
)


@given(AWARE)
def test_an_instant_survives_as_text(instant: datetime) -> None:
    assert from_text(to_text(instant)) == instant
    assert from_text(to_text(instant)).tzinfo is UTC


@given(AWARE, AWARE)
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    assert (to_text(one) < to_text(other)) == (one < other)


@pytest.mark.parametrize("store", [in_utc, to_text])
def test_a_naive_instant_is_refused(store: object) -> None:
    assert callable(store)
    with pytest.raises(NaiveInstantError, match="has no zone"):
        store(datetime(2026, 11, 22, 9))  # noqa: DTZ001


def test_the_column_keeps_the_instant_on_sqlite(tmp_path: Path) -> None:
    """A plain `DateTime(timezone=True)` gives back 01:30 without a zone here, four hours off."""
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    Row.metadata.create_all(engine)
    new_york = datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=-4)))
    with Session(engine) as session:
        session.add(Bucket(tenant="T1", platform="slack", channel="", available_at=new_york))
        session.commit()
        session.expire_all()
        kept = session.get(Bucket, ("T1", "slack", ""))
        assert kept is not None
        assert kept.available_at == new_york
        assert kept.available_at.tzinfo is UTC
        written = session.connection().exec_driver_sql("SELECT available_at FROM bucket").scalar_one()
        assert written == to_text(new_york)
    engine.dispose()


def test_the_column_lets_nothing_pass_as_nothing() -> None:
    engine = create_engine("sqlite://")
    column = UtcDateTime()
    assert column.process_bind_param(None, engine.dialect) is None
    assert column.process_result_value(None, engine.dialect) is None
    engine.dispose()
