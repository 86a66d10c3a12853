"""What is finished is not kept for ever: its words go after some days, where a message stands stays.

The outbox remembers finished rows so that an activity delivered again is known as seen. No platform
delivers again after days, so older markers and wakes are deleted, and of messages only their place is
left: a card is still edited in place after a month, and `forget` can still blank it.

What is left standing grows for ever and is walked past each time. So the walk is in pages of so many rows looked at,
whether it finds anything or not, each a read of its own; and only where there is something to purge does a transaction
follow that writes, and knows its rows by their keys.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from dialogs.documents import to_json
from storage.encryption import EncryptionError, MasterKeyError
from storage.privacy_statements import DELETE_FINISHED, LEAVE_STANDING
from storage.rows import place_of
from storage.statement import Ask, DoAll, Statement, Unit
from storage.turns import sealer_of
from storage.vault import Sealer, Vault

Key = tuple[str, str, str, int]

BATCH = 500
"""How many rows a page looks at, and one transaction takes at most: short enough that a turn does not wait for it."""

START: Key = ("", "", "", -3)
"""Before the first row."""

NEXT_ROWS = Statement("""
    SELECT o.tenant, o.person, o.activity, o.seq, o.kind, o.platform_ref,
           CASE WHEN o.kind = 'message' THEN o.body END, o.finished_at < :before,
           o.key IS NOT NULL AND EXISTS (
             SELECT 1 FROM outbox n
              WHERE n.tenant = o.tenant AND n.person = o.person AND n.key = o.key AND n.state = 'sent'
                AND n.platform_ref = o.platform_ref AND n.finished_at > o.finished_at)
      FROM outbox o
     WHERE (o.tenant, o.person, o.activity, o.seq) > (:tenant, :person, :activity, :seq)
     ORDER BY o.tenant, o.person, o.activity, o.seq LIMIT :limit
""")
"""A page: for each row whether it was finished before then, and whether a later edit says where its message stands."""


class Page(NamedTuple):
    """What of the rows that were looked at is to be purged."""

    deleted: list[tuple[object, ...]]
    standing: list[tuple[object, ...]]
    after: Key | None
    """Where the next page begins; None at the end."""


def find_page(vault: Vault, before: datetime, after: Key) -> Unit[Page]:
    """Look at the next rows in the order of their keys."""
    tenant, person, activity, seq = after
    where = {"tenant": tenant, "person": person, "activity": activity, "seq": seq}
    rows: list[tuple[Any, ...]] = yield Ask(NEXT_ROWS, {**where, "before": before, "limit": BATCH})
    deleted: list[tuple[object, ...]] = []
    standing: list[tuple[object, ...]] = []
    sealers: dict[str, Sealer | None] = {}
    for *key, kind, ref, body, finished, superseded in rows:
        if not finished or kind == "forgotten" or (kind == "standing" and not superseded):
            continue
        place = None
        if kind == "message" and ref is not None and body is not None and not superseded:
            try:
                if key[0] not in sealers:
                    sealers[key[0]] = yield from sealer_of(vault, key[0])
                place = _place(sealers[key[0]], (key[0], key[1], key[2], key[3]), body)
            except (MasterKeyError, ValueError):
                continue  # somebody else may be able to read it: who has the key, or a newer version
        if place is None:
            deleted.append((*key, kind))
        else:
            standing.append((*key, place))
    last = tuple(rows[-1][:4]) if len(rows) == BATCH else None
    return Page(deleted, standing, last)


def purge_page(page: Page, before: datetime) -> Unit[int]:
    """Purge what was found; returns how many rows."""
    purged = 0
    if page.deleted:
        purged += yield DoAll(DELETE_FINISHED, page.deleted, {"before": before})
    if page.standing:
        purged += yield DoAll(LEAVE_STANDING, page.standing, {"before": before})
    return purged


def _place(sealer: Sealer | None, key: Key, body: bytes) -> bytes | None:
    """The row's place, sealed; None where nobody can read the row any more."""
    _, person, activity, seq = key
    if sealer is None:
        return None
    try:
        text = sealer.open_row(person, activity, seq, body)
    except EncryptionError:
        return None
    return sealer.seal_row(person, activity, seq, to_json(place_of("message", text)))
