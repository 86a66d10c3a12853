"""Letting others see something: always previewed as exactly what they will see, and taken back at any time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dialogs import dialog as dialogs
from dialogs.activity import ConversationReference
from dialogs.desk import Args, Desk, act
from dialogs.dialog import Dialog
from dialogs.documents import from_json, to_json
from dialogs.engine import (
    DialogInstance,
    Input,
    Mark,
    Option,
    Refused,
    Response,
    Scene,
    Step,
    Steps,
    anything,
)
from dialogs.flows.comparing import comparison_of
from dialogs.flows.finding import find, named
from dialogs.flows.judging import growth_line, headline, quoted, verdict_of
from dialogs.offers.text import say
from dialogs.records import Advisor, Opportunity, Share
from dialogs.replies import Choice, Note, Preview, Removed, Shared
from dialogs.turn import Message
from dialogs.words.meaning import Understanding, Verb
from dialogs.words.understand import understand


def share(desk: Desk, said: Understanding, text: str) -> None:
    """`share [company] [with …]`, `share comparison`"""
    offers = [o.id for o in desk.opportunities() if o.terms is not None]
    named_place = _TO_WHOM.search(text)
    to = named_place.group(1).strip() if named_place else ""
    if re.search(r"\bcompar\w*|\boffers\b", text.casefold()) and len(offers) > 1:
        begin(desk, "comparison", ",".join(offers), to)
        return
    opportunity = named(desk, said) or desk.focus()
    if opportunity is None or not opportunity.answers:
        desk.note(
            "There is no verdict to share yet. After a debrief, “share” shows you what others would see."
        )
        return
    begin(desk, "verdict", opportunity.id, to)


_TO_WHOM = re.compile(r"\b(?:with|to|in)\s+@?(\S.{0,79})$", re.IGNORECASE)


def begin(desk: Desk, what: str, ids: str, to: str = "") -> None:
    """Asks where to unless that is plain, then previews."""
    options = _places(desk)
    if not options and not desk.activity.finds_places:
        desk.note(f"{NO_LIST} {NO_ADVISOR}")
        return
    only_here = tuple(option.value for option in options) == (HERE,) and not desk.activity.finds_places
    known = _place_named(desk, to) if to else HERE if only_here else None
    if known is None and len(desk.activity.places) == 1:  # it was named so that it can be posted to
        known = desk.activity.places[0]
    answers = {"where": Response(Mark.GIVEN, known)} if known else None
    notes = {"begun in": to_json(desk.here).decode()} if desk.here.shared else None
    before = f"I don't know “{to}”." if to and known is None and not desk.activity.finds_places else ""
    dialogs.begin(desk, SHARING, {"what": what, "of": ids}, answers, notes, before)


HERE = "here"
ADVISOR = "advisor:"
NO_LIST = (
    "I post where you ask me to, never to a place by its name: go to the channel or the group chat, mention me and say "
    "“share”. You see it first, alone."
)
NO_ADVISOR = "To share with one person, let them write “settings advisor on” to me; then you find them here."


def _places(desk: Desk) -> tuple[Option, ...]:
    """Where it can go at the press of a button: here, and to whoever lets others share with them."""
    here = (Option("Right here", HERE),) if desk.here.shared else ()
    if desk.activity.finds_places:
        return here
    return (*here, *(Option(a.name, f"{ADVISOR}{a.person}") for a in desk.advisors()[:MOST_ADVISORS]))


MOST_ADVISORS = 8
"""Advisors that are offered as buttons; the others are found by what is typed."""


def _place_named(desk: Desk, words: str) -> str | None:
    """The place that is meant: "here", or the one advisor of that name. Where the platform finds places people are
    asked in the ordinary way, because there a name alone may not be an address yet."""
    wanted = " ".join(words.casefold().lstrip("@").split()).rstrip(".!")
    if wanted in ("here", "us", "right here", "this channel", "this chat", "this group", "everyone here"):
        return HERE if desk.here.shared else None
    if desk.activity.finds_places:
        return None
    people = [a for a in desk.advisors() if _is_called(a.name, wanted)]
    exact = [a for a in people if a.name.casefold() == wanted]
    found = exact or people
    return f"{ADVISOR}{found[0].person}" if len(found) == 1 else None


def _is_called(name: str, wanted: str) -> bool:
    return name.casefold() == wanted or wanted in name.casefold().split()


def _where(desk: Desk) -> Callable[[str, Scene], str | Refused]:
    """Reads the answer to "with whom?": anything where the platform finds places, else one that can be reached."""

    def parse(text: str, scene: Scene) -> str | Refused:
        words = text.strip()
        opportunity = find(desk, words)
        if opportunity is not None:
            return Refused(f"{opportunity.company} is a company you talk to, no place that I could post to.")
        if understand(words, now=scene.now, zone=scene.zone).verb in (Verb.YES, Verb.NO):
            return Refused("That names nobody yet. “Cancel”, if it is to stay with you.")
        if desk.activity.finds_places or words in {option.value for option in _places(desk)}:
            return anything(text, scene)
        known = _place_named(desk, words) if words else None
        return known or Refused(f"I can't share with “{words[:60]}”. {NO_LIST} {NO_ADVISOR}")

    return parse


def _steps(desk: Desk, instance: DialogInstance) -> Steps:
    finds = desk.activity.finds_places
    named_kind = "the person or the channel" if finds else "the advisor"
    return (
        Step(
            "where",
            f"With whom? Name {named_kind}. You will see exactly what they get before anything is posted.",
            parse=_where(desk),
            options=_places(desk),
            input=Input.PLACE,
            label="Share with",
            hint="#career-circle, or a person" if finds else NO_LIST,
        ),
        Step(
            "shape",
            "How much of it?",
            options=(
                Option("With quotes", "full"),
                Option("Shape only: no quotes, no pay", "shape"),
            ),
            input=Input.CHOICE,
            label="How much",
        ),
    )


def _finish(desk: Desk, instance: DialogInstance) -> None:
    where = instance.answers["where"].value
    shape = instance.answers["shape"].value != "full"
    found = material(desk, instance.about["what"], instance.about["of"], shape, where)
    if found is None:
        desk.note("What you wanted to share is not in your list any more.")
        return
    title, lines = found
    post = act(
        "share.post", **instance.about, where=where, shape="shape" if shape else "full", once=desk.new_id("")
    )
    preview = Preview(
        where=_called(desk, where),
        title=title,
        lines=lines,
        choices=(Choice("Post it", post, primary=True), Choice("Don't", act("share.dont"))),
    )
    begun = instance.notes.get("begun in")
    if (
        where == HERE and begun and not desk.here.shared
    ):  # asked there, answered in private: "here" is still there
        desk.post(Message(from_json(ConversationReference, begun.encode()), preview, only_for=desk.person.id))
    else:
        desk.say(preview)


def _called(desk: Desk, where: str) -> str:
    """A place as the person calls it."""
    advisor = _advisor(desk, where)
    return advisor.name if advisor is not None else where


def _advisor(desk: Desk, where: str) -> Advisor | None:
    if not where.startswith(ADVISOR):
        return None
    return next((a for a in desk.advisors() if f"{ADVISOR}{a.person}" == where), None)


SHARING = Dialog("share", "Share", _steps, _finish, submit="Preview")


def material(
    desk: Desk, what: str, ids: str, shape: bool, where: str = ""
) -> tuple[str, tuple[str, ...]] | None:
    """What others would see: roles instead of names, no pay in the shape; to one person also from whom it is."""
    chosen = [o for id in ids.split(",") if (o := desk.opportunity(id)) is not None]
    if not chosen:
        return None
    if what == "comparison":
        result = comparison_of(desk, chosen)
        spoken = say(result, amounts=not shape)
        title, lines = spoken.title, spoken.lines[1:]
    else:
        title, lines = _verdict_lines(chosen[0], shape)
    if where.startswith(ADVISOR) and desk.activity.name:
        lines = (*lines, f"{desk.activity.name} shares this with you, and can take it back.")
    return title, lines


def _verdict_lines(opportunity: Opportunity, shape: bool) -> tuple[str, tuple[str, ...]]:
    verdict = verdict_of(opportunity)
    lines = [growth_line(verdict)]
    if not shape:
        lines += [f"For: {quoted(e)}" for e in verdict.evidence[:3]]
        lines += [f"Against: {quoted(e)}" for e in verdict.counter_evidence[:2]]
    return headline(opportunity, verdict), tuple(lines)


def post_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Post it]: once, and this post only. Whether it got there is not known yet, so it is not said yet."""
    where = args.get("where", "")
    found = material(desk, args.get("what", ""), args.get("of", ""), args.get("shape") != "full", where)
    if found is None:
        desk.note("What you wanted to share is not in your list any more.")
        return
    target = _target(desk, where)
    if target is None:
        desk.note(f"Nothing was posted: that place can't be reached by me any more. {NO_LIST}")
        return
    key = f"share-{args.get('once') or desk.new_id('')}"
    back = Choice("Take it back", act("share.back", key=key))
    if any(shared.key == key for shared in desk.person.shares):
        desk.note("You posted that already.", (back,))
        return
    title, lines = found
    desk.post(Message(target, Shared(title, lines), key=key))
    opportunity = args.get("of", "").split(",")[0]
    record = Share(key, opportunity, target, desk.now, args.get("shape") != "full")
    desk.change(shares=(*desk.person.shares[-49:], record))
    desk.note("On its way. If it can't be posted, I tell you.", (back,))


