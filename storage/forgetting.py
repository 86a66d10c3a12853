"""Forgetting for good, in the transaction of the turn that says so.

Records and words are deleted; of each of the coach's own messages only where it stands is left, until it is blanked
(`storage.blanking`). `forget` deletes the places too, and hands them over, for an operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dialogs.documents import to_json
from dialogs.ports import Posted
from dialogs.turn import Forget, Turn
from storage import privacy_statements as sql
from storage.encryption import EncryptionError
from storage.rows import only_places, place_of, without
from storage.statement import Ask, Batch, Do, DoAll, Unit
from storage.turn_statements import LOAD
from storage.vault import Sealer

AT_ONCE = 20
EVERY = timedelta(seconds=24)
"""So many of a person's messages are blanked at once, and as many again so much later: Slack lets an app delete some
fifty a minute in a workspace."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of the outbox as forgetting looks at it. `text` is its opened body, empty without one."""

    activity: str
    seq: int
    kind: str
    key: str | None
    thread: str | None
    platform_ref: str | None
    text: bytes
    finished: bool

    @property
    def stands(self) -> bool:
        """Whether it is a message of the coach's own that can be read on the platform."""
        return self.platform_ref is not None and bool(self.text)

    def mentions(self, opportunity: str) -> bool:
        """Whether it is about that opportunity: in its thread, or naming it in what it says or offers."""
        named = opportunity in (self.key or "") or opportunity in (self.thread or "")
        return named or opportunity.encode() in self.text

    def is_of(self, activity: str) -> bool:
        """Whether it is the proof that this very activity had its effect already."""
        return self.activity == activity and self.seq >= 0

    @property
    def is_played(self) -> bool:
        """Whether it is an activity that was put aside and had its effect: its words are needed no more."""
        return self.kind == "activity" and self.finished

    def posted(self) -> Posted:
        """Where it stands."""
        return Posted(place_of(self.kind, self.text), self.platform_ref or "", self.key)


def erase(sealer: Sealer, turn: Turn, forget: Forget, now: datetime) -> Unit[None]:
    """Nothing said or stored about it is left, but where the coach's messages stand."""
    tenant, person, opportunity = turn.person.tenant, turn.person.id, forget.opportunity
    yield from _delete_records(tenant, person, opportunity)
    rows = [
        row
        for row in (yield from _rows(sealer, tenant, person))
        if not row.is_of(turn.activity) and row.kind != "forgotten"
    ]
    concerned = [row for row in rows if opportunity is None or row.mentions(opportunity) or row.is_played]
    yield from _over(sql.DELETE_ROWS, tenant, person, (row for row in concerned if not row.stands))
    standing = _keyed(tenant, person, (row for row in concerned if row.stands))
    places = [
        (*key, blank_at(n, now), sealer.seal_row(person, row.activity, row.seq, to_json(row.posted().to)))
        for n, (key, row) in enumerate(standing)
    ]
    if places:
        yield DoAll(sql.FORGET_PLACE, places, {"now": now})
    yield from _empty_the_rest(sealer, tenant, person, rows, concerned)


def blank_at(number: int, now: datetime) -> datetime:
    """When that one of a person's forgotten messages (counted from 0) is to be blanked."""
    return now + number // AT_ONCE * EVERY


def forget(
    sealer: Sealer | None, tenant: str, person: str, opportunity: str | None
) -> Unit[tuple[Posted, ...]]:
    """Deletes all at once, and names what is to be blanked."""
    yield from _delete_records(tenant, person, opportunity)
    rows = yield from _rows(sealer, tenant, person)
    if opportunity is None:
        yield Do(sql.DELETE_PERSON, {"tenant": tenant, "person": person})
        concerned = rows
    else:
        yield from _unlist(sealer, tenant, person, opportunity)
        concerned = [row for row in rows if row.mentions(opportunity)]
    yield from _over(sql.DELETE_ROWS, tenant, person, concerned)
    yield from _empty_the_rest(sealer, tenant, person, rows, concerned)
    return only_places([row.posted() for row in concerned if row.stands])


