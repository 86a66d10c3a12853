"""The Teams side put together: for the composition root, which knows nothing of what is in here."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.teams import about
from bot.teams.auth import Identity
from bot.teams.connector import Connector
from bot.teams.edge import TeamsEdge
from bot.teams.files import Files
from bot.teams.links import Links, Pictures
from bot.teams.places import Places
from bot.teams.sender import TeamsSender
from bot.teams.serving import Serves
from bot.teams.settings import TeamsSettings
from dialogs.ports import Clock


class TeamsConnection:
    """Teams as a platform: where to post, and the address at which it talks to us."""

    def __init__(
        self, settings: TeamsSettings, clock: Clock, public_url: str = "", keys: Sequence[bytes] = ()
    ) -> None:
        """`public_url` is how the service is reached from outside, `keys` seal the addresses under it."""
        self._clock = clock
        self._settings = settings
        self._identity = Identity(settings)
        self._connector = Connector(self._identity.token, settings)
        self._edge: TeamsEdge | None = None
        self._places = Places(settings)
        self._links = Links(public_url, keys, clock)
        self._sender = TeamsSender(self._connector, self._places, self._links)

    @property
    def sender(self) -> TeamsSender:
        """Posts and edits there."""
        return self._sender

    def attend(self, service: Serves) -> None:
        """Nothing here goes by what is kept."""

    def connect(self, service: Serves) -> Sequence[web.RouteDef]:
        """The addresses to add to the web application."""
        files = Files(service, self._sender, self._settings)
        self._edge = TeamsEdge(service, self._identity.gate, self._sender, self._places, files, self._clock)
        return [*self._edge.routes(), *Pictures(self._links, service).routes(), *about.routes()]

    async def listen(self) -> None:
        """Teams comes to us: there is nothing to open."""

    async def close(self) -> None:
        """Finishes the turns that were acknowledged, and lets go of connections and threads."""
        if self._edge is not None:
            await self._edge.close()
        await self._connector.close()
        self._identity.close()
