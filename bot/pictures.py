"""The three pictures: where a place stands, the two pay paths, and how sure the order is.

Pure functions from data to PNG bytes and an alternative text with the same facts. They take a tenth of a second
each and block, so callers on an event loop run them in a thread; they use no shared drawing state. matplotlib is
imported on first use.

The colours are those of Okabe and Ito (2008), told apart with any kind of colour vision; nothing is said by
colour alone. Drawn 360 points wide at twice the density: readable at the width of a phone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.sheet import DARK, LIGHT, NORMAL, SMALL, Ground, drawable, heading, new_figure, png_of
from dialogs.offers.figures import Comparison, PayPath, Reach, School
from dialogs.offers.money import money_text
from dialogs.offers.offer import DoorsEvidence, Interval
from dialogs.offers.text import count, percent
from dialogs.offers.why import rounded, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and the same facts in words for screen readers and notifications."""

    png: bytes
    alt_text: str


def prepare() -> None:
    """Loads what drawing needs and draws once, so that the first picture asked for is as quick as the others.

    Takes about a second; a process that will draw calls it in a thread when it starts.
    """
    mindset_gauge("", None)


def mindset_gauge(company: str, doors: DoorsEvidence | None, *, dark: bool = False) -> Picture:
    """Where one place stands between output and outcome, and between repeating and compounding."""
    ground = DARK if dark else LIGHT
    figure = new_figure(ground, 2.15)
    heard = doors or DoorsEvidence()
    rows = (
        ("ships things", "makes a difference", heard.mindset, heard.probability, heard.interval),
        ("repeats itself", "compounds", heard.growth, heard.growth_probability, heard.growth_interval),
    )
    heading(figure, drawable(company, "This place"), ground)
    for at, (left, right, word, probability, interval) in enumerate(rows):
        axes = figure.add_axes((0.05, 0.47 - 0.38 * at, 0.9, 0.26))
        _scale(axes, ground, left, right, _said(word, probability), interval)
    return Picture(png_of(figure), _gauge_words(company, heard, rows))


def _said(word: str, probability: float | None) -> str:
    if probability is None:
        return "nothing heard yet"
    good = word in ("outcome", "compounding")
    if good or word in ("output", "repetitive"):
        return f"{word}, {percent(probability if good else 1 - probability)} sure"
    return word


def _scale(axes: Axes, ground: Ground, left: str, right: str, said: str, interval: Interval | None) -> None:
    """One scale from 0 to 1 with its interval as a band, the middle marked."""
    axes.set_axis_off()
    axes.set(xlim=(-0.02, 1.02), ylim=(-1.5, 1.5))
    axes.plot([0, 1], [0, 0], color=ground.track, linewidth=9, solid_capstyle="round", zorder=1)
    axes.plot([0.5, 0.5], [-0.45, 0.45], color=ground.faint, linewidth=1, zorder=4)
    if interval is not None:
        low, high = interval
        axes.plot([low, high], [0, 0], color=ground.lines[0], linewidth=9, solid_capstyle="butt", zorder=2)
        middle = (low + high) / 2
        axes.plot([middle], [0], "o", color=ground.back, markeredgecolor=ground.ink, markersize=8, zorder=5)
    axes.text(0.0, 0.75, said, color=ground.ink, fontsize=NORMAL, ha="left", va="bottom")
    axes.text(0.0, -0.75, f"← {left}", color=ground.faint, fontsize=SMALL, ha="left", va="top")
    axes.text(1.0, -0.75, f"{right} →", color=ground.faint, fontsize=SMALL, ha="right", va="top")


def _gauge_words(company: str, heard: DoorsEvidence, rows: Sequence[tuple[Any, ...]]) -> str:
    """The gauge for those who do not see it."""
    said = []
    for name, (_, _, word, probability, interval) in zip(("Mindset", "Growth"), rows, strict=True):
        text = f"{name}: {_said(word, probability)}"
        if interval is not None:
            low, high = (round(100 * end) for end in interval)
            text += f", between {low} and {high} of 100"
        said.append(f"{text}.")
    if heard.answers:
        people = f" from {heard.interviewers}" if heard.interviewers else ""
        said.append(f"On {heard.answers} answers{people}.")
    return f"{company}. " + " ".join(said)


