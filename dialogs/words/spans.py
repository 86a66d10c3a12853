"""Places in a message, and what is said right before them."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.words.reader import Reader
from dialogs.words.surroundings import surroundings


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens from `first` up to, not including, `after`."""

    first: int
    after: int

    def text(self, reader: Reader) -> str:
        """What was typed there."""
        return reader.text[reader.tokens[self.first].start : reader.tokens[self.after - 1].end]

    def tokens(self) -> range:
        """The indexes of its tokens."""
        return range(self.first, self.after)


def cue_before(reader: Reader, index: int, key: str) -> bool:
    """Whether one of the cue words of that key ends before the token, articles apart."""
    while index > 0 and (
        reader.norms[index - 1] in reader.spoken.noise or reader.norms[index - 1] in surroundings().articles
    ):
        index -= 1
    for spoken in (reader.spoken, reader.second):
        if spoken is None:
            continue
        cues = spoken.cues[key]
        for start in range(max(0, index - 3), index):
            if any(found.after == index for found in cues.all_at(reader.norms, start)):
                return True
    return False
