"""What else counts for the person: criteria of their own, added, scored and dropped, and what the market pays."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Mark, Refused, Response, Scene, Step, Steps
from dialogs.flows import comparing
from dialogs.flows.finding import find
from dialogs.flows.weighing import LONGEST_NAME, ordered, score_steps, weighed, without
from dialogs.offers.money import money_text
from dialogs.offers.offer import BUILT_IN_CRITERIA, MarketRange, Preferences
from dialogs.offers.words import understand_offer
from dialogs.replies import Choice

_ADD = re.compile(
    r"add\s+(?:a\s+|another\s+|my\s+)?criteri(?:on|um|a)\b[\s:,]*(.*)", re.IGNORECASE | re.DOTALL
)
_DROP = re.compile(r"(?:remove|drop|delete)\s+(?:the\s+)?criteri(?:on|um|a)\b[\s:,]*(.+)", re.IGNORECASE)
_MARKET = re.compile(
    r"market(?:\s+range)?\s+(?:for\s+|at\s+)?(?P<company>.+?)[\s:,]+(?P<low>[€$£]?\d[\d.,]*\s?k?)\s*(?:-|–|to)\s*"
    r"(?P<high>[€$£]?\d[\d.,]*\s?k?)\s*(?P<currency>[A-Za-z]{3}|[€$£])?(?:[\s,]+(?P<source>.+))?",
    re.IGNORECASE,
)


def is_move(words: str) -> bool:
    """Whether the whole message is about one's own criteria or a market range."""
    said = words.strip()
    return any(pattern.fullmatch(said) for pattern in (_ADD, _DROP, _MARKET))


def move(desk: Desk, words: str) -> None:
    """ "add a criterion: commute", "drop criterion commute", "market Acme 60k-70k EUR"."""
    said = words.strip()
    added, dropped, market = _ADD.fullmatch(said), _DROP.fullmatch(said), _MARKET.fullmatch(said)
    if added:
        _add(desk, added.group(1), ())
    elif dropped:
        _drop(desk, dropped.group(1))
    elif market:
        _market(desk, market)


# -- a criterion of one's own -----------------------------------------------------------------------------------


def _name_of(text: str, scene: Scene) -> str | Refused:
    name = " ".join(re.findall(r"[^\W\d_]+", text.casefold()))
    if not name or len(name) > LONGEST_NAME:
        return Refused("A word or two, such as “commute” or “the team”.")
    if name in BUILT_IN_CRITERIA:
        return Refused(f"I weigh {name} already: “settings order” puts it in its place.")
    return name


def _steps(desk: Desk, instance: DialogInstance) -> Steps:
    named = instance.answers.get("name")
    chosen = comparing.chosen_of(desk, instance)
    asked = score_steps([named.value], chosen, desk.settings.preferences) if named else ()
    prompt = "What else counts for you? A word or two, such as “commute”."
    return (Step("name", prompt, parse=_name_of, label="What counts", hint="commute"), *asked)


def _finish(desk: Desk, instance: DialogInstance) -> None:
    name = instance.answers["name"].value
    before = desk.settings.preferences
    order = [n for tier in before.order for n in tier] or list(BUILT_IN_CRITERIA)
    _keep(desk, ordered(before, ", ".join(dict.fromkeys((*order, name)))))
    _keep(desk, weighed(desk, instance, None))
    chosen = comparing.chosen_of(desk, instance)
    desk.note(
        f"“{name}” counts now, last in your order. “settings order” moves it, “drop criterion {name}” drops it."
    )
    if len(chosen) > 1:
        comparing.post(desk, chosen)


CRITERION = Dialog("criterion", "What else counts", _steps, _finish, as_form=False)


def _keep(desk: Desk, preferences: Preferences) -> None:
    desk.change(settings=replace(desk.settings, preferences=preferences))


def _add(desk: Desk, name: str, ids: tuple[str, ...]) -> None:
    offers = ids or tuple(o.id for o in desk.opportunities() if o.terms is not None)
    notes = {"offers": ",".join(offers)}
    parsed = _name_of(name, dialogs.scene_of(desk, DialogInstance(CRITERION.id))) if name.strip() else None
    if isinstance(parsed, str):
        dialogs.begin(desk, CRITERION, {}, {"name": Response(Mark.GIVEN, parsed)}, notes)
    else:
        dialogs.begin(desk, CRITERION, {}, notes=notes, before=parsed.sentence if parsed else "")


def add_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Something else counts]"""
    _add(desk, "", tuple(id for id in args.get("offers", "").split(",") if id))


def _drop(desk: Desk, text: str) -> None:
    name = " ".join(re.findall(r"[^\W\d_]+", text.casefold()))
    own = [c.id for c in desk.settings.preferences.criteria]
    if name not in own:
        known = f"Yours are {', '.join(own)}." if own else "You have none of your own."
        desk.note(f"“{name}” is no criterion of yours. {known} “settings order” leaves out one of mine.")
        return
    _keep(desk, without(desk.settings.preferences, name))
    desk.note(f"Dropped: “{name}” counts no more.", (Choice("Compare", act("compare.start")),))


# -- the market -------------------------------------------------------------------------------------------------


def _market(desk: Desk, said: re.Match[str]) -> None:
    opportunity = find(desk, said["company"])
    if opportunity is None:
        desk.note(f"I know no “{said['company']}”. “market Acme 60k-70k EUR” works once I know Acme.")
        return
    base = opportunity.terms.base if opportunity.terms else None
    sums = [_yearly(f"{said[end]} {said['currency'] or ''}", desk) for end in ("low", "high")]
    known = [one for one in sums if one is not None]
    currency = next((c for _, c in known if c), base.currency if base else None)
    if len(known) < 2 or currency is None:
        desk.note(f"I need two sums a year and their currency: “market {opportunity.company} 60k-70k EUR”.")
        return
    low, high = sorted(amount for amount, _ in known)
    market = MarketRange(low, high, currency, said["source"])
    preferences = desk.settings.preferences
    _keep(desk, replace(preferences, market={**preferences.market, opportunity.id: market}))
    span = f"{money_text(low, currency)} to {money_text(high, currency)}"
    desk.note(
        f"Noted: for {opportunity.company} the market pays {span} a year, as you say.",
        (Choice("Compare", act("compare.start")),),
    )


def _yearly(text: str, desk: Desk) -> tuple[Decimal, str | None] | None:
    base = understand_offer(f"{text} a year", today=desk.now.date()).terms.base
    return (base.amount, base.currency) if base else None