def pay_paths(comparison: Comparison, *, dark: bool = False, amounts: bool = True) -> Picture | None:
    """What both offers pay each year when the gap that draws level comes true; None without two known pays.

    Without `amounts` the axis has no sums, for places that others can see.
    """
    price = comparison.price
    if price is None or price.drawn_years < 2:
        return None
    ground = DARK if dark else LIGHT
    rich, school = price.paths
    figure = new_figure(ground, 2.9)
    row = next(one for one in price.break_even if one.years == price.drawn_years)
    name = drawable(comparison.named(price.school).company, "the other")
    title = f"{name} at the same growth"
    if row.reach is Reach.GAP and row.gap.value is not None:
        title = f"If pay grows {rounded(row.gap.value, 1)} points a year faster from {name}"
    lines = heading(figure, title, ground)
    axes = figure.add_axes((0.17 if amounts else 0.05, 0.2, 0.78 if amounts else 0.9, 0.72 - 0.07 * lines))
    _paths(axes, ground, (rich, school), amounts, comparison.currency)
    met = _crossing(rich.yearly, school.yearly)
    if met is not None:
        axes.plot(*met, "o", color=ground.back, markeredgecolor=ground.ink, markersize=9, zorder=5)
    foot = f"Both have paid the same in total after {count(row.years)} years."
    if row.reach is Reach.GAP:
        figure.text(0.05, 0.03, foot, color=ground.ink, fontsize=SMALL, ha="left", va="bottom")
    return Picture(
        png_of(figure), _path_words(comparison, title, met, foot if row.reach is Reach.GAP else "", amounts)
    )


def _paths(axes: Axes, ground: Ground, paths: Sequence[PayPath], amounts: bool, currency: str | None) -> None:
    """Both lines, told apart by colour, dash and marker, named where they end."""
    ends = sorted(paths, key=lambda path: path.yearly[-1])
    for index, path in enumerate(paths):
        years = range(1, len(path.yearly) + 1)
        style = ("o-", "s--")[index]
        pays = [float(pay) for pay in path.yearly]
        axes.plot(years, pays, style, color=ground.lines[index], linewidth=2.2, markersize=4.5)
        above = path is ends[-1]
        axes.annotate(
            "\n".join(textwrap.wrap(drawable(path.label, ("pays more now", "the other")[index]), 20)),
            (years[-1], float(path.yearly[-1])),
            (0, 7 if above else -7),
            textcoords="offset points",
            ha="right",
            va="bottom" if above else "top",
            color=ground.lines[index],
            fontsize=NORMAL,
            fontweight="bold",
        )
    axes.margins(x=0.04, y=0.24)
    axes.set_facecolor(ground.back)
    axes.set_xticks(range(1, len(paths[0].yearly) + 1) if len(paths[0].yearly) <= 12 else [1, 5, 10, 15, 20])
    axes.set_xlabel("year", color=ground.faint, fontsize=SMALL, labelpad=2)
    axes.tick_params(colors=ground.faint, labelsize=SMALL, length=0)
    axes.yaxis.set_major_locator(_few_ticks())
    axes.yaxis.set_major_formatter(lambda value, _: short_money(Decimal(repr(float(value))), currency))
    axes.yaxis.set_visible(amounts)
    axes.grid(axis="y", color=ground.track, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _few_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=4, steps=[1, 2, 5, 10])


def short_money(amount: Decimal, currency: str | None) -> str:
    """An axis label: €60k, ₹1.2M."""
    for size, mark in ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k")):
        if abs(amount) >= size:
            scaled = amount / size
            whole = scaled == scaled.to_integral_value()
            text = money_text(scaled, currency, cents=not whole)
            return (text if whole else text.rstrip("0").rstrip(".")) + mark
    return money_text(amount, currency)


