"""The private chats with people: found, remembered, and given up where they are closed to us.

Teams has no message in a shared place that one person alone can see, so what is for their eyes only goes there.
"""

from __future__ import annotations

from typing import Final

from bot.remembered import Remembered
from bot.teams.connector import Connector
from bot.teams.reference import Address, address_of
from dialogs.activity import ConversationReference
from dialogs.ports import TryLater, Undeliverable

REMEMBERED: Final = 4096

Whose = tuple[str, str]
"""Tenant and person."""


class PrivateChats:
    """What this process knows of them. Another process asks Teams again."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._known: Remembered[Whose, str] = Remembered(REMEMBERED)
        self._closed: Remembered[Whose, None] = Remembered(REMEMBERED)

    def remember(self, reference: ConversationReference) -> None:
        """Something came from there: it is open, and it need not be asked for."""
        if not reference.shared and reference.conversation:
            whose = reference.tenant, reference.person
            self._closed.pop(whose, None)
            self._known[whose] = reference.conversation

    def forget(self, reference: ConversationReference) -> None:
        """The person removed the coach: their chat may be another one when they come back."""
        self._known.pop((reference.tenant, reference.person), None)

    def refused(self, tenant: str, person: str) -> None:
        """Teams takes nothing for that person."""
        self._known.pop((tenant, person), None)
        self._closed[tenant, person] = None

    def taken(self, tenant: str, person: str) -> None:
        """Teams took something for that person."""
        self._closed.pop((tenant, person), None)

    async def of(self, to: ConversationReference, person: str) -> str:
        """The chat with a person; made where there is none yet.

        Raises:
            TryLater, AnswerLost, Undeliverable: it is not to be had.
        """
        known = self._known.get((to.tenant, person))
        if known is not None:
            return known
        address: Address = address_of(to)
        member = address.user if person == to.person and address.user else person
        made = await self._connector.open_private(address.service_url, address.bot, member, to.tenant)
        self._known[to.tenant, person] = made
        return made

    async def reaches(self, to: ConversationReference) -> bool:
        """Whether the person of a reference can be written to in private, as far as one can tell without writing."""
        if (to.tenant, to.person) in self._closed:
            return False
        try:
            await self.of(to, to.person)
        except Undeliverable:
            self.refused(to.tenant, to.person)
            return False
        except TryLater:
            return True
        return True
