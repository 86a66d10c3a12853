"""What interviewers are called in all that is shown: by their role, told apart by letters."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from string import ascii_uppercase

from dialogs.records import Interview
from dialogs.rubric import Role
from dialogs.wording import ROLE_WORDS

ONE_OF_A_KIND = frozenset({Role.RECRUITER, Role.HIRING_MANAGER, Role.SKIP_LEVEL})
"""Of these a company has one for the role: met twice, it is the same person."""


def lettered(interviews: tuple[Interview, ...]) -> tuple[Interview, ...]:
    """The interviews with what each interviewer is called in all that is shown: a role, and a letter for each
    where several of a kind are met ("future colleague A"), from the first on."""
    seen: Counter[Role] = Counter()
    named_so: list[Interview] = []
    for interview in interviews:
        role, words = interview.role, ROLE_WORDS[interview.role]
        several = sum(i.role is role for i in interviews) > 1 and role not in ONE_OF_A_KIND
        letter = ascii_uppercase[seen[role] % len(ascii_uppercase)]
        seen[role] += 1
        named_so.append(replace(interview, label=f"{words} {letter}" if several else words))
    return tuple(named_so)
