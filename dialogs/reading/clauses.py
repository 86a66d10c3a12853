"""Where one answer can be cut into clauses, so that a quote is the part that carries the label."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BREAK = re.compile(
    r"""
    (?<=[.!?…])["'”’»)]*\s+            # the end of a sentence
    | \s*[;\n]+\s*                      # a semicolon, a new line
    | \s+[-–—]+\s+                      # a dash between words
    | ,?\s+(?=(?:but|though|although|except|however|yet|aber|sondern|mais|pero|sino)\s)
    | ,?\s+(?=(?:mas|ma|però|maar|ale|lecz)\s)
    """,
    re.VERBOSE | re.IGNORECASE,
)
SHORTEST = 12
"""Characters: anything shorter stays with its neighbour, so that no quote is a stray "But"."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A half-open span of the text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Its words."""
        return text[self.start : self.end]


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of `text` in order, without the white space around them; none for a blank text."""
    cuts = [0]
    for match in _BREAK.finditer(text):
        if match.end() - cuts[-1] >= SHORTEST and len(text) - match.end() >= SHORTEST:
            cuts.append(match.end())
    found = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        words = text[start:end]
        left = start + len(words) - len(words.lstrip())
        right = start + len(words.rstrip().rstrip(",;–—-").rstrip())
        if right > left:
            found.append(Clause(left, right))
    return tuple(found)
