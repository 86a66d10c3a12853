"""Any number of workspaces: installed by OAuth, tokens sealed and rotated, states that are used once; Socket Mode."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.slack.assembly import SlackSettings, SlackSettingsError
from bot.slack.states import STATE_SECONDS, SignedStates
from bot.slack.web import SCOPES
from storage.encryption import MasterKeys
from storage.installations import Installations
from storage.migrate import migrate
from storage.store import open_store
from tests.slack.served import MASTERS, MONDAY, SECRET
from tests.slack.workspace import Workspace
from tests.waiting import until

pytestmark = pytest.mark.filterwarnings(
    "ignore:BasicAuth is deprecated:DeprecationWarning"  # in slack_sdk's exchange of a code for a token
)

MANY = SlackSettings(
    SECRET,
    client_id="123.456",
    client_secret="hush",
    authorize_url="https://slack.example/authorize",
    public_url="https://delta.example/",
)


@pytest.fixture
async def many(database: Path) -> AsyncIterator[Workspace]:
    """A service that any workspace can install."""
    made = Workspace(database, MANY)
    await made.start()
    yield made
    await made.stop()
    assert made.slack.faults == []


async def begin(many: Workspace, authorize: str = "https://slack.example") -> tuple[str, str]:
    """The state and the cookie that an admin's browser is given."""
    page = await many.http.get("/slack/install")
    assert page.status == 200
    cookie = SimpleCookie(page.headers["Set-Cookie"])["slack-app-oauth-state"]
    text = await page.text()
    address = text[text.index(authorize) :].split('"')[0].replace("&amp;", "&")
    asked = parse_qs(urlsplit(address).query)
    assert asked["scope"][0].split(",") == list(SCOPES)
    assert asked["redirect_uri"] == ["https://delta.example/slack/oauth_redirect"]
    assert asked["state"] == [cookie.value]
    return asked["state"][0], f"slack-app-oauth-state={cookie.value}"


async def install(many: Workspace, code: str = "good") -> int:
    """Installs the app in T2; the status of the last page."""
    state, cookie = await begin(many)
    redirect = f"/slack/oauth_redirect?code={code}&state={state}"
    answer = await many.http.get(redirect, headers={"Cookie": cookie})
    await many.settled()
    return answer.status


def command(text: str, team: str = "T2") -> dict[str, str]:
    """A slash command of T2's admin."""
    fields = {
        "command": "/coach",
        "text": text,
        "team_id": team,
        "user_id": "UADMIN",
        "channel_id": "DUADMIN",
    }
    return fields | {"trigger_id": f"t-{text}"}


async def test_a_workspace_installs_the_app_and_its_admin_is_welcomed(many: Workspace) -> None:
    assert await install(many) == 200
    (welcome,) = many.slack.standing("DUADMIN")
    assert "I'm Delta, a bot" in welcome.text
    assert many.slack.called("chat.postMessage")[0]["token"] == "xoxe.xoxb-1"
    await many.form(command("status"))
    await many.settled()
    assert len(many.slack.standing("DUADMIN")) == 2


async def test_the_installation_outlives_the_process_and_its_token_is_nowhere_in_clear(
    many: Workspace, database: Path
) -> None:
    await install(many)
    await many.restart()
    await many.form(command("status"))
    await many.settled()
    assert len(many.slack.standing("DUADMIN")) == 2
    stored = b"".join(path.read_bytes() for path in database.parent.iterdir())
    for secret in (b"xoxe.xoxb-1", b"xoxe-1"):
        assert secret not in stored


async def test_a_token_that_runs_out_is_exchanged_once(many: Workspace) -> None:
    many.slack.expires_in = 3600
    await install(many)
    many.clock.move_to(MONDAY.replace(hour=10))
    await asyncio.gather(*(many.form(command(f"status {n}")) for n in range(3)))
    await many.settled()
    refreshed = [args for args in many.slack.called("oauth.v2.access") if "refresh_token" in args]
    assert len(refreshed) == 1
    assert many.slack.called("chat.postMessage")[-1]["token"] == "xoxe.xoxb-2"
    await many.restart()
    await many.form(command("help"))
    await many.settled()
    assert many.slack.called("chat.postMessage")[-1]["token"] == "xoxe.xoxb-2"


async def test_a_workspace_that_never_installed_it_is_told_so_and_nothing_is_kept(many: Workspace) -> None:
    answer = await many.form(command("status", "T9"))
    assert answer.status == 200
    assert "install" in (await answer.text()).lower()
    assert many.slack.messages == []


async def test_uninstalling_forgets_the_token_and_installing_again_works(many: Workspace) -> None:
    await install(many)
    many.slack.tokens.pop("xoxe.xoxb-1")
    await many.event({"type": "app_uninstalled"}, team="T2")
    await many.settled()
    assert await Installations(many.store.engine, MASTERS).find("T2", "slack") is None
    before = len(many.slack.called("chat.postMessage"))
    await many.form(command("status"))
    await many.settled()
    assert len(many.slack.called("chat.postMessage")) == before
    assert await install(many) == 200
    assert "I'm Delta, a bot" in many.slack.standing("DUADMIN")[-1].text


