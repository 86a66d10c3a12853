"""Offers side by side: what the person weighs is asked once, then the comparison goes back into the thread."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Input, Mark, Option, Refused, Scene, Step, Steps
from dialogs.flows.finding import find
from dialogs.flows.judging import verdict_of
from dialogs.offers.comparison import compare as compare_offers
from dialogs.offers.figures import Comparison
from dialogs.offers.heard import doors_of
from dialogs.offers.money import Money, Rate
from dialogs.offers.note import negotiation_note
from dialogs.offers.offer import BUILT_IN_CRITERIA, Offer
from dialogs.offers.text import say
from dialogs.offers.words import understand_offer
from dialogs.records import Compared, Opportunity
from dialogs.replies import Choice, OfferComparison
from dialogs.turn import Message
from dialogs.wording import listing
from dialogs.words.meaning import Understanding


def comparison_of(desk: Desk, chosen: list[Opportunity]) -> Comparison:
    """The comparison of these opportunities' offers, as the person weighs things."""
    offers = tuple(
        Offer(o.id, o.company, o.terms, o.job or None, doors_of(verdict_of(o)), o.present_job)
        for o in chosen
        if o.terms is not None
    )
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    return compare_offers(offers, desk.settings.preferences, today=today, seed=0)


def compare(desk: Desk, said: Understanding, text: str) -> None:
    """`compare [ACME, Globex]`"""
    chosen = []
    for name in said.companies or ((said.company,) if said.company else ()):
        found = find(desk, name)
        if found is None or found.terms is None:
            desk.note(f"I have no offer from {name} yet. “offer {name} 62k a year” puts one in.")
            return
        chosen.append(found)
    start(desk, chosen)


def start(desk: Desk, chosen: list[Opportunity]) -> None:
    """Asks what is still needed for an honest comparison, then compares."""
    chosen = chosen or [o for o in desk.opportunities() if o.terms is not None]
    if not chosen:
        desk.note(
            "There is no offer to compare yet. Put one in like this: “offer Acme 62k a year, 10% bonus”.",
            (Choice("Enter my present job", act("offer.present")),),
        )
        return
    ids = ",".join(o.id for o in chosen)
    dialogs.begin(desk, COMPARING, {}, notes={"offers": ids})


# -- what the person weighs, asked once -------------------------------------------------------------------------


def _currencies(desk: Desk, instance: DialogInstance) -> list[str]:
    chosen = _chosen(desk, instance)
    found = [o.terms.base.currency for o in chosen if o.terms and o.terms.base and o.terms.base.currency]
    return list(dict.fromkeys(found))


def _chosen(desk: Desk, instance: DialogInstance) -> list[Opportunity]:
    wanted = [desk.opportunity(id) for id in instance.notes.get("offers", "").split(",") if id]
    return [o for o in wanted if o is not None and o.terms is not None]


def _steps(desk: Desk, instance: DialogInstance) -> Steps:
    preferences = desk.settings.preferences
    currencies = _currencies(desk, instance)
    made: list[Step] = []
    if preferences.floor is None and not desk.settings.preferences_asked:
        made.append(
            Step(
                "floor",
                "What do you need in a year, at the least? Offers below it are marked first, whatever else they have.",
                parse=_parse_floor(currencies[0] if len(currencies) == 1 else None),
                marks=frozenset({Mark.SKIPPED}),
                input=Input.MONEY,
                label="Your floor, a year",
                hint="48000 EUR",
            )
        )
    if not preferences.order and not desk.settings.preferences_asked:
        made.append(
            Step(
                "order",
                "Put these in your order, most important first: pay, mindset, growth, autonomy, time. "
                "Leave out what does not matter to you.",
                parse=parse_order,
                options=(
                    Option("I need the cash now", "cash"),
                    Option("Growth first", "growth, mindset, pay, autonomy, time"),
                ),
                marks=frozenset({Mark.SKIPPED}),
                label="Your order",
                hint="growth, pay, mindset",
            )
        )
    known = {(r.source, r.target) for r in preferences.rates} | {
        (r.target, r.source) for r in preferences.rates
    }
    made += [
        _rate_step(currencies[0], other) for other in currencies[1:] if (currencies[0], other) not in known
    ]
    return tuple(made)


