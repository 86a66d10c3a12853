"""Offers side by side: what the person weighs is asked once, then the comparison goes back into the thread."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Mark, Step, Steps
from dialogs.flows import present_job
from dialogs.flows.finding import find
from dialogs.flows.judging import verdict_of
from dialogs.flows.weighing import floor_steps, order_step, own_in, rate_step, score_steps, weighed
from dialogs.offers.comparison import compare as compare_offers
from dialogs.offers.figures import Comparison
from dialogs.offers.heard import doors_of
from dialogs.offers.note import negotiation_note
from dialogs.offers.offer import Offer
from dialogs.offers.text import say
from dialogs.records import Compared, Opportunity
from dialogs.replies import Choice, OfferComparison
from dialogs.turn import Message
from dialogs.words.meaning import Understanding


def comparison_of(desk: Desk, chosen: list[Opportunity]) -> Comparison:
    """The comparison of these opportunities' offers, as the person weighs things."""
    offers = tuple(
        Offer(o.id, present_job.name_of(o), o.terms, o.job or None, doors_of(verdict_of(o)), o.present_job)
        for o in chosen
        if o.terms is not None
    )
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    return compare_offers(offers, desk.settings.preferences, today=today, seed=0)


_ENTER_PRESENT = Choice("Enter my present job", act("offer.present"), primary=True)


def compare(desk: Desk, said: Understanding, text: str) -> None:
    """`compare [ACME, Globex]`"""
    chosen: list[Opportunity] = []
    names = tuple(name for name in said.companies or (said.company,) if name and not _means_every(desk, name))
    if present_job.is_spoken_of(text):
        present = present_job.of(desk)
        if present.terms is None:
            desk.note("I don't know yet what your present job pays.", (_ENTER_PRESENT,))
            return
        chosen.append(present)
        names = present_job.beside(desk, text)
    for name in names:
        found = find(desk, name)
        if found is None or found.terms is None:
            desk.note(f"I have no offer from {name} yet. “offer {name} 62k a year” puts one in.")
            return
        chosen.append(found)
    start(desk, chosen if names else [])


_EVERY = frozenset(
    [
        *("all", "both", "every", "everything", "of", "the", "them", "these", "those", "offers", "ones"),
        *("two", "three", "four", "five", "alle", "beide", "beiden", "zwei", "drei", "vier"),
        *("tous", "toutes", "les", "deux", "trois", "quatre", "todas", "todos", "las", "los", "as", "os"),
        *("dos", "tres", "cuatro", "ambas", "ambos", "dois", "duas", "três", "quatro"),
    ]
)
"""Words that name no company: all that there are."""


def _means_every(desk: Desk, name: str) -> bool:
    return set(name.casefold().split()) <= _EVERY and find(desk, name) is None


def start(desk: Desk, chosen: list[Opportunity], *, again: bool = False) -> None:
    """Asks what is still needed for an honest comparison, then compares."""
    chosen = chosen or [o for o in desk.opportunities() if o.terms is not None]
    if not chosen:
        desk.note(
            "There is no offer to compare yet. Put one in like this: “offer Acme 62k a year, 10% bonus”.",
            (_ENTER_PRESENT,),
        )
        return
    ids = ",".join(o.id for o in chosen)
    about = {AGAIN: "yes"} if again else {}
    dialogs.begin(desk, COMPARING, about, notes={"offers": ids, **about})


# -- what the person weighs, asked once -------------------------------------------------------------------------


def _currencies(desk: Desk, instance: DialogInstance) -> list[str]:
    chosen = chosen_of(desk, instance)
    found = [o.terms.base.currency for o in chosen if o.terms and o.terms.base and o.terms.base.currency]
    return list(dict.fromkeys(found))


def chosen_of(desk: Desk, instance: DialogInstance) -> list[Opportunity]:
    """The opportunities that a dialog about offers is for, those still there with terms."""
    wanted = [desk.opportunity(id) for id in instance.notes.get("offers", "").split(",") if id]
    return [o for o in wanted if o is not None and o.terms is not None]


