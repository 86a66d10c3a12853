"""The sender's port for Teams: draws a message, finds where it belongs, posts it or edits it in place."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.courier import wake_of
from bot.remembered import Remembered
from bot.teams.connector import Connector
from bot.teams.links import Links, Spot
from bot.teams.painting import paint
from bot.teams.places import Places
from bot.teams.private import PrivateChats
from bot.teams.reference import Address, address_of, in_thread, is_channel, is_place
from bot.teams.render import draw
from bot.teams.render.files import SavedFile, saved
from bot.teams.render.packing import Part
from bot.teams.render.pictures import Picture
from dialogs.activity import ConversationReference
from dialogs.ports import AnswerLost, Posted, Sent, TryLater, Undeliverable
from dialogs.replies import Note, OfferComparison, Reply
from dialogs.turn import Message

log = structlog.get_logger()

CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"
_REMEMBERED: Final = 4096

POINTER: Final = Note("I've answered you in our private chat: what we talk about stays between us.")
CLOSED: Final = Note(
    "I can't write to you in private, so what is for your eyes only stays with me. Add me for yourself (Apps, Delta, "
    "Add), and ask again."
)

PAINTED_WITHIN: Final = 5.0
"""Seconds that a comparison waits for its pictures; then it goes without, because sending it has its own time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a message of ours stands: the conversation, and the activities it is made of. This is what the outbox
    keeps as the platform's reference."""

    conversation: str
    ids: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.conversation}|{','.join(self.ids)}"

    @staticmethod
    def parse(ref: str) -> Standing:
        """Reads back what `str` wrote."""
        conversation, _, ids = ref.rpartition("|")
        return Standing(conversation, tuple(id for id in ids.split(",") if id))


