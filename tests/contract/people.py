"""Dana and her opportunities: short ways to write down turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dialogs.activity import Act, ConversationReference, Platform
from dialogs.ports import Store
from dialogs.records import Listed, Opportunity, Person, Settings
from dialogs.replies import Choice, Note
from dialogs.turn import Forget, Message, Turn, Wake, WakeKind

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def reference(
    person: str = "dana", tenant: str = "T1", conversation: str | None = None
) -> ConversationReference:
    return ConversationReference(
        Platform.SLACK, tenant, conversation or f"D-{person}", person, shared=bool(conversation)
    )


def someone(id: str = "dana", tenant: str = "T1") -> Person:
    return Person(tenant, id, Settings(zone="Europe/Berlin"), home=reference(id, tenant))


def opportunity(id: str = "acme", *, person: str = "dana", job: str = "", open: bool = True) -> Opportunity:
    return Opportunity(id, id.title(), NOW, reference(person), job=job, open=open)


def says(
    text: str,
    *,
    to: ConversationReference | None = None,
    key: str | None = None,
    thread: str | None = None,
    about: str = "",
    only_for: str | None = None,
) -> Message:
    choices = (Choice("Yes", Act("yes", {"opportunity": about})),) if about else ()
    return Message(to or reference(), Note(text, choices), key=key, thread=thread, only_for=only_for)


def wake(id: str = "wake:acme:1", due: datetime = NOW + HOUR, *, cancelled: bool = False) -> Wake:
    return Wake(id, WakeKind.HOUR_BEFORE, due, due + HOUR, reference(), "acme", cancelled=cancelled)


def turn(
    activity: str,
    person: Person | None = None,
    *,
    changed: tuple[Opportunity, ...] = (),
    messages: tuple[Message, ...] = (),
    wakes: tuple[Wake, ...] = (),
    forget: Forget | None = None,
) -> Turn:
    person = person or someone()
    known = {o.id: Listed(o.id, o.company, open=o.open) for o in changed}
    listed = (*known.values(), *(o for o in person.opportunities if o.id not in known))
    return Turn(activity, replace(person, opportunities=listed), changed, messages, wakes, forget)


async def person_of(store: Store, id: str = "dana", tenant: str = "T1") -> Person:
    """The person as stored, or new."""
    return (await store.load(tenant, id, "")).person or someone(id, tenant)
