"""What became of a message when the connector fails: tried later, given up, or an answer lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.teams import connector as connectors
from dialogs.ports import AnswerLost, TryLater, Undeliverable
from dialogs.turn import Message
from tests.teams.conftest import Side
from tests.teams.payloads import AAD, GROUP, PERSONAL
from tests.teams.sending import note, reference, send


@pytest.mark.parametrize(
    ("status", "headers", "after"),
    [
        (429, {"Retry-After": "7"}, 7.0),
        (429, {"Retry-After": "-7"}, 0.0),
        (429, {"Retry-After": "999999"}, 3600.0),
        (429, {"Retry-After": "nan"}, None),
        (429, {"Retry-After": "soon"}, None),
        (429, {"Retry-After": "Mon, 09 Mar 2020 09:00:00 GMT"}, 0.0),
        (429, {}, None),
        (412, {}, None),
        (502, {}, None),
        (503, {"Retry-After": "2"}, 2.0),
        (504, {}, None),
    ],
)
async def test_what_may_pass_is_tried_later(
    side: Side, status: int, headers: dict[str, str], after: float | None
) -> None:
    side.cloud.faults = [(status, headers)]
    with pytest.raises(TryLater) as later:
        await send(side, Message(reference(side), note()))
    assert later.value.after == after
    assert str(status) in later.value.reason
    assert later.value.may_stand == (status in (502, 503, 504))
    assert not later.value.whole_tenant


@pytest.mark.parametrize("status", [400, 403, 404, 410, 413])
async def test_what_cannot_arrive_is_given_up(side: Side, status: int) -> None:
    side.cloud.faults = [(status, {})]
    with pytest.raises(Undeliverable, match="ServiceError"):
        await send(side, Message(reference(side), note()))


@pytest.mark.parametrize("status", [408, 500])
async def test_what_may_stand_and_nobody_asks_to_repeat_is_an_answer_lost(side: Side, status: int) -> None:
    side.cloud.faults = [(status, {}), (status, {})]
    with pytest.raises(AnswerLost):
        await send(side, Message(reference(side), note()))
    with pytest.raises(TryLater):  # an edit does no harm twice
        await side.connector.put(side.cloud.service_url, PERSONAL, "1", {"type": "message"})


@pytest.mark.parametrize("fault", ["reset", (500, {}), (504, {})])
async def test_opening_a_chat_is_repeated_because_nothing_is_said_by_it(side: Side, fault: Any) -> None:
    side.cloud.faults = [fault]
    for_one = Message(reference(side, GROUP, "groupChat"), note(), only_for=AAD)
    with pytest.raises(TryLater) as later:
        await send(side, for_one)
    assert not later.value.may_stand
    side.cloud.faults = []
    await send(side, for_one)
    assert len(side.cloud.said) == 1


async def test_patience_that_is_asked_for_opening_chats_is_the_whole_tenants(side: Side) -> None:
    side.cloud.faults = [(429, {"Retry-After": "7"})]
    with pytest.raises(TryLater) as later:
        await send(side, Message(reference(side, GROUP, "groupChat"), note(), only_for=AAD))
    assert (later.value.after, later.value.whole_tenant) == (7.0, True)


async def test_an_answer_that_never_comes_is_lost(side: Side) -> None:
    side.cloud.faults = ["reset"]
    with pytest.raises(AnswerLost):
        await send(side, Message(reference(side), note()))
    side.cloud.faults = ["reset", "reset"]  # an edit is repeated at once, and then later: twice is no harm
    with pytest.raises(TryLater):
        await side.connector.put(side.cloud.service_url, PERSONAL, "1", {"type": "message"})


async def test_a_slow_answer_is_lost(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connectors, "TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    side.cloud.faults = [1.0]
    with pytest.raises(AnswerLost):
        await send(side, Message(reference(side), note()))


async def test_a_connector_that_is_not_there_is_tried_later(side: Side) -> None:
    to = reference(side)
    to = replace(to, extra={**to.extra, "service_url": "http://127.0.0.1:9/"})
    with pytest.raises(TryLater, match="unreachable"):
        await send(side, Message(to, note()))
