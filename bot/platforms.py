"""The platforms that are configured, each behind the same five things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from aiohttp import web

from bot.service import Service
from dialogs.activity import Platform
from dialogs.ports import Sender


class Connection(Protocol):
    """One platform: where to post, and the addresses at which it talks to us."""

    @property
    def sender(self) -> Sender:
        """Posts and edits there."""
        ...

    def attend(self, service: Service) -> object:
        """Goes by what the service keeps, in a process that does not listen; where it does, `connect` sees to it."""
        ...

    def connect(self, service: Service) -> Sequence[web.RouteDef]:
        """The addresses to add to the web application."""
        ...

    async def listen(self) -> None:
        """Opens what we have to open ourselves, if anything."""
        ...

    async def close(self) -> None:
        """Finishes what is under way, and lets go of connections."""
        ...


Connections = Mapping[Platform, Connection]
