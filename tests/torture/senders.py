"""The real senders as a process under torture has them: what they hear is noted, and one may die right after a post."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

import aiohttp

from bot.clearance import NotNow, current
from bot.clock import SystemClock
from bot.slack.clients import Clients
from bot.slack.pace import Pace
from bot.slack.sender import SlackSender
from bot.teams.auth import Identity
from bot.teams.connector import TIMEOUT, Connector
from bot.teams.links import Links
from bot.teams.places import Places
from bot.teams.sender import TeamsSender
from dialogs.ports import Posted, Sender, Sent, TryLater
from dialogs.turn import Message
from tests.teams.login import settings
from tests.torture.connector import DELIVERY, HOLDS, PROCESS
from tests.torture.notes import Notebook
from tests.torture.platform import BEGUN


@dataclass
class UnderWay:
    """One message that is being sent."""

    delivery: str
    held: str
    """What the platform said last to leave alone."""


_under_way: ContextVar[UnderWay] = ContextVar("under way")


class DyingSender:
    """A sender whose process dies right after a post, and which notes what it was told."""

    def __init__(self, inner: Sender, posts_left: int, notebook: Notebook) -> None:
        self._inner = inner
        self._posts_left = posts_left
        self._notebook = notebook

    async def send(
        self, message: Message, *, delivery: str, replaces: str | None, thread: str | None
    ) -> Sent:
        """Posts, perhaps as the last thing this process does."""
        this = UnderWay(delivery, message.to.tenant)
        token = _under_way.set(this)
        try:
            sent = await self._inner.send(message, delivery=delivery, replaces=replaces, thread=thread)
        except NotNow:
            raise
        except TryLater as later:
            if later.after is not None:
                self._notebook.write("heard", this.held, later.after)
            raise
        finally:
            _under_way.reset(token)
        self._posts_left -= 1
        if self._posts_left == 0:
            die(self._notebook, "between post and mark")
        return sent

    async def blank(self, posted: Posted) -> bool:
        """Blanks one of the coach's own messages."""
        return await self._inner.blank(posted)


def die(notebook: Notebook, where: str) -> None:
    """The end of this process, here and now."""
    notebook.write("died", where)
    os.kill(os.getpid(), signal.SIGKILL)


def stamping_session() -> aiohttp.ClientSession:
    """A session that says with each request who makes it, for which delivery, and when it was let begin."""

    async def stamp(session: object, context: object, request: aiohttp.TraceRequestStartParams) -> None:
        clearance = current()
        begun = time.monotonic() if clearance is None else clearance.begun_at
        request.headers[BEGUN] = repr(begun)
        request.headers[PROCESS] = str(os.getpid())
        request.headers[DELIVERY] = _under_way.get().delivery

    async def heard(session: object, context: object, request: aiohttp.TraceRequestEndParams) -> None:
        if (held := request.response.headers.get(HOLDS)) is not None:
            _under_way.get().held = held

    tracing = aiohttp.TraceConfig()
    tracing.on_request_start.append(stamp)
    tracing.on_request_end.append(heard)
    return aiohttp.ClientSession(timeout=TIMEOUT, trace_configs=[tracing])


class Tokens:
    """Every workspace has installed the app; its token names it."""

    async def token(self, tenant: str, team: str | None = None) -> str | None:
        return f"xoxb-{tenant}"


def slack_sender(url: str, per_second: float) -> Sender:
    """Slack's, with a token for every workspace."""
    pace = Pace(clock=lambda: 0.0) if per_second > 1000 else Pace()
    return SlackSender(Clients(f"{url}/{os.getpid()}/api/", Tokens(), stamping_session), pace)


def teams_sender(url: str, login: str, certificate: str) -> tuple[Sender, Callable[[], None]]:
    """Teams', which logs in as the product does; and what to call in the end."""
    os.environ["REQUESTS_CA_BUNDLE"] = certificate
    given = settings(f"{url}/", login, allowed_tenants="*")
    identity = Identity(given)
    connector = Connector(identity.token, given, stamping_session)
    return TeamsSender(connector, Places(given), Links("", (), SystemClock())), identity.close
