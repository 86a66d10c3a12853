"""Slack put together from its settings: what the composition root asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.slack import board, coaching
from bot.slack.board import A_MOMENT, Board
from bot.slack.clients import SLACK_API, Clients
from bot.slack.coaching import Coaching
from bot.slack.edge import SlackEdge
from bot.slack.installs import Installs, ManyWorkspaces, OneWorkspace
from bot.slack.sender import SlackSender
from bot.slack.states import SignedStates
from bot.slack.web import OAuth, oauth_flow, routes, socket_mode
from bot.work import Work
from dialogs.ports import Clock
from dialogs.turn import Turn
from storage.installations import Installations

log = logging.getLogger(__name__)

ACKNOWLEDGE_WITHIN = 0.08
"""Seconds an acknowledgement waits for the work: together with Bolt's own part it goes out within 0.1 s."""


class SlackSettingsError(ValueError):
    """What is configured for Slack cannot work; the message names what is missing."""


@dataclass(frozen=True, slots=True, repr=False)
class SlackSettings:
    """What Slack's own pages give an app, and where its servers are."""

    signing_secret: str
    bot_token: str = ""
    client_id: str = ""
    client_secret: str = ""
    app_token: str = ""
    api_url: str = SLACK_API
    authorize_url: str = ""
    public_url: str = ""
    board_seconds: float = A_MOMENT

    def __post_init__(self) -> None:
        if not self.signing_secret:
            raise SlackSettingsError("SLACK_SIGNING_SECRET is missing: nothing from Slack could be trusted")
        if not self.bot_token and not (self.client_id and self.client_secret):
            raise SlackSettingsError(
                "set SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many"
            )

    @property
    def redirect_url(self) -> str | None:
        """Where Slack sends the browser back to."""
        return f"{self.public_url.rstrip('/')}/slack/oauth_redirect" if self.public_url else None


class Service(coaching.Service, board.Service, Protocol):
    """The part of the coach's service that Slack talks to."""

    def watch(self, kept: Callable[[Turn], None]) -> None:
        """Calls this after each turn that was kept."""
        ...


class Forgets(Protocol):
    """The part of the store that an uninstallation needs."""

    async def forget_tenant(self, tenant: str) -> None:
        """Deletes all a tenant has and destroys its key."""
        ...


class Slack:
    """The sender first, because delivery needs it; then, over a service, the edge and its addresses."""

    def __init__(
        self,
        settings: SlackSettings,
        store: Forgets,
        installations: Installations,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._work = Work(ACKNOWLEDGE_WITHIN)
        self._edge: SlackEdge | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._introducing: asyncio.Task[None] | None = None
        self.clients = Clients(settings.api_url)
        self.installs: Installs
        if settings.bot_token:
            self.installs = OneWorkspace(
                settings.bot_token, lambda: self.clients.client(None), store.forget_tenant
            )
        else:
            rotator = AsyncTokenRotator(
                client=self.clients.client(None),
                client_id=settings.client_id,
                client_secret=settings.client_secret,
            )
            self.installs = ManyWorkspaces(installations, clock, rotator, store.forget_tenant)
        self.clients.tokens = self.installs
        self.sender = SlackSender(self.clients)

    def attend(self, service: Service) -> Board:
        """Home is kept up to date by whichever process plays the turn that changes it."""
        home = Board(service, self.clients, self._clock, self._work, self._settings.board_seconds)
        service.watch(home.kept)
        return home

    def connect(self, service: Service) -> Sequence[web.RouteDef]:
        """The edge over a service, and the addresses to add to the web application."""
        home = self.attend(service)
        talk = Coaching(service, self.clients, self.sender, self._clock)
        edge = SlackEdge(talk, home, self._work, self.clients, self.installs, self._settings.signing_secret)
        service.watch(edge.kept)
        self._edge = edge
        if not isinstance(self.installs, ManyWorkspaces):
            return routes(edge)
        oauth = OAuth(
            self._settings.client_id,
            self._settings.client_secret,
            self._settings.authorize_url or None,
            self._settings.redirect_url,
        )
        states = SignedStates(self._settings.signing_secret)
        return routes(edge, oauth_flow(oauth, self.clients.client(None), self.installs, states, edge))

    @property
    def edge(self) -> SlackEdge:
        """The edge, once it is connected."""
        if self._edge is None:
            raise RuntimeError("connect a service first")
        return self._edge

    async def listen(self) -> None:
        """Learns who we are while nobody waits for it yet; and opens Socket Mode where an app token is configured: for
        development, without a public address."""
        if isinstance(self.installs, OneWorkspace):
            self._introducing = asyncio.create_task(self.installs.introduce())
        if self._edge is not None and self._settings.app_token:
            client = self.clients.client(self._settings.app_token)
            self._socket = socket_mode(self._edge, self._settings.app_token, client)
            await self._socket.connect_async()  # type: ignore[no-untyped-call]
            log.info("listening over Socket Mode")

    async def close(self) -> None:
        """Stops listening, finishes what is under way, and lets go of connections."""
        if self._introducing is not None:
            self._introducing.cancel()
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        await self._work.drain()
        await self.clients.close()
