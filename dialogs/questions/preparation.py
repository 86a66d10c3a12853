"""Beyond the questions: what to look for during the visit, and one's own "difference I made"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogs.questions.bank import Bank, Question, Setting
from dialogs.questions.situation import Situation
from dialogs.rubric import Stage

MOST_TO_NOTICE = 3


def look_for(
    bank: Bank, situation: Situation, setting: Setting = Setting.EITHER, count: int = MOST_TO_NOTICE
) -> tuple[Question, ...]:
    """What to notice this time: one thing a dimension, the dimension that is most open first.

    What can only be seen on site is left out unless `setting` says that the candidate will be there; what
    was noted before (its id is in `asked`) is left out too.
    """
    noted = {question_id for question_id, _ in situation.asked}
    fitting = [
        q
        for q in bank.to_notice()
        if situation.stage in q.stages and q.id not in noted and q.setting in (Setting.EITHER, setting)
    ]
    fitting.sort(key=lambda q: (-_open(q, situation), q.setting is Setting.EITHER, bank.place(q)))
    first_of_each = {q.dimension: q for q in reversed(fitting)}
    return tuple(q for q in fitting if first_of_each[q.dimension] is q)[:count]


def _open(question: Question, situation: Situation) -> float:
    return situation.expected_information.get(question.dimension, 1.0)


_OPENING = {
    Setting.ON_SITE: "Come ten minutes early and look around.",
    Setting.REMOTE: "On a screen you see little, so listen for the small things.",
    Setting.EITHER: "Keep half an eye on what nobody tells you.",
}
_CLOSING = {
    Stage.FIRST_CALL: "Note one thing as soon as you hang up; it is gone by evening.",
    Stage.MAIN_ROUND: "What you saw counts apart from what you were told, so note which is which.",
    Stage.PANEL: "With several people there, watch who speaks after whom.",
    Stage.FINAL: "Compare with your first visit: what has changed now that they want you?",
    Stage.OFFER: "Before you decide, ask to sit in for an hour: nobody dresses up a Tuesday morning.",
}


def visit_note(bank: Bank, situation: Situation, setting: Setting = Setting.EITHER) -> str:
    """One short message for before the visit: what to look for, in plain text."""
    things = [f"{n}. {q.text}" for n, q in enumerate(look_for(bank, situation, setting), start=1)]
    return "\n".join((_OPENING[setting], *things, _CLOSING[situation.stage]))


@dataclass(frozen=True, slots=True)
class Slot:
    """One gap of the sentence: what is asked for it, and an example of how it might be filled."""

    name: str
    ask: str
    example: str


SLOTS: tuple[Slot, ...] = (
    Slot("for_whom", "Who had it hard?", "families on our ward"),
    Slot("problem", "What was wrong for them?", "they rang five times to find out who was in charge"),
    Slot("did", "What did you do?", "put one name and one number on the first letter"),
    Slot("changed", "What was different afterwards?", "the calls fell by half within a month"),
    Slot("proof", "How would somebody check that?", "the switchboard counts them"),
)
"""The five gaps of "a difference I made", in the order in which they are asked."""

DIFFERENCE_TEMPLATE = "For {for_whom}: {problem}. I {did}. Afterwards {changed}. I know because {proof}."


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference the candidate made, filled in once and reused in every interview. An empty gap is open."""

    for_whom: str = ""
    problem: str = ""
    did: str = ""
    changed: str = ""
    proof: str = ""

    def with_slot(self, name: str, words: str) -> Difference:
        """The same with one gap filled, the words fitted to the sentence.

        Raises:
            ValueError: there is no such gap; the sentence names those there are.
        """
        if name not in _LEADS_IN:
            raise ValueError(f"There is no gap called {name!r}; there are {', '.join(_LEADS_IN)}.")
        return replace(self, **{name: _fitted(name, words)})

    def missing(self) -> Slot | None:
        """The first gap that is still open."""
        return next((slot for slot in SLOTS if not getattr(self, slot.name)), None)

    def said(self) -> str:
        """The whole of it, to be said in twenty seconds; gaps are shown as what is asked for them."""
        words = {slot.name: getattr(self, slot.name) or f"[{slot.ask}]" for slot in SLOTS}
        return DIFFERENCE_TEMPLATE.format(**words)

    def in_short(self) -> str:
        """One line for a pocket card, empty until both what was done and what changed are known."""
        return f"I {self.did}; {self.changed}." if self.did and self.changed else ""

    def advice(self) -> str | None:
        """The one thing that would make it stronger, None when there is nothing left to add."""
        missing = self.missing()
        if missing is not None:
            return f"{missing.ask} For example: “{missing.example}”."
        if _DELIVERED.search(self.changed) and not _FIGURE.search(self.changed):
            return "That tells what was finished. What got better for them because of it?"
        if not _FIGURE.search(f"{self.changed} {self.proof}"):
            return "Is there a figure in it, even a rough one? “About half” is enough."
        return None


_LEADS_IN = {
    "for_whom": re.compile(r"^for\s+", re.IGNORECASE),
    "problem": re.compile(r"^(?:that|because)\s+", re.IGNORECASE),
    "did": re.compile(r"^(?:so\s+)?i\s+", re.IGNORECASE),
    "changed": re.compile(r"^(?:and\s+)?(?:after(?:wards|\s+that),?|then,?)\s+", re.IGNORECASE),
    "proof": re.compile(r"^(?:i\s+know\s+)?because\s+", re.IGNORECASE),
}
_SMALL_INSIDE = re.compile(
    r"^(?:an?|the|my|our|their|his|her|its?|they|we|s?he|there|th(?:is|at|ese|ose)|some|every|each|one|two|three"
    r"|about|people|families|patients|pupils|parents|customers|clients|users|guests|colleagues|new)\b",
    re.IGNORECASE,
)
"""First words that stood large only because they began a sentence; any other may be a name and stays."""
_FIGURE = re.compile(
    r"\d|\b(?:half|halved|third|quarter|double[ds]?|twice|tenth|fifth|none|nobody)\b", re.IGNORECASE
)
_DELIVERED = re.compile(
    r"\b(?:shipped|launched|delivered|finished|rolled out|on time|went live|completed)\b", re.I
)


def _fitted(name: str, words: str) -> str:
    """Trims what the sentence itself already says, and a capital that stood at the head of a sentence."""
    text = _LEADS_IN[name].sub("", " ".join(words.split())).rstrip(" .;,")
    opens_small = name == "did" or _SMALL_INSIDE.match(text)
    return text[:1].lower() + text[1:] if opens_small and text[1:2].islower() else _small_article(text)


def _small_article(text: str) -> str:
    return "a" + text[1:] if text.startswith("A ") else text
