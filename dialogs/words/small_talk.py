"""A short human answer to what is not work, and the one useful next step.

Small talk is recognised in every language there is a file for; the answers are in English only, here.
"""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.words.meaning import Topic, Understanding, Verb


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the person stands, as far as the next step depends on it: companies by name, or None."""

    has_opportunities: bool = False
    next_interview: str | None = None
    debrief_waiting: str | None = None


_ABOUT_BOT = {
    Topic.HUMAN: "I'm a bot. A program with a question bank and a reader, no person behind it.",
    Topic.PRIVACY: (
        "What you tell me is encrypted and seen by nobody but you, unless you share it. If this workspace is an "
        "employer's, they may be able to read the messages in it."
    ),
    Topic.COST: "I cost you nothing. Whoever installed me runs me.",
    Topic.WHO_MADE_IT: "I'm Delta, open source. Whoever runs me here installed me; the code is public.",
    Topic.HOW_IT_WORKS: (
        "I suggest questions before an interview, ask you afterwards what they said, and read it for one thing: "
        "do they ask whether they shipped, or whether they made a difference?"
    ),
    Topic.ADVICE_LIMITS: "I'm no lawyer and no financial adviser. For a contract or for taxes, ask one.",
    Topic.LANGUAGES: "I read English, German, French, Spanish and Portuguese. I answer in English for now.",
}

_FRUSTRATION = {
    Topic.WENT_BADLY: "I'm sorry it went badly. What they said still tells you something about them.",
    Topic.REJECTED: "That stings. It says little about you and nothing about the next one.",
    Topic.WORRIED: "Being nervous means it matters to you. A few good questions steady the hands.",
    Topic.ANNOYED: "Sorry, I got in your way there.",
}

_OFF_TOPIC = {
    Topic.HOW_ARE_YOU: "I'm a bot, so always the same. How are you doing with the interviews?",
    Topic.GOODBYE: "Good luck. Everything is kept for when you come back.",
}


def small_talk(said: Understanding, standing: Standing) -> str:
    """What to answer, in one or two sentences."""
    return f"{_answer(said)} {next_step(standing)}".strip()


def _answer(said: Understanding) -> str:
    topic = said.topic
    match said.verb:
        case Verb.THANKS:
            return "You're welcome."
        case Verb.GREETING:
            return "Hello."
        case Verb.FRUSTRATION:
            return _FRUSTRATION.get(topic or Topic.WENT_BADLY, _FRUSTRATION[Topic.WENT_BADLY])
        case Verb.ABOUT_BOT:
            return _ABOUT_BOT.get(topic or Topic.HOW_IT_WORKS, _ABOUT_BOT[Topic.HOW_IT_WORKS])
        case _:
            known = _OFF_TOPIC.get(topic) if topic else None
            return known or "That is outside what I can help with; interviews and offers are what I know."


def next_step(standing: Standing) -> str:
    """The one thing that would help most now."""
    if standing.debrief_waiting:
        return f"{standing.debrief_waiting} waits for its debrief: say “debrief {standing.debrief_waiting}”."
    if standing.next_interview:
        return f"Next is {standing.next_interview}: “prep {standing.next_interview}” brings your questions."
    if standing.has_opportunities:
        return "“status” shows what is open."
    return "Tell me about your next interview: “Acme, Tuesday 3pm, hiring manager”."
