"""The home and the messages tab: what they show, when they are drawn again, and a home that cannot be drawn."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.processes import WORKER, Process
from bot.slack.assembly import Slack
from dialogs.activity import Platform
from storage.store import open_store
from tests.slack.served import MASTERS, SETTINGS
from tests.slack.workspace import BOOKING, Workspace
from tests.waiting import until

HOME = {"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "home"}


def drawn(workspace: Workspace) -> int:
    """How often a home was drawn."""
    return len(workspace.slack.called("views.publish"))


async def test_the_home_shows_what_is_open_and_its_buttons_act_at_once(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    assert (await workspace.event(HOME)).status == 200
    await workspace.settled()
    home = workspace.slack.homes["U1"]
    assert "Northwind" in json.dumps(home)
    button = next(e for b in home["blocks"] for e in b.get("elements", ()) if e.get("type") == "button")
    before = len(workspace.reads())
    await workspace.acts(button, {"type": "view", "view_id": "V1"})
    assert len(workspace.reads()) > before or workspace.slack.views


async def test_the_home_is_drawn_again_after_a_turn_that_changes_it_also_by_another_process(
    workspace: Workspace,
) -> None:
    await workspace.types(BOOKING)
    assert drawn(workspace) == 0  # nobody has opened it
    await workspace.event(HOME)
    await workspace.settled()
    assert drawn(workspace) == 1
    await workspace.says("help")
    assert drawn(workspace) == 1  # nothing on it changed
    await workspace.says("interview Globex data engineer, Friday 10am, recruiter")
    assert drawn(workspace) == 2
    await workspace.restart()
    await workspace.says("pause until 1 May")
    assert "Paused until 01 May" in json.dumps(workspace.slack.homes["U1"])


async def test_a_home_that_cannot_be_drawn_harms_nothing(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    await workspace.types(BOOKING)
    await workspace.event(HOME)
    await workspace.settled()
    workspace.slack.refuse("views.publish", "not_enabled")
    await workspace.says("pause until 1 May")
    assert "ERROR" not in {record.levelname for record in caplog.records}
    workspace.slack.refuse("views.publish", "internal_error")
    await workspace.event(HOME)
    await workspace.settled()
    await workspace.event(HOME)
    await workspace.settled()
    assert "Paused until" in json.dumps(workspace.slack.homes["U1"])


async def test_forgetting_everything_empties_the_home(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.event(HOME)
    await workspace.settled()
    await workspace.says("forget everything")
    await workspace.presses("Forget everything")
    assert "Northwind" not in json.dumps(workspace.slack.homes["U1"])


async def test_the_home_of_a_newcomer_says_how_to_begin(workspace: Workspace) -> None:
    await workspace.event({"type": "app_home_opened", "user": "U7", "channel": "DU7", "tab": "home"})
    await workspace.settled()
    assert "interview Acme" in json.dumps(workspace.slack.homes["U7"], ensure_ascii=False)


async def test_the_messages_tab_offers_prompts_and_welcomes_once(workspace: Workspace) -> None:
    for _ in range(3):
        await workspace.event({"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "messages"})
        await workspace.settled()
    (welcome,) = workspace.reads()
    assert "I'm Delta, a bot" in welcome
    prompts = workspace.slack.called("assistant.threads.setSuggestedPrompts")
    assert len(prompts) == 3
    assert len(prompts[0]["prompts"]) == 4
    assert "thread_ts" not in prompts[0]


async def test_one_who_had_everything_forgotten_is_welcomed_when_they_come_back(workspace: Workspace) -> None:
    opened = {"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "messages"}
    await workspace.event(opened)
    await workspace.settled()
    await workspace.types(BOOKING)
    await workspace.says("forget everything")
    await workspace.presses("Forget everything")
    known = len(workspace.reads())
    await workspace.event(opened)
    await workspace.settled()
    (welcome,) = workspace.reads()[known:]
    assert "I'm Delta, a bot" in welcome


async def test_the_home_is_drawn_as_it_was_where_another_process_drew_it_meanwhile(
    workspace: Workspace, database: Path
) -> None:
    await workspace.types(BOOKING)
    await workspace.event(HOME)
    await workspace.settled()
    before = workspace.slack.homes["U1"]
    other = Workspace(database)
    await other.start()
    await other.says("pause until 1 May")
    assert "Paused until" in json.dumps(other.slack.homes["U1"])
    await other.stop()
    await workspace.says("resume")
    assert (drawn(workspace), workspace.slack.homes["U1"]) == (2, before)


async def test_the_home_is_drawn_again_after_what_a_worker_plays(
    workspace: Workspace, database: Path
) -> None:
    await workspace.types(BOOKING)
    await workspace.event(HOME)
    await workspace.settled()
    assert "Debrief waiting" not in json.dumps(workspace.slack.homes["U1"])
    workspace.clock.move_to(workspace.clock.now() + timedelta(days=4))  # it is over: a debrief falls due
    store = open_store(f"sqlite:///{database}", MASTERS)
    settings = replace(SETTINGS, api_url=f"{workspace.slack.url}/api/")
    slack = Slack(settings, store, store.installations, workspace.clock)
    process = Process(WORKER, store, workspace.clock, {Platform.SLACK: slack})
    working = asyncio.create_task(process.run("127.0.0.1", None))
    await until(lambda: "Debrief waiting" in json.dumps(workspace.slack.homes["U1"]))
    process.stopping.set()
    await working
