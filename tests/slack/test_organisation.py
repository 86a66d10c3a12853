"""An Enterprise Grid organisation that installs the app for all of its workspaces: one installation, one tenant."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage.installations import Installations
from tests.slack.served import MASTERS
from tests.slack.test_installing import MANY, install
from tests.slack.workspace import BOOKING, BOOKING_EVENT, Workspace

pytestmark = pytest.mark.filterwarnings(
    "ignore:BasicAuth is deprecated:DeprecationWarning"  # in slack_sdk's exchange of a code for a token
)

ORG = {"enterprise_id": "E1", "is_enterprise_install": "true"}


@pytest.fixture
async def org(database: Path) -> AsyncIterator[Workspace]:
    """A service that an organisation has installed."""
    made = Workspace(database, MANY)
    await made.start()
    assert await install(made, "organisation") == 200
    yield made
    await made.stop()
    assert made.slack.faults == []


def event(words: dict[str, Any], team: str | None = "T5", id: str = "EvG1") -> str:
    """An event as an organisation's app gets it: the installation it is meant for stands in `authorizations`."""
    at = {
        "enterprise_id": "E1",
        "team_id": team,
        "user_id": "U0BOT",
        "is_bot": True,
        "is_enterprise_install": True,
    }
    body = {
        "type": "event_callback",
        "team_id": team,
        "enterprise_id": "E1",
        "api_app_id": "A1",
        "event_id": id,
    }
    return json.dumps({**body, "authorizations": [at], "event": words})


def command(words: str, team: str) -> dict[str, str]:
    """A slash command in one of its workspaces."""
    fields = {"command": "/coach", "text": words, "team_id": team, "user_id": "U1", "channel_id": "DU1"}
    return {**fields, **ORG, "trigger_id": f"t-{team}-{words}"}


async def press(org: Workspace, label: str, team: dict[str, str] | None) -> None:
    """Presses the newest button of that name; in an organisation a payload may name no team."""
    found, action = org._find(label, None)
    payload = {
        "type": "block_actions",
        "user": {"id": "U1", "team_id": "T5"},
        "team": team,
        "enterprise": {"id": "E1", "name": "Organisation"},
        "is_enterprise_install": True,
        "trigger_id": org.trigger(),
        "container": {"type": "message", "channel_id": found.channel, "message_ts": found.ts},
        "actions": [{"action_ts": "1.1", **action}],
    }
    assert (await org.interaction(payload)).status == 200
    await org.settled()


async def test_its_one_installation_serves_every_team_and_its_admin_is_welcomed(org: Workspace) -> None:
    assert await org.only_tenant() == "E1"
    (welcome,) = org.slack.standing("DUADMIN")
    assert "I'm Delta, a bot" in welcome.text
    for team in ("T5", "T6"):
        assert (await org.form(command(f"status {team}", team))).status == 200
    await org.settled()
    posts = org.slack.called("chat.postMessage")[1:]
    assert {args["token"] for args in posts} == {"xoxb-org"}
    assert {args.get("team_id") for args in posts} == {"T5", "T6"}


async def test_one_person_is_the_same_in_all_of_its_teams_after_a_restart_too(org: Workspace) -> None:
    await org.form(command(BOOKING, "T5"))
    await org.settled()
    await org.restart()
    await org.form(command("status", "T6"))
    await org.settled()
    assert "Northwind" in org.reads()[-1]


@pytest.mark.parametrize("team", ["T5", None])
async def test_its_events_are_heard_whether_or_not_they_name_a_team(org: Workspace, team: str | None) -> None:
    assert (await org.send(event(BOOKING_EVENT, team), "application/json")).status == 200
    await org.settled()
    assert any(text.startswith("Northwind · Operations analyst") for text in org.reads("DU1"))
    home = {"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "home"}
    assert (await org.send(event(home, team, "EvG2"), "application/json")).status == 200
    await org.settled()
    assert "Northwind" in json.dumps(org.slack.homes["U1"])


@pytest.mark.parametrize("team", [{"id": "T5", "enterprise_id": "E1"}, None])
async def test_its_buttons_and_modals_work_whether_or_not_they_name_a_team(
    org: Workspace, team: dict[str, str] | None
) -> None:
    await org.form(command(BOOKING, "T5"))
    await org.settled()
    await press(org, "Questions to ask", team)
    assert "worth asking the hiring manager" in org.reads()[-1]
    await press(org, "Change", team)
    assert org.slack.views
    assert org.slack.called("views.open")[-1]["token"] == "xoxb-org"


@pytest.mark.parametrize("told", [True, False])
async def test_removing_it_forgets_all_of_the_organisation(org: Workspace, told: bool) -> None:
    await org.form(command(BOOKING, "T5"))
    await org.settled()
    body = json.loads(event({"type": "app_uninstalled"}, id="EvG9"))
    if not told:  # Slack does not always say for whom; then it names the organisation and no team
        del body["authorizations"], body["team_id"]
    assert (await org.send(json.dumps(body), "application/json")).status == 200
    await org.settled()
    assert await Installations(org.store.engine, MASTERS).find("E1", "slack") is None
    assert (await org.store.load("E1", "U1", "x")).person is None


@pytest.mark.parametrize("told", [True, False])
async def test_a_workspace_of_its_own_in_the_organisation_takes_only_its_own_with_it(
    org: Workspace, told: bool
) -> None:
    """Slack says it twice, as the app's removal and as its token's, in either order, and again where we were slow."""
    assert await install(org) == 200  # T2 installs the app for itself
    await org.form(command(BOOKING, "T5"))
    await org.settled()
    body: dict[str, Any] = {"type": "event_callback", "team_id": "T2", "enterprise_id": "E1"}
    if told:
        body["authorizations"] = [{"enterprise_id": "E1", "team_id": "T2", "is_enterprise_install": False}]
    revoked = {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}
    for words in ({"type": "app_uninstalled"}, revoked, {"type": "app_uninstalled"}):
        assert (await org.send(json.dumps({**body, "event": words}), "application/json")).status == 200
    await org.settled()
    kept = Installations(org.store.engine, MASTERS)
    assert await kept.find("T2", "slack") is None
    assert await kept.find("E1", "slack") is not None
    assert (await org.store.load("E1", "U1", "x")).person is not None
