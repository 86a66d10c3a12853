"""A short human answer to what is no request, and the one useful next step.

Small talk is recognised in every language there is a file for; it is answered in English for now. That limit is
here and nowhere else: a second language would be a second table beside `_ANSWERS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.words.meaning import Topic, Understanding, Verb
from dialogs.words.say import say_moment


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the person stands. `next_interview_at` is aware and in the person's zone."""

    has_opportunities: bool = False
    next_company: str | None = None
    next_interview_at: datetime | None = None
    debrief_waiting: str | None = None
    """The company whose interview is over and not yet talked through."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """What to answer, the next step in a sentence, and the words that take it."""

    text: str
    next_step: str
    command: str


_ANSWERS: dict[tuple[Verb, Topic | None], str] = {
    (Verb.THANKS, None): "Glad it helped.",
    (Verb.GREETING, None): "Hello.",
    (Verb.GREETING, Topic.GOODBYE): "See you. Everything is kept where you left it.",
    (Verb.GREETING, Topic.HOW_ARE_YOU): "I'm a program, so always the same. How are your interviews going?",
    (Verb.FRUSTRATION, None): "That sounds hard.",
    (Verb.FRUSTRATION, Topic.WENT_BADLY): (
        "I'm sorry, that is a rotten feeling. What they told you is worth as much as on a good day: you were "
        "finding out about them, too."
    ),
    (Verb.FRUSTRATION, Topic.REJECTED): (
        "I'm sorry. A no says little about you and sometimes a lot about them; your notes on the place stay yours."
    ),
    (Verb.FRUSTRATION, Topic.WORRIED): (
        "That's normal, and it helps to have a job to do in the room: you are there to investigate them. "
        "If it weighs on you beyond this interview, talk to someone close to you or to a doctor."
    ),
    (Verb.FRUSTRATION, Topic.ANNOYED): (
        "Sorry, that was my miss. What you typed is kept. One plain sentence works best, with the company in it."
    ),
    (Verb.OFF_TOPIC, None): "That is beyond me; I only do interviews.",
    (Verb.ABOUT_BOT, None): "I'm Delta, a program that coaches you before and after interviews.",
    (Verb.ABOUT_BOT, Topic.HUMAN): (
        "I'm a program, not a person. I read your notes by rules and a small model, and quote what I go by."
    ),
    (Verb.ABOUT_BOT, Topic.PRIVACY): (
        "Your notes and pay are yours: encrypted, shown to nobody unless you share them. But a workspace that "
        "belongs to an employer may be read by that employer. “export” gives you all of it, “forget” destroys it."
    ),
    (
        Verb.ABOUT_BOT,
        Topic.COST,
    ): "Nothing. I'm open source, and whoever runs this workspace's bot bears the cost.",
    (Verb.ABOUT_BOT, Topic.WHO_MADE_IT): (
        "I'm Delta, an open source interview coach. I ask one thing of a company: does it ship things, or does it "
        "make a difference?"
    ),
    (Verb.ABOUT_BOT, Topic.HOW_IT_WORKS): (
        "I read each answer for one thing: do they measure what was shipped (output) or what it changed (outcome)? "
        "Every verdict shows the quotes it rests on and how sure it is, and your correction counts more than I do."
    ),
    (Verb.ABOUT_BOT, Topic.ADVICE_LIMITS): (
        "I'm no lawyer and no financial adviser, and I'm never in the interview itself; I help before and after."
    ),
    (Verb.ABOUT_BOT, Topic.LANGUAGES): (
        "Write to me in English, German, French, Spanish or Portuguese; I understand all five and answer in English."
    ),
}


def answer(meant: Understanding, standing: Standing) -> SmallTalk:
    """The answer to an understanding whose verb is a kind of small talk (or is unknown)."""
    text = _ANSWERS.get((meant.verb, meant.topic)) or _ANSWERS.get((meant.verb, None))
    step, command = _next_step(meant, standing)
    return SmallTalk(text or "I didn't get that, but it is kept.", step, command)


def _next_step(meant: Understanding, standing: Standing) -> tuple[str, str]:
    """The one thing that would help most now."""
    if meant.verb is Verb.FRUSTRATION and meant.topic is Topic.WENT_BADLY:
        company = meant.company or standing.debrief_waiting
        if company is not None:
            return f"Two minutes on what {company} said, while it's fresh?", f"debrief {company}"
        return "Two minutes on what they said, while it's fresh?", "debrief"
    if meant.verb is Verb.GREETING and meant.topic is Topic.GOODBYE:
        return "Type “status” when you are back.", "status"
    if standing.debrief_waiting is not None:
        return f"{standing.debrief_waiting} is waiting: how did it go?", f"debrief {standing.debrief_waiting}"
    if standing.next_company is not None:
        when = f", {say_moment(standing.next_interview_at)}" if standing.next_interview_at is not None else ""
        return f"Next is {standing.next_company}{when}. Shall we prepare?", f"prep {standing.next_company}"
    if standing.has_opportunities:
        return "Shall I show what is open?", "status"
    return "Tell me about an interview, like “seeing Acme on Tuesday at 3pm”.", "interview"
