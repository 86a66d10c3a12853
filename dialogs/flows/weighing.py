"""What the person weighs in an offer: a floor, an order, rates, and criteria of their own, scored for each offer."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from dialogs.desk import Desk
from dialogs.engine import Answers, DialogInstance, Input, Mark, Option, Refused, Scene, Step
from dialogs.offers.money import Money, Rate, money_text
from dialogs.offers.offer import BUILT_IN_CRITERIA, Criterion, Preferences
from dialogs.offers.words import understand_offer
from dialogs.records import Opportunity
from dialogs.wording import listing

SKIPPABLE = frozenset({Mark.SKIPPED})
CASH = "cash"
_ALIAS = {"money": "pay", "salary": "pay", "learning": "growth", "freedom": "autonomy", "hours": "time"}
_KNOWN = (*BUILT_IN_CRITERIA, *_ALIAS)
_JOINERS = frozenset(
    "first then and most important last over before after of all the a my is in that order than".split()  # noqa: SIM905
)
LONGEST_NAME = 30


# -- steps ------------------------------------------------------------------------------------------------------


def floor_steps(preferences: Preferences, currencies: list[str], again: bool) -> tuple[Step, ...]:
    """The floor, and its currency where it was said without one."""
    floor = preferences.floor
    now = (
        f" Now it is {money_text(floor.amount, floor.currency)}; skip keeps that." if floor and again else ""
    )
    prompt = (
        "What do you need in a year, at the least? Offers below it are marked first, whatever else they have."
    )
    return (
        Step(
            "floor",
            prompt + now,
            parse=_parse_floor(currencies[0] if len(currencies) == 1 else None),
            marks=SKIPPABLE,
            input=Input.MONEY,
            label="Your floor, a year",
            hint="48000 EUR",
        ),
        Step(
            "floor_currency",
            "In which currency is that?",
            parse=_parse_currency(currencies),
            options=tuple(Option(c, c) for c in currencies),
            when=_floor_is_bare,
            label="The floor's currency",
        ),
    )


def order_step(preferences: Preferences, again: bool) -> Step:
    """The criteria in the person's order."""
    order = [name for tier in preferences.order for name in tier]
    now = f" Now it is {listing(order, 'then')}; skip keeps that." if order and again else ""
    return Step(
        "order",
        "Put these in your order, most important first: pay, mindset, growth, autonomy, time. Leave out what does "
        f"not matter to you, and add what else does, such as commute.{now}",
        parse=parse_order,
        options=(
            Option("I need the cash now", CASH),
            Option("Growth first", "growth, mindset, pay, autonomy, time"),
        ),
        marks=SKIPPABLE,
        label="Your order",
        hint="growth, pay, mindset",
    )


def rate_step(into: str, other: str, known: Rate | None) -> Step:
    """The rate between the currencies of two offers; never looked up, always the person's."""
    now = f" So far I use {known.rate}; skip keeps that." if known else ""
    return Step(
        f"rate:{other}",
        f"One offer is in {into}, another in {other}. Which rate shall I use: 1 {other} in {into}?{now}",
        parse=_parse_rate,
        marks=SKIPPABLE if known else frozenset(),
        input=Input.NUMBER,
        label=f"1 {other} in {into}",
        hint="0.92",
    )


def score_steps(names: list[str], chosen: list[Opportunity], preferences: Preferences) -> tuple[Step, ...]:
    """For each criterion of the person's own, how good each offer is in it, where that was not said yet."""
    scores = {own.id: own.scores for own in preferences.criteria}
    return tuple(
        Step(
            f"score:{each.id}:{name}",
            f"{name.capitalize()}: how good is it at {each.company}, from 0 to 10?",
            parse=_parse_score,
            marks=SKIPPABLE,
            input=Input.NUMBER,
            label=f"{name.capitalize()} at {each.company}, 0 to 10",
        )
        for name in names
        for each in chosen
        if each.id not in scores.get(name, {})
    )


def own_in(order: str) -> list[str]:
    """The criteria of the person's own in an order."""
    return [name for name in order.split(", ") if name and name not in BUILT_IN_CRITERIA and name != CASH]


# -- reading what is typed --------------------------------------------------------------------------------------


def floor_from(text: str, scene: Scene, currency: str | None = None) -> Money | Refused:
    """A yearly amount in a currency, in any of the ways people write money."""
    base = understand_offer(f"{text} a year", today=scene.now.date(), default_currency=currency).terms.base
    if base is None or base.amount <= 0:
        return Refused("I need an amount there, such as “48000 EUR”. Or skip it.")
    said = base.currency or currency
    if said is None:
        return Refused("In which currency? For example “48000 EUR”.")
    return Money(base.amount, said)


def _parse_floor(currency: str | None) -> Callable[[str, Scene], str | Refused]:
    def parse(text: str, scene: Scene) -> str | Refused:
        money = floor_from(text, scene, currency)
        if not isinstance(money, Refused):
            return f"{money.amount} {money.currency}"
        bare = floor_from(text, scene, "XXX")  # an amount it is: only the currency is asked for
        return money if isinstance(bare, Refused) else str(bare.amount)

    return parse


def _floor_is_bare(answers: Answers) -> bool:
    floor = answers.get("floor")
    return floor is not None and floor.mark is Mark.GIVEN and " " not in floor.value


