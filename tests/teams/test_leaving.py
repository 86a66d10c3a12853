"""Removed, and installed again: nothing is sent in between, nothing told is lost, and the greeting comes once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from click.testing import CliRunner

from bot.__main__ import main
from dialogs.flows.parting import WELCOME_BACK
from dialogs.ports import Undeliverable
from dialogs.replies import Note
from dialogs.turn import Message
from storage.encryption import MasterKeys
from storage.store import open_store
from tests.teams.cloud import Cloud
from tests.teams.conftest import Build
from tests.teams.login import TENANT
from tests.teams.payloads import AAD, BOT, GROUP, activity, in_group
from tests.teams.person import Person, said
from tests.teams.sending import reference

BOOKING = "seeing northwind thursday 3pm, hiring manager, operations analyst"
IN_THE_GROUP = {"conversationType": "groupChat", "isGroup": True, "tenantId": TENANT, "id": GROUP}


async def install(person: Person, action: str = "add", **changes: Any) -> None:
    """Both activities that Teams tells of it by."""
    url = person.cloud.service_url
    members = {"add": "membersAdded", "remove": "membersRemoved"}[action]
    await person.posts(activity(url, type="installationUpdate", action=action, text=None, **changes))
    await person.posts(
        activity(url, type="conversationUpdate", text=None, **{members: [{"id": BOT}]}, **changes)
    )


def greetings(person: Person, words: str) -> int:
    return sum(words in said(message) for message in person.chat)


async def test_installed_removed_and_installed_again_on_the_same_day(person: Person) -> None:
    await install(person)
    assert greetings(person, "I'm Delta") == 1
    for times in (1, 2):
        await install(person, "remove")
        await install(person)
        assert greetings(person, WELCOME_BACK) == times
    assert greetings(person, "I'm Delta") == 1


async def test_a_newer_version_of_the_app_greets_nobody_and_drops_nothing(person: Person) -> None:
    await person.says(BOOKING)
    before = len(person.chat)
    url = person.cloud.service_url
    for action in ("remove-upgrade", "add-upgrade"):
        await person.posts(activity(url, type="installationUpdate", action=action))
    assert len(person.chat) == before
    await person.passes(timedelta(days=2, hours=20))
    assert "Northwind" in person.seen(1)


async def test_whoever_removed_it_hears_nothing_until_they_are_back(person: Person) -> None:
    await person.says(BOOKING)
    await install(person, "remove")
    await person.restart()
    tried = len(person.cloud.calls)
    await person.passes(timedelta(days=3))  # past the reminder of the evening before
    assert len(person.cloud.calls) == tried
    await install(person)
    await person.presses("What's open")
    assert "Northwind" in person.seen(1)
    await person.passes(timedelta(days=1))
    assert "How did it go at Northwind" in person.seen()


async def test_what_waits_when_they_remove_it_is_not_sent(person: Person) -> None:
    person.cloud.faults.extend([(503, {})] * 4)
    await person.says(BOOKING)
    tried = len(person.cloud.calls)
    await install(person, "remove")
    await person.passes(timedelta(hours=2))
    assert len(person.cloud.calls) == tried
    assert await person.running.coaching.store.next_due(person.clock.now()) is not None  # the reminder itself


async def test_of_somebody_never_met_nothing_is_kept(person: Person) -> None:
    await install(person, "remove")
    loaded = await person.running.coaching.store.load(TENANT, AAD, "")
    assert loaded.person is None
    await install(person)
    assert greetings(person, "I'm Delta") == 1


async def test_removed_from_a_group_what_is_private_goes_on(person: Person) -> None:
    url = person.cloud.service_url
    await person.says("hello")
    await person.posts(in_group(url, BOOKING))
    await install(person, "remove", conversation=IN_THE_GROUP)
    asked = len(person.cloud.calls)
    person.cloud.gone.add(GROUP)
    await person.passes(timedelta(days=4))
    assert "How did it go at Northwind" in person.seen()
    to_the_group = [call for call in person.cloud.calls[asked:] if GROUP in call.path]
    assert len(to_the_group) <= 1  # refused once for each thing that belongs there, and left at that


async def test_a_tenant_that_is_served_no_more_gets_nothing(build: Build, cloud: Cloud) -> None:
    side = await build(cloud.settings(allowed_tenants="another-tenant"))
    with pytest.raises(Undeliverable, match="tenant_not_served"):
        await side.sender.send(
            Message(reference(side), Note("hello")), delivery="d1", replaces=None, thread=None
        )
    assert cloud.calls == []
    assert cloud.login.requests == 0
    assert (await side.post(activity(cloud.service_url))).status == web.HTTPForbidden.status_code


async def test_an_operator_forgets_a_tenant(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    await person.says(BOOKING)
    await person.end()
    from bot.console.places import key_beside
    from bot.settings import load_settings

    key = key_beside(person.database)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{person.database}")
    monkeypatch.setenv("COACH_MASTER_KEYS", key)
    load_settings.cache_clear()

    def run(*options: str) -> str:
        return CliRunner().invoke(main, ["forget-tenant", TENANT, *options], input="n\n").output

    import asyncio

    try:
        assert "Aborted" in await asyncio.to_thread(run)
        assert "1 person" in await asyncio.to_thread(run, "--yes")
        assert "Nothing is kept" in await asyncio.to_thread(run, "--yes")
    finally:
        load_settings.cache_clear()
    store = open_store(f"sqlite:///{person.database}", MasterKeys.parse(key))
    assert (await store.load(TENANT, AAD, "")).person is None
    assert await store.next_due(person.clock.now()) is None
    await store.close()
