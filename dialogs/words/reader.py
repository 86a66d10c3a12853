"""A message as the grammars read it: its tokens, spelled as meant, with the phrases found at each."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.words.language import Language
from dialogs.words.phrases import Found, Kind
from dialogs.words.surroundings import surroundings
from dialogs.words.tokens import Shape, Token, tokenize
from dialogs.words.when_parts import Part, Place


@dataclass(frozen=True, slots=True)
class Number:
    """A number said in digits or in words; `digits` is empty for words."""

    value: int
    digits: str
    after: int


class Reader:
    """One message in one language, with a second language for words the first lacks."""

    def __init__(self, text: str, spoken: Language, second: Language | None = None) -> None:
        self.text = text
        self.tokens: list[Token] = tokenize(text)
        self.spoken = spoken
        self.second = second
        self.norms: list[str] = []
        for index, token in enumerate(self.tokens):
            self.norms.append(token.norm if self._named_here(index) else self._spelled(token))
        self.parts: tuple[Part, ...] | None = None
        self._found: dict[int, tuple[Found, ...]] = {}
        self._ends: dict[int, dict[str, int]] = {}

    def _named_here(self, index: int) -> bool:
        """Whether a word in capitals follows "at" or "from": a name, which is not a slip for anything."""
        return (
            index > 0
            and self.tokens[index].capital
            and self.tokens[index - 1].norm in surroundings().announcing
        )

    def _spelled(self, token: Token) -> str:
        if token.shape is not Shape.WORD:
            return token.norm
        meant = self.spoken.speller.meant(token.norm)
        if meant == token.norm and self.second is not None and token.norm not in self.spoken.known:
            meant = self.second.speller.meant(token.norm)
        return meant

    def found(self, index: int) -> tuple[Found, ...]:
        """The phrases of dates and times that begin at that token, longest first."""
        here = self._found.get(index)
        if here is None:
            here = self._look(index) if 0 <= index < len(self.norms) else ()
            self._found[index] = here
            ends: dict[str, int] = {}
            for found in here:
                for sense in found.senses:
                    if sense.kind is Kind.WORD:
                        ends.setdefault(sense.value, found.after)
            self._ends[index] = ends
        return here

    def _look(self, index: int) -> tuple[Found, ...]:
        here = tuple(self.spoken.time.all_at(self.norms, index))
        if here or self.second is None:
            return here
        return tuple(f for f in self.second.time.all_at(self.norms, index) if self._foreign(f))

    def _foreign(self, found: Found) -> bool:
        """Whether a phrase of the second language may be used: long enough not to be a word of the first."""
        return len(self.norms[found.first]) >= 3 and self.norms[found.first] not in self.spoken.stop

    def word(self, index: int, key: str) -> int | None:
        """The index after the grammar word of that key, where it begins at `index`."""
        ends = self._ends.get(index)
        if ends is None:
            self.found(index)
            ends = self._ends[index]
        return ends.get(key)

    def value(self, index: int, kind: Kind) -> tuple[int, int] | None:
        """The value of that kind which begins at `index`, and the index after it."""
        for found in self.found(index):
            value = found.value(kind)
            if value is not None:
                return int(value), found.after
        return None

    def number(self, index: int, tens: bool = True) -> Number | None:
        """The number at that token, up to four digits. `tens`: twenty-five is one number."""
        if index >= len(self.tokens):
            return None
        token = self.tokens[index]
        if token.shape is Shape.NUMBER and len(token.norm) <= 4:
            return Number(int(token.norm), token.norm, index + 1)
        said = self.value(index, Kind.NUMBER)
        if said is None:
            return None
        value, after = said
        if tens and value in {20, 30, 40, 50}:
            then = after + 1 if after < len(self.norms) and self.norms[after] == "-" else after
            then = self.word(then, "and") or then
            unit = self.value(then, Kind.NUMBER)
            if unit is not None and 1 <= unit[0] <= 9:
                return Number(value + unit[0], "", unit[1])
        return Number(value, "", after)

    def counts_something(self, index: int) -> bool:
        """Whether the number that ends before `index` counts things (3 questions, 2 %), so is no hour."""
        if index >= len(self.tokens):
            return False
        if self.word(index, "count_nouns") is not None or self.value(index, Kind.MONTH) is not None:
            return True
        if any(self.word(index, unit) is not None for unit in ("minute", "week", "month", "day")):
            return True
        glued = self.tokens[index].start == self.tokens[index - 1].end
        return glued and self.tokens[index].shape is Shape.WORD and self.norms[index] not in {"am", "pm", "h"}

    def says(self, key: str) -> bool:
        """Whether one of the cue phrases of that key stands anywhere in the message."""
        cues = self.spoken.cues[key]
        return any(found for index in range(len(self.norms)) for found in cues.all_at(self.norms, index))

    def text_of(self, place: Place) -> str:
        """What was typed there."""
        return self.text[self.tokens[place.first].start : self.tokens[place.after - 1].end]
