"""From a job title in any words to the group of trades whose wording fits it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache

from dialogs.questions.bank import Trade
from dialogs.questions.data import read_data

_HEAD_ENDS = re.compile(r"[,(/|–—]|\s-\s|\b(?:at|in|for|of|with|on)\b")


@cache
def _patterns() -> Mapping[Trade, re.Pattern[str]]:
    table = tomllib.loads(read_data("trades.toml"))
    whole = set(table["whole"])

    def pattern(word: str) -> str:
        words = word.replace("_", r"\W+")
        return rf"\b{words}s?\b" if word in whole else rf"\b{words}\w*"

    return {
        trade: re.compile(
            "|".join(map(pattern, sorted(table["beginnings"][trade.value], key=len, reverse=True)))
        )
        for trade in Trade
    }


@lru_cache(maxsize=256)
def trade_of(title: str | None) -> Trade | None:
    """The group of trades a title belongs to, None when no word of it tells.

    The last telling word before a comma or "of", "in", "at" decides, as in English it names the thing
    itself: a support engineer is an engineer, a nurse in a software house is a nurse. A group's own name
    ("care") is taken as it is.
    """
    if not title:
        return None
    words = title.casefold()[:200]
    if words in set(Trade):
        return Trade(words)
    return _last_telling(_HEAD_ENDS.split(words)[0]) or _last_telling(words)


def _last_telling(words: str) -> Trade | None:
    hits = ((m.end(), m.end() - m.start(), t) for t, p in _patterns().items() for m in p.finditer(words))
    return max(hits, default=(0, 0, None), key=lambda hit: hit[:2])[2]
