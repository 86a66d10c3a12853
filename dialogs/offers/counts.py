"""The counts in an offer that their unit gives away: days off, hours, the way to work, vesting, claw-back."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from dialogs.offers.amounts import read_number
from dialogs.offers.lexicon import any_of, compiled, fold, number, unit, words
from dialogs.offers.line import Line
from dialogs.offers.money import plain
from dialogs.offers.terms import ClawBack, Schedule, Vesting

_WORKING_DAYS: Final = 5
_PLAUSIBLE_WEEK: Final = (Decimal(10), Decimal(80))
_PLAUSIBLE_DAYS_OFF: Final = (15, 45)
USUAL_CLIFF_MONTHS: Final = 12


def _value(text: str) -> Decimal:
    spelled = words("numbers").get(text)
    read = Decimal(spelled) if spelled is not None else read_number(text)
    return Decimal(0) if read is None else read


def _glued(measure: str) -> str:
    """The pattern of a unit that may touch its number: 45min, 40h."""
    return measure.replace("(?<![a-z0-9])", "(?<![a-z])")


def take_days_off(line: Line) -> Decimal | None:
    """25 days holiday, 30 Tage Urlaub, 28 Urlaubstage, 21 leaves; weeks count five working days."""
    leave, filler = unit("leave"), any_of(words("units", "leave_filler"))
    found = line.find(rf"{number()}\s*{unit('leave_days')}")
    if found is not None:
        return _value(found[1])
    filled = rf"(?:{filler}\s*)*"
    found = line.find(rf"{number()}\s*{filled}(?P<days>{unit('days')})\s*{filled}{leave}")
    if found is not None:
        return _value(found[1])
    found = line.find(rf"{number()}\s*{unit('weeks')}\s*{filled}{leave}")
    if found is not None:
        return _value(found[1]) * _WORKING_DAYS
    found = line.find(rf"{number()}\s*{any_of(['leaves', 'pto', 'rtt'])}")
    if found is not None:
        return _value(found[1])
    found = line.find(rf"{leave}\s*:\s*{number()}(?:\s*(?:(?P<weeks>{unit('weeks')})|{unit('days')}))?")
    if found is not None:
        return _value(found[1]) * (_WORKING_DAYS if found["weeks"] else 1)
    return _bare_days(line)


def _bare_days(line: Line) -> Decimal | None:
    """A part of the line that is only "27 days": in an offer that is the holidays."""
    for start, end in line.clauses():
        alone = compiled(rf"\s*(\d\d)\s*{unit('days')}\s*").fullmatch(line.left, start, end)
        if alone is not None and _PLAUSIBLE_DAYS_OFF[0] <= int(alone[1]) <= _PLAUSIBLE_DAYS_OFF[1]:
            line.take(start, end)
            return Decimal(alone[1])
    return None


def take_weekly_hours(line: Line) -> Decimal | None:
    """40 hours a week, 38,5 Stunden pro Woche, 42h Woche, or a part of the line that is only "37 hours"."""
    each = r"\s*-?\s*(?:(?:a|per|pro|par|por|each|la|na)\s+|/\s*|in der\s+)?"
    weekly = any_of([*words("units", "weeks"), "wk", "uke", "vecka", "uge"])
    glued = r"((?<![\d.,])\d+(?:[.,]\d+)?)"
    hours = _glued(unit("hours"))
    found = line.find(rf"{glued}\s*-?{hours}{each}{weekly}")
    if found is not None:
        return _value(found[1])
    for start, end in line.clauses():
        alone = compiled(rf"\s*{glued}\s*{hours}\s*\.?").fullmatch(line.left, start, end)
        if alone is not None and _PLAUSIBLE_WEEK[0] <= _value(alone[1]) <= _PLAUSIBLE_WEEK[1]:
            line.take(start, end)
            return _value(alone[1])
    return None


def take_commute(line: Line) -> Decimal | None:
    """Minutes a day: 15 minutes commute each way is 30. A way of which the ends were not said is not read."""
    way, count = any_of(words("units", "commute")), number()
    ends = rf"\s*(?:(?P<each>{any_of(words('units', 'each_way'))})|{any_of(words('units', 'both_ways'))})"
    for scale, measure in ((1, _glued(unit("minutes"))), (60, _glued(unit("hours")))):
        pattern = rf"{count}\s*(?:an?\s+)?{measure}(?:'s?)?\s*(?:of\s+)?{way}{ends}"
        found = line.find(pattern) or line.find(rf"{way}\s*(?:of\s+)?{count}\s*{measure}{ends}")
        if found is not None:
            minutes = _value(found[1]) * scale * (2 if found["each"] else 1)
            return Decimal(plain(minutes))
    return None


def take_office_days(line: Line) -> Decimal | None:
    """2 days in the office, zwei Tage Büro pro Woche, 3 days a week on site."""
    weekly = rf"\s*(?:(?:a|per|pro|par|por)\s+)?{unit('weeks')}"
    office = any_of(words("units", "office"))
    found = line.find(rf"{number()}\s*{unit('days')}(?:{weekly})?\s*{office}(?:{weekly})?")
    return None if found is None else _value(found[1])


def take_vesting(line: Line) -> Vesting | None:
    """Over three years vesting quarterly, four years with a cliff, 1 year cliff, 5/15/40/40."""
    parts = (
        line.find(r"(?<![\d/])(\d{1,2}(?:/\d{1,2}){1,5})(?:\s*(?:%|vest\w*))?(?![\d/])")
        if _by_parts(line)
        else None
    )
    percents = tuple(Decimal(part) for part in parts[1].split("/")) if parts is not None else ()
    schedule = _schedule(line)
    cliff = _cliff(line)
    years = _vesting_years(line)
    if cliff is None and years is None and schedule is None and not percents:
        return None
    return Vesting(years, cliff, schedule, percents)


def _by_parts(line: Line) -> bool:
    """Whether a row like 5/15/40/40 adds up to the whole grant."""
    found = compiled(r"(?<![\d/])(\d{1,2}(?:/\d{1,2}){1,5})(?![\d/])").search(line.left)
    return found is not None and sum(map(int, found[1].split("/"))) == 100


def _cliff(line: Line) -> int | None:
    if line.find(r"\bno cliff\b") is not None:
        return 0
    for scale, measure in ((1, unit("months")), (12, unit("years"))):
        found = line.find(rf"{number()}[\s-]*{measure}[\s-]*cliff\b") or line.find(
            rf"\bcliff\s*(?:of|:|after)?\s*{number()}\s*{measure}"
        )
        if found is not None:
            return int(_value(found[1]) * scale)
    return USUAL_CLIFF_MONTHS if line.find(r"(?:\ba\s+)?\bcliff\b") is not None else None


def _schedule(line: Line) -> Schedule | None:
    often = {"monthly": Schedule.MONTHLY, "quarterly": Schedule.QUARTERLY, "yearly": Schedule.YEARLY}
    often |= {"annually": Schedule.YEARLY, "annual": Schedule.YEARLY}
    names = "|".join(often)
    found = line.find(rf"\b({names})\s+vest\w*") or line.find(rf"\bvest\w*\s+({names})\b")
    return None if found is None else often[found[1]]


def _vesting_years(line: Line) -> Decimal | None:
    years = rf"{number()}[\s-]*{unit('years')}"
    found = line.find(rf"\b(?:over|vest\w*(?: over)?|uber|sur|en|in)\s+{years}(?:\s+vest\w*)?") or line.find(
        rf"{years}\s*vest\w*"
    )
    if found is None:
        for start, end in line.clauses():
            alone = compiled(rf"[\s\x00]*{years}[\s\x00]*").fullmatch(line.left, start, end)
            if alone is not None:
                line.take(start, end)
                return _value(alone[1])
    return None if found is None else _value(found[1])


def take_claw_back(line: Line) -> tuple[int | None, ClawBack | None]:
    """12 month clawback, claw-back within two years, clawback if I leave in 12 months, pro rata."""
    word = r"(?:claw\s?-?back\w*|\brepay\w*|\brepaid|\b(?:paid|pay) back)(?:\s+pro-?\s?rata)?"
    leaving = r"(?:\s+(?!\d)[\w'-]+){1,6}?\s+(?:within|in|before|inside|for)(?:\s+the\s+first)?\s+"
    months: int | None = None
    for scale, measure in ((1, unit("months")), (12, unit("years"))):
        found = (
            line.find(rf"{number()}[\s-]*{measure}[\s-]*{word}")
            or line.find(rf"{word}\s*(?:of|for|within|:|in)?\s*{number()}\s*{measure}")
            or line.find(rf"{word}{leaving}{number()}\s*{measure}")
        )
        if found is not None:
            months = int(_value(found[1]) * scale)
    falls = r"\bpro-?\s?rat(?:ed|a)\b"
    prorated = months is not None and compiled(falls).search(fold(line.typed)) is not None
    if prorated:
        line.find(falls)
    return months, ClawBack.PRORATED if prorated else None


def take_bonus_months(line: Line) -> Decimal | None:
    """2 months bonus, PLR de 2 salários: a bonus counted in months of base pay."""
    salary = f"(?:{unit('months')}|{any_of(words('units', 'salaries'))})"
    bonus = any_of(words("topics", "bonus"))
    read = line.find(rf"{number()}\s*{salary}\s*(?:of\s+)?{bonus}(?:\s+{any_of(words('periods', 'year'))})?")
    read = read or line.find(rf"{bonus}\s*(?:of|de|von|:|di)?\s*{number()}\s*{salary}")
    return None if read is None else _value(read[1])


def take_payments(line: Line) -> Decimal | None:
    """x 13, 14 pagas, 13th cheque, sur 13 mois: how many salaries a year."""
    many = r"(1[2-8](?:[.,]\d{1,2})?)(?!\d)"
    salary = any_of(words("units", "salaries"))
    named = any_of([one for one in words("units", "salaries") if one not in words("units", "months")])
    for pattern in (
        rf"(?<![a-z])[x×*]\s*{many}",
        rf"{many}(?:th|º|°|\.|e|ª)\s*{salary}",
        rf"(?<![\d.,]){many}\s*{named}",
        rf"\b(?:sur|over|on|in)\s+{many}\s*{named}",
        rf"(?:\b(?:sur|over|on|in)\s+)?(?<![\d.,])(1[34])\s*{unit('months')}",  # in 12 or 18 something else happens
    ):
        read = line.find(pattern)
        if read is not None:
            return _value(read[1])
    return None
