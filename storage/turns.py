"""Loading what a turn starts from, by one query, and keeping what it changes, by three and one commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from dialogs.activity import Activity
from dialogs.ports import Claim, Due, Saved
from dialogs.records import Advisor, Opportunity
from dialogs.turn import Loaded, Message, Turn
from storage import turn_statements as sql
from storage.claimed import Slots
from storage.encryption import EncryptionError, WrappedKey
from storage.forgetting import erase
from storage.outbox import are_free, slots_of_turns
from storage.privacy_statements import DELETE_PERSON_UNCHANGED, EVERYBODY
from storage.rows import ASIDE_SEQ, NewRow, Opened, advisors_of, aside_row, rows_of, work_of
from storage.statement import Abandon, Ask, Do, DoAll, Unit
from storage.vault import Sealer, Vault

Row = tuple[Any, ...]


def load(tenant: str, person: str, activity: str) -> Unit[list[Row]]:
    """The rows from which `loaded` makes what a turn starts from."""
    rows: list[Row] = yield Ask(sql.LOAD, {"tenant": tenant, "person": person, "activity": activity})
    return rows


def loaded(vault: Vault, tenant: str, person: str, rows: Sequence[Row]) -> Loaded:
    """What a turn starts from. Opportunities stay sealed until they are looked at.

    Raises `KeyDestroyedError` when the person was written with a key that is gone, `EncryptionError` when
    what is stored was tampered with.
    """
    keys = [WrappedKey(tenant, id, bytes(body), bool(n)) for part, id, n, body in rows if part == "key"]
    sealer = vault.learn(tenant, keys)
    found, opportunities, said = None, {}, []
    for part, id, n, body in rows:
        if sealer is None or part == "key":
            continue
        if part == "person":
            found = sealer.open_person(id, n, body)
        elif part == "opportunity":
            opportunities[id] = partial(sealer.open_opportunity, person, id, n, body)
        elif part == "message" and body is not None:
            said.append((n, work_of(part, sealer.open_row(person, id, n, body))))
    return Loaded(
        seen=any(part in ROWS_OF_AN_ACTIVITY for part, *_ in rows),
        person=found,
        opportunities=Opened(opportunities),
        messages=tuple(
            work for _, work in sorted(said, key=lambda pair: pair[0]) if isinstance(work, Message)
        ),
    )


ROWS_OF_AN_ACTIVITY = frozenset({"marker", "message", "standing", "forgotten"})


def load_more(tenant: str, person: str, ids: Sequence[str] | None) -> Unit[list[Row]]:
    """The rows of opportunities named by id, or of every one."""
    if ids is None:
        rows: list[Row] = yield Ask(sql.LOAD_ALL, {"tenant": tenant, "person": person})
    else:
        rows = yield Ask(sql.LOAD_MORE, {"tenant": tenant, "person": person, "ids": list(ids)})
    return rows


def opened_more(sealer: Sealer, person: str, rows: Sequence[Row]) -> Mapping[str, Opportunity]:
    """The opportunities of those rows, decoded when they are looked at."""
    return Opened(
        {id: partial(sealer.open_opportunity, person, id, version, body) for id, version, body in rows}
    )


def everybody(tenant: str) -> Unit[list[Row]]:
    """The people of a tenant, sealed."""
    rows: list[Row] = yield Ask(EVERYBODY, {"tenant": tenant})
    return rows


def advisors_among(sealer: Sealer, rows: Sequence[Row]) -> tuple[Advisor, ...]:
    """Those who let others share with them. A document that does not open is nobody's."""
    people = []
    for id, version, state in rows:
        with suppress(EncryptionError):
            people.append(sealer.open_person(id, version, state))
    return advisors_of(people)


def keys_of(tenants: Sequence[str]) -> Unit[list[WrappedKey]]:
    """The keys that those tenants have now."""
    rows: list[Row] = yield Ask(sql.KEYS, {"tenants": list(tenants)})
    return [WrappedKey(tenant, id, bytes(wrapped), bool(active)) for tenant, id, wrapped, active in rows]


def sealer_of(vault: Vault, tenant: str) -> Unit[Sealer | None]:
    """The tenant's sealer; one query where its keys are not at hand."""
    return vault.sealer(tenant) or vault.open(tenant, (yield from keys_of([tenant])))


class Kept(NamedTuple):
    """What became of a turn, and the turns at the platform if its messages were claimed."""

    saved: Saved
    slots: Slots | None = None


