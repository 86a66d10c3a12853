"""Does what is stored slow down what is done? An empty database against one with a million interviews in it.

    python -m bench.growth [--interviews 1000000] [--engines sqlite postgres]

Each stored interview is an opportunity of its own with ten answers in it, sealed with its tenant's key, as turns write
it; beside it, in the outbox, lies where its card stands, and for each person a reminder of a later day. Then a turn
(load, change, save with one message) of somebody new and of somebody stored, and a claim of 500 rows and its marking,
are timed on both. Writes some 4 GB for each engine to the temporary folder. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.filling import Rows, into_postgres, into_sqlite, no_rows
from bench.storage import _fill, _postgres
from bot.collecting import settle
from dialogs.activity import ConversationReference, Platform
from dialogs.documents import to_json
from dialogs.ports import Due, Outcome, Saved
from dialogs.records import Answer, AnswerKind, Interview, Listed, Opportunity, Person
from dialogs.replies import Note
from dialogs.rubric import Dimension
from dialogs.turn import Message, Turn, Wake, WakeKind
from storage.encryption import MasterKeys, WrappedKey, new_master_key
from storage.migrate import migrate
from storage.store import SqlStore, open_store
from storage.vault import Sealer

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TENANTS = 2000
ANSWERS = 10
INTERVIEWS_EACH = 4
"""How many interviews one person has behind them."""
BATCH = 500
PAGE = 5000
SAID = (
    "They showed me the release train and said that a team decides by itself what goes into it, as long as the tests "
    "are green; the last time somebody overruled that was before the summer. When I asked who had left this year the "
    "manager named two people and why. I did not hear how a plan is changed once the quarter has begun, and the second "
    "interviewer laughed when I asked, so I would like to ask again."
)
ASKED = "How does a team here decide what goes into a release?"


def _place(tenant: str, person: str) -> ConversationReference:
    return ConversationReference(Platform.SLACK, tenant, f"D-{person}", person)


def _opportunity(id: str, tenant: str, person: str) -> Opportunity:
    ended = NOW - timedelta(days=40)
    answers = tuple(
        Answer(
            f"a{n}", "i1", f"q{n}", ASKED, list(Dimension)[n % len(Dimension)], AnswerKind.GIVEN, ended, SAID
        )
        for n in range(ANSWERS)
    )
    interview = Interview("i1", ended, "Europe/Lisbon")
    return Opportunity(
        id, "Northwind Trading", ended, _place(tenant, person), interviews=(interview,), answers=answers
    )


def _of_person(sealer: Sealer, tenant: str, person: str, first: int, rows: Rows) -> None:
    """One person with a few interviews."""
    ids = [f"o{first + n}" for n in range(INTERVIEWS_EACH)]
    listed = tuple(Listed(id, "Northwind Trading") for id in ids)
    record = Person(tenant, person, opportunities=listed, home=_place(tenant, person), met_at=NOW)
    rows["person"].append((tenant, person, INTERVIEWS_EACH, NOW, sealer.seal_person(record)))
    place, later = f"D-{person}", NOW + timedelta(days=30)
    for n, id in enumerate(ids):
        body = sealer.seal_opportunity(person, _opportunity(id, tenant, person))
        rows["opportunity"].append((tenant, person, id, 5, True, NOW, body))
        stands = sealer.seal_row(person, id, 0, to_json(_place(tenant, person)))
        when = (NOW, None, "sent", 1, NOW, None, "w", "D1|1.1", None, NOW, NOW)
        rows["outbox"].append(
            (tenant, person, id, 0, first + n, "standing", place, "slack", f"card:{id}", None, *when, stands)
        )
    wake = Wake(f"wake:{ids[0]}", WakeKind.LOOK_BACK, later, later, _place(tenant, person), ids[0], "i1")
    body = sealer.seal_row(person, wake.id, -1, to_json(wake))
    when = (later, later, "due", 0, later, None, None, None, None, NOW, None)
    rows["outbox"].append(
        (tenant, person, wake.id, -1, first, "wake", place, "slack", None, None, *when, body)
    )


def _pages(masters: MasterKeys, interviews: int) -> Iterator[Rows]:
    """All that is stored, some thousand interviews at a time; tenant after tenant."""
    keys: dict[str, WrappedKey] = {f"Z{n:05}": masters.create(f"Z{n:05}") for n in range(TENANTS)}
    rows = no_rows()
    rows["tenant_key"] = [(k.tenant, k.key_id, k.wrapped, True, NOW) for k in keys.values()]
    sealers = {tenant: Sealer(masters.open(key)) for tenant, key in keys.items()}
    for number in range(interviews // INTERVIEWS_EACH):
        tenant = f"Z{number % TENANTS:05}"
        _of_person(sealers[tenant], tenant, f"p{number}", number * INTERVIEWS_EACH, rows)
        if len(rows["opportunity"]) >= PAGE:
            yield rows
            rows = no_rows()
    yield rows


async def _turns(store: SqlStore, tenant: str, person: str, count: int, name: str) -> list[float]:
    """Milliseconds of each turn: load, change the person and one opportunity, save with one message."""
    took = []
    for number in range(count):
        start = time.perf_counter()
        loaded = await store.load(tenant, person, f"{name}{number}")
        someone = loaded.person or Person(tenant, person)
        opened = [loaded.opportunities[id] for id in list(loaded.opportunities)[:1]]
        one = opened[0] if opened else _opportunity("acme", tenant, person)
        said = (Message(_place(tenant, person), Note("Noted."), key="card:acme"),)
        turn = Turn(f"{name}{number}", someone, (replace(one, job=f"job {number}"),), said)
        assert await store.save(turn, NOW) is Saved.KEPT  # noqa: S101
        took.append((time.perf_counter() - start) * 1000)
    return took


async def _claims(store: SqlStore, batches: int, name: str) -> tuple[list[float], list[float]]:
    """Milliseconds of each claim of `BATCH` rows, and of marking them."""
    later, claiming, marking = NOW + timedelta(seconds=1), [], []
    await _fill(store, BATCH * batches, 100, prefix=f"{name}-")
    while True:
        start = time.perf_counter()
        batch = await store.claim(later, "w", BATCH, 60)
        between = time.perf_counter()
        if not batch:
            return claiming, marking
        await store.settle([Outcome(row, Due.SENT, "1.1") for row in batch], later)
        claiming.append((between - start) * 1000)
        marking.append((time.perf_counter() - between) * 1000)


async def _measure(url: str, masters: MasterKeys, name: str, stored: bool) -> dict[str, float]:
    settle()
    store = open_store(url, masters)
    await _turns(store, "warm", name, 50, "up")
    new = await _turns(store, "T1", name, 400, "a")
    tenant, person = ("Z00007", "p7") if stored else ("T2", "somebody")
    known = await _turns(store, tenant, person, 400, name)
    await _claims(store, 2, f"warm{name}")
    claiming, marking = await _claims(store, 16, name)
    await store.close()
    return {
        "turn_of_somebody_new_ms": round(statistics.median(new), 3),
        "turn_of_somebody_stored_ms": round(statistics.median(known), 3),
        "claim_500_ms": round(statistics.median(claiming), 2),
        "mark_500_ms": round(statistics.median(marking), 2),
    }


def _compare(url: str, empty_url: str, interviews: int) -> dict[str, Any]:
    masters = MasterKeys.parse(new_master_key())
    began = time.perf_counter()
    pages = _pages(masters, interviews)
    if url.startswith("sqlite"):
        into_sqlite(url, pages)
    else:
        asyncio.run(into_postgres(url, pages))
    filling = time.perf_counter() - began
    figures: dict[str, Any] = {"filled_in_seconds": round(filling)}
    rounds: dict[str, list[dict[str, float]]] = {"empty": [], "full": []}
    for name in ("r1", "r2", "r3"):  # in turn, so that what else the machine does is the same for both
        rounds["empty"].append(asyncio.run(_measure(empty_url, masters, name, stored=False)))
        rounds["full"].append(asyncio.run(_measure(url, masters, name, stored=True)))
    for which, each in rounds.items():
        figures[which] = {what: statistics.median(r[what] for r in each) for what in each[0]}
    figures["times"] = {w: round(figures["full"][w] / figures["empty"][w], 2) for w in figures["empty"]}
    return figures


def main() -> None:
    """Measures the engines that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interviews", type=int, default=1_000_000)
    parser.add_argument("--engines", nargs="+", default=["sqlite", "postgres"])
    given = parser.parse_args()
    size = len(to_json(_opportunity("o1", "Z00001", "p1")))
    figures: dict[str, Any] = {
        "interviews": given.interviews,
        "answers": given.interviews * ANSWERS,
        "bytes_of_an_interview": size,
    }
    with ExitStack() as stack:
        if "sqlite" in given.engines:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            urls = [f"sqlite:///{folder / name}.db" for name in ("full", "empty")]
            for url in urls:
                migrate(url)
            figures["sqlite"] = _compare(*urls, given.interviews)
        if "postgres" in given.engines:
            full, empty = (stack.enter_context(_postgres(None)) for _ in range(2))
            if full is not None and empty is not None:
                migrate(full)
                migrate(empty)
                figures["postgresql"] = _compare(full, empty, given.interviews)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
