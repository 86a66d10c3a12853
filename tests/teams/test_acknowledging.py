"""Acknowledged at once, whatever the work takes: what is slow, busy, not kept or at fault, and what is then said."""

from __future__ import annotations

import asyncio

import pytest

from bot.service import Busy
from bot.teams import edge as edges
from bot.teams import wire
from tests.teams.conftest import Side
from tests.teams.payloads import AAD, RESET, USER, activity, press


async def test_slow_work_is_acknowledged_and_goes_on(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edges, "ACKNOWLEDGED_AFTER", 0.05)
    monkeypatch.setattr(edges, "TYPING_AFTER", 0.02)
    let_go, done = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        await let_go.wait()
        done.set()

    side.service.waits = wait
    assert (await side.post(activity(side.cloud.service_url))).status == 202
    assert not done.is_set()
    let_go.set()
    await side.edge.close()
    assert done.is_set()
    assert [c.body["type"] for c in side.cloud.calls] == ["typing"]


async def late(side: Side, monkeypatch: pytest.MonkeyPatch, error: Exception | None) -> asyncio.Event:
    """Lets a turn take longer than its acknowledgement."""
    monkeypatch.setattr(edges, "ACKNOWLEDGED_AFTER", 0.02)
    let_go = asyncio.Event()

    async def wait() -> None:
        await let_go.wait()

    side.service.waits, side.service.fails = wait, error
    return let_go


async def test_what_fails_after_it_was_acknowledged_is_said_and_not_played_again(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = await late(side, monkeypatch, RuntimeError("secret detail"))
    assert (await side.post(activity(side.cloud.service_url))).status == 202
    assert side.service.aside == side.service.handled
    let_go.set()
    await side.edge.close()
    assert side.service.aside == []
    (said,) = side.cloud.said
    assert "say it again in a minute" in said["text"]


async def test_what_was_only_busy_after_it_was_acknowledged_is_left_to_a_worker(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = await late(side, monkeypatch, Busy("x"))
    assert (await side.post(activity(side.cloud.service_url))).status == 202
    let_go.set()
    await side.edge.close()
    assert side.service.aside == side.service.handled
    assert side.cloud.said == []


async def test_what_cannot_be_put_aside_is_not_acknowledged(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = await late(side, monkeypatch, None)
    monkeypatch.setattr(edges, "PRESS_ANSWERED_AFTER", 0.02)
    side.service.forgetful = True
    assert (await side.post(activity(side.cloud.service_url))).status == 503
    answer = await (
        await side.post(press(side.cloud.service_url, wire.data(RESET, title="x", card=None)))
    ).json()
    assert "press again" in answer["value"]
    let_go.set()


async def test_quick_work_shows_no_typing(side: Side) -> None:
    await side.post(activity(side.cloud.service_url))
    assert side.cloud.calls == []


async def test_what_cannot_be_kept_now_is_asked_for_again(side: Side) -> None:
    side.service.fails = Busy("x")
    assert (await side.post(activity(side.cloud.service_url))).status == 503


async def test_a_removal_that_cannot_be_kept_is_asked_for_again(side: Side) -> None:
    side.service.fails = Busy("x")
    body = activity(side.cloud.service_url, type="installationUpdate", action="remove")
    assert (await side.post(body)).status == 503
    assert side.cloud.calls == []


async def test_a_fault_is_apologised_for_once_with_a_mark(side: Side) -> None:
    side.service.fails = RuntimeError("secret detail")
    assert (await side.post(activity(side.cloud.service_url))).status == 200
    (said,) = side.cloud.said
    assert "say it again in a minute" in said["text"]
    assert "secret detail" not in said["text"]


async def test_slow_turns_of_one_person_do_not_stop_others(side: Side) -> None:
    gate, begun = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        if len(side.service.handled) == 1:
            begun.set()
            await gate.wait()

    side.service.waits = wait
    slow = asyncio.ensure_future(side.post(activity(side.cloud.service_url, id="slow")))
    await begun.wait()
    other = {"id": f"{USER}2", "name": "Rui Melo", "aadObjectId": f"{AAD}2"}
    assert (await side.post(activity(side.cloud.service_url, id="quick", **{"from": other}))).status == 200
    gate.set()
    assert (await slow).status == 200
