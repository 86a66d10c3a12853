"""Whether a text is a program rather than what somebody says: people paste by mistake, and a reader of words is sure of
anything that looks like a rule."""

from __future__ import annotations

import re

_BEGINS = re.compile(
    r"\s*(def|class|for|while|if|elif|else|try|import|from|return|const|let|var|function|public|private|#include|@\w+|"
    r"SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\b"
)
_CALL = r"[\w.\]]\((?!(?:s|e|n|r|en|es|in)\))"
"""A name and a bracket, but not date(s)."""
_SHOWS = re.compile(rf"{_CALL}|\w\s?=\s?[\w\"'\[({{]|[:;{{]\s*$|\*\s+FROM\b")
_IS_ONE = re.compile(
    rf"\s*[\w.]*{_CALL}.*\)[;:{{]?\s*$|"  # print(i)
    r"\s*[\w.\[\]\"']+\s?=\s?\S.*[;)\]}]\s*$|"  # x = [1, 2];
    r"\s*[{}\[\]();]+\s*$|"
    r"\s*import [\w.]+$|\s*from [\w.]+ import \S.*$"
)


def is_code(text: str) -> bool:
    """Whether every line of it is a line of a program or of a query."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and all(_is_line_of_code(line) for line in lines)


def _is_line_of_code(line: str) -> bool:
    return bool(_IS_ONE.match(line)) or bool(_BEGINS.match(line) and _SHOWS.search(line))