def _parse_currency(likely: list[str]) -> Callable[[str, Scene], str | Refused]:
    """A currency in any words; a sign or a word that several share is the one that an offer is in."""

    def parse(text: str, scene: Scene) -> str | Refused:
        for default in (None, *likely):
            read = understand_offer(
                f"1000 {text}", today=scene.now.date(), default_currency=default
            ).terms.base
            if read is not None and read.currency is not None:
                return read.currency
        return Refused("A currency such as EUR, USD or GBP.")

    return parse


def tiers_of(order: str) -> tuple[tuple[str, ...], ...]:
    """The order as the comparison takes it, most important first."""
    return (("pay",),) if order == CASH else tuple((name,) for name in order.split(", "))


def parse_order(text: str, scene: Scene) -> str | Refused:
    """Criteria in the person's order, in any of the ways people list things; unknown ones in a list are their own."""
    plain = text.strip().casefold()
    if plain in (CASH, "cash first", "i need the cash now", "money"):
        return CASH
    items = [i.strip() for i in re.split(r"[,;>/\n]+|\s+then\s+|\s+and\s+", plain) if i.strip()]
    found: list[str] = []
    unknown: list[str] = []
    for item in items:
        words = re.findall(r"[^\W\d_]+", item)
        known = [name for word in words if (name := _known(word))]
        strange = [w for w in words if not _known(w) and w not in _JOINERS]
        found += known
        if not known and strange and len(items) > 1 and len(item) <= LONGEST_NAME:
            found.append(" ".join(words))
        elif not known or len(known) > 1:
            unknown += strange
    if unknown and found:
        return Refused(
            f"“{unknown[0]}” is new to me. With commas I take it as one of your own: “growth, pay, {unknown[0]}”."
        )
    if not any(name in BUILT_IN_CRITERIA for name in found):
        return Refused(
            f"I know {listing(list(BUILT_IN_CRITERIA))}. Write them in your order, such as “growth, pay, time”."
        )
    return ", ".join(dict.fromkeys(found))


def _known(word: str) -> str | None:
    close = difflib.get_close_matches(word, _KNOWN, 1, 0.8)
    return _ALIAS.get(close[0], close[0]) if close else None


def _parse_rate(text: str, scene: Scene) -> str | Refused:
    number = re.search(r"\d+(?:[.,]\d+)?", text)
    try:
        rate = Decimal(number.group().replace(",", ".")) if number else Decimal(0)
    except InvalidOperation:
        rate = Decimal(0)
    return str(rate) if rate > 0 else Refused("A rate is a number above zero, such as 0.92.")


def _parse_score(text: str, scene: Scene) -> str | Refused:
    number = re.fullmatch(r"\s*(\d{1,2}(?:[.,]\d)?)\s*(?:/\s*10|of 10|out of 10)?\s*", text)
    score = Decimal(number.group(1).replace(",", ".")) if number else Decimal(-1)
    return str(score) if 0 <= score <= 10 else Refused("A number from 0 (bad) to 10 (as good as it gets).")


# -- what the answers come to -----------------------------------------------------------------------------------


def weighed(desk: Desk, instance: DialogInstance, into: str | None) -> Preferences:
    """The person's preferences with what they just answered; what they skipped stays as it was."""
    preferences = desk.settings.preferences
    given = {id: r.value for id, r in instance.answers.items() if r.mark is Mark.GIVEN}
    if "floor" in given:
        amount, _, currency = f"{given['floor']} {given.get('floor_currency', '')}".strip().partition(" ")
        preferences = replace(preferences, floor=Money(Decimal(amount), currency))
    if "order" in given:
        preferences = ordered(preferences, given["order"])
    for id, value in given.items():
        kind, _, of = id.partition(":")
        if kind == "rate" and into is not None:
            others = tuple(r for r in preferences.rates if {r.source, r.target} != {of, into})
            rate = Rate(of, into, Decimal(value), desk.now.date())
            preferences = replace(preferences, rates=(*others, rate))
        elif kind == "score":
            offer, _, name = of.partition(":")
            preferences = scored(preferences, name, offer, Decimal(value))
    return preferences


def ordered(preferences: Preferences, order: str) -> Preferences:
    """The preferences in a new order. A criterion of one's own that it leaves out keeps its scores, unweighed."""
    preferences = replace(preferences, order=tiers_of(order), cash_first=order == CASH)
    known = {own.id for own in preferences.criteria}
    new = tuple(Criterion(name, name) for name in own_in(order) if name not in known)
    return replace(preferences, criteria=(*preferences.criteria, *new))


def scored(preferences: Preferences, name: str, offer: str, score: Decimal) -> Preferences:
    """The preferences with one score of one's own for one offer."""
    criteria = tuple(
        replace(own, scores={**own.scores, offer: score}) if own.id == name else own
        for own in preferences.criteria
    )
    return replace(preferences, criteria=criteria)


def without(preferences: Preferences, name: str) -> Preferences:
    """The preferences without one criterion of one's own, its scores included."""
    order = tuple(tier for tier in (tuple(n for n in t if n != name) for t in preferences.order) if tier)
    return replace(preferences, order=order, criteria=tuple(c for c in preferences.criteria if c.id != name))
