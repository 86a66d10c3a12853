"""An offer as understood, and offers side by side: the story in words, a table, two charts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.slack import limits
from bot.slack.render.drawing import CHART, Drawing, drawing
from bot.slack.render.sheet import Block, Sheet, words
from bot.slack.text import shorten
from dialogs.offers.figures import Comparison, Figure, OfferFigures, Unit
from dialogs.offers.text import say
from dialogs.offers.why import shown
from dialogs.replies import OfferComparison, OfferShown


def offer(reply: OfferShown) -> Drawing:
    """The terms line by line; what is missing is said to be missing, never shown as nothing."""
    sheet = Sheet()
    sheet.title(f"Offer from {reply.company}")
    sheet.bullets([[words(f"{label}: "), words(value, bold=True)] for label, value in reply.lines])
    if reply.missing:
        sheet.say(words("Not said: ", bold=True), ", ".join(reply.missing) + ".")
    for problem in reply.problems:
        sheet.say(problem)
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks)


def comparison(reply: OfferComparison) -> Drawing:
    """The story first; then the figures as a table; then the two pay paths and who comes first as charts."""
    sheet = Sheet()
    sheet.title(reply.title)
    for sentence in _story(reply):
        sheet.say(sentence)
    rows = table(reply.comparison, amounts=not reply.amounts_hidden)
    if len(rows) > 1:
        sheet.table(rows)
    if reply.pictures:
        for chart in charts(reply.comparison, amounts=not reply.amounts_hidden):
            sheet.add(chart)
    sheet.buttons(reply.choices)
    return drawing(sheet.blocks, comparison=reply if reply.pictures else None)


def _story(reply: OfferComparison) -> tuple[str, ...]:
    """Where others could read along no sum is named, whatever the sentences were that came with it."""
    return say(reply.comparison, amounts=False).lines[1:] if reply.amounts_hidden else reply.sentences


def table(compared: Comparison, *, amounts: bool) -> list[list[str]]:
    """One column for each offer, one row for each figure that at least one of them has."""
    offers = compared.offers[: limits.TABLE_COLUMNS - 1]
    rows = [["Side by side", *(one.company for one in offers)]]
    for figures in zip(*(one.figures for one in offers), strict=True):
        if figures[0].unit is Unit.MONEY and not amounts:
            continue
        if any(figure.value is not None for figure in figures):
            rows.append([_label(figures[0]), *(shown(figure) for figure in figures)])
    rows.append(["Mindset", *(_mindset(one) for one in offers)])
    rows.append(["Growth", *(_growth(one) for one in offers)])
    if compared.order is not None and len(offers) > 1:
        first = {standing.offer_id: standing.shares[0] for standing in compared.order.standings}
        rows.append(["Comes first", *(f"{first.get(one.id, 0) * 100:.0f} %" for one in offers)])
    return rows


def _label(figure: Figure) -> str:
    return figure.label[:1].upper() + figure.label[1:]


def _mindset(one: OfferFigures) -> str:
    return one.doors.mindset if one.doors is not None else "nothing heard yet"


def _growth(one: OfferFigures) -> str:
    return one.doors.growth if one.doors is not None else "nothing heard yet"


def charts(compared: Comparison, *, amounts: bool) -> list[Block]:
    """The pay paths as lines and the rank shares as bars, where there is something to draw."""
    drawn: list[Block] = []
    price = compared.price
    if amounts and price is not None and 2 <= len(price.paths) <= limits.CHART_SERIES:
        years = len(price.paths[0].yearly)
        if years <= limits.CHART_POINTS:
            categories = [f"Year {year + 1}" for year in range(years)]
            lines = [(path.label, [float(amount) for amount in path.yearly]) for path in price.paths]
            currency = f", {compared.currency}" if compared.currency else ""
            drawn.append(_chart("Pay, year by year", "line", lines, categories, f"A year{currency}"))
    order = compared.order
    if order is not None and 1 < len(compared.offers) <= limits.CHART_POINTS:
        first = {standing.offer_id: standing.shares[0] for standing in order.standings}
        names = _distinct([one.company for one in compared.offers])
        shares = [round(first.get(one.id, 0.0) * 100, 1) for one in compared.offers]
        drawn.append(
            _chart(
                "How often each comes first", "bar", [("Comes first", shares)], names, "Percent of weightings"
            )
        )
    return drawn


def _chart(
    title: str,
    kind: str,
    series: Sequence[tuple[str, Sequence[float | Decimal]]],
    categories: Sequence[str],
    y_label: str,
) -> Block:
    names = _distinct([name for name, _ in series])
    return {
        "type": CHART,
        "title": title,
        "chart": {
            "type": kind,
            "series": [
                {
                    "name": name,
                    "data": [
                        {"label": label, "value": float(value)}
                        for label, value in zip(categories, values, strict=True)
                    ],
                }
                for name, (_, values) in zip(names, series, strict=True)
            ],
            "axis_config": {
                "categories": list(categories),
                "y_label": shorten(y_label, limits.CHART_AXIS_LABEL),
            },
        },
    }


def _distinct(names: Sequence[str]) -> list[str]:
    """Names short enough for a chart, each once: the table above gives them in full."""
    made: list[str] = []
    for name in names:
        short = shorten(name, limits.CHART_LABEL)
        n = 2
        while short in made:
            mark = f" {n}"
            short = shorten(name, limits.CHART_LABEL - len(mark)) + mark
            n += 1
        made.append(short)
    return made