@pytest.mark.parametrize(
    "trouble", [{"error": "lost", "times": 9}, {"error": "internal_error", "status": 500}]
)
async def test_a_token_that_cannot_be_exchanged_now_is_used_while_it_is_good(
    many: Workspace, trouble: dict[str, Any]
) -> None:
    many.slack.expires_in = 3600
    await install(many)
    many.clock.move_to(MONDAY.replace(hour=10))
    many.slack.refuse("oauth.v2.access", **trouble)
    before = len(many.slack.standing("DUADMIN"))
    await many.form(command("status"))
    await many.settled()
    assert len(many.slack.standing("DUADMIN")) == before + 1
    assert many.slack.called("chat.postMessage")[-1]["token"] == "xoxe.xoxb-1"


async def test_a_removal_that_is_said_again_after_installing_again_removes_nothing(many: Workspace) -> None:
    await install(many)
    many.clock.move_to(MONDAY + timedelta(minutes=1))
    removed = many.clock.now()
    await many.event({"type": "app_uninstalled"}, team="T2")
    many.clock.move_to(MONDAY + timedelta(minutes=2))
    assert await install(many) == 200
    revoked = {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}
    for late in ({"type": "app_uninstalled"}, revoked):
        assert (await many.event(late, team="T2", happened=removed)).status == 200
    await many.restart()
    await many.form(command("status"))
    await many.settled()
    assert await Installations(many.store.engine, MASTERS).find("T2", "slack") is not None
    assert (await many.store.load("T2", "UADMIN", "x")).person is not None
    assert len(many.slack.standing("DUADMIN")) == 3


async def test_a_token_that_was_exchanged_meanwhile_does_not_outlive_the_removal(many: Workspace) -> None:
    many.slack.expires_in = 3600
    await install(many)
    removed = MONDAY + timedelta(minutes=59)
    many.clock.move_to(MONDAY + timedelta(hours=1))
    await many.form(command("status"))
    await many.settled()
    assert many.slack.called("chat.postMessage")[-1]["token"] == "xoxe.xoxb-2"
    assert (await many.event({"type": "app_uninstalled"}, team="T2", happened=removed)).status == 200
    assert await Installations(many.store.engine, MASTERS).find("T2", "slack") is None


@pytest.mark.parametrize(("code", "status"), [("bad", 401)])
async def test_a_code_that_slack_does_not_take(many: Workspace, code: str, status: int) -> None:
    assert await install(many, code) == status
    assert many.slack.messages == []


async def test_a_state_of_another_browser_a_used_one_and_none_are_refused(many: Workspace) -> None:
    state, cookie = await begin(many)
    other, _ = await begin(many)
    page = "/slack/oauth_redirect?code=good&state="
    assert (await many.http.get(page + other, headers={"Cookie": cookie})).status == 400
    assert (await many.http.get(page + state)).status == 400
    assert (await many.http.get(page + state, headers={"Cookie": cookie})).status == 200
    assert (await many.http.get(page + state, headers={"Cookie": cookie})).status == 401
    assert (await many.http.get("/slack/oauth_redirect?error=access_denied")).status == 200


async def test_a_state_is_ours_in_time_and_new() -> None:
    now = [1000.0]
    states = SignedStates("secret", lambda: now[0])
    first, second = await states.async_issue(), await states.async_issue()
    assert await SignedStates("secret", lambda: now[0]).async_consume(first)
    assert await states.async_consume(first)
    assert not await states.async_consume(first)
    assert not await SignedStates("another", lambda: now[0]).async_consume(second)
    for forged in ("", "a.b", "a.9999999999.c", second[:-1]):
        assert not await states.async_consume(forged)
    now[0] += STATE_SECONDS + 1
    assert not await states.async_consume(second)


@pytest.mark.parametrize(
    ("secret", "values", "missing"),
    [
        ("", {"bot_token": "x"}, "SLACK_SIGNING_SECRET"),
        ("s", {}, "SLACK_BOT_TOKEN"),
        ("s", {"client_id": "x"}, "SLACK_CLIENT_SECRET"),
    ],
)
def test_settings_that_cannot_work_say_what_is_missing(
    secret: str, values: dict[str, str], missing: str
) -> None:
    with pytest.raises(SlackSettingsError, match=missing):
        SlackSettings(secret, **values)


# -- where the tokens are -------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database on either engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'own.db'}"
    server: str = request.getfixturevalue("postgres_server")
    return server


