"""What cannot be right about the terms of an offer, each said in one sentence with what would work.

Nothing is thrown away: terms with problems are kept, shown and compared as far as they can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from dialogs.offers.currencies import is_currency
from dialogs.offers.money import money_text, plain
from dialogs.offers.offer import BUILT_IN_CRITERIA, Offer, Preferences
from dialogs.offers.price import LONGEST_HORIZON
from dialogs.offers.terms import Bonus, Equity, Terms, Vesting

_ONE: Final = Decimal(1)
_HOURS_IN_A_WEEK: Final = 168
_LONGEST_VESTING: Final = 15
_LARGEST_BONUS: Final = 300
_FAR_AHEAD_DAYS: Final = 3 * 365


def term_problems(terms: Terms, today: date) -> tuple[str, ...]:
    """Everything that cannot be right, most important first; empty when nothing is."""
    return (
        *_base_problems(terms),
        *(_bonus_problems(terms.bonus) if terms.bonus else ()),
        *(_equity_problems(terms.equity) if terms.equity else ()),
        *(_vesting_problems(terms.vesting) if terms.vesting else ()),
        *_other_problems(terms),
        *_time_problems(terms),
        *_date_problems(terms, today),
    )


def _base_problems(terms: Terms) -> Iterator[str]:
    base = terms.base
    if base is None:
        return
    if base.amount < 0:
        yield f"Base pay of {money_text(base.amount, base.currency)} is below nothing: what do they pay?"
    elif base.amount == 0:
        yield "Base pay is 0: if that is so I compare it as unpaid; if it is not known yet, leave it empty."
    for code in _currencies(terms):
        if not is_currency(code):
            yield f"I don't know the currency {code}: give its three letters, such as EUR, USD or INR."
    payments = base.payments_per_year
    if payments is not None and payments <= 0:
        yield f"{plain(payments)} payments a year can't be: 12 is usual for months, sometimes 13 or 14."


def _currencies(terms: Terms) -> Iterable[str]:
    parts = (terms.base, terms.bonus, terms.equity, terms.sign_on)
    return dict.fromkeys(part.currency for part in parts if part is not None and part.currency is not None)


def _bonus_problems(bonus: Bonus) -> Iterator[str]:
    if bonus.percent is not None and (bonus.percent < 0 or bonus.percent > _LARGEST_BONUS):
        yield (
            f"A bonus of {plain(bonus.percent)} % of base pay is hardly meant: "
            f"15 means fifteen percent; put a sum of money under the bonus amount."
        )
    if bonus.amount is not None and bonus.amount < 0:
        yield "The bonus is below nothing: give what they pay in a year, such as 8000."
    yield from _fraction(bonus.likelihood, "The likelihood of the bonus", "0.8 for four years out of five")


def _fraction(value: Decimal | None, what: str, example: str) -> Iterator[str]:
    if value is not None and not 0 <= value <= _ONE:
        yield f"{what} is {plain(value)}, and must be from 0 to 1: {example}."


def _equity_problems(equity: Equity) -> Iterator[str]:
    if equity.percent is not None and not 0 <= equity.percent <= 100:
        yield f"{plain(equity.percent)} % of the company can't be: 0.1 means a tenth of a percent."
    for label, number in (
        ("worth of the grant", equity.value),
        ("number of shares", equity.count),
        ("strike price", equity.strike),
        ("share price", equity.share_price),
        ("worth of the company", equity.valuation),
        ("number of shares that exist", equity.shares_outstanding),
    ):
        if number is not None and number < 0:
            yield f"The {label} is below nothing: leave it empty if it is not known."
    if equity.shares_outstanding == 0:
        yield "A company with 0 shares can't be: leave it empty if it is not known."
    yield from _fraction(equity.discount, "The discount", "0.2 counts equity at a fifth of its face value")


def _vesting_problems(vesting: Vesting) -> Iterator[str]:
    years, cliff = vesting.years, vesting.cliff_months
    if years is not None and years * 12 < 1:
        yield "Vesting over 0 months can't be: give the years, such as 4, or leave it empty."
    elif years is not None and years > _LONGEST_VESTING:
        yield f"Vesting over {plain(years)} years is very long: if you meant months, give {_in_years(years)}."
    if cliff is not None and cliff < 0:
        yield "A cliff can't be before the first day: 12 months is usual."
    elif cliff is not None and years is not None and cliff > years * 12 >= 1:
        yield f"The cliff ({cliff} months) is later than the end of vesting ({plain(years)} years)."
    if vesting.year_percents and sum(vesting.year_percents) != 100:
        total = plain(sum(vesting.year_percents, Decimal(0)))
        yield f"The yearly parts of the vesting add up to {total} %, not to 100 %: for example 5, 15, 40, 40."


def _in_years(months: Decimal) -> str:
    return plain((months / 12).quantize(Decimal("0.01"))) + " years"


def _other_problems(terms: Terms) -> Iterator[str]:
    if terms.sign_on is not None and terms.sign_on.amount < 0:
        yield "The sign-on payment is below nothing: give what they pay on joining."
    if terms.sign_on is not None and (terms.sign_on.claw_back_months or 0) < 0:
        yield "The claw-back can't end before the first day: give it in months, such as 12."
    if terms.match is not None and terms.match.percent is not None and not 0 <= terms.match.percent <= 100:
        yield f"A retirement match of {plain(terms.match.percent)} % can't be: 5 means 5 % of base pay."
    if terms.match is not None and terms.match.cap is not None and terms.match.cap < 0:
        yield "The cap of the retirement match is below nothing: leave it empty if there is none."
    if terms.refreshers is not None and terms.refreshers.value < 0:
        yield "Refreshers are below nothing: give what one year's grant is worth."
    if terms.refreshers is not None and (terms.refreshers.vesting_years or _ONE) * 12 < 1:
        yield "Refreshers that vest over 0 months can't be: give the years, or leave it empty."
    for benefit in terms.benefits:
        if benefit.amount < 0:
            yield f"The worth of {benefit.label} is below nothing: give what it would cost you to buy a year."


def _time_problems(terms: Terms) -> Iterator[str]:
    ranges = (
        (terms.days_off, 0, 260, "{} days off can't be: count working days in a year, such as 25."),
        (terms.weekly_hours, 1, _HOURS_IN_A_WEEK, "A week of {} hours can't be: 40 is a usual full week."),
        (
            terms.commute_minutes_per_day,
            0,
            1440,
            "{} minutes of commute a day can't be: both ways, in minutes.",
        ),
        (terms.office_days_per_week, 0, 7, "{} office days a week can't be: from 0 to 7."),
    )
    for value, least, most, sentence in ranges:
        if value is not None and not least <= value <= most:
            yield sentence.format(plain(value))


def _date_problems(terms: Terms, today: date) -> Iterator[str]:
    by = terms.answer_by
    if by is not None and by < today:
        yield f"The day to answer by ({by:%-d %B %Y}) is past: has it moved, or did they extend it?"
    elif by is not None and (by - today).days > _FAR_AHEAD_DAYS:
        yield f"The day to answer by is {by:%-d %B %Y}, years ahead: is the year right?"


def preference_problems(wants: Preferences, offers: Sequence[Offer]) -> tuple[str, ...]:
    """What cannot be right about what the person wants."""
    return tuple(_preference_problems(wants, offers))


def _preference_problems(wants: Preferences, offers: Sequence[Offer]) -> Iterator[str]:
    if wants.floor is not None and wants.floor.amount < 0:
        yield "Your floor is below nothing: give the least you need in a year, before tax."
    if wants.horizon_years is not None and not 1 <= wants.horizon_years <= LONGEST_HORIZON:
        yield f"A horizon of {wants.horizon_years} years can't be: from 1 to {LONGEST_HORIZON}."
    yield from _fraction(wants.discount_listed, "Your discount for listed shares", "0.8 is usual")
    yield from _fraction(wants.discount_private, "Your discount for private shares", "0.2 is usual")
    for rate in wants.rates:
        if rate.rate <= 0:
            yield f"One {rate.source} can't be {plain(rate.rate)} {rate.target}: a rate is above 0."
    own = {one.id for one in wants.criteria}
    for name in (name for tier in wants.order for name in tier):
        if name not in BUILT_IN_CRITERIA and name not in own:
            yield f"I don't know the criterion {name}: add it with a score for each offer, or take it out."
    for one in wants.criteria:
        yield from (
            f"{one.label} has a score of {plain(score)}: scores go from 0 to 10."
            for score in one.scores.values()
            if not 0 <= score <= 10
        )
    ids = {offer.id for offer in offers}
    for offer_id, market in wants.market.items():
        if offer_id in ids and market.low > market.high:
            yield "The market range starts above its end: give the lower amount first."