def _target(desk: Desk, where: str) -> ConversationReference | None:
    """Where a press of [Post it] posts to; None where nothing can be posted."""
    if where == HERE:
        return desk.here.lasting()
    if where.startswith(ADVISOR):
        advisor = _advisor(desk, where)
        return advisor.home if advisor is not None else None
    if not desk.activity.finds_places:
        return None
    return replace(desk.here.lasting(), conversation=where, thread=None, shared=True)


UNSENT = (
    "What you wanted to share was not posted: that place does not take messages from me. "
    "Nobody saw anything of it."
)
LOST = (
    "I can't tell whether what you wanted to share was posted: I got no answer. "
    "Please look there before you share it again."
)


def unsent(desk: Desk, key: str, certain: bool) -> None:
    """It could not be posted: said where the person alone reads it, and nothing is left to take back."""
    shared = next((s for s in desk.person.shares if s.key == key), None)
    if shared is None:  # taken back meanwhile
        return
    desk.change(shares=tuple(s for s in desk.person.shares if s.key != key))
    said = UNSENT if certain else LOST
    sorry = Note(said, (Choice("What's open", act("status.show")),))
    if desk.person.home is not None:
        desk.post(Message(desk.person.home, sorry))
    elif shared.reference.shared:
        desk.post(Message(shared.reference, sorry, only_for=desk.person.id))


def back_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Take it back]"""
    shared = next((s for s in desk.person.shares if s.key == args.get("key")), None)
    if shared is None:
        desk.note("That one was taken back already.")
        return
    desk.change(shares=tuple(s for s in desk.person.shares if s.key != shared.key))
    desk.post(Message(shared.reference, Removed("Taken back by the person who shared it."), key=shared.key))
    desk.note("Taken back. Who read it before has read it.")


def dont_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Don't]"""
    desk.note("Nothing was posted.")


def start_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Share]"""
    begin(desk, args.get("what", "verdict"), args.get("offers") or args.get("opportunity", ""))
