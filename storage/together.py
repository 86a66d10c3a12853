"""Turns of several people at once: one look, and one transaction in which all of them are kept, or none.

A morning's reminders are thousands of turns that wait for nobody. One by one each would cost PostgreSQL seven answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from dialogs.ports import Claim
from dialogs.turn import Turn
from storage import turn_statements as sql
from storage.claimed import Slots
from storage.outbox import are_free, slots_of_turns
from storage.rows import rows_of
from storage.statement import Abandon, AskEach, DoAll, Unit
from storage.turns import opportunity_values, outbox_values, sealer_of
from storage.vault import Vault

Row = tuple[Any, ...]


class Together(NamedTuple):
    """What became of turns: kept, all of them or none; whose messages were claimed, and their turns at the platform."""

    kept: bool
    claimed: Sequence[bool] = ()
    slots: Slots | None = None


NONE_KEPT = Together(kept=False)


def load_each(asked: Sequence[tuple[str, str, str]]) -> Unit[list[list[Row]]]:
    """For each tenant, person and activity, the rows that `turns.load` gives."""
    rows: list[list[Row]] = yield AskEach(sql.LOAD_EACH, asked)
    return rows


def save_each(vault: Vault, turns: Sequence[Turn], now: datetime, claim: Claim | None) -> Unit[Together]:
    """Keep all of them or (by `Abandon`) none. For people who are known, and turns that take nothing back."""
    claimed = [False] * len(turns) if claim is None else (yield from are_free(turns, now, claim))
    people: list[tuple[object, ...]] = []
    changed: list[tuple[object, ...]] = []
    rows: list[tuple[object, ...]] = []
    for turn, is_claimed in zip(turns, claimed, strict=True):
        person = turn.person
        sealer = yield from sealer_of(vault, person.tenant)
        if sealer is None or turn.forget is not None or turn.withdraw:
            raise Abandon(NONE_KEPT)
        people.append((person.tenant, person.id, person.version, now, sealer.seal_person(person)))
        changed.extend(opportunity_values(sealer, turn, each, now) for each in turn.changed)
        mine = claim if is_claimed else None
        rows.extend(
            outbox_values(sealer, person.tenant, person.id, row, now, mine) for row in rows_of(turn, now)
        )
    for batch, values in (
        (sql.CHANGE_PEOPLE, people),
        (sql.PUT_OPPORTUNITIES, changed),
        (sql.PUT_OUTBOX, rows),
    ):
        if values and (yield DoAll(batch, values)) != len(values):
            raise Abandon(NONE_KEPT)
    mine_now = [turn for turn, is_claimed in zip(turns, claimed, strict=True) if is_claimed]
    if claim is None or not mine_now:
        return Together(True, claimed)
    return Together(True, claimed, (yield from slots_of_turns(mine_now, now, claim)))