def save(vault: Vault, turn: Turn, now: datetime, claim: Claim | None = None) -> Unit[Kept]:
    """Keep all of a turn, or (by `Abandon`) nothing of it; its messages claimed, where nothing is in their way."""
    if claim is not None and not (yield from are_free([turn], now, claim))[0]:
        claim = None
    sealer = yield from _sealer(vault, turn.person.tenant, now)
    if not (yield from _keep_person(sealer, turn, now)):
        raise Abandon(Kept(Saved.STALE))
    if turn.forget is not None:
        yield from erase(sealer, turn, turn.forget, now)
    if turn.withdraw:
        yield Do(sql.WITHDRAW, {"tenant": turn.person.tenant, "person": turn.person.id, "now": now})
    changed = [opportunity_values(sealer, turn, o, now) for o in turn.changed if not _is_forgotten(turn, o)]
    if changed and (yield DoAll(sql.PUT_OPPORTUNITIES, changed)) != len(changed):
        raise Abandon(Kept(Saved.STALE))
    tenant, person = turn.person.tenant, turn.person.id
    rows = [outbox_values(sealer, tenant, person, row, now, claim) for row in rows_of(turn, now)]
    if (yield DoAll(sql.PUT_OUTBOX, rows)) != len(rows):
        raise Abandon(Kept(Saved.SEEN))
    # the tenant's other turns wait for this one row: it is the last to be taken before the commit
    return Kept(Saved.KEPT, None if claim is None else (yield from slots_of_turns([turn], now, claim)))


def put_aside(vault: Vault, activity: Activity, due_at: datetime, now: datetime) -> Unit[None]:
    """Keep an activity until somebody has played it."""
    sealer = yield from _sealer(vault, activity.tenant, now)
    row = outbox_values(sealer, activity.tenant, activity.person, aside_row(activity, due_at), now)
    yield DoAll(sql.PUT_OUTBOX, [row])


def take_back(activity: Activity) -> Unit[None]:
    """Drop it."""
    where = {"tenant": activity.tenant, "person": activity.person, "activity": activity.id}
    yield Do(sql.TAKE_BACK, {**where, "seq": ASIDE_SEQ})


def _sealer(vault: Vault, tenant: str, now: datetime) -> Unit[Sealer]:
    """The tenant's sealer; with the first turn of a tenant its key is made, in the same transaction."""
    sealer = yield from sealer_of(vault, tenant)
    if sealer is not None:
        return sealer
    key = vault.masters.create(tenant)
    yield Do(sql.ADD_KEY, {"tenant": tenant, "key_id": key.key_id, "wrapped": key.wrapped, "now": now})
    return Sealer(vault.masters.open(key))  # not learnt: it is a key once the transaction is kept


def _keep_person(sealer: Sealer, turn: Turn, now: datetime) -> Unit[bool]:
    """Whether the person still was at the version that the turn started from, and is now as the turn says."""
    person = turn.person
    values: dict[str, object] = {"tenant": person.tenant, "person": person.id, "version": person.version}
    if turn.forget is not None and turn.forget.opportunity is None:
        if person.version == 0:
            return True
        deleted: int = yield Do(DELETE_PERSON_UNCHANGED, values)
        return deleted == 1
    values |= {"now": now, "state": sealer.seal_person(person)}
    kept: int = yield Do(sql.CHANGE_PERSON if person.version else sql.ADD_PERSON, values)
    return kept == 1


def _is_forgotten(turn: Turn, opportunity: Opportunity) -> bool:
    return turn.forget is not None and turn.forget.opportunity in (None, opportunity.id)


def opportunity_values(
    sealer: Sealer, turn: Turn, opportunity: Opportunity, now: datetime
) -> tuple[object, ...]:
    """The opportunity's values in the order of `OPPORTUNITY`."""
    tenant, person = turn.person.tenant, turn.person.id
    body = sealer.seal_opportunity(person, opportunity)
    return tenant, person, opportunity.id, opportunity.version + 1, opportunity.open, now, body


def outbox_values(
    sealer: Sealer, tenant: str, person: str, row: NewRow, now: datetime, claim: Claim | None = None
) -> tuple[object, ...]:
    """The row's values in the order of `OUTBOX`."""
    body = None if row.text is None else sealer.seal_row(person, row.activity, row.seq, row.text)
    which = (tenant, person, row.activity, row.seq, row.kind)
    where = (row.conversation, row.platform.value, row.key, row.thread)
    state: tuple[object, ...] = (row.state.value, 0, None, None)
    if claim is not None and row.kind == "message":
        state = (Due.CLAIMED.value, 1, claim.worker, now + timedelta(seconds=claim.lease_seconds))
    when = (row.due_at, row.expires_at, *state, row.reason or None, now, row.finished_at)
    return *which, *where, *when, body
