"""Acknowledged at once and played once: what comes again, together or late, is killed midway, or fails and says so."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.service import PLAYED_BY, Service
from tests.failing import broken
from tests.slack.workspace import BOOKING, BOOKING_EVENT, Workspace
from tests.waiting import until


async def test_the_same_delivery_three_times_at_once_has_one_effect(workspace: Workspace) -> None:
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    answers = await asyncio.gather(
        workspace.event(BOOKING_EVENT, id="Ev-same"),
        workspace.event(BOOKING_EVENT, id="Ev-same", **retry),
        workspace.event(BOOKING_EVENT, id="Ev-same", **retry),
    )
    await workspace.settled()
    assert [answer.status for answer in answers] == [200, 200, 200]
    once = workspace.reads()
    await workspace.event(BOOKING_EVENT, id="Ev-same", **retry)
    await workspace.settled()
    assert workspace.reads() == once
    assert sum("Northwind · Operations analyst" in text for text in once) == 1


async def test_the_same_command_and_the_same_press_twice_have_one_effect(workspace: Workspace) -> None:
    await workspace.types(BOOKING, trigger="t1")
    once = workspace.reads()
    await workspace.types(BOOKING, trigger="t1")
    assert workspace.reads() == once
    await workspace.presses("Questions to ask", trigger="t2")
    once = workspace.reads()
    await workspace.presses(
        "Questions to ask", workspace.newest("Northwind · Operations analyst"), trigger="t2"
    )
    assert workspace.reads() == once


async def test_what_one_person_sends_in_quick_succession_is_answered_in_that_order(
    workspace: Workspace,
) -> None:
    workspace.hold()
    base = {"type": "message", "channel": "DU1", "channel_type": "im", "user": "U1"}
    for n, text in enumerate((BOOKING, "status", "help")):
        await workspace.event({**base, "text": text, "ts": f"1.{n}"})
    workspace.let_go()
    await workspace.settled()
    order = [text.partition("\n")[0] for text in workspace.reads()]
    assert order[1:] == [
        "Northwind · Operations analyst",
        "You have 1 opportunity open.",
        "From here you can say:",
    ]


async def test_what_one_person_sends_to_two_processes_at_once_is_all_kept(
    workspace: Workspace, database: Path
) -> None:
    """Which of the two is played first is which of them was kept first; neither is lost, and neither is said twice."""
    await workspace.says("hello")
    other = Workspace(database)
    await other.start()
    base = {"type": "message", "channel": "DU1", "channel_type": "im", "user": "U1"}
    companies = ["Aldgate", "Brightwater", "Globex", "Northwind"]
    await asyncio.gather(
        *(
            (workspace, other)[n % 2].event(
                {**base, "text": f"interview {company}, Thursday {n + 9}am, recruiter", "ts": f"2.{n}"},
                id=f"Ev2-{n}",
            )
            for n, company in enumerate(companies)
        )
    )
    for each in (workspace, other):
        await each.settled()
    kept = (await workspace.store.load("T1", "U1", "x")).person
    assert kept is not None
    assert sorted(o.company for o in kept.opportunities) == companies
    cards = [text.partition("\n")[0] for text in workspace.reads() + other.reads()]
    assert sorted(text for text in cards if text in companies) == companies
    await other.stop()


async def test_a_command_is_acknowledged_in_time_while_its_work_takes_longer(workspace: Workspace) -> None:
    workspace.hold()
    fields = {"command": "/coach", "text": "help", "team_id": "T1", "user_id": "U1", "trigger_id": "t-slow"}
    answer = await workspace.form(fields | {"channel_id": "DU1"})  # its work waits, and still it is answered
    assert answer.status == 200
    assert workspace.reads() == []
    workspace.let_go()
    await workspace.settled()
    assert workspace.reads()


async def test_what_is_under_way_is_finished_when_the_process_stops(workspace: Workspace) -> None:
    workspace.hold()
    assert (await workspace.event(BOOKING_EVENT)).status == 200
    stopping = asyncio.ensure_future(workspace.restart())
    workspace.let_go()
    await stopping
    await workspace.settled()
    assert "Northwind" in " ".join(workspace.reads())


async def _put_aside(workspace: Workspace) -> None:
    async def is_there() -> bool:
        return await workspace.store.next_due(workspace.clock.now()) is not None

    await until(is_there)


async def test_what_was_acknowledged_when_the_process_was_killed_is_played_by_a_worker(
    workspace: Workspace,
) -> None:
    await workspace.types("help")
    known = len(workspace.reads())
    workspace.hold()
    fields = {"command": "/coach", "text": BOOKING, "team_id": "T1", "user_id": "U1"}
    fields |= {"trigger_id": "t-killed", "channel_id": "DU1"}
    assert (await workspace.form(fields)).status == 200
    await _put_aside(workspace)
    await workspace.dies()
    assert len(workspace.reads()) == known
    await workspace.waits(PLAYED_BY)
    told = workspace.reads()
    assert "Northwind" in " ".join(told)
    assert (await workspace.form(fields)).status == 200  # should it come again after all
    await workspace.waits(timedelta(minutes=5))
    assert workspace.reads() == told


async def test_what_a_worker_cannot_play_ends_in_one_apology(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await workspace.types("help")
    known = workspace.reads()
    workspace.hold()
    fields = {"command": "/coach", "text": BOOKING, "team_id": "T1", "user_id": "U1"}
    assert (await workspace.form(fields | {"trigger_id": "t-killed", "channel_id": "DU1"})).status == 200
    await _put_aside(workspace)
    await workspace.dies()
    with monkeypatch.context() as for_a_while:
        for_a_while.setattr(Service, "handle", broken(Service.handle))
        await workspace.waits(timedelta(hours=2))
    await workspace.waits(timedelta(days=2))
    (sorry,) = workspace.reads()[len(known) :]
    assert "send it again" in sorry
    logged = capsys.readouterr().out
    (given_up,) = [line for line in logged.splitlines() if "given up" in line]
    assert given_up.partition("mark=")[2].split()[0] in sorry
    assert "northwind" not in logged.lower()


async def test_a_form_that_no_trigger_is_left_for_is_offered_in_a_message(workspace: Workspace) -> None:
    workspace.hold()
    fields = {"command": "/coach", "text": "offer", "team_id": "T1", "user_id": "U1"}
    assert (await workspace.form(fields | {"trigger_id": "t-form", "channel_id": "DU1"})).status == 200
    await _put_aside(workspace)
    await workspace.dies()
    await workspace.waits(PLAYED_BY)
    assert workspace.slack.views == []
    assert workspace.reads()


async def test_what_failed_and_was_said_to_have_failed_is_not_played_later(workspace: Workspace) -> None:
    workspace.break_service(RuntimeError("disk full"))  # three tries take longer than a moment
    await workspace.types(BOOKING)
    (apology,) = workspace.reads()
    assert "send it again" in apology
    await workspace.restart()
    await workspace.waits(timedelta(minutes=5))
    assert workspace.reads() == [apology]


async def test_a_failure_after_the_acknowledgement_ends_in_an_apology(workspace: Workspace) -> None:
    workspace.break_service(RuntimeError("disk full"))
    answer = await workspace.types("status")
    assert answer.status == 200
    (apology,) = workspace.reads()
    assert "went wrong on my side" in apology


async def test_longer_work_shows_that_it_is_under_way(workspace: Workspace) -> None:
    workspace.hold()
    saying = asyncio.ensure_future(workspace.says("help"))
    await until(lambda: bool(workspace.slack.called("assistant.threads.setStatus")))
    workspace.let_go()
    await saying
    shown = [args["status"] for args in workspace.slack.called("assistant.threads.setStatus")]
    assert shown == ["is reading what you wrote…", ""]
