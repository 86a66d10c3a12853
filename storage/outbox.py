"""Delivery's side of the store: claim fairly, settle behind a fence, and know when to look again.

Fair between tenants: where more is due than one claim takes, the tenants are walked in turn, a few rows each,
from where the last claim stopped; what room is left goes to the oldest rows. So a tenant of 12,000 fills
the gaps that others leave, and never stands in front of one of 12.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from operator import itemgetter

from dialogs.activity import Platform
from dialogs.ports import LONGEST_HOLD, Claim, Due, OutboxRow, Outcome, Pace, Posted
from dialogs.turn import Turn
from storage import outbox_statements as sql
from storage.claimed import PLATFORMS, Claimed, Row, Slots, Unread, in_slots, is_given_up, taking_turns
from storage.encryption import EncryptionError
from storage.instants import in_utc, read_instant
from storage.privacy_statements import PULL_BACK_FORGOTTEN
from storage.rows import line_of, place_of, row_id, seq_of
from storage.statement import Ask, AskEach, Do, DoAll, Unit
from storage.vault import Sealer, Vault

WALK_STEPS = 128
"""How many tenants one walk looks at."""

WALKS = 4
"""How many walks one claim takes at most, where most tenants have nothing due: it bounds what looking in vain costs.
The next claim goes on from there."""

ENOUGH_WALKS = 2
"""How many it takes where somebody had something: the next claim goes on from there."""

SHARES = 64
"""Into how many shares a claim is cut: a tenant gets one in each round."""

FAR_FOR_A_TURN = timedelta(minutes=1)
"""Nobody takes turns at a platform this far ahead: such a bucket was written by a clock that has been set since."""

READ_AGAIN = timedelta(minutes=1)
"""So much later a row that could not be read is claimed again, perhaps by somebody who can."""

UNFINISHED = (Due.DUE, Due.CLAIMED)


class Turns:
    """Whose turn it is among the tenants, as one worker remembers it between claims."""

    def __init__(self) -> None:
        self.after = ""


def claim(
    turn: Turns,
    now: datetime,
    worker: str,
    limit: int,
    lease_seconds: float,
    paces: Mapping[Platform, Pace],
) -> Unit[Claimed]:
    """Take up to `limit` due rows."""
    values: dict[str, object] = {
        "now": now,
        "worker": worker,
        "lease": now + timedelta(seconds=lease_seconds),
        "limit": limit,
        "cap": max((pace.most for pace in paces.values()), default=limit),
        "early": now + timedelta(seconds=min((pace.early for pace in paces.values()), default=0)),
    }
    [(due,)] = yield Ask(sql.BACKLOG, values)
    if due == 0:
        return Claimed([], {})
    claimed: list[Row] = []
    if due == limit:
        claimed = yield from _claim_in_turn(turn, values, limit, more=bool(paces))
    if len(claimed) < limit and not (paces and due == limit):
        oldest = sql.CLAIM_OLDEST_CAPPED if paces else sql.CLAIM_OLDEST
        claimed.extend((yield Ask(oldest, {**values, "limit": limit - len(claimed)})))
    claimed = taking_turns(claimed)
    paced = claimed if paces else ()
    counts = Counter((row[0], PLATFORMS[row[5]]) for row in paced if row[4] == "message")
    return Claimed(claimed, (yield from _slots(counts, now, paces)))


def are_free(turns: Sequence[Turn], now: datetime, claim: Claim) -> Unit[list[bool]]:
    """For each turn, whether nothing stands in the way of its messages; where two of them speak in one conversation,
    the first is in the other's way.
    """
    soon = now + timedelta(seconds=max((pace.ahead for pace in claim.paces.values()), default=0))
    first: dict[tuple[str, str, str], int] = {}
    hindered = set()
    for number, turn in enumerate(turns):
        for message in turn.messages:
            place = turn.person.tenant, line_of(message), message.to.platform.value
            if first.setdefault(place, number) != number:
                hindered.add(number)
    asked = [(*place, now, soon) for place in first]
    answers: list[list[Row]] = (yield AskEach(sql.HINDERED, asked)) if asked else []
    hindered.update(number for number, found in zip(first.values(), answers, strict=True) if found)
    return [number not in hindered for number, _ in enumerate(turns)]


def slots_of_turns(turns: Sequence[Turn], now: datetime, claim: Claim) -> Unit[Slots]:
    """Takes turns at the platform for turns' messages. Whoever takes some next waits until this is committed."""
    counts = Counter((turn.person.tenant, message.to.platform) for turn in turns for message in turn.messages)
    return (yield from _slots(counts, now, claim.paces))


