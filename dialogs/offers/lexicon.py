"""The vocabulary of offers, loaded once and compiled into patterns over folded text."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

NUMBER = r"\d+(?:[.,]\d+)?"


def fold(text: str) -> str:
    """Lower case without accents, one character for one, so that places in it are places in the text."""
    return "".join(_folded(character) for character in text)


@cache
def _folded(character: str) -> str:
    if character in "łŁ":
        return "l"
    if character in "\u00a0\u202f\u2009":
        return " "
    if character in "’ʼ":
        return "'"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


@cache
def vocabulary() -> Mapping[str, Any]:
    """The words as they stand in vocabulary.toml."""
    return tomllib.loads(files("dialogs.offers").joinpath("vocabulary.toml").read_text("utf-8"))


def words(*path: str) -> Any:
    """One list or table of the vocabulary."""
    found: Any = vocabulary()
    for name in path:
        found = found[name]
    return found


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of these phrases as whole words, longest first; letters may not touch them."""
    return _any_of(tuple(phrases))


@cache
def _any_of(phrases: tuple[str, ...]) -> str:
    longest = sorted(set(phrases), key=len, reverse=True)
    return "(?:" + "|".join(_bounded(phrase) for phrase in longest) + ")"


def _bounded(phrase: str) -> str:
    body = re.escape(phrase).replace(r"\ ", r"\s+")
    before = r"(?<![a-z0-9])" if phrase[0].isascii() and phrase[0].isalnum() else ""
    after = r"(?![a-z0-9])" if phrase[-1].isascii() and phrase[-1].isalnum() else ""
    return before + body + after


@cache
def unit(name: str) -> str:
    """A pattern for one of the units."""
    return any_of(words("units", name))


@cache
def number() -> str:
    """A pattern (one group) for a small number in digits or as a word."""
    return rf"((?<![\d.,])\d+(?:[.,]\d+)?(?![\d])|{any_of(words('numbers'))})"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A compiled pattern, kept."""
    return re.compile(pattern)
