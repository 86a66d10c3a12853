"""Which flow plays what was said or pressed."""

from __future__ import annotations

from dialogs.activity import Act
from dialogs.catalog import ACTS, VERBS
from dialogs.desk import Desk
from dialogs.flows import criteria, own_moves, readings, talking
from dialogs.replies import Choice
from dialogs.words.meaning import Understanding, Verb


def run_verb(desk: Desk, said: Understanding, words: str) -> None:
    asks_why = said.verb is Verb.COMPARE and words.casefold().startswith("why")
    flow = VERBS.get(Verb.WHY if asks_why else said.verb)
    if moved(desk, words):
        return
    if flow is not None:
        flow(desk, said, words)
    elif not readings.corrected_in_words(desk, words):
        talking.unknown(desk, said, words)


def moved(desk: Desk, words: str) -> bool:
    """What is on buttons and said in words, by patterns of its own ("pin 1", "add a criterion: commute")."""
    room = next((room for room in (own_moves, criteria) if room.is_move(words)), None)
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