class TeamsSender:
    """Posts and edits through the connector."""

    def __init__(self, connector: Connector, places: Places, links: Links) -> None:
        self._connector = connector
        self._places = places
        self._links = links
        self.private = PrivateChats(connector)
        self._begun: Remembered[str, tuple[str, ...]] = Remembered(_REMEMBERED)
        self._said_closed: Remembered[str, None] = Remembered(_REMEMBERED)

    async def send(
        self, message: Message, *, delivery: str, replaces: str | None, thread: str | None
    ) -> Sent:
        """Posts or edits one message, which may be several activities. A second attempt goes on where the first
        one stopped, so that no part is posted twice."""
        if not self._connector.serves(message.to.tenant):
            raise Undeliverable("tenant_not_served")
        address = address_of(message.to)
        painted = await self._painted(message, delivery)
        place = self._places.sealed(message.to) if message.only_for is not None else None
        files = delivery if self._connector.takes_files and not message.to.shared else ""
        parts = draw(message.reply, key=message.key, pictures=painted, place=place or "", files=files)
        activities = [_activity(part, address) for part in parts]
        standing = Standing.parse(replaces) if replaces else None
        if standing is not None and standing.ids:
            edited = await self._edit(address, standing, activities, delivery)
            if edited is not None:
                return Sent(str(edited))
        if message.to.shared and not is_place(message.to):
            raise Undeliverable("no_such_place")
        try:
            sent = await self._posted(message, address, thread, activities, delivery)
            if message.only_for is not None:
                self.private.taken(message.to.tenant, message.only_for)
            return sent
        except Undeliverable:
            if message.only_for is not None and message.to.shared:
                await self._closed(message, delivery)
            raise

    async def _closed(self, message: Message, delivery: str) -> None:
        """What is for one person's eyes cannot reach them: said where they asked, but never out of the blue."""
        self.private.refused(message.to.tenant, message.only_for or message.to.person)
        asked = delivery.rpartition("#")[0]
        if wake_of(asked) is None:
            await self._say_closed(asked, message.to)

    async def _say_closed(self, asked: str, where: ConversationReference) -> None:
        if asked not in self._said_closed:
            self._said_closed[asked] = None
            await self.say_now(where, CLOSED)

    async def point_out(self, asked: str, where: ConversationReference) -> None:
        """Says where somebody asked that the answer is in their private chat, or that there is none to be had."""
        if await self.private.reaches(where):
            await self.say_now(where, POINTER)
        else:
            await self._say_closed(asked, where)

    async def _posted(
        self,
        message: Message,
        address: Address,
        thread: str | None,
        activities: list[dict[str, Any]],
        delivery: str,
    ) -> Sent:
        where = await self._place(message, thread)
        begun = self._begun.get(delivery, ())
        ids = await self._rest(address, where, begun, activities, delivery)
        return Sent(str(Standing(where, ids)) if all(ids) else None)

    async def _rest(
        self,
        address: Address,
        where: str,
        ids: tuple[str, ...],
        activities: list[dict[str, Any]],
        delivery: str,
    ) -> tuple[str, ...]:
        """Posts the parts that do not stand yet, and notes each one for the next attempt; the ids of all of them."""
        for activity in activities[len(ids) :]:
            ids = (*ids, await self._connector.post(address.service_url, where, activity) or "")
            self._begun[delivery] = ids
        self._begun.pop(delivery, None)
        return ids

    async def _painted(self, message: Message, delivery: str) -> tuple[Picture, ...]:
        """The pictures of a comparison, drawn off the event loop; none where that fails: they are an extra."""
        reply, to = message.reply, message.to
        if not isinstance(reply, OfferComparison):
            return ()
        activity = delivery.rpartition("#")[0]

        def link(which: str) -> str | None:
            return self._links.to(Spot(to.tenant, to.person, activity, which))

        try:
            return await asyncio.wait_for(asyncio.to_thread(paint, reply, link), PAINTED_WITHIN)
        except Exception as error:
            log.warning("no pictures", error=type(error).__name__)
            return ()

    async def _edit(
        self, address: Address, standing: Standing, activities: list[dict[str, Any]], delivery: str
    ) -> Standing | None:
        """Edits what stands there; None where it is not there any more, so that it must be posted anew."""
        ids = max(standing.ids, self._begun.get(delivery, ()), key=len)
        try:
            for id, activity in zip(standing.ids, activities, strict=False):
                await self._connector.put(address.service_url, standing.conversation, id, activity)
        except Undeliverable as never:
            log.info("edit refused", reason=never.reason)
            return None
        ids = await self._rest(address, standing.conversation, ids, activities, delivery)
        for surplus in ids[len(activities) :]:
            await self._drop(address.service_url, standing.conversation, surplus)
        return Standing(standing.conversation, ids[: len(activities)])

    async def _drop(self, service_url: str, conversation: str, id: str) -> bool:
        try:
            await self._connector.delete(service_url, conversation, id)
        except Undeliverable as never:
            return never.reason in ("gone", "ActivityNotFoundInConversation", "ConversationNotFound")
        return True

    async def blank(self, posted: Posted) -> bool:
        """Deletes one of our messages; false where Teams does not let us."""
        address = address_of(posted.to)
        standing = Standing.parse(posted.platform_ref)
        return all([await self._drop(address.service_url, standing.conversation, id) for id in standing.ids])

    # -- where to ------------------------------------------------------------------------------------------------

    async def _place(self, message: Message, thread: str | None) -> str:
        to = message.to
        if (message.only_for is not None and to.shared) or not to.conversation:
            return await self.private.of(to, message.only_for or to.person)
        if not is_channel(to):
            return to.conversation
        root = to.thread
        if root is None and thread is not None:
            root = next(iter(Standing.parse(thread).ids), None)
        return in_thread(to.conversation, root)

    def card(self, reply: Reply, key: str | None, place: str) -> dict[str, Any] | None:
        """The card that stands for a reply, where it is one card: for answering a press at once."""
        parts = draw(reply, key=key, place=place)
        return parts[0].card if len(parts) == 1 else None

    async def file_saved(self, reference: ConversationReference, card: str, file: SavedFile) -> None:
        """Turns the question whether to save a file into the file. The file is safe: this may fail."""
        address = address_of(reference)
        shown = {"type": "message", **_from(address), "attachments": [saved(file)]}
        if not card:
            await self._courtesy(reference, shown)
            return
        try:
            await self._connector.put(address.service_url, reference.conversation, card, shown)
        except (TryLater, Undeliverable, AnswerLost) as error:
            log.info("file not shown in place", error=type(error).__name__)
            await self._courtesy(reference, shown)

    # -- at once, and only if it can be had cheaply ----------------------------------------------------------------

    async def typing(self, reference: ConversationReference) -> None:
        """Shows that the coach is at work. Never fails: it is a courtesy."""
        await self._courtesy(reference, {"type": "typing"})

    async def say_now(self, reference: ConversationReference, reply: Note) -> None:
        """Says one thing outside the outbox, such as where the answer went. Never fails."""
        for part in draw(reply):
            await self._courtesy(reference, _activity(part, address_of(reference)))

    async def _courtesy(self, reference: ConversationReference, activity: Mapping[str, Any]) -> None:
        try:
            address = address_of(reference)
            place = in_thread(reference.conversation, reference.thread if is_channel(reference) else None)
            if place:
                await self._connector.post(address.service_url, place, {**_from(address), **activity})
        except (TryLater, Undeliverable, AnswerLost) as error:
            log.debug("courtesy not delivered", error=type(error).__name__)


def _activity(part: Part, address: Address) -> dict[str, Any]:
    said: dict[str, Any] = {"type": "message", **_from(address)}
    if part.attachment is not None:
        return {**said, "summary": part.summary, "attachments": [part.attachment]}
    if part.card is None:
        return {**said, "textFormat": "plain", "text": part.text}
    return {
        **said,
        "summary": part.summary,
        "attachmentLayout": "list",
        "attachments": [{"contentType": CARD_TYPE, "content": part.card}],
    }


def _from(address: Address) -> dict[str, Any]:
    return {"from": {"id": address.bot}} if address.bot else {}
