"""What a store without a database does about forgotten messages that still stand, as `storage.blanking` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.documents import to_json
from dialogs.ports import Due, OutboxRow, Outcome, Posted
from storage.blanking import CHANNEL, posted_of
from storage.forgetting import AT_ONCE
from storage.memory_kept import Kept
from storage.memory_rows import Row
from storage.rows import message_row, row_id, seq_of


class Blanking(Kept):
    """Places of forgotten messages, among the rows of the outbox."""

    async def claim_forgotten(
        self, now: datetime, worker: str, limit: int, lease_seconds: float
    ) -> Sequence[OutboxRow]:
        """Take places of forgotten messages that are to be blanked now."""
        seen: Counter[str] = Counter()
        ranked = []
        for row in sorted(self._outbox.values(), key=lambda row: row.next_attempt_at):
            if row.new.kind == "forgotten" and self._may_blank(row, now) and seen[row.tenant] < AT_ONCE:
                ranked.append((seen[row.tenant], row))
                seen[row.tenant] += 1
        ranked.sort(key=lambda pair: pair[0])
        places: dict[tuple[str, str, str | None], OutboxRow] = {}
        for _, row in ranked[:limit]:
            row.claimed_by, row.lease_until = worker, now + timedelta(seconds=lease_seconds)
            row.attempts += 1
            places.setdefault((row.tenant, row.person, row.platform_ref), _claimed(row, worker))
        return list(places.values())

    def _may_blank(self, row: Row, now: datetime) -> bool:
        leased = row.lease_until is not None and row.lease_until > now
        return row.next_attempt_at <= now and not leased and self._held_until(row, "", CHANNEL) <= now

    def _blanked(self, outcome: Outcome, posted: Posted, now: datetime) -> None:
        told = outcome.row
        for row in self._rows(told.tenant, told.person):
            if row.new.kind != "forgotten" or row.platform_ref != posted.platform_ref:
                continue
            if outcome.state is Due.DUE:
                row.next_attempt_at, row.lease_until = outcome.retry_at or now, None
            else:
                del self._outbox[row.key]

    def _leave_posted(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        """What was posted while it was forgotten has no row any more."""
        for told, message, ref in posted_of(outcomes):
            new = replace(
                message_row(told.activity, seq_of(told), message, now),
                kind="forgotten",
                key=None,
                thread=None,
                state=Due.SENT,
                finished_at=now,
                text=to_json(message.to),
            )
            row = Row(told.tenant, told.person, new, 0, now, platform_ref=ref)
            self._outbox.setdefault(row.key, row)


def _claimed(row: Row, worker: str) -> OutboxRow:
    return OutboxRow(
        tenant=row.tenant,
        id=row_id(row.new.activity, row.new.seq, row.new.due_at),
        person=row.person,
        activity=row.new.activity,
        platform=row.new.platform,
        conversation=CHANNEL,
        due_at=row.new.due_at,
        attempts=row.attempts,
        claimed_by=worker,
        work=replace(row.posted(), key=None),
    )