def _rate_step(into: str, other: str) -> Step:
    return Step(
        f"rate:{other}",
        f"One offer is in {into}, another in {other}. Which rate shall I use: 1 {other} in {into}?",
        parse=_parse_rate,
        input=Input.NUMBER,
        label=f"1 {other} in {into}",
    )


def floor_from(text: str, scene: Scene, currency: str | None = None) -> Money | Refused:
    """A yearly amount in a currency, in any of the ways people write money."""
    understood = understand_offer(f"{text} a year", today=scene.now.date(), default_currency=currency)
    base = understood.terms.base
    if base is None or base.amount <= 0:
        return Refused("I need an amount there, such as “48000 EUR”. Or skip it.")
    if base.currency is None:
        return Refused("In which currency? For example “48000 EUR”.")
    return Money(base.amount, base.currency)


def _parse_floor(currency: str | None) -> Callable[[str, Scene], str | Refused]:
    def parse(text: str, scene: Scene) -> str | Refused:
        money = floor_from(text, scene, currency)
        return money if isinstance(money, Refused) else f"{money.amount} {money.currency}"

    return parse


def tiers_of(order: str) -> tuple[tuple[str, ...], ...]:
    """The order as the comparison takes it, most important first."""
    return (("pay",),) if order == "cash" else tuple((name,) for name in order.split(", "))


def parse_order(text: str, scene: Scene) -> str | Refused:
    """Criteria in the person's order: their names, in any of the ways people list things."""
    if text.strip().casefold() in ("cash", "cash first", "i need the cash now", "money"):
        return "cash"
    words = [w for w in re.split(r"[^a-z]+", text.casefold()) if w]
    alias = {"money": "pay", "salary": "pay", "learning": "growth", "freedom": "autonomy", "hours": "time"}
    found = list(dict.fromkeys(alias.get(w, w) for w in words if alias.get(w, w) in BUILT_IN_CRITERIA))
    if not found:
        return Refused(
            f"I know {listing(list(BUILT_IN_CRITERIA))}. Write them in your order, such as “growth, pay, time”."
        )
    return ", ".join(found)


def _parse_rate(text: str, scene: Scene) -> str | Refused:
    number = re.search(r"\d+(?:[.,]\d+)?", text)
    try:
        rate = Decimal(number.group().replace(",", ".")) if number else Decimal(0)
    except InvalidOperation:
        rate = Decimal(0)
    return str(rate) if rate > 0 else Refused("A rate is a number above zero, such as 0.92.")


def _finish(desk: Desk, instance: DialogInstance) -> None:
    preferences = desk.settings.preferences
    answers = instance.answers
    floor, order = answers.get("floor"), answers.get("order")
    if floor and floor.mark is Mark.GIVEN:
        amount, currency = floor.value.split()
        preferences = replace(preferences, floor=Money(Decimal(amount), currency))
    if order and order.mark is Mark.GIVEN:
        preferences = replace(preferences, order=tiers_of(order.value), cash_first=order.value == "cash")
    currencies = _currencies(desk, instance)
    for other in currencies[1:]:
        given = answers.get(f"rate:{other}")
        if given and given.mark is Mark.GIVEN:
            rate = Rate(other, currencies[0], Decimal(given.value), desk.now.date())
            preferences = replace(preferences, rates=(*preferences.rates, rate))
    desk.change(settings=replace(desk.settings, preferences=preferences, preferences_asked=True))
    chosen = _chosen(desk, instance)
    if chosen:
        post(desk, chosen)


COMPARING = Dialog("compare", "Before I compare", _steps, _finish, submit="Compare")


# -- the comparison ---------------------------------------------------------------------------------------------


