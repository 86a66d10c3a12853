"""Offers: the terms as understood, and two or more of them side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.teams.render.controls import Pen
from bot.teams.render.elements import (
    Blocks,
    container,
    facts,
    heading,
    image,
    label,
    subtle,
    table,
    text,
    toggle,
)
from bot.teams.render.limits import TABLE_COLUMNS
from bot.teams.render.packing import Part, cards
from bot.teams.render.pictures import Picture
from dialogs.offers.figures import Comparison, Figure, FloorStatus, OfferFigures
from dialogs.offers.money import money_text
from dialogs.replies import OfferComparison, OfferShown
from dialogs.wording import counted

FLOOR_WORDS: Final = {
    FloorStatus.MEETS: "above your floor",
    FloorStatus.ONLY_WITH_BONUS: "only with the bonus",
    FloorStatus.BELOW: "below your floor",
    FloorStatus.NO_FLOOR: "no floor set",
    FloorStatus.UNKNOWN: "can't be told yet",
}


def offer(reply: OfferShown, pen: Pen) -> tuple[Part, ...]:
    """The terms line by line; what is missing is said to be missing, what looks wrong is said first."""
    blocks: Blocks = [heading(f"Offer from {reply.company}")]
    for problem in reply.problems:
        blocks += text(problem, color="Attention")
    blocks += facts(reply.lines)
    if reply.missing:
        blocks += subtle(f"Not said: {', '.join(reply.missing)}.")
    return cards(blocks, pen.buttons(reply.choices))


def comparison(reply: OfferComparison, pen: Pen, pictures: Sequence[Picture]) -> tuple[Part, ...]:
    """The story in words first, then every number in a table, then the same facts as pictures: a card each, because
    one takes most of what a card may hold."""
    blocks: Blocks = [heading(reply.title)]
    for sentence in reply.sentences:
        blocks += text(sentence)
    actions = pen.buttons(reply.choices)
    if reply.comparison.offers:
        tables = [*label("Side by side"), *_tables(reply)]
        blocks.append(container(tables, id="table"))
        blocks += _first_places(reply.comparison)
        actions.append(toggle("Table", ["table"]))
    shown = [part for each in pictures for part in cards([image(each.url, each.alt)])]
    return (*cards(blocks, actions, wide=True), *shown)


_Shown = Callable[[OfferFigures], str]


def _tables(reply: OfferComparison) -> Blocks:
    """One column for each offer; more than can be read on a phone make another table."""
    offers = reply.comparison.offers
    at_once = TABLE_COLUMNS - 1
    groups = [offers[n : n + at_once] for n in range(0, len(offers), at_once)]
    return [
        table(
            ["", *(each.company for each in group)],
            [[name, *(shown(each) for each in group)] for name, shown in _rows(hidden=reply.amounts_hidden)],
        )
        for group in groups
    ]


def _rows(*, hidden: bool) -> list[tuple[str, _Shown]]:
    """The rows; without amounts of money where others could read along."""
    pay: list[tuple[str, _Shown]] = [
        ("First year, cash", lambda o: _money(o.first_year_cash)),
        ("A year, equity at face", lambda o: _money(o.yearly_face)),
        ("A year, equity discounted", lambda o: _money(o.yearly_discounted)),
        ("An hour really given", lambda o: _money(o.hourly)),
    ]
    return [
        ("Floor", lambda o: FLOOR_WORDS[o.floor]),
        *([] if hidden else pay),
        ("Mindset", lambda o: _heard(o, "mindset")),
        ("Growth", lambda o: _heard(o, "growth")),
    ]


def _money(figure: Figure) -> str:
    return "not said" if figure.value is None else money_text(figure.value, figure.currency)


def _heard(offer: OfferFigures, what: str) -> str:
    doors = offer.doors
    if doors is None or doors.answers == 0:
        return "nothing heard yet"
    said = doors.mindset if what == "mindset" else doors.growth
    sure = doors.probability if what == "mindset" else doors.growth_probability
    if sure is None:
        return said
    share = sure if sure >= 0.5 else 1 - sure
    return f"{said}, {share:.0%} sure, {counted(doors.answers, 'answer')}"


def _first_places(comparison: Comparison) -> Blocks:
    order = comparison.order
    if order is None or len(comparison.offers) < 2:
        return []
    pairs = [(comparison.named(s.offer_id).company, f"{s.shares[0]:.0%}") for s in order.standings]
    return [*label("Comes first, over all weights that fit your order"), *facts(pairs)]