def _steps(desk: Desk, instance: DialogInstance) -> Steps:
    """What is not known yet; "again", all of it, with what stands now."""
    again = AGAIN in instance.notes
    preferences = desk.settings.preferences
    currencies = _currencies(desk, instance)
    first = not desk.settings.preferences_asked
    made: list[Step] = []
    if again or (first and preferences.floor is None):
        made += floor_steps(preferences, currencies, again)
    order = instance.answers.get("order")
    if again or (first and not preferences.order):
        made.append(order_step(preferences, again))
        named = order.value if order and order.mark is Mark.GIVEN else ""
        stands = ", ".join(name for tier in preferences.order for name in tier) if again else ""
        made += score_steps(own_in(named or stands), chosen_of(desk, instance), preferences)
    for other in currencies[1:]:
        known = next((r for r in preferences.rates if {r.source, r.target} == {currencies[0], other}), None)
        if known is None or again:
            made.append(rate_step(currencies[0], other, known))
    return tuple(made)


def _finish(desk: Desk, instance: DialogInstance) -> None:
    currencies = _currencies(desk, instance)
    preferences = weighed(desk, instance, currencies[0] if currencies else None)
    desk.change(settings=replace(desk.settings, preferences=preferences, preferences_asked=True))
    chosen = chosen_of(desk, instance)
    if chosen:
        post(desk, chosen)


COMPARING = Dialog("compare", "Before I compare", _steps, _finish, submit="Compare")


# -- the comparison ---------------------------------------------------------------------------------------------


AGAIN = "again"
"""Noted where everything that is weighed is asked again."""
COMPARISONS_KEPT = 5
"""Comparisons that are redrawn when their offers or debriefs change."""


def post(desk: Desk, chosen: list[Opportunity]) -> None:
    """Posts the comparison where it was asked, amounts hidden where others could read along."""
    ids = tuple(o.id for o in chosen)
    desk.say(_drawn(desk, chosen, hidden=desk.here.shared), key=comparison_key(ids), anew=True)
    others = [c for c in desk.person.compared if set(c.opportunities) != set(ids)]
    desk.change(compared=(*others, Compared(ids, desk.here.lasting()))[-COMPARISONS_KEPT:])


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
        Choice("Why these figures?", act("compare.why", offers=ids)),
        Choice("Change what counts", act("compare.weigh", offers=ids)),
        Choice("Something else counts", act("compare.criterion", offers=ids)),
        Choice("Share", act("share.start", what="comparison", offers=ids)),
    ]
    if len(chosen) == 1:
        choices.insert(0, _ENTER_PRESENT)
    spoken = say(result, amounts=not hidden)
    return OfferComparison(
        comparison=result,
        title=spoken.title,
        sentences=tuple(present_job.capital(line) for line in spoken.lines[1:]),
        amounts_hidden=hidden,
        choices=tuple(choices),
    )


def chosen_by(desk: Desk, args: Args) -> list[Opportunity]:
    """The opportunities that a button is about; every one with an offer where it names none."""
    ids = [id for id in args.get("offers", "").split(",") if id]
    found = [o for id in ids if (o := desk.opportunity(id)) is not None and o.terms is not None]
    return found or [o for o in desk.opportunities() if o.terms is not None]


def start_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Compare]"""
    start(desk, chosen_by(desk, args) if args.get("offers") else [])


def weigh_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Change what counts]: floor, order and rates again; what is skipped stays as it is."""
    start(desk, chosen_by(desk, args), again=True)


def flip_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[What would turn it round]"""
    chosen = chosen_by(desk, args)
    result = comparison_of(desk, chosen)
    if len(chosen) < 2:
        desk.note(
            "With one offer there is no order to turn round. Enter your present job, or a second offer."
        )
        return
    if result.order is None:
        no_order_yet(desk, chosen, result)
        return
    said = [flip.sentence for flip in result.order.flips]
    if result.order.question is not None:
        said.append(f"The one question worth asking: {result.order.question.text}")
    desk.note(
        "\n".join(present_job.capital(line) for line in said)
        or "Nothing small would: the order holds for every weighting that fits yours."
    )


def no_order_yet(desk: Desk, chosen: list[Opportunity], result: Comparison) -> None:
    """Says what is missing before any of several offers can be put first."""
    compare_them = Choice(
        "Compare", act("compare.start", offers=",".join(o.id for o in chosen)), primary=True
    )
    desk.note(" ".join(("I can't put one of them first yet.", *result.asks)), (compare_them,))


def note_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Note for negotiating]: a short text to copy, for each offer that is not the present job."""
    chosen = chosen_by(desk, args)
    result = comparison_of(desk, chosen)
    wanted = next((o for o in chosen if o.id == args.get("opportunity")), None)
    targets = [wanted] if wanted else [o for o in chosen if not o.present_job]
    for each in targets[:3]:
        desk.note(f"To {each.company}:\n\n{negotiation_note(result, each.id)}")
