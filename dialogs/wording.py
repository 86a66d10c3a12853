"""How the coach words times, people and places. One place, so that a thing is always called the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.rubric import Dimension, Label, Reading, Role, Stage
from dialogs.words.say import say_day_of_year

ROLE_WORDS: dict[Role, str] = {
    Role.RECRUITER: "recruiter",
    Role.HIRING_MANAGER: "hiring manager",
    Role.PEER: "future colleague",
    Role.JUNIOR: "junior on the team",
    Role.SKIP_LEVEL: "manager's manager",
    Role.EXECUTIVE: "executive",
    Role.CUSTOMER_FACING: "customer-facing colleague",
    Role.CLIENT_FACING: "colleague who works with the people you serve",
    Role.UNKNOWN: "interviewer",
}

STAGE_WORDS: dict[Stage, str] = {
    Stage.FIRST_CALL: "first call",
    Stage.MAIN_ROUND: "main round",
    Stage.PANEL: "panel",
    Stage.FINAL: "final round",
    Stage.OFFER: "offer talk",
}

DIMENSION_WORDS: dict[Dimension, str] = {
    Dimension.SUCCESS_METRICS: "how success is measured",
    Dimension.FAILURE_LEARNING: "learning from failure",
    Dimension.AUTONOMY: "autonomy",
    Dimension.FOCUS: "focus",
    Dimension.RECOGNITION: "what gets praised",
    Dimension.GROWTH: "growth",
}

LABEL_WORDS: dict[Label, str] = {
    Label.OUTPUT: "output",
    Label.OUTCOME: "outcome",
    Label.MIXED: "both",
    Label.UNCLEAR: "neither",
}

_GROWTH_WORDS = {Label.OUTPUT: "repetition", Label.OUTCOME: "growth"}


def reads_as(reading: Reading) -> str:
    """How an answer reads, in a word: "outcome"; of what an answer says of growing there, "growth"."""
    words = _GROWTH_WORDS if reading.dimension is Dimension.GROWTH else {}
    return words.get(reading.label, LABEL_WORDS[reading.label])


def called(label: str) -> str:
    """An interviewer in a sentence: "the hiring manager", "future colleague A"."""
    return label if label[-2:-1] == " " and label[-1:].isupper() else f"the {label}"


def place_of(zone: str) -> str:
    """A zone's name as people say it: "Europe/Lisbon" is "Lisbon"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def say_date(day: date, today: date) -> str:
    """ "Friday 27 March", with the year where it is not the present one."""
    words = say_day_of_year(day)
    return words if day.year == today.year else f"{words} {day.year}"


def say_when(instant: datetime, zone: str, now: datetime) -> str:
    """ "Thursday 12 March, 15:00 (Lisbon)": always with the zone, so that a wrong one is seen."""
    local = instant.astimezone(ZoneInfo(zone))
    today = now.astimezone(ZoneInfo(zone)).date()
    return f"{say_date(local.date(), today)}, {local:%H:%M} ({place_of(zone)})"


def say_day(instant: datetime, zone: str, now: datetime) -> str:
    """ "today", "tomorrow", or the date: for an instant that is near."""
    local = instant.astimezone(ZoneInfo(zone)).date()
    today = now.astimezone(ZoneInfo(zone)).date()
    if local == today:
        return "today"
    if local == today + timedelta(days=1):
        return "tomorrow"
    return say_date(local, today)


def listing(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """ "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 answer", "3 answers"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def clip(text: str, at: int = 160) -> str:
    """The first part of a long text, for a line that only has to remind of it."""
    words = " ".join(text.split())
    return words if len(words) <= at else words[: at - 1].rsplit(" ", 1)[0] + "…"


def sentence_case(words: str) -> str:
    """The words with a capital at their beginning, the rest as it is."""
    return words[:1].upper() + words[1:]


def in_quotes(text: str, at: int = 220) -> str:
    """Somebody's words in quotation marks, without the full stop that the sentence around them brings."""
    return f"“{clip(text, at).rstrip('.')}”"
