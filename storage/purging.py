"""What is finished is not kept for ever: its words go after some days, where a message stands stays.

The outbox remembers finished rows so that an activity delivered again is known as seen. No platform
delivers again after days, so older markers and wakes are deleted, and of messages only their place is
left: a card is still edited in place after a month, and `forget` can still blank it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from dialogs.documents import to_json
from storage.encryption import EncryptionError
from storage.privacy_statements import DELETE_ROWS, LEAVE_PLACE
from storage.rows import place_of
from storage.statement import Ask, DoAll, Statement, Unit
from storage.turns import sealer_of
from storage.vault import Sealer, Vault

Key = tuple[str, str, str, int]

BATCH = 500
"""How many rows one transaction takes: short enough that a turn does not wait for it."""

START: Key = ("", "", "", -2)
"""Before the first row."""

FINISHED_BEFORE = Statement("""
    SELECT tenant, person, activity, seq, kind, platform_ref, body, superseded FROM (
      SELECT o.tenant, o.person, o.activity, o.seq, o.kind, o.platform_ref, o.body,
             o.key IS NOT NULL AND EXISTS (
               SELECT 1 FROM outbox n
                WHERE n.tenant = o.tenant AND n.person = o.person AND n.key = o.key AND n.state = 'sent'
                  AND n.platform_ref = o.platform_ref AND n.finished_at > o.finished_at) AS superseded
        FROM outbox o
       WHERE (o.tenant, o.person, o.activity, o.seq) > (:tenant, :person, :activity, :seq)
         AND o.finished_at < :before) AS finished
     WHERE kind <> 'standing' OR superseded
     ORDER BY tenant, person, activity, seq LIMIT :limit
""")


class Page(NamedTuple):
    """One transaction's worth of purging."""

    after: Key | None
    """Where the next one begins; None at the end."""
    purged: int


def purge_page(vault: Vault, before: datetime, after: Key) -> Unit[Page]:
    """Purge the next rows in the order of their keys."""
    tenant, person, activity, seq = after
    where = {"tenant": tenant, "person": person, "activity": activity, "seq": seq}
    rows: list[tuple[Any, ...]] = yield Ask(FINISHED_BEFORE, {**where, "before": before, "limit": BATCH})
    deleted: list[tuple[object, ...]] = []
    standing: list[tuple[object, ...]] = []
    sealers: dict[str, Sealer | None] = {}
    for *key, kind, ref, body, superseded in rows:
        place = None
        if kind == "message" and ref is not None and body is not None and not superseded:
            if key[0] not in sealers:
                sealers[key[0]] = yield from sealer_of(vault, key[0])
            place = _place(sealers[key[0]], (key[0], key[1], key[2], key[3]), body)
        if place is None:
            deleted.append(tuple(key))
        else:
            standing.append((*key, "standing", place))
    if deleted:
        yield DoAll(DELETE_ROWS, deleted)
    if standing:
        yield DoAll(LEAVE_PLACE, standing)
    last = tuple(rows[-1][:4]) if len(rows) == BATCH else None
    return Page(last, len(rows))


def _place(sealer: Sealer | None, key: Key, body: bytes) -> bytes | None:
    """The row's place, sealed; None where the row cannot be read any more."""
    _, person, activity, seq = key
    if sealer is None:
        return None
    try:
        text = sealer.open_row(person, activity, seq, body)
    except EncryptionError:
        return None
    return sealer.seal_row(person, activity, seq, to_json(place_of("message", text)))
