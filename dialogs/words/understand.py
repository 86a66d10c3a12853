"""From a message to its meaning."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogs.rubric import Role
from dialogs.words.meaning import Ask, AskField, Known, Understanding, Verb

_COMMAND = re.compile(r"\s*(?:/?coach\s+)?/?(\w+)\s*(.*)", re.S)
_WHEN = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun)\w*\s+(?:at\s+)?(\d{1,2})(?::(\d\d))?\s*(am|pm)\b", re.IGNORECASE
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MET = {"hiring manager": Role.HIRING_MANAGER, "recruiter": Role.RECRUITER, "peer": Role.PEER}


def understand(text: str, *, now: datetime, zone: str, known: Known | None = None) -> Understanding:
    """What `text` means, said at `now` (aware) by a person in `zone` (IANA). Never raises on text."""
    known = known or Known()
    command = _COMMAND.match(text)
    verb = _verb(command.group(1)) if command else Verb.UNKNOWN
    if command is None or verb is Verb.UNKNOWN:
        return Understanding(Verb.UNKNOWN, rest=text, confident=False)
    rest = command.group(2).strip()
    starts_at = _starts_at(rest, now.astimezone(ZoneInfo(zone)))
    met = next((words for words in _MET if words in rest.lower()), None)
    words = _WHEN.sub("", rest).split(",")[0].split() if verb is not Verb.OFFER else rest.split()[:1]
    company = words[0] if words else None
    ask = None
    if verb is Verb.INTERVIEW and company is None:
        ask = Ask(AskField.COMPANY, "Which company is it with?")
    elif verb is Verb.INTERVIEW and starts_at is None:
        ask = Ask(AskField.STARTS_AT, "When is it? A day and a time will do, like “Tuesday 3pm”.")
    return Understanding(
        verb,
        company=company,
        role=" ".join(words[1:]) or None,
        met=_MET[met] if met else None,
        met_words=met,
        starts_at=starts_at,
        rest=rest,
        ask=ask,
    )


def _verb(word: str) -> Verb:
    try:
        return Verb(word.lower())
    except ValueError:
        return Verb.UNKNOWN


def _starts_at(text: str, local_now: datetime) -> datetime | None:
    said = _WHEN.search(text)
    if said is None or not 1 <= int(said.group(2)) <= 12:
        return None
    ahead = (_DAYS.index(said.group(1).lower()) - local_now.weekday()) % 7
    hour = int(said.group(2)) % 12 + (12 if said.group(4).lower() == "pm" else 0)
    minute = int(said.group(3) or 0)
    if ahead == 0 or minute > 59:
        return None
    day = local_now.date() + timedelta(days=ahead)
    return datetime.combine(day, time(hour, minute), local_now.tzinfo)
