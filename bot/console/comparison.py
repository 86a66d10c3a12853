"""The comparison of offers in the terminal: the story in sentences, then the figures as a table."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from dialogs.offers.figures import Comparison, Figure, OfferFigures
from dialogs.offers.money import money_text
from dialogs.replies import OfferComparison

HIDDEN = "hidden here"


def comparison(reply: OfferComparison) -> RenderableType:
    """Headline, sentences, table of figures, shares of first places."""
    parts: list[RenderableType] = [Text(sentence) for sentence in reply.sentences]
    if len(reply.comparison.offers) > 0:
        parts.append(Padding(table(reply.comparison, reply.amounts_hidden), (1, 0, 0, 0)))
    if reply.comparison.order is not None and len(reply.comparison.offers) > 1:
        parts.append(Padding(_shares(reply.comparison), (1, 0, 0, 0)))
    return Panel(Group(*parts), title=reply.title, title_align="left")


def table(result: Comparison, hidden: bool = False) -> Table:
    """One column for each offer, one row for each figure; what was not said is shown as missing."""
    drawn = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    drawn.add_column("")
    for offer in result.offers:
        drawn.add_column(offer.company, justify="right")
    for label, pick in _ROWS:
        figures = [pick(offer) for offer in result.offers]
        drawn.add_row(label, *(HIDDEN if hidden else money(figure) for figure in figures))
    return drawn


_ROWS: tuple[tuple[str, Callable[[OfferFigures], Figure]], ...] = (
    ("First year, cash", lambda o: o.first_year_cash),
    ("A year, equity at face", lambda o: o.yearly_face),
    ("A year, discounted", lambda o: o.yearly_discounted),
    ("An hour really given", lambda o: o.hourly),
)


def money(figure: Figure) -> str:
    """An amount, or that it was not said."""
    if figure.value is None:
        return "not said"
    return money_text(figure.value, figure.currency)


def _shares(result: Comparison) -> Table:
    grid = Table.grid(padding=(0, 2))
    names: dict[str, OfferFigures] = {offer.id: offer for offer in result.offers}
    for standing in result.order.standings if result.order else ():
        first = standing.shares[0]
        bar = "█" * round(first * 24)
        grid.add_row(f"{names[standing.offer_id].company} first in", f"{bar} {first:.0%}")
    return grid