def rows_of_turns(turns: Sequence[Turn], now: datetime, claim: Claim, slots: Slots) -> list[list[OutboxRow]]:
    """Each turn's messages as they were claimed while it was kept."""
    rows = iter(
        in_slots([row for turn in turns for row in _claimed_of(turn, now, claim)], slots, claim.paces)
    )
    return [list(islice(rows, len(turn.messages))) for turn in turns]


def _claimed_of(turn: Turn, now: datetime, claim: Claim) -> list[OutboxRow]:
    due_at, person = in_utc(now), turn.person
    return [
        OutboxRow(
            tenant=person.tenant,
            id=row_id(turn.activity, seq, due_at),
            person=person.id,
            activity=turn.activity,
            platform=message.to.platform,
            conversation=line_of(message),
            due_at=due_at,
            attempts=1,
            claimed_by=claim.worker,
            work=message,
            expires_at=message.expires_at,
        )
        for seq, message in enumerate(turn.messages)
    ]


def _claim_in_turn(turn: Turns, values: dict[str, object], limit: int, more: bool) -> Unit[list[Row]]:
    """A share for each tenant that has something due, from where the last claim stopped.

    With `more`, what room is left once every tenant had its share is shared out among them again.
    """
    claimed: list[Row] = []
    quota = max(1, limit // SHARES)
    seen: list[str] = []
    for taken in range(WALKS):
        if claimed and taken >= ENOUGH_WALKS:
            break
        walked: list[Row] = yield Ask(sql.WALK_TENANTS, {**values, "after": turn.after, "steps": WALK_STEPS})
        tenants = [tenant for tenant, due in walked if due]
        if tenants:
            left = limit - len(claimed)
            share = {**values, "tenants": tenants, "quota": quota, "limit": left}
            claimed.extend((yield Ask(sql.CLAIM_OF_TENANTS, share)))
            seen.extend(tenants)
        if len(claimed) == limit:
            turn.after = max(row[0] for row in claimed)
            return claimed
        turn.after = walked[-1][0] if len(walked) == WALK_STEPS else ""
        if not turn.after:
            break
    if more and seen:
        cap = max(1, _whole(values["cap"]) - quota)
        share = {**values, "tenants": seen, "quota": cap, "limit": limit - len(claimed)}
        claimed.extend((yield Ask(sql.CLAIM_OF_TENANTS, share)))
    return claimed


def _whole(value: object) -> int:
    assert isinstance(value, int)  # noqa: S101  # the values of a statement are of all kinds
    return value


def _slots(
    counts: Mapping[tuple[str, Platform], int], now: datetime, paces: Mapping[Platform, Pace]
) -> Unit[Slots]:
    """Takes the next free turns at the platform for so many messages of each tenant."""
    wanted = sorted((tenant, platform, n) for (tenant, platform), n in counts.items() if platform in paces)
    if not wanted:
        return {}
    values = {
        "now": now,
        "tenants": [tenant for tenant, _, _ in wanted],
        "platforms": [platform.value for _, platform, _ in wanted],
        "seconds": [n / paces[platform].per_second for _, platform, n in wanted],
    }
    reserved: list[Row] = yield Ask(sql.RESERVE, values)
    free = {(tenant, Platform(platform)): read_instant(until) for tenant, platform, until in reserved}
    return {
        (tenant, platform): free[tenant, platform] - timedelta(seconds=n / paces[platform].per_second)
        for tenant, platform, n in wanted
    }


def settle(outcomes: Sequence[Outcome], now: datetime) -> Unit[int]:
    """Mark claimed rows, each only if this claim of it still holds."""
    alike: dict[tuple[str, Due, str, bool], list[Outcome]] = {}
    for outcome in outcomes:
        row = outcome.row
        alike.setdefault((row.claimed_by, outcome.state, outcome.reason, bool(row.at)), []).append(outcome)
    marked = 0
    for (worker, state, reason, placed), group in sorted(alike.items(), key=itemgetter(0)):
        common = _marks(worker, state, reason, now)
        done = 0
        if placed:
            done = yield DoAll(sql.SETTLE_IN_PLACE, sorted(map(_in_place, group), key=itemgetter(3)), common)
        if done < len(group):  # written again meanwhile, or not this worker's any more
            done += yield DoAll(sql.SETTLE, sorted(map(_by_key, group), key=itemgetter(3, 4, 5, 6)), common)
        marked += done
    return marked


def _in_place(outcome: Outcome) -> tuple[object, ...]:
    row, _, ref, _, retry_at = outcome
    return row.attempts, ref, retry_at, *row.at


def _by_key(outcome: Outcome) -> tuple[object, ...]:
    row, _, ref, _, retry_at = outcome
    return row.attempts, ref, retry_at, row.tenant, row.person, row.activity, seq_of(row), row.due_at


def put_off_unread(unread: Sequence[Unread], worker: str, now: datetime) -> Unit[None]:
    """Claimed rows that do not open go back for a while, if somebody else may be able to read them; else they are
    finished, so that they are not claimed for ever."""
    ends: dict[Due, list[tuple[object, ...]]] = {Due.DUE: [], Due.FAILED: []}
    for row, _, for_good in unread:
        due_at = read_instant(row[7])
        is_lost = is_given_up(for_good, due_at, now)
        retry_at = None if is_lost else now + READ_AGAIN
        ends[Due.FAILED if is_lost else Due.DUE].append((row[9], None, retry_at, *row[:4], due_at))
    for state, rows in ends.items():
        if rows:
            reason = "unreadable" if state is Due.FAILED else ""
            yield DoAll(sql.SETTLE, rows, _marks(worker, state, reason, now))


def _marks(worker: str, state: Due, reason: str, now: datetime) -> dict[str, object]:
    """What `SETTLE` is told of all its rows."""
    finished = None if state in UNFINISHED else now
    return {"worker": worker, "state": state.value, "reason": reason or None, "finished_at": finished}


def reap(now: datetime, clock_set: bool) -> Unit[int]:
    """Rows whose lease ran out go back to the queue; limits that are over are forgotten."""
    instants = {"now": now, "soon": now + FAR_FOR_A_TURN, "far": now + LONGEST_HOLD}
    yield Do(sql.DROP_BUCKETS, instants)
    if clock_set:
        yield Do(sql.PULL_BACK, instants)
        yield Do(PULL_BACK_FORGOTTEN, instants)
    released: int = yield Do(sql.REAP_AFTER_JUMP if clock_set else sql.REAP, instants)
    return released


def next_due(now: datetime) -> Unit[datetime | None]:
    """When the next row could be claimed."""
    row: list[Row] = yield Ask(sql.NEXT_DUE, {"now": now})
    bucket: list[Row] = yield Ask(sql.NEXT_AVAILABLE, {"now": now})
    found = [read_instant(value) for value, *_ in (*row, *bucket) if value is not None]
    return min(found, default=None)


def hold(tenant: str, platform: Platform, channel: str, until: datetime) -> Unit[None]:
    """Keep quiet until then; a later instant that is already known stays."""
    values = {"tenant": tenant, "platform": platform.value, "channel": channel, "until": until}
    yield Do(sql.HOLD, values)


def held(tenants: Sequence[str]) -> Unit[dict[tuple[str, Platform, str], datetime]]:
    """Until when platforms asked to be left alone."""
    rows: list[Row] = yield Ask(sql.HELD, {"tenants": list(tenants)})
    return {
        (tenant, PLATFORMS[platform], channel): read_instant(until)
        for tenant, platform, channel, until in rows
    }


def standing(vault: Vault, asked: Sequence[tuple[str, str, str]]) -> Unit[list[Posted | None]]:
    """Where the newest message of each tenant, person and key stands."""
    answers: list[list[Row]] = yield AskEach(sql.STANDING, asked)
    return [
        _posted(vault.sealer(tenant), person, key, rows)
        for (tenant, person, key), rows in zip(asked, answers, strict=True)
    ]


def _posted(sealer: Sealer | None, person: str, key: str, rows: Sequence[Row]) -> Posted | None:
    """Where it stands; None also where that cannot be read: then it is posted anew."""
    if sealer is None or not rows:
        return None
    [(activity, seq, kind, ref, body)] = rows
    with suppress(EncryptionError, ValueError):
        return Posted(place_of(kind, sealer.open_row(person, activity, seq, body)), ref, key)
    return None
