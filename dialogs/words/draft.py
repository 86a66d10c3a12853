"""What has been made out of a message so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from dialogs.words.meaning import Known, KnownOpportunity
from dialogs.words.people import Met
from dialogs.words.reader import Reader
from dialogs.words.spans import Span


@dataclass(slots=True)
class Draft:
    """What has been made out so far; `taken` are the tokens that something was made of."""

    reader: Reader
    known: Known
    taken: set[int] = field(default_factory=set)
    company: str | None = None
    named: bool = False
    """Whether the company stands in the message, rather than being the one just spoken of."""
    resembles: str | None = None
    """A company they have, where only the beginning of what was named is its name."""
    companies: tuple[str, ...] = ()
    opportunity: KnownOpportunity | None = None
    several: tuple[KnownOpportunity, ...] = ()
    job: Span | None = None
    met: Met | None = None
    met_name: str | None = None
