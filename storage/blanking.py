"""Where forgotten messages stand, until each is blanked or finally refused.

Forgetting leaves the places in the outbox, as rows that are finished: no ordinary claim sees them. They are claimed by
`claim`, a few of each tenant, and settled as everything else is: whoever claims them and ends before that loses none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from dialogs.documents import to_json
from dialogs.ports import Due, OutboxRow, Outcome, Posted
from dialogs.turn import Message
from storage import outbox
from storage import privacy_statements as sql
from storage.claimed import PLATFORMS, Row, is_given_up
from storage.encryption import EncryptionError, MasterKeyError
from storage.forgetting import AT_ONCE
from storage.instants import read_instant
from storage.rows import line_of, place_of, row_id, seq_of
from storage.statement import Ask, DoAll, Unit
from storage.turns import sealer_of
from storage.vault import Vault

CHANNEL = "forgotten"
"""What is held where a platform asks for patience with blanking: other messages need not wait for that."""


def may_claim(now: datetime) -> Unit[bool]:
    """Whether there is anything to claim. There nearly never is: nothing is written to find that out."""
    return bool((yield Ask(sql.MAY_BLANK, {"now": now, "channel": CHANNEL})))


def claim(now: datetime, worker: str, limit: int, lease_seconds: float) -> Unit[list[Row]]:
    """Take up to `limit` places, sealed."""
    values = {"now": now, "channel": CHANNEL, "worker": worker, "limit": limit, "cap": AT_ONCE}
    rows: list[Row] = yield Ask(
        sql.CLAIM_FORGOTTEN, {**values, "lease": now + timedelta(seconds=lease_seconds)}
    )
    return rows


def opened(
    vault: Vault, rows: Sequence[Row], worker: str, now: datetime
) -> tuple[list[OutboxRow], list[tuple[object, ...]]]:
    """Each place once, though a message was edited many times; and those that nobody can read any more."""
    places: dict[tuple[str, str, str], OutboxRow] = {}
    lost: list[tuple[object, ...]] = []
    for tenant, person, activity, seq, platform, due, attempts, ref, body in rows:
        due_at, sealer = read_instant(due), vault.sealer(tenant)
        try:
            if sealer is None or ref is None or body is None:
                raise EncryptionError
            posted = Posted(place_of("forgotten", sealer.open_row(person, activity, seq, body)), ref, None)
        except (EncryptionError, ValueError) as error:
            for_good = isinstance(error, EncryptionError) and vault.knows(tenant)
            if is_given_up(for_good, due_at, now):
                lost.append((tenant, person, ref))
            continue  # else somebody else may be able to, when the lease is over
        places[tenant, person, ref] = OutboxRow(
            tenant=tenant,
            id=row_id(activity, seq, due_at),
            person=person,
            activity=activity,
            platform=PLATFORMS[platform],
            conversation=CHANNEL,
            due_at=due_at,
            attempts=attempts,
            claimed_by=worker,
            work=posted,
        )
    return list(places.values()), lost


def drop(places: Sequence[tuple[object, ...]]) -> Unit[int]:
    """There is nothing more to do about them. Each is a tenant, a person and the platform's reference."""
    dropped: int = yield DoAll(sql.DROP_BLANKED, places)
    return dropped


def settle(vault: Vault, outcomes: Sequence[Outcome], now: datetime) -> Unit[int]:
    """Mark claimed rows. Places that were blanked, or never will be, are dropped; and a message that was posted while
    its words were forgotten, which has no row any more, leaves its place."""
    rows = [outcome for outcome in outcomes if not isinstance(outcome.row.work, Posted)]
    marked = yield from outbox.settle(rows, now)
    if marked < len(rows):
        yield from _leave_posted(vault, rows, now)
    places = [(outcome, at) for outcome in outcomes if (at := _place(outcome)) is not None]
    if done := [at for outcome, at in places if outcome.state is not Due.DUE]:
        yield from drop(done)
    if again := [(*at, outcome.retry_at or now) for outcome, at in places if outcome.state is Due.DUE]:
        yield DoAll(sql.BLANK_AGAIN, again)
    return marked + len(places)


def _place(outcome: Outcome) -> tuple[object, ...] | None:
    row = outcome.row
    return (row.tenant, row.person, row.work.platform_ref) if isinstance(row.work, Posted) else None


def posted_of(outcomes: Sequence[Outcome]) -> Iterator[tuple[OutboxRow, Message, str]]:
    """The messages that were posted, and the platform's references of them."""
    for row, state, ref, *_ in outcomes:
        if state is Due.SENT and ref is not None and isinstance(row.work, Message):
            yield row, row.work, ref


def _leave_posted(vault: Vault, outcomes: Sequence[Outcome], now: datetime) -> Unit[None]:
    left: list[tuple[object, ...]] = []
    for row, message, ref in posted_of(outcomes):
        try:
            sealer = yield from sealer_of(vault, row.tenant)
        except MasterKeyError:
            continue
        if sealer is not None:
            key = row.person, row.activity, seq_of(row)
            body = sealer.seal_row(*key, to_json(message.to))
            left.append((row.tenant, *key, line_of(message), row.platform.value, now, ref, body))
    if left:
        yield DoAll(sql.LEAVE_POSTED, left)
