"""What if they paid more: shown beside the other offers, and nothing of it kept."""

from __future__ import annotations

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from dialogs.desk import Desk
from dialogs.flows import comparing, present_job
from dialogs.offers.merging import merged
from dialogs.offers.saying import said_back
from dialogs.offers.terms import Terms
from dialogs.offers.text import say
from dialogs.offers.words import understand_offer
from dialogs.records import Opportunity
from dialogs.wording import sentence_case

_SUPPOSED = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|hm+|well|then|coach|offer)[\s,]+)*"
    r"(?:what\s+(?:would\s+(?:happen|it\s+be)\s+|happens\s+|about\s+)?if|how\s+(?:about|would\s+it\s+look)\s+if|if"
    r"|(?:let['’]?s\s+)?(?:say|suppose|imagine|assume|pretend)(?:\s+that)?\s+\w+(?:\s+\w+)?\s+"
    r"(?:paid|offered|gave|went|would|could|were|came)"
    r"|supposing|assuming|hypothetically"
    r"|was\s+(?:wäre\s*,?\s*)?wenn|angenommen|et\s+si|supposons|y\s+si|qué\s+(?:pasa|pasaría)\s+si|supongamos|e\s+se"
    r"|suponhamos)\b",
    re.IGNORECASE,
)


def is_supposed(words: str) -> bool:
    """Whether the words begin by supposing something: "what if Globex paid 65k", "suppose they went to 65k"."""
    return _SUPPOSED.match(words) is not None


def suppose(desk: Desk, opportunity: Opportunity | None, words: str) -> None:
    """Compares the offers as if the words were true of one of them."""
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    known = opportunity.terms if opportunity else None
    read = understand_offer(words, today=today, default_currency=known.currency if known else None)
    told = replace(read.terms, notes=None)
    if opportunity is None or known is None or told == Terms():
        desk.note(
            "I keep only what was really offered, so that changes nothing. Once an offer is in, “what if Acme paid "
            "65k” shows what another sum would change."
        )
        return
    supposed = replace(opportunity, terms=merged(known, told, read.codes))
    others = [o for o in desk.opportunities() if o.terms is not None and o.id != opportunity.id]
    spoken = say(comparing.comparison_of(desk, [supposed, *others]), amounts=not desk.here.shared)
    name = sentence_case(present_job.name_of(opportunity))
    changed = "" if desk.here.shared else f" {name}: {said_back(_as_said(supposed, told))}"
    lines = (f"Only supposed; your offer stays as it is.{changed}", *spoken.lines[1:])
    desk.note("\n".join(present_job.capital(line) for line in lines))


def _as_said(supposed: Opportunity, told: Terms) -> Terms:
    """What is supposed, with the currency and the period that it was given."""
    return replace(told, base=supposed.terms.base if supposed.terms and told.base else None)
