"""Words about an offer that no term took: what of them is worth keeping as a note."""

from __future__ import annotations

import re

_SMALL = """
a about actually also am an and are around as at by can could do for from gave get gets give gives giving got had has
have he her hey hi his i i'd i'll i'm i've if in is it it's its job just made make makes maybe me month must my need no
now of offer offered offering offers oh ok okay on or our pay paid paying pays please plus position role roughly said
salary say says she so some than that the their them then there they they'd they'll they're they've think this
to today us was we week well were what will with would yeah year yes you your great good nice new finally
decide reply respond until till before after total guess
"""
_SAYS_NOTHING = frozenset(_SMALL.split())


def notable(rest: str, company: str) -> str:
    """What is left of the words that no term took, without the company's name and words that only join.

    >>> notable("acme free fruit", "Acme")
    'free fruit'
    """
    named = {word.casefold() for word in re.findall(r"\w+", company)}
    words = [w.strip(".,;:!?()“”\"'’-") for w in rest.split()]
    kept = [w for w in words if w and w.casefold() not in named]
    telling = [w for w in kept if _tells(w)]
    while kept and kept[0] not in telling:
        kept.pop(0)
    while kept and kept[-1] not in telling:
        kept.pop()
    return " ".join(kept)[:300] if telling else ""


def _tells(word: str) -> bool:
    """Whether a word says something by itself: a number does."""
    return word.isdigit() or (len(word) > 2 and word.casefold().replace("’", "'") not in _SAYS_NOTHING)
