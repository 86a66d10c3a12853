"""Nothing is left of one who forgets everything, or of a workspace that removes the app."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.slack.workspace import BOOKING, Workspace
from tests.waiting import until


async def test_forgetting_takes_the_coachs_own_messages_away_too(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.says("verdict Northwind")
    secret = len(workspace.slack.standing())
    await workspace.says("forget everything")
    await workspace.presses("Forget everything")
    await until(lambda: not any("Northwind" in text for text in workspace.reads()))
    assert not any("Northwind" in text for text in workspace.reads())
    assert sum(message.deleted for message in workspace.slack.messages) >= secret
    assert (await workspace.store.load("T1", "U1", "x")).person is None


@pytest.mark.parametrize(
    ("error", "how"),
    [
        ("ratelimited", {"status": 429, "headers": {"Retry-After": "30"}}),
        ("internal_error", {"status": 500}),
        ("lost", {}),
    ],
)
async def test_what_slack_did_not_take_away_at_once_goes_later_though_the_process_ended(
    workspace: Workspace, error: str, how: dict[str, Any]
) -> None:
    await workspace.types(BOOKING)
    await workspace.says("verdict Northwind")
    await workspace.says("forget everything")
    before = {message.ts for message in workspace.slack.standing()}
    workspace.slack.refuse("chat.delete", error, **how)
    await workspace.presses("Forget everything")
    assert len(workspace.slack.called("chat.delete")) == 1, "after that it is left alone"
    await workspace.restart()
    posted = len(workspace.slack.called("chat.postMessage"))
    await workspace.types("help")
    assert len(workspace.slack.called("chat.postMessage")) > posted, "no other message has to wait"
    workspace.clock.move_to(workspace.clock.now() + timedelta(seconds=31))
    await workspace.delivery.reap()
    await until(lambda: not workspace.delivery.in_flight)
    assert before.isdisjoint(message.ts for message in workspace.slack.standing())
    assert len(workspace.slack.called("chat.delete")) == len(before) + 1


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}]
)
async def test_removing_the_app_forgets_everything_and_stops(
    workspace: Workspace, event: dict[str, object]
) -> None:
    await workspace.types(BOOKING)
    sent = len(workspace.slack.called("chat.postMessage"))
    assert (await workspace.event(dict(event))).status == 200
    await workspace.settled()
    loaded = await workspace.store.load("T1", "U1", "x")
    assert loaded.person is None
    await workspace.types("status")
    assert len(workspace.slack.called("chat.postMessage")) == sent


async def test_another_workspaces_removal_is_none_of_ours(workspace: Workspace) -> None:
    """Bolt lets these events through without a look at who sent them: anybody's who has the app."""
    await workspace.event({"type": "app_uninstalled"}, team="T9")  # before anybody asked Slack who we are
    await workspace.types(BOOKING)
    assert (await workspace.event({"type": "app_uninstalled"}, team="T9")).status == 200
    await workspace.says("status")
    assert "Northwind" in workspace.reads()[-1]


async def test_a_removal_waits_until_slack_says_whose_it_is(workspace: Workspace) -> None:
    workspace.slack.refuse("auth.test", "internal_error", status=500)
    assert (await workspace.event({"type": "app_uninstalled"}, team="T9")).status == 500
    await workspace.types(BOOKING)
    assert "Northwind" in " ".join(workspace.reads())


async def test_a_removal_that_took_the_token_with_it_is_ours(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.restart()
    workspace.slack.tokens.clear()
    assert (await workspace.event({"type": "app_uninstalled"})).status == 200
    assert (await workspace.store.load("T1", "U1", "x")).person is None


async def test_a_revoked_user_token_changes_nothing(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.event({"type": "tokens_revoked", "tokens": {"oauth": ["U5"], "bot": []}})
    await workspace.settled()
    assert (await workspace.store.load("T1", "U1", "x")).person is not None
