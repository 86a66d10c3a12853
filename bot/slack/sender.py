"""Posts and edits messages in Slack. Every trying again is the outbox's; here each call is made once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.clearance import before_call
from bot.remembered import Remembered
from bot.slack import failures, places
from bot.slack.adapter import FROM_MODAL, PRESSED, SURFACE, TRIGGERED
from bot.slack.clients import Clients
from bot.slack.pace import Pace
from bot.slack.pictures import Painter, paint
from bot.slack.refs import Ref
from bot.slack.render import Drawing, Part, render
from dialogs.activity import ConversationReference
from dialogs.ports import AnswerLost, Posted, Sent, TryLater, Undeliverable
from dialogs.replies import Form, Note, OfferComparison, Removed, Reply, Shared
from dialogs.turn import Message

log = logging.getLogger(__name__)

METADATA_EVENT = "delta_delivery"
NO_CHARTS_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where one message goes: a channel, a thread in it, and for whose eyes."""

    client: AsyncWebClient
    tenant: str
    channel: str
    thread: str | None
    broadcast: bool = False
    """Whether a reply in a thread is shown in the conversation, too."""

    def options(self) -> dict[str, Any]:
        """What every post has in common."""
        thread = {"thread_ts": self.thread} if self.thread else {}
        return {"channel": self.channel, "unfurl_links": False, "unfurl_media": False, **thread}