COMPARISONS_KEPT = 5
"""Comparisons that are redrawn when their offers or debriefs change."""


def post(desk: Desk, chosen: list[Opportunity]) -> None:
    """Posts the comparison where it was asked, amounts hidden where others could read along."""
    ids = tuple(o.id for o in chosen)
    desk.say(_drawn(desk, chosen, hidden=desk.here.shared), key=comparison_key(ids))
    others = [c for c in desk.person.compared if set(c.opportunities) != set(ids)]
    desk.change(compared=(*others, Compared(ids, desk.here))[-COMPARISONS_KEPT:])


def comparison_key(ids: tuple[str, ...]) -> str:
    """The identity of a comparison's message, in whatever order the offers were named."""
    return f"comparison:{','.join(sorted(ids))}"


def redraw(desk: Desk, opportunity: Opportunity) -> None:
    """Redraws in place what was compared with this offer, when its terms or what was heard of it change."""
    for compared in desk.person.compared:
        if opportunity.id not in compared.opportunities or compared.reference.shared:
            continue
        chosen = [
            o
            for id in compared.opportunities
            if (o := desk.opportunity(id)) is not None and o.terms is not None
        ]
        if len(chosen) == len(compared.opportunities):
            drawn = _drawn(desk, chosen, hidden=False)
            desk.post(Message(compared.reference, drawn, key=comparison_key(compared.opportunities)))


def _drawn(desk: Desk, chosen: list[Opportunity], *, hidden: bool) -> OfferComparison:
    result = comparison_of(desk, chosen)
    ids = ",".join(o.id for o in chosen)
    choices = [
        Choice("What would turn it round", act("compare.flip", offers=ids)),
        Choice("Note for negotiating", act("compare.note", offers=ids)),
        Choice("Change what counts", act("compare.weigh", offers=ids)),
        Choice("Share", act("share.start", what="comparison", offers=ids)),
    ]
    if len(chosen) == 1:
        choices.insert(0, Choice("Enter my present job", act("offer.present"), primary=True))
    spoken = say(result, amounts=not hidden)
    return OfferComparison(
        comparison=result,
        title=spoken.title,
        sentences=spoken.lines[1:],
        amounts_hidden=hidden,
        choices=tuple(choices),
    )


def _from(desk: Desk, args: Args) -> list[Opportunity]:
    ids = [id for id in args.get("offers", "").split(",") if id]
    found = [o for id in ids if (o := desk.opportunity(id)) is not None and o.terms is not None]
    return found or [o for o in desk.opportunities() if o.terms is not None]


def start_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Compare]"""
    start(desk, _from(desk, args) if args.get("offers") else [])


def weigh_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Change what counts]: floor, order and rates again."""
    chosen = _from(desk, args)
    preferences = replace(desk.settings.preferences, order=(), floor=None, cash_first=False)
    desk.change(settings=replace(desk.settings, preferences=preferences, preferences_asked=False))
    start(desk, chosen)


def flip_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[What would turn it round]"""
    chosen = _from(desk, args)
    result = comparison_of(desk, chosen)
    if result.order is None or len(chosen) < 2:
        desk.note(
            "With one offer there is no order to turn round. Enter your present job, or a second offer."
        )
        return
    said = [flip.sentence for flip in result.order.flips]
    if result.order.question is not None:
        said.append(f"The one question worth asking: {result.order.question.text}")
    desk.note("\n".join(said) or "Nothing small would: the order holds for every weighting that fits yours.")


def note_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Note for negotiating]: a short text to copy, for each offer that is not the present job."""
    chosen = _from(desk, args)
    result = comparison_of(desk, chosen)
    wanted = next((o for o in chosen if o.id == args.get("opportunity")), None)
    targets = [wanted] if wanted else [o for o in chosen if not o.present_job]
    for each in targets[:3]:
        desk.note(f"To {each.company}:\n\n{negotiation_note(result, each.id)}")
