"""A Slack of our own on loopback: keeps what is posted, and refuses what Slack refuses.

It reads arguments from JSON, from forms and from the query, because the SDK uses all three, and it walks every
block it is sent: what breaks a limit is refused with `invalid_blocks`, as Slack would.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.slack.walker import message_faults, view_faults

Args = dict[str, Any]


@dataclass
class Message:
    """One message as it stands."""

    channel: str
    ts: str
    text: str
    blocks: list[Args]
    thread: str | None = None
    only_for: str | None = None
    metadata: Args = field(default_factory=dict)
    broadcast: bool = False
    edits: int = 0
    deleted: bool = False


class Refused(Exception):
    """Slack's answer to a call that it does not carry out."""

    def __init__(self, error: str, status: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__(error)
        self.error, self.status, self.headers = error, status, headers or {}


class FakeSlack:
    """The Web API of one workspace (T1, bot U0BOT, token xoxb-1) and of whoever installs the app."""

    def __init__(self) -> None:
        self.url = ""
        self.messages: list[Message] = []
        self.calls: list[tuple[str, Args]] = []
        self.views: list[Args] = []
        self.homes: dict[str, Args] = {}
        self.files: list[Args] = []
        self.faults: list[str] = []
        self.tokens: dict[str, str] = {"xoxb-1": "T1"}
        self.members: set[str] = {"C1"}
        self.charts = True
        self.expires_in = 43_200
        self.sockets: list[web.WebSocketResponse] = []
        self.acknowledged: list[Args] = []
        self.zones: dict[str, str] = defaultdict(lambda: "Europe/Lisbon")
        self._refusals: dict[str, list[Refused | str]] = defaultdict(list)
        self._clock = 1_700_000_000

    # -- what tests say to it -----------------------------------------------------------------------------------

    def refuse(self, method: str, error: str, times: int = 1, **more: Any) -> None:
        """The next calls of a method fail; `lost` drops the connection after the work was done."""
        self._refusals[method] += [error if error == "lost" else Refused(error, **more)] * times

    def standing(self, channel: str | None = None) -> list[Message]:
        """The messages that can be read, oldest first."""
        return [m for m in self.messages if not m.deleted and channel in (None, m.channel)]

    def called(self, method: str) -> list[Args]:
        """The arguments of every call of one method."""
        return [args for name, args in self.calls if name == method]

    # -- the server ---------------------------------------------------------------------------------------------

    def app(self) -> web.Application:
        """The web application."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._answer)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/socket", self._socket)
        return app

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        header = request.headers.get("Authorization", "").removeprefix("Bearer ")
        args.setdefault("token", header)
        self.calls.append((method, args))
        refusals = self._refusals[method]
        planned = refusals.pop(0) if refusals else None
        try:
            if isinstance(planned, Refused):
                raise planned
            if not method.startswith(("oauth.", "apps.")) and args["token"] not in self.tokens:
                raise Refused("invalid_auth")
            done = getattr(self, f"do_{method.replace('.', '_')}", None)
            if done is None:
                raise Refused("unknown_method")
            answer = {"ok": True, **done(args)}
        except Refused as refused:
            body = {"ok": False, "error": refused.error}
            return web.json_response(body, status=refused.status, headers=refused.headers)
        if planned == "lost" and request.transport is not None:
            request.transport.abort()
        return web.json_response(answer)

    async def _upload(self, request: web.Request) -> web.Response:
        self.files.append({"id": request.match_info["file"], "content": await request.read()})
        return web.Response(text="OK")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            self.acknowledged.append(json.loads(message.data))
        return socket

    def do_apps_connections_open(self, args: Args) -> Args:
        if args["token"] != "xapp-1":
            raise Refused("invalid_auth")
        return {"url": f"{self.url.replace('http', 'ws', 1)}/socket"}

    # -- methods ------------------------------------------------------------------------------------------------

    def do_auth_test(self, args: Args) -> Args:
        return {"team_id": self.tokens[args["token"]], "user_id": "U0BOT", "bot_id": "B0BOT", "url": self.url}

    def do_users_info(self, args: Args) -> Args:
        return {"user": {"id": args["user"], "tz": self.zones[args["user"]], "locale": "en-GB"}}

    def do_conversations_open(self, args: Args) -> Args:
        if args["users"].startswith("UGONE"):
            raise Refused("user_not_found")
        return {"channel": {"id": f"D{args['users']}"}}

    def do_chat_postMessage(self, args: Args) -> Args:  # noqa: N802 - Slack's own name
        self._reachable(args["channel"])
        message = self._checked(args, args["channel"])
        message.thread = args.get("thread_ts")
        message.metadata = args.get("metadata") or {}
        message.broadcast = bool(args.get("reply_broadcast"))
        self.messages.append(message)
        return {"channel": message.channel, "ts": message.ts}

    def do_chat_postEphemeral(self, args: Args) -> Args:  # noqa: N802
        self._reachable(args["channel"])
        message = self._checked(args, args["channel"])
        message.only_for, message.thread = args["user"], args.get("thread_ts")
        self.messages.append(message)
        return {"message_ts": message.ts}

    def do_chat_update(self, args: Args) -> Args:
        standing = self._found(args)
        drawn = self._checked({"blocks": [], **args}, args["channel"]) if args.get("blocks") else None
        standing.text, standing.blocks = args["text"], drawn.blocks if drawn else []
        standing.edits += 1
        return {"channel": standing.channel, "ts": standing.ts}

    def do_chat_delete(self, args: Args) -> Args:
        self._found(args).deleted = True
        return {}

    def do_views_open(self, args: Args) -> Args:
        if args["trigger_id"].startswith("old"):
            raise Refused("expired_trigger_id")
        view = {**args["view"], "id": f"V{len(self.views) + 1}", "hash": f"h{len(self.views) + 1}"}
        self._check(view_faults(view))
        self.views.append(view)
        return {"view": view}

    def do_views_publish(self, args: Args) -> Args:
        self._check(view_faults(args["view"]))
        self.homes[args["user_id"]] = args["view"]
        return {}

    def do_assistant_threads_setStatus(self, args: Args) -> Args:  # noqa: N802
        return {}

    def do_assistant_threads_setSuggestedPrompts(self, args: Args) -> Args:  # noqa: N802
        return {}

    def do_files_getUploadURLExternal(self, args: Args) -> Args:  # noqa: N802
        number = f"F{len(self.called('files.getUploadURLExternal'))}"
        return {"upload_url": f"{self.url}/upload/{number}", "file_id": number}

    def do_files_completeUploadExternal(self, args: Args) -> Args:  # noqa: N802
        files = args["files"] if isinstance(args["files"], list) else json.loads(args["files"])
        for shown in files:
            kept = next(file for file in self.files if file["id"] == shown["id"])
            kept |= {"title": shown["title"], "channel": args["channel_id"], "thread": args.get("thread_ts")}
        return {"files": files}

    def do_oauth_v2_access(self, args: Args) -> Args:
        if args.get("grant_type") == "refresh_token":
            if args["refresh_token"] != "xoxe-1":
                raise Refused("invalid_refresh_token")
            self.tokens["xoxe.xoxb-2"] = "T2"
            fresh = {"access_token": "xoxe.xoxb-2", "refresh_token": "xoxe-2", "expires_in": 43_200}
            return {**fresh, "token_type": "bot"}
        if args.get("code") == "organisation":
            return self._organisation()
        if args.get("code") != "good":
            raise Refused("invalid_code")
        self.tokens["xoxe.xoxb-1"] = "T2"
        return {
            "token_type": "bot",
            "access_token": "xoxe.xoxb-1",
            "refresh_token": "xoxe-1",
            "expires_in": self.expires_in,
            "scope": "chat:write",
            "bot_user_id": "U0BOT",
            "app_id": "A1",
            "team": {"id": "T2", "name": "Second"},
            "authed_user": {"id": "UADMIN"},
        }

    def _organisation(self) -> Args:
        """A whole organisation installs the app: there is no team, and its one token is good in every team of it."""
        self.tokens["xoxb-org"] = "E1"
        return {
            "token_type": "bot",
            "access_token": "xoxb-org",
            "scope": "chat:write",
            "bot_user_id": "U0BOT",
            "app_id": "A1",
            "team": None,
            "enterprise": {"id": "E1", "name": "Organisation"},
            "is_enterprise_install": True,
            "authed_user": {"id": "UADMIN"},
        }

    # -- inside -------------------------------------------------------------------------------------------------

    def _reachable(self, channel: str) -> None:
        if channel.startswith("C") and channel not in self.members:
            raise Refused("not_in_channel")

    def _checked(self, args: Args, channel: str) -> Message:
        blocks = args.get("blocks") or []
        blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
        if not self.charts and any(block["type"] == "data_visualization" for block in blocks):
            raise Refused("invalid_blocks")
        if blocks or not args.get("text"):  # an aside is words alone
            self._check(message_faults({"text": args.get("text", ""), "blocks": blocks}))
        self._clock += 1
        return Message(channel, f"{self._clock}.000100", args.get("text", ""), blocks)

    def _check(self, faults: list[str]) -> None:
        self.faults += faults
        if faults:
            raise Refused("invalid_blocks")

    def _found(self, args: Args) -> Message:
        for message in self.standing(args["channel"]):
            if message.ts == args["ts"] and message.only_for is None:
                return message
        raise Refused("message_not_found")


async def _arguments(request: web.Request) -> Args:
    args: Args = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json()
    elif request.method == "POST":
        args |= dict(await request.post())
    for name in ("blocks", "view", "metadata", "prompts"):
        if isinstance(args.get(name), str):
            args[name] = json.loads(args[name])
    return args
