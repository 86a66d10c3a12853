"""Nothing is left of one who forgets everything, or of a workspace that removes the app."""

from __future__ import annotations

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


async def test_a_revoked_user_token_changes_nothing(workspace: Workspace) -> None:
    await workspace.types(BOOKING)
    await workspace.event({"type": "tokens_revoked", "tokens": {"oauth": ["U5"], "bot": []}})
    await workspace.settled()
    assert (await workspace.store.load("T1", "U1", "x")).person is not None