async def test_an_installation_is_kept_replaced_and_removed_with_its_tenant(url: str) -> None:
    await asyncio.to_thread(migrate, url)
    store = open_store(url, MASTERS)
    kept = Installations(store.engine, MASTERS)
    assert await kept.find("T1", "slack") is None
    await kept.keep("T1", "slack", "one", MONDAY)
    await kept.keep("T1", "slack", "two", MONDAY)
    await kept.keep("T2", "slack", "other", MONDAY)
    assert await kept.find("T1", "slack") == "two"
    stranger = Installations(store.engine, MasterKeys((b"a master key of somebody elses..",)))
    with pytest.raises(Exception, match="master key"):
        await stranger.find("T1", "slack")
    await store.forget_tenant("T1")
    assert await kept.find("T1", "slack") is None
    assert await kept.renew("T2", "slack", "other token")
    assert await kept.find("T2", "slack") == "other token"
    assert not await kept.remove("T2", "slack", MONDAY - timedelta(seconds=1))
    assert await kept.find("T2", "slack") == "other token"
    assert await kept.remove("T2", "slack", MONDAY)
    assert not await kept.renew("T2", "slack", "a token exchanged meanwhile")
    assert await kept.find("T2", "slack") is None
    assert await kept.remove("T2", "slack", MONDAY)
    await store.close()


# -- one workspace --------------------------------------------------------------------------------------------


async def test_who_we_are_is_known_before_the_first_command_waits_for_it(database: Path) -> None:
    workspace = Workspace(database, SlackSettings(SECRET, bot_token="xoxb-1"))
    workspace.slack.refuse("auth.test", "fatal_error")
    await workspace.start()
    for _ in range(2):  # Slack does not say, and then it does
        await workspace.bot.listen()
        asked = len(workspace.slack.called("auth.test"))
        await until(lambda so_far=asked: len(workspace.slack.called("auth.test")) > so_far)
    assert (await workspace.types("help")).status == 200
    await workspace.settled()
    assert len(workspace.slack.called("auth.test")) == 2
    assert workspace.reads()
    await workspace.stop()


@pytest.fixture
async def unknown(database: Path) -> AsyncIterator[Workspace]:
    """A workspace whose coach was started while Slack does not say who it is."""
    made = Workspace(database)
    await made.start()
    yield made
    await made.stop()
    assert made.slack.faults == []


@pytest.mark.parametrize(
    ("error", "status"),
    [("ratelimited", 429), ("internal_error", 500), ("", 502), ("service_unavailable", 200)],
)
async def test_what_comes_while_slack_does_not_say_who_we_are_is_asked_for_again(
    unknown: Workspace, error: str, status: int
) -> None:
    said = {"type": "message", "channel": "DU1", "channel_type": "im", "user": "U1", "ts": "1.9"}
    unknown.slack.refuse("auth.test", error, status=status)
    assert (await unknown.event({**said, "text": "help"}, id="Ev1")).status == 500
    assert (await unknown.event({**said, "text": "help"}, id="Ev1")).status == 200
    await unknown.settled()
    assert unknown.reads()


async def test_a_command_that_cannot_be_taken_is_given_back(unknown: Workspace) -> None:
    unknown.slack.refuse("auth.test", "ratelimited", status=429)
    answer = await unknown.types("verdict Northwind &amp; Sons")
    assert answer.status == 200
    assert "send it again" in await answer.text()
    assert (await answer.text()).endswith("/coach verdict Northwind &amp; Sons")
    await unknown.types("help")
    assert unknown.reads()


async def test_a_token_that_is_none_is_not_asked_for_again(unknown: Workspace) -> None:
    unknown.slack.tokens.clear()
    said = {"type": "message", "channel": "DU1", "channel_type": "im", "user": "U1", "ts": "1.9"}
    assert (await unknown.event({**said, "text": "help"})).status == 200


# -- Socket Mode ----------------------------------------------------------------------------------------------


async def test_socket_mode_brings_the_same_commands_and_events(database: Path) -> None:
    workspace = Workspace(database, SlackSettings(SECRET, bot_token="xoxb-1", app_token="xapp-1"))
    await workspace.start()
    await workspace.bot.listen()
    await until(lambda: bool(workspace.slack.sockets))
    (socket,) = workspace.slack.sockets
    payload = command("interview Northwind analyst, Thursday 3pm, recruiter", "T1")
    await socket.send_json({"type": "slash_commands", "envelope_id": "e1", "payload": payload})
    event = {
        "type": "message",
        "channel": "DU1",
        "channel_type": "im",
        "user": "U1",
        "text": "help",
        "ts": "1.1",
    }
    body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
    await socket.send_json({"type": "events_api", "envelope_id": "e2", "payload": body})
    await until(lambda: len(workspace.slack.acknowledged) == 2)
    await workspace.settled()
    assert {ack["envelope_id"] for ack in workspace.slack.acknowledged} == {"e1", "e2"}
    assert any("Northwind" in text for text in workspace.reads("DUADMIN"))
    assert workspace.reads("DU1")
    await workspace.stop()