def _crossing(rich: Sequence[Decimal], school: Sequence[Decimal]) -> tuple[float, float] | None:
    """Where the school's yearly pay first passes the other's, between the years as drawn."""
    gaps = [float(one - other) for one, other in zip(rich, school, strict=True)]
    for at in range(len(gaps) - 1):
        if gaps[at] > 0 >= gaps[at + 1]:
            part = gaps[at] / (gaps[at] - gaps[at + 1])
            low, high = float(rich[at]), float(rich[at + 1])
            return at + 1 + part, low + part * (high - low)
    return None


def _path_words(
    comparison: Comparison, title: str, met: tuple[float, float] | None, foot: str, amounts: bool
) -> str:
    """The paths for those who do not see them."""
    price = comparison.price
    assert price is not None  # noqa: S101 - the caller has looked
    said = [f"{title}."]
    for path in price.paths:
        if amounts:
            first, last = (money_text(pay, comparison.currency) for pay in (path.yearly[0], path.yearly[-1]))
            said.append(f"{path.label}: {first} in year one, {last} in year {count(len(path.yearly))}.")
    school = comparison.named(price.school).company
    if met is not None:
        said.append(f"{school} pays more from year {count(int(met[0]) + 1)} on.")
    if foot:
        said.append(foot)
    if amounts and price.school_is is not School.NOT_BETTER:
        said.append(f"The difference today is {shown(price.per_year)} a year.")
    return " ".join(said)


def rank_shares(comparison: Comparison, *, dark: bool = False) -> Picture | None:
    """How often each offer comes first, second and so on; None when there is no order."""
    order = comparison.order
    if order is None:
        return None
    ground = DARK if dark else LIGHT
    standings = sorted(order.standings, key=lambda one: one.shares, reverse=True)
    number = len(standings)
    figure = new_figure(ground, 0.8 + 0.52 * number)
    height = figure.get_size_inches()[1]
    heading(figure, "How often each comes first", ground)
    axes = figure.add_axes((0.05, 0.3 / height, 0.9, 1 - 0.65 / height))
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(number - 0.55, -0.42))
    said = []
    for at, standing in enumerate(standings):
        name = comparison.named(standing.offer_id).company
        label = drawable(name, f"Offer {1 + order.standings.index(standing)}")
        axes.text(0, at - 0.06, label, color=ground.ink, fontsize=NORMAL, ha="left", va="bottom")
        _bar(axes, ground, at, standing.shares)
        said.append(f"{name} comes first in {percent(standing.shares[0])}.")
    _legend(figure, ground, number)
    alt = f"How often each offer comes first over all weights that fit your order. {' '.join(said)}"
    return Picture(png_of(figure), alt)


def _bar(axes: Axes, ground: Ground, at: int, shares: Sequence[float]) -> None:
    """One offer's shares of the places, each with its number where there is room for it."""
    left = 0.0
    for rank, share in enumerate(shares):
        color = ground.ranks[min(rank, len(ground.ranks) - 1)]
        axes.barh(at + 0.17, share, 0.38, left, color=color, edgecolor=ground.back, linewidth=1)
        if share >= 0.1:
            ink = ground.on_rank[min(rank, len(ground.on_rank) - 1)]
            axes.text(
                left + share / 2,
                at + 0.18,
                percent(share),
                color=ink,
                fontsize=SMALL,
                ha="center",
                va="center",
            )
        left += share


def _legend(figure: Figure, ground: Ground, number: int) -> None:
    """Which shade is which place."""
    from matplotlib.patches import Patch

    names = ("first", "second", "third", "fourth", "fifth", "sixth")[:number]
    patches = [
        Patch(facecolor=ground.ranks[i], edgecolor=ground.faint, label=name) for i, name in enumerate(names)
    ]
    figure.legend(
        handles=patches,
        loc="lower left",
        bbox_to_anchor=(0.03, 0.0),
        ncols=min(number, 6),
        frameon=False,
        fontsize=SMALL if number <= 4 else SMALL - 1.5,
        labelcolor=ground.faint,
        handlelength=1,
        handletextpad=0.4,
        columnspacing=0.9,
    )
