"""The comparison in words, for every platform: short, with the same facts as the table and the pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dialogs.offers.figures import (
    BreakEven,
    Comparison,
    FloorStatus,
    MarketStatus,
    OfferFigures,
    Order,
    Price,
    Reach,
    School,
)
from dialogs.offers.money import money_text
from dialogs.offers.offer import PAY, DoorsEvidence
from dialogs.offers.price import door_score
from dialogs.offers.why import rounded, shown

_STEEP: Final = Decimal(15)
"""Points a year from which faster growth is called unlikely: pay would double in under five years."""

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The comparison part by part, each a few plain sentences."""

    title: str
    floor: tuple[str, ...]
    pay: tuple[str, ...]
    doors: tuple[str, ...]
    price: tuple[str, ...]
    order: tuple[str, ...]
    asks: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each part that has something to say, the title first."""
        parts = (self.problems, self.floor + self.pay, self.doors, self.price, self.order, self.asks)
        return (self.title, *(" ".join(part) for part in parts if part))

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return "\n".join(self.lines)


def say(comparison: Comparison, *, amounts: bool = True) -> Spoken:
    """The comparison in words. Without `amounts` no sum of money is named, for places that others can see."""
    offers = comparison.offers
    spoken = _Words(comparison, amounts)
    return Spoken(
        title=title(offers),
        floor=tuple(spoken.floor()),
        pay=tuple(spoken.pay()),
        doors=tuple(spoken.doors()),
        price=tuple(spoken.price()),
        order=tuple(spoken.order()),
        asks=comparison.asks,
        problems=(
            *(f"{one.company}: {problem}" for one in offers for problem in one.problems),
            *comparison.problems,
        ),
    )


def title(offers: Sequence[OfferFigures]) -> str:
    """ "Northwind or Globex?" """
    names = [_called(one) for one in offers]
    if len(names) < 2:
        return f"{names[0]}: is it worth it?" if names else "Nothing to compare yet."
    text = f"{', '.join(names[:-1])} or {names[-1]}?"
    return text[0].upper() + text[1:]


def turning(comparison: Comparison, *, amounts: bool = True, at_most: int = 4) -> tuple[str, ...]:
    """What would turn the order round, the nearest change first; without `amounts` no raise is named."""
    order = comparison.order
    if order is None:
        return ("There is no order to turn round yet.",)
    flips = [flip for flip in order.flips if amounts or flip.criterion != PAY or flip.swap_with]
    said = [flip.sentence for flip in flips[:at_most]]
    if order.question is not None:
        said.append(_question(comparison, order))
    return tuple(said) or ("No single change within reason would turn the order round.",)


def count(number: int) -> str:
    """Small numbers as words, as one says them."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def percent(share: float) -> str:
    """A share in whole percents; never rounded up to certainty or down to impossible."""
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{100 * share:.0f} %"


def _called(offer: OfferFigures) -> str:
    return f"staying at {offer.company}" if offer.is_present_job else offer.company


def _question(comparison: Comparison, order: Order) -> str:
    question = order.question
    if question is None:
        return ""
    company = comparison.named(question.offer_id).company
    return (
        f"One answer at {company} would tell most: “{question.text}” "
        f"It would change who comes first in {percent(question.chance)} of cases."
    )


