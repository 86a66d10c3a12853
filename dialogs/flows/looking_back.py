"""What became of an offer, and half a year later: did the verdict hold?

The coach asks of itself what it asks of others.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.desk import Args, Desk, act, card_key
from dialogs.flows import reminding, standing
from dialogs.flows.finding import named
from dialogs.flows.judging import headline, verdict_of
from dialogs.records import Opportunity
from dialogs.replies import Choice, Note
from dialogs.words.meaning import Understanding


def look_back(desk: Desk, said: Understanding, text: str) -> None:
    """`look back [company]`"""
    meant = named(desk, said) if said.company else None
    opportunity = meant or next((o for o in desk.opportunities() if o.outcome == "accepted"), None)
    if opportunity is None or opportunity.outcome != "accepted":
        desk.note(
            "You have not told me of an offer you accepted yet. When you have, I ask after half a year."
        )
        return
    ask(desk, opportunity)


def ask(desk: Desk, opportunity: Opportunity) -> None:
    """The first of two taps."""
    args = {"opportunity": opportunity.id}
    said = (
        f" Back then I read it as: {headline(opportunity, verdict_of(opportunity)).partition(' so far: ')[2]}."
        if opportunity.answers
        else ""
    )
    desk.say_in(
        opportunity,
        Note(
            f"Half a year at {opportunity.company}.{said} Did the verdict hold?",
            (
                Choice("It held", act("look_back.held", value="held", **args)),
                Choice("It did not", act("look_back.held", value="did not hold", **args)),
                Choice("In parts", act("look_back.held", value="held in parts", **args)),
            ),
        ),
    )


def held_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[It held]: the person's own record."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    opportunity = desk.keep(replace(opportunity, look_back=args.get("value", "")))
    desk.note(
        f"Noted for {opportunity.company}: it {opportunity.look_back}. And did preparing with me make a difference?",
        (
            Choice(
                "It did", act("look_back.difference", value="made a difference", opportunity=opportunity.id)
            ),
            Choice("Not really", act("look_back.difference", value="made none", opportunity=opportunity.id)),
        ),
    )


def difference_pressed(desk: Desk, args: Args, values: Args) -> None:
    """The second tap."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is not None:
        desk.keep(
            replace(opportunity, look_back=f"{opportunity.look_back}; the coach {args.get('value', '')}")
        )
    desk.note("Thank you. It stays in your own record, and “export” shows it.")


def chose_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[I accepted] or [I declined]"""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    accepted = args.get("value") == "accepted"
    opportunity = desk.keep(
        replace(opportunity, outcome="accepted" if accepted else "declined", open=accepted)
    )
    reminding.answer_by(desk, opportunity, None)
    desk.say_in(opportunity, standing.card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
    if accepted:
        reminding.look_back(desk, opportunity)
        desk.note(
            f"Congratulations on {opportunity.company}. In half a year I'll ask you once whether the verdict held."
        )
    else:
        desk.note(
            f"Declined: {opportunity.company}. Its notes stay until you say “forget {opportunity.company}”."
        )


def answer_by(desk: Desk, opportunity: Opportunity) -> None:
    """The answer-by date comes near."""
    args = {"opportunity": opportunity.id}
    desk.say_in(
        opportunity,
        Note(
            f"{opportunity.company} expects your answer soon.",
            (
                Choice("Compare once more", act("compare.start"), primary=True),
                Choice("I accepted", act("offer.chose", value="accepted", **args)),
                Choice("I declined", act("offer.chose", value="declined", **args)),
            ),
        ),
    )
