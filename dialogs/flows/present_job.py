"""The job that the person has: staying is an offer too, and is never taken for somebody else's."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.desk import Desk
from dialogs.flows.finding import open_opportunity
from dialogs.records import Opportunity
from dialogs.wording import sentence_case

TITLE = "My present job"
IN_A_SENTENCE = "your present job"

_SPOKEN_OF = re.compile(
    r"\bmy\s+(?:own\s+)?(?:(?:present|current|existing|old)\s+)?(?:job|employer|salary|position|contract|pay)\b"
    r"(?:\s+(?:now|today|at\s+the\s+moment))?"
    r"|\bthe\s+job\s+i\s+have\b|\bwhere\s+i\s+(?:work|am)(?:\s+now)?\b|\bstaying(?:\s+(?:put|where\s+i\s+am))?\b"
    r"|\bi\s+(?:now\s+|currently\s+|already\s+)?(?:earn|make|am\s+paid|get\s+paid)\b"
    r"|\bmeine?n?\s+(?:jetzige|aktuelle|derzeitige|heutige)[nrs]?\s+(?:job|stelle|gehalt|arbeit)\b|\bich\s+verdiene\b"
    r"|\bmon\s+(?:poste|emploi|salaire|travail)\s+actuel\b|\bje\s+gagne\b"
    r"|\bmi\s+(?:trabajo|puesto|sueldo|empleo)\s+actual\b|\b(?:yo\s+)?gano\b"
    r"|\bmeu\s+(?:emprego|trabalho|salário)\s+atual\b|\b(?:eu\s+)?ganho\b",
    re.IGNORECASE,
)
_BARE = frozenset(
    {"present", "current", "present job", "current job", "my job", "stay", "staying", "my present job"}
)


def is_spoken_of(words: str) -> bool:
    """Whether the words are about the job that the person has: "my present job pays 55k", "I earn 55k now"."""
    return bool(_SPOKEN_OF.search(words)) or words.strip().casefold() in _BARE


def without(words: str) -> str:
    """The words without those that say whose job it is: the terms are left."""
    return _SPOKEN_OF.sub(" ", words).strip()


def titled(words: str) -> str:
    """The words with the job called by its title, as a company is by its name."""
    return _SPOKEN_OF.sub(f" {TITLE} ", words).strip()


def of(desk: Desk) -> Opportunity:
    """The job that the person has, as an opportunity; a new one the first time."""
    present = next((o for o in desk.opportunities() if o.present_job), None)
    return present or desk.keep(replace(open_opportunity(desk, TITLE), present_job=True))


def beside(desk: Desk, words: str) -> tuple[str, ...]:
    """The companies they have that the words name beside it."""
    plain = words.casefold()
    others = (o for o in desk.opportunities() if not o.present_job)
    return tuple(o.company for o in others if o.company.casefold() in plain)


def name_of(opportunity: Opportunity) -> str:
    """How an offer is called where the coach speaks of it."""
    return IN_A_SENTENCE if opportunity.present_job else opportunity.company


def capital(line: str) -> str:
    """The line with a capital wherever a sentence of it begins with the present job."""
    return re.sub(rf"(^|[.!?] ){IN_A_SENTENCE}", lambda found: found[1] + sentence_case(IN_A_SENTENCE), line)
