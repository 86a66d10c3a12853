"""A typed line while it is being read: what is understood is crossed out, the rest is handed back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.offers.amounts import Amount, amounts_in
from dialogs.offers.lexicon import any_of, compiled, fold, words

READ_AT_MOST = 1500
"""Characters looked at; what is longer is a letter, not a line, and is handed back untouched."""

CROSSED_OUT = "\x00"


class Line:
    """The text folded, with what was read crossed out."""

    def __init__(self, text: str) -> None:
        self.typed = text
        self.left = fold(text[:READ_AT_MOST])
        self._amounts = amounts_in(text[:READ_AT_MOST])

    def take(self, start: int, end: int) -> None:
        """Cross out what has been read."""
        self.left = self.left[:start] + CROSSED_OUT * (end - start) + self.left[end:]

    def find(self, pattern: str) -> re.Match[str] | None:
        """The first place a pattern is found in what is left, which is crossed out."""
        found = compiled(pattern).search(self.left)
        if found is not None:
            self.take(*found.span())
        return found

    def clauses(self) -> Iterator[tuple[int, int]]:
        """The parts of the line: between commas (not within numbers), signs, brackets and joining words."""
        joined = any_of(words("line", "separators"))
        pattern = compiled(rf",(?!\d)|(?<!\d),|[;+()\n·•|]|(?<!tys)\.(?=\s|$)|{joined}")
        start = 0
        for found in pattern.finditer(self.left):
            yield start, found.start()
            start = found.end()
        yield start, len(self.left)

    def amounts(self) -> tuple[Amount, ...]:
        """The numbers that are still left."""
        return tuple(one for one in self._amounts if CROSSED_OUT not in self.left[one.start : one.end])

    def rest(self) -> str:
        """What no rule took, as typed, without the words at the edges of it that say nothing of their own."""
        filler = set(words("line", "filler"))
        kept: list[str] = []
        for run in compiled(r"[^,;+()\x00]+").finditer(self.left):
            found = [
                (
                    bool(said.group().strip(".:-–*×&!?")),
                    self.typed[run.start() + said.start() :][: len(said.group())],
                )
                for said in compiled(r"\S+").finditer(run.group())
            ]
            telling = [
                i for i, (says, typed) in enumerate(found) if says and fold(typed).strip(".:") not in filler
            ]
            if telling:
                kept += [typed for says, typed in found[telling[0] : telling[-1] + 1] if says]
        tail = self.typed[len(self.left) :].strip()
        return " ".join([*kept, tail] if tail else kept)
