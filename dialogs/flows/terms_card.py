"""The terms of an offer: shown back, filled in as a form, confirmed."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from dialogs.activity import Act
from dialogs.desk import Args, Desk, act, card_key
from dialogs.engine import Input
from dialogs.flows import comparing, present_job, reminding, standing
from dialogs.offers.form import FieldKind, FormProblems, fields, from_form, to_form
from dialogs.offers.problems import term_problems
from dialogs.offers.saying import said_lines
from dialogs.offers.terms import Terms
from dialogs.records import Opportunity
from dialogs.replies import Choice, Form, FormField, OfferShown

OPEN_TERM_ID = "open_term"
"""The dialog that asks for the one thing that is still open about an offer."""

_INPUTS = {
    FieldKind.MONEY: Input.MONEY,
    FieldKind.NUMBER: Input.NUMBER,
    FieldKind.PERCENT: Input.NUMBER,
    FieldKind.CHOICE: Input.CHOICE,
    FieldKind.DATE: Input.DATE,
    FieldKind.YES_NO: Input.CHOICE,
}
_YES_NO = (("Yes", "yes"), ("No", "no"))


def terms_form(opportunity: Opportunity, problems: FormProblems | None = None) -> Form:
    """The whole offer as one form: pay goes in here rather than through chat."""
    values = problems.filled if problems else to_form(opportunity.terms or Terms())
    wrong = dict(problems.problems) if problems else {}
    drawn = []
    for field in fields():
        options = tuple((label, value) for value, label in field.choices)
        drawn.append(
            FormField(
                id=field.id,
                label=f"{field.label} ({field.unit})" if field.unit else field.label,
                input=_INPUTS.get(field.kind, Input.TEXT),
                value=values.get(field.id, ""),
                hint=field.help,
                options=_YES_NO if field.kind is FieldKind.YES_NO else options,
                optional=not field.required,
                problem=wrong.get(field.id, ""),
            )
        )
    return Form(
        title="My present job" if opportunity.present_job else f"Offer from {opportunity.company}",
        submit="Save",
        act=Act("offer.fill", {"opportunity": opportunity.id}),
        fields=tuple(drawn),
        intro=wrong.get("") or "Leave out what was not said. It is shown as missing, never taken for zero.",
    )


def ask_terms(desk: Desk, opportunity: Opportunity) -> None:
    """Asks for the terms, by form or in one line."""
    desk.change(focus=opportunity.id)
    desk.say(terms_form(opportunity))


def filled(desk: Desk, args: Args, values: Args) -> None:
    """The offer form was sent."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more, so I could not keep the terms.")
        return
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    terms = from_form(values, today=today)
    if isinstance(terms, FormProblems):
        desk.say(terms_form(opportunity, terms))
        return
    opportunity = desk.keep(replace(opportunity, terms=terms, terms_at=desk.now, terms_confirmed=True))
    about = {"opportunity": opportunity.id}
    desk.change(dialogs=desk.person.dialogs.drop(OPEN_TERM_ID, about))  # what it asked stands in the form
    show_terms(desk, opportunity)


def show_terms(desk: Desk, opportunity: Opportunity) -> None:
    """Says the terms back, line by line, with what is missing, and sets the answer-by reminder."""
    terms = opportunity.terms or Terms()
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    reminding.answer_by(desk, opportunity, terms.answer_by)
    desk.say_in(opportunity, standing.card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
    args = {"opportunity": opportunity.id}
    others = [o for o in desk.opportunities() if o.terms is not None and o.id != opportunity.id]
    choices = [
        Choice("Right", act("offer.confirm", **args), primary=True),
        Choice("Change", act("offer.form", **args)),
    ]
    if others:
        choices.append(Choice(f"Compare with {others[0].company}", act("compare.start")))
    desk.say_in(
        opportunity,
        OfferShown(
            opportunity.company,
            said_lines(terms),
            tuple(m for m in missing(terms) if not (opportunity.present_job and m == "answer-by date")),
            term_problems(terms, today),
            tuple(choices),
        ),
        key=f"offer:{opportunity.id}",
        anew=desk.is_typed(),
    )
    comparing.redraw(desk, opportunity)


_EXPECTED = (
    ("base", "base pay"),
    ("bonus", "bonus"),
    ("equity", "equity"),
    ("days_off", "days off"),
    ("weekly_hours", "weekly hours"),
    ("answer_by", "answer-by date"),
)


def missing(terms: Terms) -> tuple[str, ...]:
    """What most offers say and this one did not, as far as we were told."""
    return tuple(words for name, words in _EXPECTED if getattr(terms, name) is None)


def confirm_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Right]"""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None or opportunity.terms is None:
        desk.note("That offer is not in your list any more.")
        return
    opportunity = desk.keep(replace(opportunity, terms_confirmed=True))
    others = [o for o in desk.opportunities() if o.terms is not None and o.id != opportunity.id]
    if others:
        desk.note(
            f"Noted. You now hold {len(others) + 1} offers.",
            (Choice("Compare them", act("compare.start"), primary=True),),
        )
        return
    desk.note(
        "Noted. With a second offer, or your present job as one, I can compare.",
        (
            Choice("Enter my present job", act("offer.present"), primary=True),
            Choice("Compare with my floor", act("compare.start")),
        ),
    )


def form_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Change] on an offer."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That offer is not in your list any more.")
        return
    desk.say(terms_form(opportunity))


def present_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Enter my present job]: staying is an offer too."""
    desk.say(terms_form(present_job.of(desk)))
