"""Messages that stand on a platform: sent, and blanked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.ports import Due, OutboxRow, Outcome, Posted, Store
from dialogs.turn import Message
from tests.contract.people import MINUTE, NOW, opportunity, person_of, reference, says, turn, wake

LATER = NOW + MINUTE
DAY = timedelta(days=1)
DONE = says("Forgotten, for good.")


async def deliver(store: Store, ref: str) -> list[str]:
    """Send all that is due, as `ref.1`, `ref.2` …; the texts in order."""
    sent: list[str] = []
    while rows := await store.claim(LATER, "w", 10, 60):
        outcomes = []
        for row in rows:
            assert isinstance(row.work, Message)
            sent.append(getattr(row.work.reply, "text", ""))
            outcomes.append(Outcome(row, Due.SENT, f"{ref}.{len(sent)}"))
        await store.settle(outcomes, LATER)
    return sent


async def places(store: Store, now: datetime = NOW) -> list[OutboxRow]:
    """What is to be blanked then."""
    rows = list(await store.claim_forgotten(now, "w", 100, 60))
    assert all(
        isinstance(row.work, Posted) and row.work.to == reference(row.person, row.tenant) for row in rows
    )
    return rows


async def blanked(store: Store, now: datetime = NOW) -> set[str]:
    """Where what is to be blanked then stands; it is blanked."""
    rows = await places(store, now)
    assert await store.settle([Outcome(row, Due.DONE) for row in rows], now) == len(rows)
    return {row.work.platform_ref for row in rows if isinstance(row.work, Posted)}


async def two_opportunities(store: Store) -> None:
    """Dana talked about Acme and Globex; five messages stand, one waits, wakes are set."""
    acme, globex = opportunity("acme"), opportunity("globex")
    said = (
        says("Acme's card", key="card:acme"),
        says("in Acme's thread", thread="card:acme"),
        says("with Acme's button", about="acme"),
        says("in passing"),
        says("Globex's card", key="card:globex"),
    )
    await store.save(turn("a1", changed=(acme, globex), messages=said), NOW)
    await deliver(store, "1")
    again = (says("Acme's card, edited", key="card:acme"),)
    waiting = (wake("wake:acme:1"), replace(wake("wake:globex:1"), opportunity="globex"))
    await store.save(turn("a2", await person_of(store), messages=again, wakes=waiting), NOW)
