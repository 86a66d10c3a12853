"""What is on the buttons under the questions, said in words: "pin 1", "swap two", "pin all", "add mine: …"."""

from __future__ import annotations

import re

from dialogs.desk import Desk, act
from dialogs.flows import own_words, preparing
from dialogs.flows.finding import upcoming
from dialogs.replies import Choice

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "first": 1, "second": 2, "third": 3}
_WHICH = (
    r"(?:the\s+)?(?:questions?\s+|numbers?\s+|nr\.?\s*|no\.?\s*|#\s*)?"
    r"(all|them all|them|everything|\d|" + "|".join(_NUMBERS) + r")(?:\s+(?:one|question|of them))?"
)
_THESE = re.compile(
    rf"(?:please\s+)?(pin|unpin|swap)\s+({_WHICH}(?:(?:\s*,\s*(?:and\s+)?|\s*(?:and|\+|&|then)\s*){_WHICH})*)",
    re.IGNORECASE,
)
_EACH = re.compile(_WHICH, re.IGNORECASE)
_MINE = re.compile(
    r"add\s+(?:mine|my own(?: question)?|my question|a question|one of mine|my one)(?:[\s:,]+(.+))?",
    re.IGNORECASE | re.DOTALL,
)
_WHOLE = {
    "pocket card": preparing.card_pressed,
    "what to have ready": own_words.ready_pressed,
    "what should i have ready": own_words.ready_pressed,
}


def is_move(words: str) -> bool:
    """Whether the whole message is one of these."""
    said = _plain(words)
    return bool(_THESE.fullmatch(said) or _MINE.fullmatch(said)) or said.casefold() in _WHOLE


def _plain(words: str) -> str:
    return " ".join(words.split()).rstrip(".!")


def move(desk: Desk, words: str) -> None:
    """Does what the button of that name does, for the next interview of the opportunity in hand."""
    opportunity = preparing.coming(desk)
    interview = upcoming(opportunity, desk.now) if opportunity else None
    if opportunity is None or interview is None:
        desk.note(
            "No interview is coming up that I could keep questions for. “interview Acme, Tuesday 3pm” books one."
        )
        return
    args = {"opportunity": opportunity.id, "interview": interview.id}
    said = _plain(words)
    whole = _WHOLE.get(said.casefold())
    mine = _MINE.fullmatch(said)
    if whole is not None:
        whole(desk, args, {})
    elif mine is not None:
        own_words.own_said(desk, args, mine.group(1) or "")
    elif not interview.questions:
        choice = Choice("Questions to ask", act("prep.start", **args), primary=True)
        desk.note(f"There are no questions for {opportunity.company} yet.", (choice,))
    elif (these := _THESE.fullmatch(said)) is not None:
        which = [found.casefold() for found in _EACH.findall(these.group(2))]
        _these(desk, args, these.group(1).casefold(), which)


def _these(desk: Desk, args: dict[str, str], verb: str, which: list[str]) -> None:
    found = preparing.addressed(desk, args)
    questions = found[1].questions if found else ()
    numbers = [int(each) if each.isdigit() else _NUMBERS.get(each) for each in which]
    if verb == "swap" and (None in numbers or len(numbers) > 1):
        desk.note(f"One at a time: “swap 1” to “swap {len(questions)}”.")
    elif None in numbers:
        (preparing.pin_all_pressed if verb == "pin" else preparing.unpin_pressed)(desk, args, {})
    elif not all(number and number <= len(questions) for number in numbers):
        desk.note(f"There are {len(questions)} questions: “{verb} 1” to “{verb} {len(questions)}”.")
    else:
        meant = ",".join(questions[number - 1].id for number in numbers if number)
        flow = {"pin": preparing.pin_pressed, "unpin": preparing.unpin_pressed}
        flow.get(verb, preparing.swap_pressed)(desk, {**args, "question": meant}, {})
