"""Our token: one for any number of messages, for nobody else, and what becomes of a message without one."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from bot.teams.sdk import TRY_AGAIN_AFTER
from dialogs.ports import TryLater, Undeliverable
from dialogs.turn import Message
from tests.teams.cloud import Cloud
from tests.teams.conftest import Build, Side
from tests.teams.payloads import activity
from tests.teams.sending import note, reference, send
from tests.waiting import until


@pytest.mark.parametrize("service_url", ["https://evil.example/", "", "http://169.254.169.254/"])
async def test_our_token_never_goes_to_a_stranger(side: Side, service_url: str) -> None:
    to = reference(side)
    with pytest.raises(Undeliverable):
        await send(side, Message(replace(to, extra={**to.extra, "service_url": service_url}), note()))
    assert side.cloud.login.requests == 0


async def test_one_token_for_any_number_of_messages(side: Side) -> None:
    await asyncio.gather(
        *(send(side, Message(reference(side), note(str(n))), delivery=str(n)) for n in range(30))
    )
    assert side.cloud.login.requests == 1
    assert {call.token for call in side.cloud.calls} == {"Bearer token-1"}


async def test_a_refused_token_is_replaced(side: Side) -> None:
    side.cloud.faults = [(401, {})]
    with pytest.raises(TryLater):
        await send(side, Message(reference(side), note()))
    await send(side, Message(reference(side), note()))
    assert [call.token for call in side.cloud.calls] == ["Bearer token-1", "Bearer token-2"]


async def test_a_slow_login_service_slows_nobody_else(side: Side) -> None:
    side.cloud.login.may_log_in.clear()
    sending = asyncio.ensure_future(send(side, Message(reference(side), note())))
    await until(lambda: side.cloud.login.requests == 1)
    assert (
        await side.post(activity(side.cloud.service_url))
    ).status == 200  # the SDK's call would hold the loop
    assert not sending.done()
    side.cloud.login.may_log_in.set()
    await sending


async def test_a_login_service_that_fails_is_not_hammered(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")  # nobody vouches for it now
    for _ in range(5):
        with pytest.raises(TryLater, match="no token"):
            await send(side, Message(reference(side), note()))
    assert side.cloud.login.requests == 0
    assert side.cloud.calls == []


@pytest.mark.parametrize("status", [400, 429, 500, 503])
async def test_a_login_service_that_refuses_is_asked_again_later(
    build: Build, cloud: Cloud, status: int
) -> None:
    """Never a surprise, of which a message survives a few only."""
    side = await build()
    cloud.login.fails = lambda: status
    for _ in range(3):
        with pytest.raises(TryLater, match="no token"):
            await send(side, Message(reference(side), note()))
    assert cloud.login.requests == 1
    cloud.login.fails = lambda: 0
    another = await build()  # this one was not refused a moment ago
    await send(another, Message(reference(another), note()))
    assert len(cloud.said) == 1


async def test_a_clock_that_is_set_back_does_not_keep_us_from_logging_in(
    build: Build, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall, steady = [time.time()], [0.0]
    side = await build(time=lambda: wall[0], steady=lambda: steady[0])
    with monkeypatch.context() as nobody_vouches:
        nobody_vouches.delenv("REQUESTS_CA_BUNDLE")
        with pytest.raises(TryLater, match="no token"):
            await send(side, Message(reference(side), note()))
    wall[0] -= 86400
    steady[0] += TRY_AGAIN_AFTER
    await send(side, Message(reference(side), note()))
    assert len(cloud.said) == 1


async def test_without_authentication_there_is_no_token(build: Build, cloud: Cloud) -> None:
    side = await build(cloud.settings(app_id="", app_password="", app_tenant_id="", no_auth=True))
    await send(side, Message(reference(side), note()))
    assert [call.token for call in cloud.calls] == [""]
