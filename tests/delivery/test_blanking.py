"""What is forgotten is taken away where it stands: all of it, whatever comes in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.courier import GIVE_UP, LEASE
from dialogs.activity import Act, Acted
from dialogs.ports import AnswerLost, Due, Saved, Sent, TryLater, Undeliverable
from dialogs.turn import Forget, Message, Turn
from tests.delivery.conftest import Running
from tests.waiting import until

SOON = timedelta(seconds=5)


async def _ada_forgets(running: Running) -> None:
    person = (await running.store.load("T1", "ada", "")).person
    assert person is not None
    forgets = Turn("forget", person, forget=Forget(None))
    assert await running.store.save(forgets, running.clock.now()) is Saved.KEPT


async def _ada_forgets_everything(running: Running) -> list[str]:
    """Where the messages stand that she was sent until then."""
    for number in range(5):
        await running.says("ada", "help", id=f"{number}")
        await running.delivery.drain()
    await _ada_forgets(running)
    return [f"ref-{n + 1}" for n in range(len(running.sender.heard))]


async def _reap(running: Running, after: timedelta = timedelta(0)) -> None:
    running.clock.move_to(running.clock.now() + after)
    await running.delivery.reap()
    await until(lambda: not running.delivery.in_flight)


async def test_what_a_process_that_died_had_not_blanked_another_blanks(running: Running) -> None:
    sent = await _ada_forgets_everything(running)
    await _reap(running)
    assert running.sender.blanked == sent
    await _reap(running, SOON)
    assert running.sender.blanked == sent


@pytest.mark.parametrize(
    "failure",
    [
        TryLater("503"),
        TryLater("ratelimited", 30.0),
        TryLater("ratelimited", 30.0, whole_tenant=True),
        AnswerLost("reset"),
        TimeoutError(),
        aiohttp.ServerDisconnectedError(),
        RuntimeError("never seen before"),
    ],
)
async def test_what_fails_in_between_is_blanked_later_and_nothing_with_it(
    running: Running, failure: Exception
) -> None:
    sent = await _ada_forgets_everything(running)
    running.sender.lets_blank = lambda nth: failure if nth == 3 else True
    await _reap(running)
    assert running.sender.blanked == sent[:3], "who failed is left alone for a while"
    await until(lambda: _are_all_blanked(running, sent))


async def _are_all_blanked(running: Running, sent: list[str]) -> bool:
    await _reap(running, SOON)
    return sorted(running.sender.blanked) == sorted([*sent, sent[2]])


async def test_a_platform_that_asks_for_patience_with_blanking_has_it(running: Running) -> None:
    sent = await _ada_forgets_everything(running)
    running.sender.lets_blank = lambda nth: TryLater("ratelimited", 30.0) if nth == 3 else True
    await _reap(running)
    await _reap(running, timedelta(seconds=29))
    assert len(running.sender.blanked) == 3
    await running.says("ben", "help")
    await running.delivery.drain()
    assert running.sender.words("D-ben"), "other messages need not wait for it"
    await _reap(running, SOON)
    assert len(running.sender.blanked) == len(sent) + 1


@pytest.mark.parametrize("refusal", [False, Undeliverable("cant_delete_message")])
async def test_what_a_platform_refuses_for_good_is_asked_once(
    running: Running, refusal: Exception | bool
) -> None:
    sent = await _ada_forgets_everything(running)
    running.sender.lets_blank = lambda nth: refusal
    for _ in range(3):
        await _reap(running, GIVE_UP)
    assert running.sender.blanked == sent


async def test_after_a_day_it_is_given_up(running: Running) -> None:
    sent = await _ada_forgets_everything(running)
    running.sender.lets_blank = lambda nth: TryLater("503")
    for _ in range(60):
        await _reap(running, timedelta(hours=1))
    asked = len(running.sender.blanked)
    assert asked >= 5 * len(sent)
    assert {reason for state, reason in running.ends() if state is Due.FAILED} == {"gave up: 503"}
    await _reap(running, timedelta(days=1))
    assert len(running.sender.blanked) == asked


async def test_who_had_it_in_hand_and_ended_loses_nothing(running: Running) -> None:
    sent = await _ada_forgets_everything(running)
    assert len(await running.store.claim_forgotten(running.clock.now(), "w2", 100, LEASE.seconds)) == len(
        sent
    )
    await _reap(running, SOON)
    assert running.sender.blanked == []
    await _reap(running, timedelta(seconds=LEASE.seconds))
    assert running.sender.blanked == sent


async def test_what_is_posted_while_it_is_forgotten_is_blanked_too(running: Running) -> None:
    await running.says("ada", "help")
    send = running.sender.send

    async def send_while_she_forgets(message: Message, **how: Any) -> Sent:
        if not running.sender.heard:
            await _ada_forgets(running)
        return await send(message, **how)

    running.sender.send = send_while_she_forgets  # type: ignore[method-assign]
    await running.delivery.drain()
    assert len(running.sender.heard) == 1
    await _reap(running)
    assert running.sender.blanked == ["ref-1"]


async def test_who_forgets_sees_it_go_at_once(running: Running) -> None:
    running.eager = True
    await running.says("ada", "help")
    await until(lambda: not running.delivery.in_flight)
    sent = len(running.sender.heard)
    await running.happens("ada", Acted(Act("forget.all")))
    await until(lambda: not running.delivery.in_flight)
    assert running.sender.blanked == [f"ref-{n + 1}" for n in range(sent)]
    assert len(running.sender.heard) > sent, "what she is told of it stays"
