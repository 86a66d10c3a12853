"""Why a figure of the comparison is what it is, by button or in words."""

from __future__ import annotations

import re

from dialogs.desk import Args, Desk, act
from dialogs.flows import comparing, judging, present_job
from dialogs.offers.figures import Comparison, Figure
from dialogs.offers.text import say
from dialogs.offers.why import ORDER_ID, explained
from dialogs.offers.why import why as why_of
from dialogs.replies import Choice
from dialogs.words.meaning import Understanding

_ORDER_WORDS = re.compile(r"\b(order|first|above|ahead|before|better|wins?|%|per ?cent|weights?|rank\w*)\b|%")
_PLACE_WORDS = re.compile(r"\b(first|last|ahead|above|behind|order|rank\w*|wins?)\b")
"""Words for a place in the order, which no verdict has."""
_FIGURE_WORDS = {
    "first_year_cash": ("first year", "cash"),
    "hourly": ("hour",),
    "floor_gap": ("floor",),
    "yearly_discounted": ("discount", "equity", "shares"),
    "base_yearly": ("base",),
    "per_year": ("price", "difference", "costs"),
    "add_to_base": ("add", "level", "negotiate"),
    "gap_5": ("points", "faster", "five years", "catch"),
}
BUTTONS = ("per_year", "add_to_base", "first_year_cash", "yearly_discounted", "hourly")


def why(desk: Desk, said: Understanding, text: str) -> None:
    """ "Why?": of a figure where one is meant, else of the reading or the verdict in hand."""
    focus = desk.focus()
    chosen = [o for o in desk.opportunities() if o.terms is not None]
    front = desk.person.dialogs.front
    if not chosen or (front is not None and front.dialog == "debrief"):
        judging.why(desk, said, text)
        return
    result = comparing.comparison_of(desk, chosen)
    figure = _meant(result, text)
    if figure is not None:
        desk.note(explained(figure))
    elif result.order is not None and _ORDER_WORDS.search(text.casefold()):
        stands = present_job.capital(
            " ".join(say(result).order)
        )  # "why is Acme first" may be said of the second
        desk.note(f"{stands}\n{why_of(result, ORDER_ID)}".strip())
    elif len(chosen) > 1 and _PLACE_WORDS.search(text.casefold()):
        comparing.no_order_yet(desk, chosen, result)
    elif len(chosen) > 1 and said.company is None and not (focus and focus.answers):
        _offer_figures(desk, result, ",".join(o.id for o in chosen))
    else:
        judging.why(desk, said, text)


def _meant(result: Comparison, text: str) -> Figure | None:
    """The figure that the words are about: by its number, else by its name and the company's."""
    plain = text.casefold()
    numbers = {re.sub(r"\D", "", n) for n in re.findall(r"\d[\d.,]*", plain)} - {""}
    by_number = [f for f in result.figures if f.value is not None and f"{abs(f.value):.0f}" in numbers]
    if by_number:
        return by_number[0]
    named = [o.id for o in result.offers if o.company.casefold() in plain]
    fitting = [
        f
        for f in result.figures
        if any(word in plain for word in _FIGURE_WORDS.get(f.id.rpartition("/")[2], ()))
        and (not named or any(id in f.id for id in named))
    ]
    return next((f for f in fitting if f.value is not None), next(iter(fitting), None))


def _offer_figures(desk: Desk, result: Comparison, ids: str) -> None:
    names = {o.id: o.company for o in result.offers}
    choices = []
    if result.order is not None:
        choices.append(Choice("Who comes first", act("compare.why", offers=ids, figure=ORDER_ID)))
    for figure in result.figures:
        owner, _, name = figure.id.rpartition("/")
        if name in BUTTONS and figure.value is not None:
            label = f"{names[owner]}: {figure.label}" if owner in names else figure.label
            choices.append(Choice(_short(label), act("compare.why", offers=ids, figure=figure.id)))
    desk.note("Which figure? Press it, or say “why” with its number.", tuple(choices[:8]))


def _short(label: str) -> str:
    label = label[:1].upper() + label[1:]
    return label if len(label) <= 60 else label[:59].rsplit(" ", 1)[0] + "…"


def pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Why these figures?], and one figure among them."""
    chosen = comparing.chosen_by(desk, args)
    if not chosen:
        desk.note("There is no offer to explain any more.")
        return
    result = comparing.comparison_of(desk, chosen)
    figure = args.get("figure")
    if figure is None:
        _offer_figures(desk, result, args.get("offers", ""))
        return
    try:
        desk.note(why_of(result, figure))
    except KeyError:
        desk.note("That figure is not compared any more. “compare” shows those that are.")