class _Words:
    """Makes the sentences of one comparison."""

    def __init__(self, comparison: Comparison, amounts: bool) -> None:
        self.comparison = comparison
        self.offers = comparison.offers
        self.amounts = amounts

    def money(self, amount: Decimal) -> str:
        return money_text(amount, self.comparison.currency)

    def floor(self) -> Iterator[str]:
        """Who does not meet the floor comes first, whatever else it has."""
        for one in self.offers:
            if one.floor is FloorStatus.BELOW and one.floor_gap.value is not None:
                by = f" by {money_text(-one.floor_gap.value, one.floor_gap.currency)} a year"
                yield f"{one.company} is below your floor{by if self.amounts else ''}."
            elif one.floor is FloorStatus.ONLY_WITH_BONUS:
                yield f"{one.company} meets your floor only with its bonus."
        meeting = [one for one in self.offers if one.floor is FloorStatus.MEETS]
        if meeting:
            said = next((i.value for i in meeting[0].floor_gap.inputs if i.label == "your floor"), "")
            floor = f"your floor of {said}" if self.amounts and said else "your floor"
            yield f"{self._all(meeting)} above {floor}."
        for one in self.offers:
            if one.market in (MarketStatus.BELOW, MarketStatus.ABOVE) and one.market_range is not None:
                span = one.market_range
                ends = f" ({money_text(span.low, span.currency)} to {money_text(span.high, span.currency)})"
                yield f"{one.company}'s base is {one.market} the market range you entered" + (
                    f"{ends}." if self.amounts else "."
                )

    def _all(self, some: Sequence[OfferFigures]) -> str:
        if len(some) == len(self.offers) == 2:
            return "Both are"
        if len(some) == len(self.offers) > 2:
            return f"All {count(len(some))} are"
        names = [one.company for one in some]
        return f"{names[0]} is" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are"

    def pay(self) -> Iterator[str]:
        if len(self.offers) == 1:
            yield from self._pay_alone(self.offers[0])
            return
        paid = [one for one in self.offers if one.first_year_cash.value is not None]
        if len({one.first_year_cash.currency for one in paid}) != 1 or len(paid) < 2:
            return
        ranked = sorted(paid, key=lambda one: -(one.first_year_cash.value or Decimal(0)))
        if self.comparison.cash_first and self.amounts:
            rows = "; ".join(f"{one.company} {shown(one.first_year_cash)}" for one in ranked)
            yield f"By cash in the first year, as you asked: {rows}."
            return
        first, second = ranked[0], ranked[1]
        gap = (first.first_year_cash.value or Decimal(0)) - (second.first_year_cash.value or Decimal(0))
        if gap == 0:
            yield f"{first.company} and {second.company} pay the same in the first year."
            return
        more = f"{self.money(gap)} more" if self.amounts else "more"
        than = f" than {second.company}" if len(ranked) > 2 else ""
        yield f"{first.company} pays {more} in the first year{than}."

    def _pay_alone(self, one: OfferFigures) -> Iterator[str]:
        if one.first_year_cash.value is not None and self.amounts:
            yield f"{one.company} pays {shown(one.first_year_cash)} in the first year."
        gap = one.floor_gap.value
        if gap is not None and gap > 0 and self.amounts:
            yield f"That leaves {self.money(gap)} a year above your floor."

    def doors(self) -> Iterator[str]:
        heard = {one.id: door_score(one.doors) for one in self.offers}
        known = [one for one in self.offers if heard[one.id] is not None]
        if len(known) >= 2:
            ranked = sorted(known, key=lambda one: -(heard[one.id] or 0.0))
            rest = "; ".join(f"{one.company}: {_doors(one.doors)}" for one in ranked[1:])
            if heard[ranked[0].id] == heard[ranked[1].id]:
                yield f"On what you heard neither is the better school ({_doors(ranked[0].doors)}; {rest})."
            else:
                better = f"{ranked[0].company} is the better school on what you heard"
                yield f"{better} ({_doors(ranked[0].doors)}; {rest})."
        elif known:
            yield f"{known[0].company}: {_doors(known[0].doors)}."
        for one in self.offers:
            if one.doors is not None and one.doors.repeated_share is not None:
                yield f"At {one.company} {percent(one.doors.repeated_share)} of the week is the same again."
        silent = [one for one in self.offers if heard[one.id] is None and not one.is_present_job]
        if silent:
            names = " and ".join(one.company for one in silent)
            ask = f" Worth asking: “{silent[0].doors_question}”" if self.comparison.order is None else ""
            yield f"No evidence yet from {names}.{ask}"

    def price(self) -> Iterator[str]:
        price = self.comparison.price
        if price is None:
            return
        rich, school = (self.comparison.named(one).company for one in (price.pays_more, price.school))
        if price.school_is is School.NOT_BETTER:
            yield f"{rich} pays more, and on what you heard {school} is not the better school."
        elif self.amounts:
            yield f"The price of the difference is {shown(price.per_year)} a year."
        yield from self._break_even(price, school)
        if self.amounts:
            yield self._draw_level(price, school)
        if price.school_is is School.UNKNOWN:
            yield "Which of them is the better school cannot be said yet."

    def _break_even(self, price: Price, school: str) -> Iterator[str]:
        row = next(one for one in price.break_even if one.years == price.drawn_years)
        after = f"{count(row.years)} years" if row.years != 1 else "one year"
        if row.reach is Reach.ALREADY_LEVEL:
            yield f"Over {after} {school} has paid as much already, because of what comes later."
        elif row.reach is Reach.OUT_OF_REACH or row.gap.value is None:
            yield f"Within {after} no rise can make up for it."
        else:
            faster = f"{rounded(row.gap.value, 1)} points a year faster"
            yield f"If pay grows {faster} from {school}, both have paid the same in total after {after}."
            yield from _steep(row)

    def _draw_level(self, price: Price, school: str) -> str:
        text = f"To draw level today {school} would need to add {shown(price.per_year)} a year"
        if price.add_to_base.value != price.per_year.value:
            text += f" ({shown(price.add_to_base)} on base pay, the rest follows)"
        return text + ": that is the number to negotiate with."

    def order(self) -> Iterator[str]:
        order = self.comparison.order
        if order is None:
            return
        if self.comparison.cash_first:
            return
        yield from self._beaten(order)
        best = max(order.standings, key=lambda one: one.shares[0])
        level = [one for one in order.standings if one.shares[0] == best.shares[0]]
        if len(level) > 1:
            names = " and ".join(self.comparison.named(one.offer_id).company for one in level)
            yield f"{names} come first equally often, over all the weights that fit your order."
        else:
            name = self.comparison.named(best.offer_id).company
            often = f"comes first in {percent(best.shares[0])} of cases"
            yield f"Over all the weights that fit your order, {name} {often}."
        if order.question is not None:
            yield _question(self.comparison, order)

    def _beaten(self, order: Order) -> Iterator[str]:
        for one in order.standings:
            name = self.comparison.named(one.offer_id).company
            if one.dominated_by is not None:
                winner = self.comparison.named(one.dominated_by).company
                yield f"{name} is beaten by {winner} on everything that is known."
            elif one.behind is not None and len(order.criteria) > 1:
                winner = self.comparison.named(one.behind).company
                yield f"{name} is behind {winner} on everything you weigh, though not beyond doubt."


def _steep(row: BreakEven) -> Iterator[str]:
    if row.gap.value is not None and row.gap.value > _STEEP:
        yield "That is a rise few people see."


def _doors(doors: DoorsEvidence | None) -> str:
    """ "outcome, 83 % sure, 7 answers from 3 people" """
    if doors is None:
        return "no evidence"
    said = [doors.mindset]
    if doors.probability is not None and not doors.mindset.startswith(("leaning", "not", "split")):
        sure = doors.probability if doors.mindset != "output" else 1 - doors.probability
        said.append(f"{percent(sure)} sure")
    if doors.growth_probability is not None:
        said.append(f"growth: {doors.growth}")
    if doors.answers:
        people = f" from {doors.interviewers}" if doors.interviewers else ""
        people += " person" if doors.interviewers == 1 else " people" if doors.interviewers else ""
        said.append(f"{doors.answers} answer{'s' if doors.answers > 1 else ''}{people}")
    return ", ".join(said)
