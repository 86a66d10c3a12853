"""What is on the buttons under a comparison, said in words: "what would turn it round", "I need the cash now"."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.desk import Desk
from dialogs.flows import comparing
from dialogs.flows.weighing import CASH, ordered

_TURN = re.compile(
    r"(?:and\s+)?what\s+(?:would|could|will|might)\s+(?:turn|flip|change|tip|reverse)\s+"
    r"(?:it|that|this|the\s+(?:order|ranking|result|comparison|balance))(?:\s+(?:round|around|over|about))?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:a\s+|the\s+|write\s+(?:me\s+)?(?:a\s+|the\s+)?|give\s+me\s+(?:a\s+|the\s+)?)?"
    r"(?:note\s+(?:for|to)\s+negotiat\w+|negotiati(?:on|ng)\s+note)"
    r"|help\s+me\s+(?:to\s+)?negotiate(?:\s+(?:it|that|this|the\s+offer))?"
    r"|(?:what|how\s+much)\s+(?:should|could|can|do)\s+i\s+(?:ask\s+(?:them\s+)?for|negotiate(?:\s+for)?)",
    re.IGNORECASE,
)
_CASH_FIRST = re.compile(
    r"(?:(?:but|actually|honestly|well|sorry)[\s,]+)?"
    r"(?:i\s+(?:just\s+|really\s+)?need\s+(?:the\s+)?(?:cash|money)(?:\s+(?:now|first|most|today|right\s+now))?"
    r"|(?:the\s+)?(?:cash|money)\s+(?:comes\s+first|first|matters\s+most)(?:\s+(?:to|for)\s+me)?"
    r"|rank\s+(?:them\s+|it\s+)?by\s+(?:cash|money|pay))",
    re.IGNORECASE,
)


def is_move(words: str) -> bool:
    """Whether the whole message is one of these."""
    said = _plain(words)
    return any(pattern.fullmatch(said) for pattern in (_TURN, _NOTE, _CASH_FIRST))


def move(desk: Desk, words: str) -> None:
    """Does what the button of that name does, for the offers that were compared last, or for all there are."""
    said = _plain(words)
    chosen = _compared_last(desk)
    if _CASH_FIRST.fullmatch(said):
        preferences = ordered(desk.settings.preferences, CASH)
        desk.change(settings=replace(desk.settings, preferences=preferences))
        if len(chosen.split(",")) < 2:
            desk.note("Then pay now comes first when I compare. “settings order” puts something else first.")
            return
        comparing.start_pressed(desk, {"offers": chosen}, {})
    elif not chosen:
        comparing.start_pressed(desk, {}, {})  # says how an offer is put in
    elif _TURN.fullmatch(said):
        comparing.flip_pressed(desk, {"offers": chosen}, {})
    else:
        comparing.note_pressed(desk, {"offers": chosen}, {})


def _plain(words: str) -> str:
    return " ".join(words.split()).rstrip(".!?")


def _compared_last(desk: Desk) -> str:
    """The ids of the offers that were compared last; else of every offer."""
    with_terms = [o.id for o in desk.opportunities() if o.terms is not None]
    last = desk.person.compared[-1].opportunities if desk.person.compared else ()
    standing = [id for id in last if id in with_terms]
    return ",".join(standing or with_terms)