def forget_tenant(tenant: str) -> Unit[None]:
    """All rows of a tenant, its keys first: from then on nothing of it can be read, in any copy."""
    for statement in sql.DELETE_TENANT:
        yield Do(statement, {"tenant": tenant})


def people(tenant: str) -> Unit[int]:
    """Of how many people of a tenant something is kept."""
    [(count,)] = yield Ask(sql.PEOPLE, {"tenant": tenant})
    return int(count)


def _delete_records(tenant: str, person: str, opportunity: str | None) -> Unit[None]:
    values = {"tenant": tenant, "person": person}
    if opportunity is None:
        yield Do(sql.DELETE_OPPORTUNITIES, values)
    else:
        yield Do(sql.DELETE_OPPORTUNITY, {**values, "opportunity": opportunity})


def _unlist(sealer: Sealer | None, tenant: str, person: str, opportunity: str) -> Unit[None]:
    """Take the opportunity out of the person's own document, where it still is in it."""
    stored: list[tuple[Any, ...]] = yield Ask(LOAD, {"tenant": tenant, "person": person, "activity": ""})
    for part, id, version, state in stored:
        if part == "person" and sealer is not None:
            before = sealer.open_person(id, version, state)
            after = without(before, opportunity)
            if after != before:
                values = {"tenant": tenant, "person": person, "version": version}
                # `touched_at` stays: the person did nothing
                yield Do(sql.REWRITE_PERSON, {**values, "state": sealer.seal_person(after)})


def _rows(sealer: Sealer | None, tenant: str, person: str) -> Unit[list[Kept]]:
    found: list[tuple[Any, ...]] = yield Ask(sql.OUTBOX_OF_PERSON, {"tenant": tenant, "person": person})
    return _kept(sealer, person, found)


def _kept(sealer: Sealer | None, person: str, found: Sequence[tuple[Any, ...]]) -> list[Kept]:
    return [
        Kept(activity, seq, kind, key, thread, ref, _text(sealer, person, activity, seq, body), bool(done))
        for activity, seq, kind, key, thread, ref, body, done in found
    ]


def _text(sealer: Sealer | None, person: str, activity: str, seq: int, body: bytes | None) -> bytes:
    """What a row says; nothing where it cannot be read any more: it is deleted all the same."""
    if body is None or sealer is None:
        return b""
    try:
        return sealer.open_row(person, activity, seq, body)
    except EncryptionError:
        return b""


def _empty_the_rest(
    sealer: Sealer | None, tenant: str, person: str, rows: list[Kept], concerned: list[Kept]
) -> Unit[None]:
    """What was said in passing, in no thread, may be about it too and is needed no more: its words go. Where it stands
    is kept: whoever forgets everything has it blanked."""
    passing = [
        row
        for row in rows
        if row not in concerned
        and row.kind == "message"
        and row.finished
        and row.key is None
        and row.thread is None
    ]
    yield from _over(sql.EMPTY_ROWS, tenant, person, (row for row in passing if not row.stands))
    standing = [
        (*key, sealer.seal_row(person, row.activity, row.seq, to_json(row.posted().to)))
        for key, row in _keyed(tenant, person, passing)
        if row.stands and sealer is not None
    ]
    if standing:
        yield DoAll(sql.LEAVE_PLACE, standing)


def _over(batch: Batch, tenant: str, person: str, rows: Iterable[Kept]) -> Unit[None]:
    keys = [key for key, _ in _keyed(tenant, person, rows)]
    if keys:
        yield DoAll(batch, keys)


def _keyed(tenant: str, person: str, rows: Iterable[Kept]) -> Iterator[tuple[tuple[object, ...], Kept]]:
    for row in rows:
        yield (tenant, person, row.activity, row.seq), row
