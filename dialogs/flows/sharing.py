"""Letting others see something: always previewed as exactly what they will see, and taken back at any time."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Input, Option, Step, Steps
from dialogs.flows.comparing import comparison_of
from dialogs.flows.finding import named
from dialogs.flows.judging import growth_line, headline, quoted, verdict_of
from dialogs.offers.text import say
from dialogs.records import Opportunity, Share
from dialogs.replies import Choice, Preview, Removed, Shared
from dialogs.turn import Message
from dialogs.words.meaning import Understanding


def share(desk: Desk, said: Understanding, text: str) -> None:
    """`share [company]`, `share comparison`"""
    offers = [o.id for o in desk.opportunities() if o.terms is not None]
    if re.search(r"\bcompar\w*|\boffers\b", text.casefold()) and len(offers) > 1:
        begin(desk, "comparison", ",".join(offers))
        return
    opportunity = named(desk, said) or desk.focus()
    if opportunity is None or not opportunity.answers:
        desk.note(
            "There is no verdict to share yet. After a debrief, “share” shows you what others would see."
        )
        return
    begin(desk, "verdict", opportunity.id)


def begin(desk: Desk, what: str, ids: str) -> None:
    """Asks where to, then previews."""
    dialogs.begin(desk, SHARING, {"what": what, "of": ids})


def _steps(desk: Desk, instance: DialogInstance) -> Steps:
    options = (Option("Right here", "here"),) if desk.here.shared else ()
    return (
        Step(
            "where",
            "With whom? Name the person or the channel. You will see exactly what they get before anything is posted.",
            options=options,
            input=Input.PLACE,
            label="Share with",
            hint="#career-circle, or a person",
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
    found = material(desk, instance.about["what"], instance.about["of"], shape)
    if found is None:
        desk.note("What you wanted to share is not in your list any more.")
        return
    title, lines = found
    args = {**instance.about, "where": where, "shape": "shape" if shape else "full"}
    desk.say(
        Preview(
            where="here" if where == "here" else where,
            title=title,
            lines=lines,
            choices=(
                Choice("Post it", act("share.post", **args), primary=True),
                Choice("Don't", act("share.dont")),
            ),
        )
    )


SHARING = Dialog("share", "Share", _steps, _finish, submit="Preview")


def material(desk: Desk, what: str, ids: str, shape: bool) -> tuple[str, tuple[str, ...]] | None:
    """What others would see: roles instead of names, no pay in the shape."""
    chosen = [o for id in ids.split(",") if (o := desk.opportunity(id)) is not None]
    if not chosen:
        return None
    if what == "comparison":
        result = comparison_of(desk, chosen)
        spoken = say(result, amounts=not shape)
        return spoken.title, spoken.lines[1:]
    return _verdict_lines(chosen[0], shape)


def _verdict_lines(opportunity: Opportunity, shape: bool) -> tuple[str, tuple[str, ...]]:
    verdict = verdict_of(opportunity)
    lines = [growth_line(verdict)]
    if not shape:
        lines += [f"For: {quoted(e)}" for e in verdict.evidence[:3]]
        lines += [f"Against: {quoted(e)}" for e in verdict.counter_evidence[:2]]
    return headline(opportunity, verdict), tuple(lines)


def post_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Post it]: once, and this post only."""
    found = material(desk, args.get("what", ""), args.get("of", ""), args.get("shape") != "full")
    if found is None:
        desk.note("What you wanted to share is not in your list any more.")
        return
    title, lines = found
    where = args.get("where", "")
    target = (
        desk.here if where == "here" else replace(desk.here, conversation=where, thread=None, shared=True)
    )
    key = desk.new_id("share-")
    desk.post(Message(target, Shared(title, lines), key=key))
    opportunity = args.get("of", "").split(",")[0]
    record = Share(key, opportunity, target, desk.now, args.get("shape") != "full")
    desk.change(shares=(*desk.person.shares[-49:], record))
    desk.note("Posted.", (Choice("Take it back", act("share.back", key=key)),))


def back_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Take it back]"""
    shared = next((s for s in desk.person.shares if s.key == args.get("key")), None)
    if shared is None:
        desk.note("That one was taken back already.")
        return
    desk.change(shares=tuple(s for s in desk.person.shares if s.key != shared.key))
    desk.post(Message(shared.reference, Removed("Taken back by the person who shared it."), key=shared.key))
    desk.note("Taken back. Who read it before has read it.")


def undo(desk: Desk, said: Understanding, text: str) -> None:
    """ "Undo", "take it back": what can be taken back is what was shared last."""
    if not desk.person.shares:
        desk.note("There is nothing to take back. “edit” changes an answer, “settings” what I go by.")
        return
    last = desk.person.shares[-1]
    desk.note(
        "Take back what you shared last? It is blanked where it stands.",
        (Choice("Take it back", act("share.back", key=last.key), primary=True),),
    )


def dont_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Don't]"""
    desk.note("Nothing was posted.")


def start_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Share]"""
    begin(desk, args.get("what", "verdict"), args.get("offers") or args.get("opportunity", ""))
