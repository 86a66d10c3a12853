"""Which flow plays what was said or pressed."""

from __future__ import annotations

from dialogs.activity import Act
from dialogs.catalog import ACTS, VERBS
from dialogs.desk import Desk
from dialogs.flows import compare_moves, criteria, offering, own_moves, readings, talking, telling
from dialogs.replies import Choice
from dialogs.words.meaning import Understanding, Verb


def run_verb(desk: Desk, said: Understanding, words: str) -> None:
    """Plays what was said: what is on buttons first, by its own words, then the verb that was understood."""
    if moved(desk, words) or readings.corrected_in_words(desk, words):
        return
    asks_why = said.verb is Verb.COMPARE and words.casefold().startswith("why")
    tells = said.verb is Verb.COMPARE and offering.told_together(desk, said, words) is not None
    verb = (
        Verb.WHY if asks_why else Verb.OFFER if tells else said.verb
    )  # "two offers, acme 62k and globex 58k"
    flow = VERBS.get(verb, talking.unknown)
    if not (_may_tell(said, words) and telling.offers_to_keep(desk, words)):
        flow(desk, said, words)


_SAID_IN_PASSING = frozenset({Verb.UNKNOWN, Verb.EDIT, Verb.COMPARE, Verb.MOVE, Verb.LATER, Verb.RESUME})
"""Verbs whose words stand in any tale of a place: "if falls go up we change something"."""
_SENTENCE = 6
"""Words from which something that names no company of theirs may be a tale and no order."""


def _may_tell(said: Understanding, words: str) -> bool:
    """Whether words that look like an order may as well be something heard: a sentence about nobody they know."""
    if said.verb is Verb.UNKNOWN:
        return True
    ordered = words.split()[0].casefold().strip("/?!.,:") == said.verb.value
    sentence = len(words.split()) >= _SENTENCE and not words.rstrip().endswith("?")
    return said.verb in _SAID_IN_PASSING and sentence and said.opportunity_id is None and not ordered


def moved(desk: Desk, words: str) -> bool:
    """What is on buttons and said in words, by patterns of its own ("pin 1", "add a criterion: commute")."""
    room = next((room for room in (own_moves, compare_moves, criteria) if room.is_move(words)), None)
    if room is not None:
        room.move(desk, words)
    return room is not None


def run_act(desk: Desk, act: Act, values: dict[str, str]) -> None:
    flow = ACTS.get(act.name)
    if flow is None:
        desk.note(
            "That button is from an earlier version of me and does nothing now. “status” shows where things stand.",
            (Choice("What's open", Act("status.show")),),
        )
        return
    flow(desk, act.args, values)