class SlackSender:
    """The sender port on Slack's Web API."""

    def __init__(self, clients: Clients, pace: Pace | None = None, painter: Painter = paint) -> None:
        self.clients = clients
        self._pace = pace or Pace()
        self._painter = painter
        self._chartless: Remembered[str, bool] = Remembered(NO_CHARTS_REMEMBERED)
        self._begun: Remembered[str, list[str]] = Remembered(1_000)

    async def send(
        self, message: Message, *, delivery: str, replaces: str | None = None, thread: str | None = None
    ) -> Sent:
        """Posts a message, or edits the one it replaces."""
        if _answered_in_modal(message):
            return Sent()
        message = _for_one(message)
        try:
            return await self._send(message, delivery, Ref.parse(replaces), Ref.parse(thread))
        except Undeliverable as never:
            if never.reason in failures.UNREACHABLE and message.to.conversation != message.to.person:
                return await self._elsewhere(message, delivery, never)
            raise

    async def blank(self, posted: Posted) -> bool:
        """Deletes one of the coach's own messages; where Slack forbids that, leaves a line in its place.

        Raises:
            TryLater: it may work later. Slack counts the calls of each method apart: other messages need not wait.
        """
        ref = Ref.parse(posted.platform_ref)
        if ref is None:
            return False
        client = await self._client(posted.to)
        try:
            reached = [await self._blank(client, ref.channel, stamp) for stamp in ref.stamps]
        except TryLater as later:
            later.whole_tenant = False
            raise
        return all(reached)

    async def whisper(self, to: ConversationReference, words: str) -> None:
        """Says something in a shared place that one person sees, and that is gone after a reload: an aside.

        Raises:
            TryLater, Undeliverable, AnswerLost: it was not said.
        """
        client = await self._client(to)
        await self._call(
            lambda: client.chat_postEphemeral(
                channel=to.conversation, user=to.person, text=words, thread_ts=to.thread
            ),
            repeatable=False,
        )

    # -- one reply -------------------------------------------------------------------------------------------

    async def _send(self, message: Message, delivery: str, old: Ref | None, above: Ref | None) -> Sent:
        drawn = render(message.reply)
        place = await self._place(message.to, above)
        parts = await self._fit(place, drawn)
        stamps = await self._edit(place, old, parts) if old and old.channel == place.channel else []
        thread = old.thread if old and stamps else place.thread
        ref = await self._post(place, delivery, parts, stamps, thread)
        await self._documents(place, delivery, ref, drawn)
        if not stamps and drawn.comparison is not None and place.tenant in self._chartless:
            await self._pictures(place, ref, drawn.comparison)
        self._begun.pop(delivery, None)
        return Sent(str(ref))

    async def _place(self, to: ConversationReference, above: Ref | None) -> Place:
        """In the private conversation what is about an opportunity stands in its card's thread, and is seen at the
        foot as well: there the person is, unless they write inside a thread, and there a reminder rings."""
        client = await self._client(to)
        channel = await self._call(lambda: self.clients.room(client, to), repeatable=True)
        pressed = PRESSED in to.extra
        thread = to.thread
        if above is not None and above.channel == channel and (thread is None or to.shared or pressed):
            thread = above.root
        broadcast = not to.shared and (to.thread is None or pressed)
        return Place(client, to.tenant, channel, thread, broadcast)

    async def _client(self, to: ConversationReference) -> AsyncWebClient:
        """With the token for that place. Looking for it posts nothing, so that it can be done again."""
        client: AsyncWebClient = await self._call(
            lambda: self.clients.of(to.tenant, to.extra.get("team")), repeatable=True
        )
        return client

    async def _fit(self, place: Place, drawn: Drawing) -> Sequence[Part]:
        """The parts as this workspace takes them."""
        if place.tenant in self._chartless:
            return [part.without_charts() for part in drawn.parts]
        return drawn.parts

    async def _edit(self, place: Place, old: Ref, parts: Sequence[Part]) -> list[str]:
        """Redraws what stands there, message by message. Empty where it cannot be edited: it is posted anew."""
        for stamp, part in zip(old.stamps, parts, strict=False):
            try:
                await self._update(place, stamp, part)
            except Undeliverable as never:
                if never.reason in failures.GONE:
                    return []
                raise
        for stamp in old.stamps[len(parts) :]:
            await self._blank(place.client, old.channel, stamp)
        return list(old.stamps[: len(parts)])

    async def _post(
        self, place: Place, delivery: str, parts: Sequence[Part], standing: list[str], thread: str | None
    ) -> Ref:
        """Posts the parts that do not stand yet. A second try goes on where the first one stopped."""
        stamps = max(standing, self._begun.get(delivery, []), key=len)
        for number, part in enumerate(parts[len(stamps) :], len(stamps)):
            under = thread or (stamps[0] if stamps else None)
            stamps = [*stamps, await self._one(place, f"{delivery}#{number}", part, under)]
            self._begun[delivery] = stamps
        return Ref(place.channel, tuple(stamps), thread)

    async def _one(self, place: Place, delivery: str, part: Part, thread: str | None) -> str:
        await self._pace.wait(place.tenant, place.channel)
        options = {**place.options(), "metadata": _metadata(delivery)}
        if thread:
            options["thread_ts"] = thread
            options["reply_broadcast"] = place.broadcast

        async def post(drawn: Part, **more: Any) -> str:
            sent = await place.client.chat_postMessage(
                text=drawn.text, blocks=list(drawn.blocks), **{**options, **more}
            )
            return str(sent["ts"])

        try:
            return await self._charted(place, part, post)
        except Undeliverable as never:
            if never.reason in failures.NO_THREAD and options.pop("thread_ts", None):
                options.pop("reply_broadcast")
                return await self._charted(place, part, post)
            raise

    async def _update(self, place: Place, stamp: str, part: Part) -> None:
        async def update(drawn: Part) -> str:
            await place.client.chat_update(
                channel=place.channel, ts=stamp, text=drawn.text, blocks=list(drawn.blocks)
            )
            return stamp

        await self._charted(place, part, update, repeatable=True)

    async def _charted(
        self, place: Place, part: Part, post: Callable[[Part], Any], *, repeatable: bool = False
    ) -> str:
        """Native charts come to workspaces one by one: refused once, they are left out there from then on."""
        try:
            return str(await self._call(lambda: post(part), repeatable=repeatable))
        except Undeliverable as never:
            if not part.charts or never.reason not in failures.CHARTS_REFUSED:
                raise
        plain = part.without_charts()
        done = str(await self._call(lambda: post(plain), repeatable=repeatable))
        self._chartless[place.tenant] = True
        return done

    # -- files -----------------------------------------------------------------------------------------------

    async def _documents(self, place: Place, delivery: str, ref: Ref, drawn: Drawing) -> None:
        """Files that Slack does not take are not waited for in vain: the person is told, and what to do."""
        try:
            for document in drawn.documents:
                await self._upload(place, ref, document.name, document.name, document.content.encode(), None)
        except Undeliverable as never:
            log.warning("no files: %s", never.reason)
            (part,) = render(Note(NO_FILES)).parts
            await self._one(place, f"{delivery}#files", part, ref.root)

    async def _pictures(self, place: Place, ref: Ref, comparison: OfferComparison) -> None:
        """What the native charts would have shown. The words and the table stand already: no picture is no harm."""
        try:
            for picture in await self._painter(comparison):
                await self._upload(place, ref, picture.name, picture.title, picture.png, picture.alt)
        except Exception as error:
            log.warning("no pictures: %s", type(error).__name__)

    async def _upload(
        self, place: Place, ref: Ref, name: str, title: str, content: bytes, alt: str | None
    ) -> None:
        await self._call(
            lambda: place.client.files_upload_v2(
                channel=place.channel,
                thread_ts=ref.root,
                filename=name,
                title=title,
                content=content,
                alt_txt=alt,
            ),
            repeatable=False,
        )

    # -- what goes wrong -------------------------------------------------------------------------------------

    async def _elsewhere(self, message: Message, delivery: str, never: Undeliverable) -> Sent:
        """A place that cannot be posted to. What is the person's own reaches them in private; what was meant
        for others does not, and they are told why."""
        reply: Reply = message.reply
        if isinstance(reply, Shared | Removed):
            reply = Note(_cannot_post(never.reason))
        aside = Message(_private(message.to), reply)
        sent = await self._send(aside, delivery, None, None)
        if isinstance(message.reply, Shared | Removed):
            raise Undeliverable(never.reason, told=True) from never
        return sent

    async def _blank(self, client: AsyncWebClient, channel: str, stamp: str) -> bool:
        try:
            await self._call(lambda: client.chat_delete(channel=channel, ts=stamp), repeatable=True)
        except Undeliverable as never:
            return never.reason == "message_not_found" or await self._empty(client, channel, stamp)
        return True

    async def _empty(self, client: AsyncWebClient, channel: str, stamp: str) -> bool:
        try:
            await self._call(
                lambda: client.chat_update(channel=channel, ts=stamp, text="Removed.", blocks=[]),
                repeatable=True,
            )
        except Undeliverable as never:
            log.info("not removed: %s", never.reason)
            return False
        return True

    async def _call(self, call: Callable[[], Any], *, repeatable: bool) -> Any:
        try:
            await before_call()
            return await call()
        except (TryLater, Undeliverable, AnswerLost):
            raise
        except Exception as error:
            meaning = failures.meaning(error, repeatable=repeatable)
            if meaning is error:
                raise
            raise meaning from error


NO_FILES = (
    "The files did not get through: this workspace does not let me attach any. Ask whoever manages its apps to "
    "allow me “files:write”, then say “export” once more."
)


def _answered_in_modal(message: Message) -> bool:
    """What was wrong with a sent modal is said inside the modal, where the person still is; a form that somebody is
    waiting for opens as one at once."""
    if not isinstance(message.reply, Form):
        return False
    wrong = any(field.problem for field in message.reply.fields)
    return message.to.extra.get(SURFACE) == (FROM_MODAL if wrong else TRIGGERED)


def _for_one(message: Message) -> Message:
    """What is for one person's eyes goes to their private conversation; its buttons still mean where it began."""
    if message.only_for is None or not message.to.shared:
        return message
    reply = places.begun_in(message.reply, message.to)
    return replace(message, to=_private(message.to), reply=reply, only_for=None)


def _private(to: ConversationReference) -> ConversationReference:
    return ConversationReference(to.platform, to.tenant, to.person, to.person, extra=to.extra)


def _metadata(delivery: str) -> dict[str, Any]:
    return {"event_type": METADATA_EVENT, "event_payload": {"delivery": delivery}}


def _cannot_post(reason: str) -> str:
    match reason:
        case "not_in_channel" | "channel_not_found" | "user_not_in_channel":
            return (
                "I could not post there: I am not in that channel. "
                "Invite me with “/invite @Delta” and share again."
            )
        case "user_not_found" | "users_not_found":
            return (
                "I could not find whom you meant. Name the channel with # or the person with @, "
                "or pick them from the list, and share again."
            )
        case "is_archived":
            return "I could not post there: that channel is archived. Another channel or a person works."
    return "I could not post there: this workspace does not let me. A person or another channel works."
